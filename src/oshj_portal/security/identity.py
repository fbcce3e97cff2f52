"""From a cookie to an actor: the session's record, the account, the roles held today."""

from __future__ import annotations

import secrets
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from oshj_core.accounts import Audience
from oshj_core.delegation import actor_on
from oshj_core.enrolment import journals_of
from oshj_core.journal import Act, teaching_scopes
from oshj_core.roles import GUEST, UNIVERSITY, Actor, Role, Scope, ScopeKind
from oshj_portal.security.cookies import reference_key, ticket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.ports import Lesson
    from oshj_portal.store import Site
    from oshj_portal.store.sessions import SessionRecord

# Staff computers stand in shared rooms; a student's phone keeps the session for the semester,
# so that a check-in needs no sign-in (4.2).
IDLE_SECONDS = {Audience.STAFF: 20 * 60, Audience.STUDENT: 180 * 24 * 3600}


def get_session_record(request) -> SessionRecord | None:
    """The record of the session the request came in, if it is still good."""
    helper = ticket(request.registry)
    # Pyramid compares signatures in a way that breaks on any other letters.
    if not request.cookies.get(helper.cookie_name, "").isascii():
        return None
    identity = helper.identify(request)
    if identity is None:
        return None
    record = _good_record(request, identity)
    if record is None:
        # Read as it was, the ticket is to be renewed: that of a session at its end is not.
        helper.forget(request)
    return record


def _good_record(request, identity: dict[str, Any]) -> SessionRecord | None:
    record = request.site.sessions.find(reference_key(identity["userid"]))
    if record is None:
        return None
    if time.time() - identity["timestamp"] > IDLE_SECONDS[record.audience]:
        return None
    account = request.site.accounts.find(record.login)
    if account is None or not account.active or account.generation != record.generation:
        return None
    return record


def get_actor(request) -> Actor:
    """Who acts in this request; the guest without a session."""
    record = request.session_record
    if record is None:
        return GUEST
    return actor_of(request.site, record.person, record.audience, request.clock.now().date())


def get_number(request) -> str:
    """The number of this request, in the audit and in the log."""
    return secrets.token_hex(6)


def get_act(request) -> Act:
    """The act of this request, for the core's use cases."""
    return Act(request.actor, request.clock.now(), request.number)


def actor_of(site: Site, person: str, audience: Audience, today: date) -> Actor:
    """The actor a person is on a day: roles given, those that follow from the lists, and what
    was lent for that day."""
    held: set[tuple[Role, Scope]] = {(Role.USER, UNIVERSITY)}
    university = site.university
    held.update(
        (holding.role, holding.scope)
        for holding in site.holdings.of(person)
        if holding.until is None or today <= holding.until
    )
    if audience is Audience.STUDENT:
        held.add((Role.STUDENT, Scope(ScopeKind.STUDENT, person)))
    else:
        held.add((Role.EMPLOYEE, UNIVERSITY))
        assignments = university.assignments_of(person)
        held.update((Role.TEACHER, scope) for scope in teaching_scopes(assignments))
    return actor_on(
        Actor(person, frozenset(held)),
        today,
        site.holdings,
        site.substitutions,
        site.delegations,
        university,
        partial(open_lessons, site),
    )


def open_lessons(site: Site, teacher: str) -> Iterator[Lesson]:
    """The lessons of a teacher that are open, once for each journal they stand in."""
    names = {
        name
        for assignment in site.university.assignments_of(teacher)
        for name in journals_of(assignment)
    }
    for name in sorted(names):
        register = site.registers.find(name)
        if register is not None:
            yield from (lesson for lesson in register.lessons() if lesson.teacher == teacher)
