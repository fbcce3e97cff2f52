"""Roles, permissions and the decision between them.

The table itself is :data:`oshj_core.policy.POLICY`; this module says what its words mean
and reads it.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import attrs

from oshj_core.errors import Locked, NotAllowed
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(Enum):
    """The users of the journal (1.7, 3.1–3.6, 4.1–4.3, 5.1, 5.6)."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    RESPONSIBLE = "responsible"
    DATA_CENTRE_DIRECTOR = "data-centre-director"
    LEADERSHIP = "leadership"
    EDUCATION_DEPARTMENT = "education-department"
    QUALITY_DEPARTMENT = "quality-department"
    DEANERY = "deanery"
    HEAD = "head"
    METHODIST = "methodist"
    CURATOR = "curator"
    TEACHER = "teacher"
    SUBSTITUTE = "substitute"
    STUDENT = "student"
    INSPECTOR = "inspector"
    ARCHIVIST = "archivist"
    GUEST = "guest"


class Permission(Enum):
    """What can be allowed."""

    SIGN_IN = "sign-in"
    USE_PORTAL = "use-portal"
    VIEW_STRUCTURE = "view-structure"
    VIEW_GROUP = "view-group"
    VIEW_PERSON = "view-person"
    VIEW_JOURNAL = "view-journal"
    VIEW_HISTORY = "view-history"
    VIEW_OWN_PROGRESS = "view-own-progress"
    OPEN_LESSON = "open-lesson"
    RECORD = "record"
    PUBLISH_TOTAL = "publish-total"
    ISSUE_STAFF_CREDENTIALS = "issue-staff-credentials"
    ISSUE_STUDENT_CREDENTIALS = "issue-student-credentials"
    MANAGE_ROLES = "manage-roles"
    IMPORT_LISTS = "import-lists"
    MANAGE_SETTINGS = "manage-settings"
    VIEW_AUDIT = "view-audit"


class ScopeKind(Enum):
    """Where a role can be held."""

    UNIVERSITY = "university"
    UNIT = "unit"
    GROUP = "group"
    JOURNAL = "journal"
    ASSIGNMENT = "assignment"
    LESSON = "lesson"
    STUDENT = "student"


class Scope(NamedTuple):
    """A place in the university: the kind of object and its id; the university has none."""

    kind: ScopeKind
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value

    @classmethod
    def parse(cls, written: str) -> Scope:
        """Read ``str(scope)`` back.  Raises :class:`ValueError` for anything else."""
        kind, _, identifier = written.partition(":")
        return cls(ScopeKind(kind), identifier)


UNIVERSITY = Scope(ScopeKind.UNIVERSITY)


class State(Enum):
    """Facts about an object that take a granted permission away."""

    PUBLISHED = "published"
    """The intermediate total has been published (4.3)."""
    OUTSIDE_WINDOW = "outside-window"
    """The entry window of the module has not begun or is over (4.3)."""
    FUTURE = "future"
    """The lesson has not begun."""
    CLOSED_YEAR = "closed-year"
    """The academic year is closed (5.7)."""


@attrs.frozen
class Grant:
    """``role`` may ``permission`` where it is held at a scope of one of the kinds ``at``,
    unless the object is in one of the states ``unless``.  ``clause`` is why."""

    role: Role
    permission: Permission
    clause: str
    at: frozenset[ScopeKind]
    unless: frozenset[State] = frozenset()


@attrs.frozen
class Actor:
    """Somebody who acts: the person's id and the roles held, each at a scope."""

    id: str
    holdings: frozenset[tuple[Role, Scope]] = frozenset()

    def holds(self, role: Role) -> bool:
        """Whether the role is held anywhere."""
        return any(held is role for held, _ in self.holdings)


GUEST = Actor("", frozenset({(Role.GUEST, UNIVERSITY)}))


@attrs.frozen
class Facts:
    """What a decision needs to know of an object: the scopes it lies in, from itself up to
    the university, and its states."""

    scopes: tuple[Scope, ...] = (UNIVERSITY,)
    states: frozenset[State] = frozenset()


@attrs.frozen
class Decision:
    """Yes or no, the clause it rests on, and for a no the reason and what would help."""

    allowed: bool
    clause: str
    reason: Text | None = None
    advice: Text | None = None
    state: State | None = None


def decide(actor: Actor, permission: Permission, facts: Facts) -> Decision:
    """May ``actor`` do ``permission`` on an object with these ``facts``?"""
    stopped: tuple[Grant, State] | None = None
    for grant in _grants(permission):
        if not _holds(actor, grant, facts.scopes):
            continue
        barriers = grant.unless & facts.states
        if not barriers:
            return Decision(True, grant.clause)
        stopped = stopped or (grant, min(barriers, key=_weight))
    if stopped is not None:
        grant, state = stopped
        why = _STATES[state]
        return Decision(False, why.clause, why.reason, why.advice, state)
    return Decision(
        False,
        _grants(permission)[0].clause if _grants(permission) else "4.1",
        text("Your role does not allow this here."),
        text("If you need it for your work, ask the administrator of the electronic journal."),
    )


def require(actor: Actor, permission: Permission, facts: Facts) -> None:
    """Raise :class:`NotAllowed` (:class:`Locked` when a state is the cause) unless allowed."""
    decision = decide(actor, permission, facts)
    if decision.allowed:
        return
    assert decision.reason is not None
    kind = Locked if decision.state is not None else NotAllowed
    raise kind(decision.reason, clause=decision.clause, advice=decision.advice)


def _holds(actor: Actor, grant: Grant, scopes: tuple[Scope, ...]) -> bool:
    return any(
        scope.kind in grant.at and (grant.role, scope) in actor.holdings for scope in scopes
    )


@cache
def _grants(permission: Permission) -> tuple[Grant, ...]:
    from oshj_core.policy import POLICY

    return tuple(grant for grant in POLICY if grant.permission is permission)


@attrs.frozen
class _Why:
    clause: str
    reason: Text
    advice: Text


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


def _weight(state: State) -> int:
    return list(State).index(state)
