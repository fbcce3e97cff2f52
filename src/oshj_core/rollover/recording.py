"""The stores of a host as they are, but for this: whatever is written is noted with the value
that was there before.  So the steps need to know nothing of being undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, NoReturn, cast

import attrs

from oshj_core.errors import Invalid
from oshj_core.ports import Member, Register, Value
from oshj_core.rollover.ports import Written
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.academic_calendar.ports import CalendarStore, ErasableTable
    from oshj_core.load import LoadLine, Loads
    from oshj_core.membership import Move, Moves
    from oshj_core.ports import AuditTrail, Registers, University
    from oshj_core.rollover.ports import UndoLog, YearStores
    from oshj_core.timetable import Change, Room, TimetableStore, WeeklyLesson

LISTS = ("units", "staff", "students", "groups", "subjects", "assignments", "semesters")
"""The tables of the university, as its attributes and the undo log call them."""


def member_key(register: str, student: str) -> str:
    """The key of a member in the undo log."""
    return f"{register}\n{student}"


def change_key(lesson: str, original: date) -> str:
    """The key of a change of the timetable in the undo log."""
    return f"{lesson}\n{original.isoformat()}"


class _Reading:
    """What is only read is asked of the store itself."""

    def __init__(self, store: Any, log: UndoLog) -> None:
        self._store = store
        self._log = log

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@attrs.frozen
class RecordedTable(Generic[Value]):
    """A table whose writes are noted under its ``name``."""

    name: str
    table: ErasableTable[Value]
    log: UndoLog

    def get(self, identifier: str) -> Value:
        return self.table.get(identifier)

    def find(self, identifier: str) -> Value | None:
        return self.table.find(identifier)

    def put(self, value: Value) -> None:
        identifier: str = value.id  # type: ignore[attr-defined]
        before = self.table.find(identifier)
        if before != value:
            self.log.append(Written(self.name, identifier, before, value))
            self.table.put(value)

    def remove(self, identifier: str) -> None:
        self.log.append(Written(self.name, identifier, self.table.get(identifier), None))
        self.table.remove(identifier)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self.table

    def __iter__(self) -> Iterator[Value]:
        return iter(self.table)

    def __len__(self) -> int:
        return len(self.table)

    def __getattr__(self, name: str) -> Any:
        # The questions a store answers beside those of every table.
        return getattr(self.table, name)


class _Calendar(_Reading):
    def __init__(self, store: CalendarStore, log: UndoLog) -> None:
        super().__init__(store, log)
        self.periods = RecordedTable("periods", store.periods, log)
        self.bells = RecordedTable("bells", store.bells, log)


class _University(_Reading):
    def __init__(self, store: University, log: UndoLog) -> None:
        super().__init__(store, log)
        for name in LISTS:
            setattr(self, name, RecordedTable(name, getattr(store, name), log))
        self.calendar = _Calendar(store.calendar, log)


class _Register(_Reading):
    """A register whose members are noted; of a new one it is enough that it is new."""

    def __init__(self, store: Register, log: UndoLog, *, new: bool) -> None:
        super().__init__(store, log)
        self._new = new

    def enrol(self, member: Member) -> int:
        if not self._new:
            roster = self._store.roster()
            before = next((one for one in roster if one.student == member.student), None)
            if before != member:
                key = member_key(self._store.id, member.student)
                self._log.append(Written("members", key, before, member))
        slot: int = self._store.enrol(member)
        return slot

    def put_lesson(self, _lesson: object) -> NoReturn:
        raise _nothing_taught()

    def append(self, _sheet: str, _entry: object) -> NoReturn:
        raise _nothing_taught()

    def seal(self, _module: int, _sheets: object) -> NoReturn:
        raise _nothing_taught()


def _nothing_taught() -> Invalid:
    return Invalid(
        text("A new year begins with empty journals."),
        place="file",
        advice=text("Take lessons and marks in after the year has begun."),
    )


class _Registers(_Reading):
    def __init__(self, store: Registers, log: UndoLog) -> None:
        super().__init__(store, log)
        self._created: set[str] = set()

    def get(self, identifier: str) -> Register:
        return self._recorded(self._store.get(identifier))

    def find(self, identifier: str) -> Register | None:
        found = self._store.find(identifier)
        return None if found is None else self._recorded(found)

    def of_group(self, group: str) -> Sequence[Register]:
        return [self._recorded(one) for one in self._store.of_group(group)]

    def create(
        self, identifier: str, group: str, subject: str, semester: str, scheme: str
    ) -> Register:
        self._log.append(Written("registers", identifier, None, True))
        self._created.add(identifier)
        return self._recorded(self._store.create(identifier, group, subject, semester, scheme))

    def _recorded(self, register: Register) -> Register:
        new = register.id in self._created
        return cast("Register", _Register(register, self._log, new=new))


class _Timetable(_Reading):
    def put(self, lesson: WeeklyLesson) -> None:
        before = self._store.find(lesson.id)
        if before != lesson:
            self._log.append(Written("lessons", lesson.id, before, lesson))
            self._store.put(lesson)

    def remove(self, identifier: str) -> None:
        for change in list(self._store.changes_of(identifier)):
            self.drop_change(identifier, change.original)
        self._log.append(Written("lessons", identifier, self._store.get(identifier), None))
        self._store.remove(identifier)

    def put_change(self, change: Change) -> None:
        before = self._change(change.lesson, change.original)
        if before != change:
            key = change_key(change.lesson, change.original)
            self._log.append(Written("changes", key, before, change))
            self._store.put_change(change)

    def drop_change(self, lesson: str, original: date) -> None:
        before = self._change(lesson, original)
        self._store.drop_change(lesson, original)
        self._log.append(Written("changes", change_key(lesson, original), before, None))

    def _change(self, lesson: str, original: date) -> Change | None:
        changes: Sequence[Change] = self._store.changes_of(lesson)
        return next((one for one in changes if one.original == original), None)


class Recording:
    """A host's stores, recorded in the ``log``; an :class:`~oshj_core.exchange.ExchangeSource`
    like them.  The audit is not recorded: what happened has happened."""

    university: University
    registers: Registers
    rooms: ErasableTable[Room]
    timetable: TimetableStore
    loads: Loads
    moves: Moves
    audit: AuditTrail

    def __init__(self, stores: YearStores, log: UndoLog) -> None:
        self.university = cast("University", _University(stores.university, log))
        self.registers = cast("Registers", _Registers(stores.registers, log))
        self.rooms = RecordedTable("rooms", stores.rooms, log)
        self.timetable = cast("TimetableStore", _Timetable(stores.timetable, log))
        loads: ErasableTable[LoadLine] = cast("Any", stores.loads)
        moves: ErasableTable[Move] = cast("Any", stores.moves)
        self.loads = cast("Loads", RecordedTable("loads", loads, log))
        self.moves = cast("Moves", RecordedTable("moves", moves, log))
        self.audit = stores.audit
