"""May this person do this here?  The policy read: a clause, and for a no the reason and what
would make it possible."""

from __future__ import annotations

from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Locked, NotAllowed
from oshj_core.policy import POLICY
from oshj_core.roles import Actor, Facts, Grant, Permission, Role, Scope, State
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from oshj_core.ports import RoleHolding


class Cause(Enum):
    """Why a decision is a no."""

    STATE = "state"
    """The actor holds the right; the state of the object takes it away."""
    EXPIRED = "expired"
    """The actor held the right by a delegation or substitution that is over."""
    NOT_OWN = "not-own"
    """The actor holds the right elsewhere: not the own group, lesson, unit or record."""
    NO_ROLE = "no-role"
    """No role of the actor has the right anywhere."""


@attrs.frozen
class Decision:
    """Yes or no, the clause it rests on, and for a no the reason and what would help.

    What would make a refused act possible, apart from the ``advice`` in words:

    * ``until`` — the states that have to end for this actor to be allowed; empty when the
      states are not the cause.  ``state`` is the first of them, the one ``reason`` is about.
    * ``by`` — the grants under which somebody may do it in the present states: a role, and
      the kinds of place it has to be held at.
    """

    allowed: bool
    clause: str
    reason: Text | None = None
    advice: Text | None = None
    state: State | None = None
    cause: Cause | None = None
    until: frozenset[State] = frozenset()
    by: tuple[Grant, ...] = ()


def decide(actor: Actor, permission: Permission, facts: Facts) -> Decision:
    """May ``actor`` do ``permission`` on an object with these ``facts``?

    A no of a state cites the clause of the state; any other cites the clause by which the
    actor may do it elsewhere, or else the one that says who may.

    :raises TypeError: ``permission`` is no :class:`~oshj_core.roles.Permission`.

    >>> from oshj_core.roles import ScopeKind
    >>> algebra = Scope(ScopeKind.ASSIGNMENT, "a1")
    >>> teacher = Actor("t1", frozenset({(Role.TEACHER, algebra)}))
    >>> decide(teacher, Permission.RECORD, Facts((algebra,))).allowed
    True
    >>> locked = Facts((algebra,), frozenset({State.PUBLISHED}))
    >>> refused = decide(teacher, Permission.RECORD, locked)
    >>> refused.clause, str(refused.reason)
    ('4.3', 'The intermediate total has been published; the journal may no longer be changed.')
    >>> refused.until == {State.PUBLISHED}
    True
    """
    own = _grants_to(permission, actor.roles)
    stopped: frozenset[State] | None = None
    for grant in own:
        if not _holds(actor.holdings, grant, facts.scopes):
            continue
        barriers = grant.unless & facts.states
        if not barriers:
            return _yes(grant.clause)
        stopped = barriers
    if stopped is not None:
        return _stopped(permission, stopped, facts.states)
    for grant in _grants(permission) if actor.expired else ():
        if _holds(actor.expired, grant, facts.scopes):
            return _refused(permission, grant.clause, Cause.EXPIRED, grant.role, facts.states)
    if own:
        first = own[0]
        return _refused(permission, first.clause, Cause.NOT_OWN, first.role, facts.states)
    clause = _grants(permission)[0].clause
    return _refused(permission, clause, Cause.NO_ROLE, None, facts.states)


def require(actor: Actor, permission: Permission, facts: Facts) -> None:
    """Raise ``NotAllowed`` (``Locked`` when a state is the cause) unless allowed."""
    decision = decide(actor, permission, facts)
    if decision.allowed:
        return
    assert decision.reason is not None
    kind = Locked if decision.state is not None else NotAllowed
    raise kind(decision.reason, clause=decision.clause, advice=decision.advice)


def holders_allowed(
    holdings: Iterable[RoleHolding], permission: Permission, facts: Facts, day: date
) -> frozenset[str]:
    """The people whom a role given to them, and in force on the day, allows it."""
    return frozenset(
        holding.person
        for holding in holdings
        if (holding.until is None or day <= holding.until)
        and decide(
            Actor(holding.person, frozenset({(holding.role, holding.scope)})), permission, facts
        ).allowed
    )


def _holds(
    holdings: frozenset[tuple[Role, Scope]], grant: Grant, scopes: tuple[Scope, ...]
) -> bool:
    at, role = grant.at, grant.role
    for scope in scopes:  # noqa: SIM110 - a generator would cost more than the question
        if scope.kind in at and (role, scope) in holdings:
            return True
    return False


@cache
def _grants(permission: Permission) -> tuple[Grant, ...]:
    if not isinstance(permission, Permission):
        raise TypeError(f"a permission is asked for as a Permission, not as {permission!r}")
    return tuple(grant for grant in POLICY if grant.permission is permission)


@lru_cache(maxsize=4096)
def _grants_to(permission: Permission, roles: frozenset[Role]) -> tuple[Grant, ...]:
    return tuple(grant for grant in _grants(permission) if grant.role in roles)


@lru_cache(maxsize=4096)
def _grants_in(permission: Permission, states: frozenset[State]) -> tuple[Grant, ...]:
    return tuple(grant for grant in _grants(permission) if not grant.unless & states)


@cache
def _yes(clause: str) -> Decision:
    return Decision(True, clause)


@lru_cache(maxsize=4096)
def _stopped(
    permission: Permission, barriers: frozenset[State], states: frozenset[State]
) -> Decision:
    state, why = next(one for one in STATES.items() if one[0] in barriers)
    by = _grants_in(permission, states)
    return Decision(False, why.clause, why.reason, why.advice, state, Cause.STATE, barriers, by)


@lru_cache(maxsize=4096)
def _refused(
    permission: Permission, clause: str, cause: Cause, role: Role | None, states: frozenset[State]
) -> Decision:
    reason, advice = _NOT_YOURS
    if cause is Cause.EXPIRED:
        reason, advice = _OVER
    elif cause is Cause.NOT_OWN and role is not None:
        reason, advice = _NOT_OWN.get(role, _ELSEWHERE)
    return Decision(False, clause, reason, advice, cause=cause, by=_grants_in(permission, states))


@attrs.frozen
class Why:
    """What a state forbids, in words: the clause, the reason, and what to do instead."""

    clause: str
    reason: Text
    advice: Text


_ASK = text("If you need it for your work, ask the administrator of the electronic journal.")
_NOT_YOURS = (text("Your role does not allow this here."), _ASK)
_ELSEWHERE = (text("You have this right for another place, not for this one."), _ASK)
_OVER = (
    text("The time for which this right was given to you is over."),
    text("Ask the one who gave it; a new term is given in writing."),
)
_NOT_OWN: Mapping[Role, tuple[Text, Text]] = MappingProxyType(
    {
        Role.TEACHER: (
            text("This is not a group you teach; a teacher sees and fills only the own groups."),
            text("If you take the lesson for a colleague, ask the head to name you as substitute."),
        ),
        Role.SUBSTITUTE: (
            text("This is not one of the lessons you were named for."),
            text("If you take the lesson for a colleague, ask the head to name you as substitute."),
        ),
        Role.STUDENT: (
            text("A student sees only the own record."),
            text("If something about you is wrong or missing, tell the teacher or the deanery."),
        ),
    }
)

STATES: Mapping[State, Why] = MappingProxyType(
    {
        State.PUBLISHED: Why(
            "4.3",
            text(
                "The intermediate total has been published; the journal may no longer be changed."
            ),
            text("A mistake is corrected by an act of the deanery, not by an edit."),
        ),
        State.OUTSIDE_WINDOW: Why(
            "4.3",
            text("The entry window of this module is not open today."),
            text("The education department sets the windows; ask it if the dates are wrong."),
        ),
        State.FUTURE: Why(
            "4.3",
            text("The lesson has not been held yet."),
            text("A lesson is filled in on the day it is held."),
        ),
        State.CLOSED_YEAR: Why(
            "5.7",
            text("The academic year is closed; its journals are kept unchanged."),
            text("Journals of closed years can be read and exported."),
        ),
        State.ON_HOLD: Why(
            "5.7",
            text("The record is on hold for a case; it may not be destroyed."),
            text("Wait until the hold is lifted by those who may lift it."),
        ),
    }
)
"""Why each state says no; of several the first is named."""
