"""The ports in memory: for tests, examples and hosts that keep their data elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

import attrs

from oshj_core.academic_calendar import Period
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.accounts import Account, Attempts
from oshj_core.audit import AuditEvent
from oshj_core.calendar import Semester
from oshj_core.errors import NotFound
from oshj_core.people import Staff, Student
from oshj_core.ports import Lesson, Member, RoleHolding
from oshj_core.register import Entry, PackedSheet
from oshj_core.roles import Role, Scope
from oshj_core.structure import Assignment, Group, Subject, Unit


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Value = TypeVar("Value", bound=_HasId)


class MemoryTable(Generic[Value]):
    """Values by id in a dict."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._values: dict[str, Value] = {}

    def get(self, identifier: str) -> Value:
        try:
            return self._values[identifier]
        except KeyError:
            raise NotFound(self._kind, identifier) from None

    def find(self, identifier: str) -> Value | None:
        return self._values.get(identifier)

    def put(self, value: Value) -> None:
        self._values[value.id] = value

    def remove(self, identifier: str) -> None:
        self.get(identifier)
        del self._values[identifier]

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._values

    def __iter__(self) -> Iterator[Value]:
        return iter([self._values[identifier] for identifier in sorted(self._values)])

    def __len__(self) -> int:
        return len(self._values)


class MemoryCalendar:
    """The academic calendar in memory."""

    def __init__(self) -> None:
        self.periods: MemoryTable[Period] = MemoryTable("period")
        self.bells: MemoryTable[BellTable] = MemoryTable("bells")

    def of_year(self, year: int) -> Sequence[Period]:
        return [period for period in self.periods if period.year == year]

    def of_semester(self, semester: str) -> Sequence[Period]:
        return [period for period in self.periods if period.semester == semester]


class MemoryUniversity:
    """The lists in memory."""

    def __init__(self) -> None:
        self.units: MemoryTable[Unit] = MemoryTable("unit")
        self.staff: MemoryTable[Staff] = MemoryTable("staff member")
        self.students: MemoryTable[Student] = MemoryTable("student")
        self.groups: MemoryTable[Group] = MemoryTable("group")
        self.subjects: MemoryTable[Subject] = MemoryTable("subject")
        self.assignments: MemoryTable[Assignment] = MemoryTable("assignment")
        self.semesters: MemoryTable[Semester] = MemoryTable("semester")
        self.calendar = MemoryCalendar()

    def units_under(self, unit: str) -> Sequence[Unit]:
        return [value for value in self.units if value.parent == unit]

    def groups_of(self, unit: str) -> Sequence[Group]:
        return [value for value in self.groups if value.unit == unit]

    def students_of(self, group: str) -> Sequence[Student]:
        return [value for value in self.students if value.group == group]

    def assignments_of(self, teacher: str) -> Sequence[Assignment]:
        return [value for value in self.assignments if value.teacher == teacher]

    def assignments_in(self, group: str) -> Sequence[Assignment]:
        return [value for value in self.assignments if group in value.groups]


class MemoryHoldings:
    """Given roles in memory."""

    def __init__(self) -> None:
        self._holdings: dict[tuple[str, Role, Scope], RoleHolding] = {}

    def of(self, person: str) -> Sequence[RoleHolding]:
        return [holding for holding in self if holding.person == person]

    def give(self, holding: RoleHolding) -> None:
        self._holdings[holding.person, holding.role, holding.scope] = holding

    def take(self, person: str, role: Role, scope: Scope) -> None:
        try:
            del self._holdings[person, role, scope]
        except KeyError:
            raise NotFound("role", role.value) from None

    def __iter__(self) -> Iterator[RoleHolding]:
        return iter(list(self._holdings.values()))


class MemoryAccounts:
    """Accounts in memory."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._attempts: dict[str, Attempts] = {}

    def find(self, login: str) -> Account | None:
        return self._accounts.get(login)

    def of(self, person: str) -> Account | None:
        return next((one for one in self._accounts.values() if one.person == person), None)

    def put(self, account: Account) -> None:
        self._accounts[account.login] = account

    def attempts(self, login: str) -> Attempts:
        return self._attempts.get(login, Attempts())

    def count(self, login: str, attempts: Attempts) -> None:
        self._attempts[login] = attempts


class MemoryAudit:
    """Events in memory."""

    def __init__(self) -> None:
        self._events: list[AuditEvent] = []

    def append(self, event: AuditEvent) -> None:
        self._events.append(event)

    def about(self, subject: str) -> Sequence[AuditEvent]:
        return [event for event in self._events if event.subject == subject]

    def latest(self, limit: int) -> Sequence[AuditEvent]:
        return self._events[: -limit - 1 : -1]


@attrs.define
class MemoryRegister:
    """One register in memory."""

    id: str
    group: str
    subject: str
    semester: str
    scheme: str
    _members: list[Member] = attrs.field(factory=list, init=False)
    _lessons: dict[str, Lesson] = attrs.field(factory=dict, init=False)
    _logs: dict[str, list[Entry]] = attrs.field(factory=dict, init=False)
    _sealed: dict[int, dict[str, PackedSheet]] = attrs.field(factory=dict, init=False)

    def roster(self) -> Sequence[Member]:
        return tuple(self._members)

    def enrol(self, member: Member) -> int:
        for slot, known in enumerate(self._members):
            if known.student == member.student:
                self._members[slot] = member
                return slot
        self._members.append(member)
        return len(self._members) - 1

    def lessons(self) -> Sequence[Lesson]:
        return [one for one in self._in_order() if one.withdrawn is None]

    def withdrawn(self) -> Sequence[Lesson]:
        return [one for one in self._in_order() if one.withdrawn is not None]

    def _in_order(self) -> Sequence[Lesson]:
        return sorted(self._lessons.values(), key=lambda one: (one.date, one.slot, one.id))

    def lesson(self, identifier: str) -> Lesson:
        try:
            return self._lessons[identifier]
        except KeyError:
            raise NotFound("lesson", identifier) from None

    def put_lesson(self, lesson: Lesson) -> None:
        self._lessons[lesson.id] = lesson

    def log(self, sheet: str) -> Sequence[Entry]:
        return tuple(self._logs.get(sheet, ()))

    def append(self, sheet: str, entry: Entry) -> None:
        self._logs.setdefault(sheet, []).append(entry)

    def watch(self, sheet: str) -> None:
        """Nothing to do: memory has no concurrent transactions."""

    @property
    def is_empty(self) -> bool:
        """Whether no lesson was opened and nothing entered."""
        return not (self._lessons or any(self._logs.values()) or self._sealed)

    def withdraw(self, student: str) -> None:
        """Take the last slot back, which is that student's."""
        if student not in [member.student for member in self._members]:
            raise NotFound("student", student)
        if self._members[-1].student != student:
            raise ValueError(student)
        self._members.pop()

    def sealed(self, module: int) -> dict[str, PackedSheet] | None:
        return self._sealed.get(module)

    def seal(self, module: int, sheets: dict[str, PackedSheet]) -> None:
        self._sealed[module] = dict(sheets)


class MemoryRegisters:
    """Registers in memory."""

    def __init__(self) -> None:
        self._registers: dict[str, MemoryRegister] = {}

    def get(self, identifier: str) -> MemoryRegister:
        try:
            return self._registers[identifier]
        except KeyError:
            raise NotFound("journal", identifier) from None

    def find(self, identifier: str) -> MemoryRegister | None:
        return self._registers.get(identifier)

    def create(
        self, identifier: str, group: str, subject: str, semester: str, scheme: str
    ) -> MemoryRegister:
        register = MemoryRegister(identifier, group, subject, semester, scheme)
        self._registers[identifier] = register
        return register

    def untouched(self, identifier: str) -> bool:
        register = self._registers.get(identifier)
        return register is not None and register.is_empty

    def remove(self, identifier: str) -> None:
        self.get(identifier)
        del self._registers[identifier]

    def withdraw(self, identifier: str, student: str) -> None:
        self.get(identifier).withdraw(student)

    def of_group(self, group: str) -> Sequence[MemoryRegister]:
        return sorted(
            (one for one in self._registers.values() if one.group == group),
            key=lambda one: one.id,
        )
