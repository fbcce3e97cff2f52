"""A teacher who is ill, the colleague who takes the lessons, and an inspection that was done."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import islice
from secrets import token_hex
from typing import TYPE_CHECKING

from oshj_core.accounts import Audience
from oshj_core.delegating import Substituting
from oshj_core.delegation import Substitution
from oshj_core.inspections import Inspecting
from oshj_core.journal import Act
from oshj_core.roles import Actor, Role
from oshj_portal.inspections.lookup import journals_in, tasks_of
from oshj_portal.notices.reminding import remind
from oshj_portal.scripts.account import MACHINE
from oshj_portal.security.identity import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from oshj_core.inspections import Task
    from oshj_core.ports import RoleHolding
    from oshj_portal.demo.university import DemoUniversity
    from oshj_portal.store import Site

_REASON = "Оорулуу, №12 буйрук"
_REMARK = "Сабакты ошол эле күнү толтурууну суранам."
_DAYS_AWAY = timedelta(days=3)
_HEADS, _JOURNALS = 10, 3
_AFTER, _MORNING = timedelta(days=2), time(10)


def let_colleagues_help(site: Site, university: DemoUniversity, now: datetime) -> None:
    """The second teacher of the first stream is ill for some days; a third one takes the
    lessons, as the deanery named it."""
    teachers = list(
        dict.fromkeys(
            one.assignment.teacher for stream in university.streams for one in stream.taught
        )
    )
    if len(teachers) < 3:
        return
    ill, colleague = teachers[1], teachers[2]
    above = _units_above(site, site.university.staff.get(ill).unit)
    namers = (
        holding
        for holding in site.holdings
        if holding.role in (Role.HEAD, Role.DEANERY) and holding.scope.id in above
    )
    namer = next((one for one in namers if one.person != colleague), None)
    if namer is not None:
        act = _act(site, namer, now)
        naming = Substituting(site.substitutions, site.university, site.audit, act, site.notices)
        until = now.date() + _DAYS_AWAY
        naming.name(Substitution(token_hex(8), ill, colleague, now.date(), until, _REASON))


def inspect_journals(
    site: Site, university: DemoUniversity, now: datetime, rest: Callable[[], None]
) -> None:
    """Some heads have inspected some journals, each fortnight in the week after it but the
    last; then everybody is reminded of what is due, with a ``rest`` now and then to free the
    memory."""
    heads = [one for one in site.holdings if one.role is Role.HEAD][:_HEADS]
    for head in heads:
        tasks = tasks_of(site, head.scope.id, university.semester, now.date())
        for task in [one for one in tasks if one.fortnight.ends < now.date()][:-1]:
            at = datetime.combine(task.fortnight.ends + _AFTER, _MORNING, now.tzinfo)
            _inspect(site, task, _act(site, head, min(at, now)))
        rest()
    remind(site, Act(Actor(MACHINE), now, token_hex(6)), rest)


def _inspect(site: Site, task: Task, act: Act) -> None:
    inspecting = Inspecting(site.inspections, site.university, site.notices, site.audit, act)
    others = (
        one
        for one in journals_in(site, act, task.unit, task.semester)
        if not inspecting.is_own(one)
    )
    journals = list(islice(others, _JOURNALS))
    if journals:
        remarks = {one.register.id: _REMARK for one in journals if inspecting.found(task, one)}
        inspecting.do(task, journals, remarks)


def _act(site: Site, holding: RoleHolding, now: datetime) -> Act:
    actor = actor_of(site, holding.person, Audience.STAFF, now.date())
    return Act(actor, now, token_hex(6))


def _units_above(site: Site, unit: str) -> set[str]:
    above = set()
    while unit:
        above.add(unit)
        unit = site.university.units.get(unit).parent
    return above
