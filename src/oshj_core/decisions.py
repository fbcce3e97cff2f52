"""May this person do this here?  The policy read, with the clause and the reason."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Locked, NotAllowed
from oshj_core.policy import POLICY
from oshj_core.roles import Actor, Facts, Grant, Permission, Role, Scope, State
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping


@attrs.frozen
class Decision:
    """Yes or no, the clause it rests on, and for a no the reason and what would help."""

    allowed: bool
    clause: str
    reason: Text | None = None
    advice: Text | None = None
    state: State | None = None


def decide(actor: Actor, permission: Permission, facts: Facts) -> Decision:
    """May ``actor`` do ``permission`` on an object with these ``facts``?

    A no of a state cites the clause of the state; any other cites the clause by which the
    actor may do it elsewhere, or else the one that says who may.

    >>> from oshj_core.roles import ScopeKind
    >>> algebra = Scope(ScopeKind.ASSIGNMENT, "a1")
    >>> teacher = Actor("t1", frozenset({(Role.TEACHER, algebra)}))
    >>> decide(teacher, Permission.RECORD, Facts((algebra,))).allowed
    True
    >>> locked = Facts((algebra,), frozenset({State.PUBLISHED}))
    >>> refused = decide(teacher, Permission.RECORD, locked)
    >>> refused.clause, str(refused.reason)
    ('4.3', 'The intermediate total has been published; the journal may no longer be changed.')
    """
    own = _grants_to(permission, actor.roles)
    stopped: frozenset[State] | None = None
    for grant in own:
        if not _holds(actor, grant, facts.scopes):
            continue
        barriers = grant.unless & facts.states
        if not barriers:
            return Decision(True, grant.clause)
        stopped = stopped or barriers
    if stopped is not None:
        state, why = next(one for one in _STATES.items() if one[0] in stopped)
        return Decision(False, why.clause, why.reason, why.advice, state)
    clause = (own or _grants(permission))[0].clause
    return Decision(False, clause, _NOT_YOURS, _ASK)


def require(actor: Actor, permission: Permission, facts: Facts) -> None:
    """Raise :class:`NotAllowed` (:class:`Locked` when a state is the cause) unless allowed."""
    decision = decide(actor, permission, facts)
    if decision.allowed:
        return
    assert decision.reason is not None
    kind = Locked if decision.state is not None else NotAllowed
    raise kind(decision.reason, clause=decision.clause, advice=decision.advice)


def _holds(actor: Actor, grant: Grant, scopes: tuple[Scope, ...]) -> bool:
    return any(scope.kind in grant.at and (grant.role, scope) in actor.holdings for scope in scopes)


@cache
def _grants(permission: Permission) -> tuple[Grant, ...]:
    return tuple(grant for grant in POLICY if grant.permission is permission)


@lru_cache(maxsize=1024)
def _grants_to(permission: Permission, roles: frozenset[Role]) -> tuple[Grant, ...]:
    return tuple(grant for grant in _grants(permission) if grant.role in roles)


@attrs.frozen
class _Why:
    clause: str
    reason: Text
    advice: Text


_NOT_YOURS = text("Your role does not allow this here.")
_ASK = text("If you need it for your work, ask the administrator of the electronic journal.")

_STATES: Mapping[State, _Why] = {
    State.PUBLISHED: _Why(
        "4.3",
        text("The intermediate total has been published; the journal may no longer be changed."),
        text("A mistake is corrected by an act of the deanery, not by an edit."),
    ),
    State.OUTSIDE_WINDOW: _Why(
        "4.3",
        text("The entry window of this module is not open today."),
        text("The education department sets the windows; ask it if the dates are wrong."),
    ),
    State.FUTURE: _Why(
        "4.3",
        text("The lesson has not been held yet."),
        text("A lesson is filled in on the day it is held."),
    ),
    State.CLOSED_YEAR: _Why(
        "5.7",
        text("The academic year is closed; its journals are kept unchanged."),
        text("Journals of closed years can be read and exported."),
    ),
}
