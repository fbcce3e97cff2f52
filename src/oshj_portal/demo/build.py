"""A demo university in an empty database, in steps that each fit into memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from secrets import token_hex

from pyramid_zodbconn import get_connection

from oshj_core.accounts import Audience
from oshj_core.journal import Act
from oshj_core.lists import ChangeSet, apply
from oshj_core.roles import Actor, Role
from oshj_portal.demo.arranged import change_some_days, load_timetable
from oshj_portal.demo.lists_office import keep_the_lists, plan_the_load
from oshj_portal.demo.plans import DemoPlans
from oshj_portal.demo.roles import ADMINISTRATOR, Login, add_officers, give_roles, issue_accounts
from oshj_portal.demo.substitution import inspect_journals, let_colleagues_help
from oshj_portal.demo.teaching import Teaching
from oshj_portal.demo.university import DemoUniversity, make_university
from oshj_portal.jobs.work import STEPS_BETWEEN_SAVEPOINTS, write_aside
from oshj_portal.lists.work import compare
from oshj_portal.plugins.lifecycle import Lifecycle
from oshj_portal.scripts.account import MACHINE, make_administrator
from oshj_portal.scripts.environment import Environment
from oshj_portal.security.identity import actor_of

Progress = Callable[[str, int, int], None]
"""Told the name of a step, how much of it is done, and of how much."""

LISTS, LESSONS = "lists", "lessons"
# The lists are loaded some days before the semester begins.
_PREPARATION = timedelta(days=5)


def is_empty(env: Environment) -> bool:
    """Whether the database has no university yet."""
    university = env.site.university
    return not (len(university.units) or len(university.staff) or len(university.students))


def build(
    env: Environment, students: int, seed: int, now: datetime, progress: Progress
) -> tuple[Login, ...]:
    """Make the university, commit it, and return who can sign in.

    ``now`` is aware and the moment up to which lessons have been held.

    :raises ValueError: the database is not empty; no such size.
    """
    if not is_empty(env):
        raise ValueError("there is a university in this database already")
    university = make_university(students, seed, now.date())
    add_officers(university, seed)
    load_lists(env, university, now, progress)
    administrator = _administrator(env, university, now)
    _switch_on_formats(env, now)
    _commit(env)
    office = Act(actor_of(env.site, ADMINISTRATOR, Audience.STAFF, now.date()), now, token_hex(6))
    load_timetable(env.site, university, office)
    plan_the_load(env.site, university, office)
    _commit(env)
    plans = DemoPlans(env.site, university.semester, now)
    teaching = Teaching(env.site, university.semester, seed, now, plans)
    total = len(university.streams)
    for done, stream in enumerate(university.streams, 1):
        plans.write(stream)
        teaching.teach(stream)
        _commit(env)
        progress(LESSONS, done, total)
    change_some_days(env.site, university, office)
    keep_the_lists(env.site, university, now)
    let_colleagues_help(env.site, university, now)
    inspect_journals(env.site, university, now, get_connection(env.request).cacheGC)
    _commit(env)
    logins = issue_accounts(env.site, university, administrator, now)
    _commit(env)
    return logins


def load_lists(
    env: Environment, university: DemoUniversity, now: datetime, progress: Progress
) -> None:
    """Check, compare and apply the lists as an import does; the caller commits."""
    site = env.site
    changes = compare(university.sheets(), site.university, site.registers, env.schemes)
    if not isinstance(changes, ChangeSet):
        raise ValueError(f"the lists of the demo are not right: {changes.errors[0]}")

    def report(done: int, total: int) -> None:
        if done % STEPS_BETWEEN_SAVEPOINTS == 0:
            write_aside(env.tm, get_connection(env.request))
        progress(LISTS, done, total)

    day = university.semester.starts - _PREPARATION
    act = Act(Actor(MACHINE), datetime.combine(day, time(10), now.tzinfo), token_hex(6))
    apply(
        changes,
        site.university,
        site.registers,
        env.schemes,
        site.audit,
        act,
        report,
        moves=site.moves,
    )


def _administrator(env: Environment, university: DemoUniversity, now: datetime) -> Login:
    secret = make_administrator(env, ADMINISTRATOR)
    actor = actor_of(env.site, ADMINISTRATOR, Audience.STAFF, now.date())
    give_roles(env.site, university, Act(actor, now, token_hex(6)))
    name = env.site.university.staff.get(ADMINISTRATOR).name.full
    return Login(Role.ADMINISTRATOR, name, ADMINISTRATOR, secret)


def _switch_on_formats(env: Environment, now: datetime) -> None:
    """The plugins that bring file formats, so that there is something to exchange."""
    act = Act(Actor(MACHINE), now, token_hex(6))
    lifecycle = Lifecycle(env.site, env.registry, act)
    for plugin in env.registry.plugins.by_id.values():
        if plugin.exchange_formats:
            lifecycle.install(plugin.id)
            lifecycle.enable(plugin.id)


def _commit(env: Environment) -> None:
    env.tm.commit()
    get_connection(env.request).cacheGC()
    env.tm.begin()
