"""What a host implements so that the core's rules can work on its data.

``oshj_core.testing`` holds an implementation in memory and the contract suites that any
other implementation has to pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

import attrs

from oshj_core.accounts import Account, Attempts
from oshj_core.audit import AuditEvent
from oshj_core.calendar import Semester
from oshj_core.people import Staff, Student
from oshj_core.register import Entry, PackedSheet
from oshj_core.roles import Role, Scope
from oshj_core.structure import Assignment, Group, LessonKind, Subject, Unit

if TYPE_CHECKING:
    from oshj_core.academic_calendar.ports import CalendarStore

Value = TypeVar("Value")


class Table(Protocol[Value]):
    """Values of one kind by their id."""

    def get(self, identifier: str) -> Value:
        """The value.  Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> Value | None:
        """The value, or ``None``."""
        ...

    def put(self, value: Value) -> None:
        """Add the value or replace the one with its id."""
        ...

    def __contains__(self, identifier: object) -> bool: ...
    def __iter__(self) -> Iterator[Value]:
        """All values in the order of their ids."""
        ...

    def __len__(self) -> int: ...


class University(Protocol):
    """The lists of the university and the questions asked of them most."""

    @property
    def units(self) -> Table[Unit]: ...
    @property
    def staff(self) -> Table[Staff]: ...
    @property
    def students(self) -> Table[Student]: ...
    @property
    def groups(self) -> Table[Group]: ...
    @property
    def subjects(self) -> Table[Subject]: ...
    @property
    def assignments(self) -> Table[Assignment]: ...
    @property
    def semesters(self) -> Table[Semester]: ...
    @property
    def calendar(self) -> CalendarStore:
        """What the academic calendar says beside the semesters."""
        ...

    def units_under(self, unit: str) -> Sequence[Unit]:
        """The units right under that one ("" = the university), by id."""
        ...

    def groups_of(self, unit: str) -> Sequence[Group]:
        """The groups right in that unit, by id."""
        ...

    def students_of(self, group: str) -> Sequence[Student]:
        """The students of the group, left ones included, by id."""
        ...

    def assignments_of(self, teacher: str) -> Sequence[Assignment]:
        """What the teacher teaches, by id."""
        ...

    def assignments_in(self, group: str) -> Sequence[Assignment]:
        """What is taught to the group, alone or in a stream, by id."""
        ...


@attrs.frozen
class RoleHolding:
    """A role given to a person at a scope, until the end of a day or without end."""

    person: str
    role: Role
    scope: Scope
    until: date | None = None
    granted_by: str = ""


class Holdings(Protocol):
    """The roles people were given; a teacher's follow from the assignments and are not here."""

    def of(self, person: str) -> Collection[RoleHolding]:
        """The person's roles, expired ones included."""
        ...

    def give(self, holding: RoleHolding) -> None:
        """Add it; giving the same role at the same scope again replaces its end."""
        ...

    def take(self, person: str, role: Role, scope: Scope) -> None:
        """Remove it.  Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def __iter__(self) -> Iterator[RoleHolding]: ...


class AccountStore(Protocol):
    """Accounts by login, and the failed attempts on them."""

    def find(self, login: str) -> Account | None: ...
    def of(self, person: str) -> Account | None:
        """The account of that person."""
        ...

    def put(self, account: Account) -> None: ...
    def attempts(self, login: str) -> Attempts:
        """The failed attempts counted for that login; zero for an unknown one."""
        ...

    def count(self, login: str, attempts: Attempts) -> None:
        """Store the attempts counted for that login."""
        ...


class AuditTrail(Protocol):
    """Events, only ever added."""

    def append(self, event: AuditEvent) -> None: ...
    def about(self, subject: str) -> Sequence[AuditEvent]:
        """The events of one object, oldest first."""
        ...

    def latest(self, limit: int) -> Sequence[AuditEvent]:
        """The newest events of all objects, newest first."""
        ...


@attrs.frozen
class Stay:
    """Days in a group and one subgroup (0 = none): from ``joined`` to the day before ``left``.

    ``None`` is no limit on that side.
    """

    subgroup: int = 0
    joined: date | None = None
    left: date | None = None

    def includes(self, day: date) -> bool:
        """Whether the day is one of them."""
        return (self.joined is None or self.joined <= day) and (
            self.left is None or day < self.left
        )


@attrs.frozen
class Member:
    """A slot of a register: a student and the days of belonging.  Slots are never reused.

    The last stay is the member's own; ``earlier`` ones, in their order, ended before it began:
    in another subgroup, or before an absence from the group.
    """

    student: str
    subgroup: int = 0
    joined: date | None = None
    left: date | None = None
    earlier: tuple[Stay, ...] = ()

    @property
    def stays(self) -> tuple[Stay, ...]:
        """All stays in their order."""
        return (*self.earlier, Stay(self.subgroup, self.joined, self.left))

    def belongs_on(self, day: date) -> bool:
        """Whether the student was in the group on that day."""
        return self.stay_on(day) is not None

    def stay_on(self, day: date) -> Stay | None:
        """The stay that includes the day, ``None`` where the student was not in the group."""
        return next((stay for stay in self.stays if stay.includes(day)), None)


@attrs.frozen
class Withdrawal:
    """Who took a lesson back that was opened by mistake, when (milliseconds since the epoch),
    and why."""

    by: str
    at: int
    reason: str


@attrs.frozen
class Lesson:
    """A lesson that was opened.  Its ``id`` survives every move.

    One that is ``withdrawn`` counts nowhere; what was entered in it stays (1.4).
    """

    id: str
    assignment: str
    teacher: str
    date: date
    slot: int
    kind: LessonKind
    module: int
    subgroup: int = 0
    room: str = ""
    withdrawn: Withdrawal | None = None


@runtime_checkable
class Register(Protocol):
    """One group's subject in one semester: roster, lessons, and a log for each sheet.

    A *sheet* is a lesson (named by its id) or a control (named by its component's id).
    """

    @property
    def id(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def semester(self) -> str: ...
    @property
    def scheme(self) -> str:
        """The text of the grading scheme the journal was opened with."""
        ...

    def roster(self) -> Sequence[Member]:
        """The members; a member's place is the slot."""
        ...

    def enrol(self, member: Member) -> int:
        """Give the member the next slot, or replace the member of the same student."""
        ...

    def lessons(self) -> Sequence[Lesson]:
        """The lessons by date, slot and id, without those that were withdrawn."""
        ...

    def withdrawn(self) -> Sequence[Lesson]:
        """The lessons that were withdrawn, by date, slot and id."""
        ...

    def lesson(self, identifier: str) -> Lesson:
        """The lesson, withdrawn or not.  Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def put_lesson(self, lesson: Lesson) -> None:
        """Add the lesson or replace the one with its id.

        Of two transactions that open the same hour at once (assignment, date, slot) only one
        may be stored: the other is tried again and finds the lesson of the first.
        """
        ...

    def log(self, sheet: str) -> Sequence[Entry]:
        """The entries of a sheet; empty when nothing was entered."""
        ...

    def append(self, sheet: str, entry: Entry) -> None: ...
    def watch(self, sheet: str) -> None:
        """Make the transaction fail if somebody else changes the sheet meanwhile."""
        ...

    def sealed(self, module: int) -> dict[str, PackedSheet] | None:
        """The packed sheets of a published module."""
        ...

    def seal(self, module: int, sheets: dict[str, PackedSheet]) -> None: ...


class Registers(Protocol):
    """All registers, by the id of the journal."""

    def get(self, identifier: str) -> Register:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> Register | None: ...
    def create(
        self, identifier: str, group: str, subject: str, semester: str, scheme: str
    ) -> Register:
        """A new, empty register."""
        ...

    def of_group(self, group: str) -> Sequence[Register]:
        """The group's registers, by id."""
        ...


class Clock(Protocol):
    """Tells the time; the core never asks the machine itself."""

    def now(self) -> datetime:
        """The present moment, aware, in the university's zone."""
        ...


class Hasher(Protocol):
    """Makes and checks the kept form of a secret."""

    def hash(self, secret: str) -> str: ...
    def verify(self, hashed: str, secret: str) -> bool: ...
