"""The words of the policy: roles, permissions, scopes, states, and who holds what.

The table is ``oshj_core.policy.POLICY``; :mod:`oshj_core.decisions` reads it.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import attrs


class Word(Enum):
    """A word of the policy.  Its members are the only ones of their value, so their identity
    is hash enough: a decision asks sets of them a dozen times."""

    __hash__ = object.__hash__


class Role(Word):
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


class Permission(Word):
    """What can be allowed, by the part of the work it belongs to."""

    # Everybody (4.2, 7.1, 7.2, 7.7)
    SIGN_IN = "sign-in"
    USE_PORTAL = "use-portal"
    REPORT_ACCESS_TROUBLE = "report-access-trouble"
    ASK_ADVICE = "ask-advice"
    GIVE_ADVICE = "give-advice"
    COPY_OWN_DATA = "copy-own-data"

    # Units, groups, people and their lists (1.6, 7.5)
    VIEW_STRUCTURE = "view-structure"
    VIEW_GROUP = "view-group"
    VIEW_PERSON = "view-person"
    REPORT_LIST_ERROR = "report-list-error"
    SETTLE_LIST_ERROR = "settle-list-error"
    MOVE_STUDENT = "move-student"
    IMPORT_LISTS = "import-lists"

    # Calendar, timetable and load (3.2, 3.7, 4.1)
    VIEW_CALENDAR = "view-calendar"
    EDIT_CALENDAR = "edit-calendar"
    VIEW_TIMETABLE = "view-timetable"
    EDIT_TIMETABLE = "edit-timetable"
    FOLLOW_CALENDAR_LINK = "follow-calendar-link"
    EDIT_LOAD = "edit-load"
    PREPARE_YEAR = "prepare-year"
    BEGIN_YEAR = "begin-year"
    UNDO_YEAR = "undo-year"

    # Calendar-thematic plans (2.3, 3.5, 4.3)
    VIEW_PLAN = "view-plan"
    WRITE_PLAN = "write-plan"
    APPROVE_PLAN = "approve-plan"

    # The journal (3.4, 4.2, 4.3)
    VIEW_JOURNAL = "view-journal"
    VIEW_HISTORY = "view-history"
    VIEW_OWN_PROGRESS = "view-own-progress"
    VIEW_OWN_TASKS = "view-own-tasks"
    OPEN_LESSON = "open-lesson"
    RECORD = "record"
    PUBLISH_TOTAL = "publish-total"
    RUN_CHECK_IN = "run-check-in"
    CHECK_IN = "check-in"
    SUBMIT_EXCUSE = "submit-excuse"
    APPROVE_EXCUSE = "approve-excuse"
    NAME_SUBSTITUTE = "name-substitute"

    # Corrections and disputes (1.4, 4.2, 5.3)
    REQUEST_CORRECTION = "request-correction"
    APPROVE_CORRECTION = "approve-correction"
    DISPUTE_MARK = "dispute-mark"
    ANSWER_DISPUTE = "answer-dispute"
    SETTLE_DISPUTE = "settle-dispute"

    # Control and reports (2.8, 2.10, 3.5, 5.2, 5.3, 6)
    INSPECT_JOURNAL = "inspect-journal"
    SEND_FINDINGS = "send-findings"
    ACKNOWLEDGE_FINDINGS = "acknowledge-findings"
    VIEW_REPORTS = "view-reports"
    MAKE_REPORTS = "make-reports"
    VIEW_FORECAST = "view-forecast"
    PRINT_SHEET = "print-sheet"
    CLOSE_SEMESTER = "close-semester"

    # «Тиркеме №1» and inspections (5.4–5.6)
    PRINT_CERTIFICATE = "print-certificate"
    SIGN_CERTIFICATE = "sign-certificate"
    VERIFY_CERTIFICATE = "verify-certificate"
    GRANT_INSPECTION = "grant-inspection"
    OPEN_BY_INSPECTION = "open-by-inspection"

    # Archive and retention (4.1, 5.7, 5.8)
    VIEW_ARCHIVE = "view-archive"
    EXPORT_ARCHIVE = "export-archive"
    MANAGE_RETENTION = "manage-retention"
    PLACE_HOLD = "place-hold"
    LIFT_HOLD = "lift-hold"
    PROPOSE_DISPOSAL = "propose-disposal"
    APPROVE_DISPOSAL = "approve-disposal"

    # Contact (2.12, 3.7, 4.3)
    READ_FORUM = "read-forum"
    POST_FORUM = "post-forum"
    MODERATE_FORUM = "moderate-forum"
    SEND_MESSAGES = "send-messages"
    ANNOUNCE = "announce"

    # Running the journal (3.1, 3.3, 3.6, 4.1, 5.1, 7.7)
    ISSUE_STAFF_CREDENTIALS = "issue-staff-credentials"
    ISSUE_STUDENT_CREDENTIALS = "issue-student-credentials"
    MANAGE_ROLES = "manage-roles"
    DELEGATE_ROLE = "delegate-role"
    MANAGE_SETTINGS = "manage-settings"
    VIEW_CONTROL = "view-control"
    OPERATE = "operate"
    REPORT_INCIDENT = "report-incident"
    VIEW_AUDIT = "view-audit"
    VIEW_ACCESS_LOG = "view-access-log"


class ScopeKind(Word):
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


class State(Word):
    """Facts about an object that take a granted permission away."""

    PUBLISHED = "published"
    """The intermediate total has been published (4.3)."""
    OUTSIDE_WINDOW = "outside-window"
    """The entry window of the module has not begun or is over (4.3)."""
    FUTURE = "future"
    """The lesson has not begun."""
    CLOSED_YEAR = "closed-year"
    """The academic year is closed (5.7)."""
    ON_HOLD = "on-hold"
    """The record is wanted for a case: it may not be destroyed (5.7)."""


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

    ``expired`` are the roles held until lately, by a delegation or substitution that is over:
    they allow nothing and explain a refusal.  ``roles`` follows from ``holdings``: the roles
    held anywhere.
    """

    id: str
    holdings: frozenset[tuple[Role, Scope]] = frozenset()
    expired: frozenset[tuple[Role, Scope]] = frozenset()
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
