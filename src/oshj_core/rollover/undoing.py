"""Taking a rollover back: every value as it was before, in the reverse order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.enrolment import journals_of
from oshj_core.errors import Conflict, Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.rollover.recording import LISTS
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from oshj_core.journal import Act
    from oshj_core.lists.applying import Progress
    from oshj_core.ports import Lesson, Member
    from oshj_core.rollover.ports import ErasableRegisters, UndoLog, Written, YearStores
    from oshj_core.timetable import Change, TimetableStore

UNDONE = "rollover.restore"
_NOUNS: Mapping[str, str] = {
    "units": "unit",
    "staff": "staff",
    "students": "student",
    "groups": "group",
    "subjects": "subject",
    "assignments": "assignment",
    "semesters": "semester",
    "periods": "calendar",
    "bells": "bells",
    "rooms": "room",
    "loads": "load",
    "moves": "move",
    "lessons": "lesson",
    "changes": "lesson",
    "registers": "journal",
    "members": "journal",
}
"""How the audit names what stands in each table."""

InUse = Callable[[str, str], Text | None]
"""Why a value that would be taken away, of a table and by its key, has to stay, if it has."""


class _Place(Protocol):
    """Where the values of one name in the undo log are."""

    def find(self, identifier: str) -> Any: ...
    def put(self, value: Any) -> None: ...
    def remove(self, identifier: str) -> None: ...


@attrs.frozen
class _Changes:
    timetable: TimetableStore

    def find(self, identifier: str) -> Change | None:
        lesson, _, day = identifier.partition("\n")
        changes = self.timetable.changes_of(lesson)
        return next((one for one in changes if one.original == date.fromisoformat(day)), None)

    def put(self, change: Change) -> None:
        self.timetable.put_change(change)

    def remove(self, identifier: str) -> None:
        lesson, _, day = identifier.partition("\n")
        self.timetable.drop_change(lesson, date.fromisoformat(day))


@attrs.frozen
class _NewRegisters:
    registers: ErasableRegisters

    def find(self, identifier: str) -> bool | None:
        return True if self.registers.untouched(identifier) else None

    def put(self, value: object) -> None:
        raise ValueError(value)

    def remove(self, identifier: str) -> None:
        self.registers.remove(identifier)


@attrs.frozen
class _Members:
    registers: ErasableRegisters
    register: str = ""

    def find(self, identifier: str) -> Member | None:
        register, _, student = identifier.partition("\n")
        roster = self.registers.get(register).roster()
        return next((one for one in roster if one.student == student), None)

    def remove(self, identifier: str) -> None:
        register, _, student = identifier.partition("\n")
        self.registers.withdraw(register, student)

    def put(self, member: Member) -> None:
        self.registers.get(self.register).enrol(member)


def _places(stores: YearStores) -> dict[str, Any]:
    university, calendar = stores.university, stores.university.calendar
    return {
        **{name: getattr(university, name) for name in LISTS},
        "periods": calendar.periods,
        "bells": calendar.bells,
        "rooms": stores.rooms,
        "loads": stores.loads,
        "moves": stores.moves,
        "lessons": stores.timetable,
        "changes": _Changes(stores.timetable),
        "registers": _NewRegisters(stores.registers),
    }


def first_lesson(stores: YearStores, year: int) -> Lesson | None:
    """The first lesson of the academic year that was opened; ``None`` before there is one."""
    first: Lesson | None = None
    semesters = {one.id for one in stores.university.semesters if one.year == year}
    seen: set[str] = set()
    for assignment in stores.university.assignments:
        if assignment.semester not in semesters:
            continue
        for journal in journals_of(assignment):
            register = None if journal in seen else stores.registers.find(journal)
            seen.add(journal)
            if register is None:
                continue
            for lesson in register.lessons()[:1]:
                if first is None or (lesson.date, lesson.id) < (first.date, first.id):
                    first = lesson
    return first


def check_not_taught(stores: YearStores, year: int) -> None:
    """Refuse to undo the rollover to a year in which teaching has begun.

    :raises Invalid: a lesson of the year was opened.
    """
    lesson = first_lesson(stores, year)
    if lesson is not None:
        raise Invalid(
            text(
                "The first lesson of the year was opened on ${day}: the year has begun.",
                day=format_date(lesson.date),
            ),
            clause="1.4",
            advice=text("Correct single values with the lists, the load or the timetable."),
        )


def undo(
    stores: YearStores,
    year: int,
    log: UndoLog,
    act: Act,
    reason: str,
    in_use: InUse = lambda table, identifier: None,
    progress: Progress = lambda done, total: None,
) -> None:
    """Put every value back that the rollover wrote, the last one first, each with its event.

    All or nothing is the caller's transaction.

    :raises Invalid: a lesson of the year was opened; a value that would go is ``in_use``.
    :raises Conflict: somebody changed a value after the rollover.
    """
    check_not_taught(stores, year)
    places = _places(stores)
    total = len(log)
    for done, number in enumerate(reversed(range(total)), start=1):
        written = log[number]
        _restore(written, places, stores, in_use)
        stores.audit.append(
            AuditEvent(
                act.millis,
                act.actor.id,
                UNDONE,
                f"{_NOUNS[written.table]}:{written.id.partition(chr(10))[0]}",
                reason=reason,
                request=act.request,
            )
        )
        progress(done, total)


def _restore(
    written: Written, places: Mapping[str, _Place], stores: YearStores, in_use: InUse
) -> None:
    place: _Place
    if written.table == "members":
        place = _Members(stores.registers, written.id.partition("\n")[0])
    else:
        place = places[written.table]
    found = place.find(written.id)
    if found != written.after:
        raise Conflict(
            text(
                "“${id}” was changed after the year had begun.",
                id=written.id.replace("\n", " · "),
            ),
            stored=found,
            offered=written.before,
            place=written.table,
            advice=text("Change it back first, then undo the rollover."),
        )
    if written.before is not None:
        place.put(written.before)
        return
    why = in_use(written.table, written.id)
    if why is not None:
        raise Invalid(why, place=written.table, advice=text("Take that back first."))
    place.remove(written.id)
