"""The words of the policy: roles, permissions, scopes, states, and who holds what.

The table is :data:`oshj_core.policy.POLICY`; :mod:`oshj_core.decisions` reads it.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import attrs


class Role(Enum):
    """The users of the journal (1.7, 3.1–3.6, 4.1–4.3, 5.1, 5.6).

    Three are never given by hand: everybody without an account is a ``GUEST``, everybody
    with one a ``USER``, every user who is not a student an ``EMPLOYEE``.
    """

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
    USER = "user"
    EMPLOYEE = "employee"


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
    VIEW_CONTROL = "view-control"
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
    """Somebody who acts: the person's id and the roles held, each at a scope.

    ``roles`` follows from ``holdings``: the roles held anywhere.
    """

    id: str
    holdings: frozenset[tuple[Role, Scope]] = frozenset()
    roles: frozenset[Role] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(
            lambda self: frozenset(role for role, _ in self.holdings), takes_self=True
        ),
    )

    def holds(self, role: Role) -> bool:
        """Whether the role is held anywhere."""
        return role in self.roles


GUEST = Actor("", frozenset({(Role.GUEST, UNIVERSITY)}))


@attrs.frozen
class Facts:
    """What a decision needs to know of an object: the scopes it lies in, from itself up to
    the university, and its states."""

    scopes: tuple[Scope, ...] = (UNIVERSITY,)
    states: frozenset[State] = frozenset()
