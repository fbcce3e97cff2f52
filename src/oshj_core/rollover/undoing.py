"""Taking a rollover back: every value as it was before, in the reverse order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.enrolment import journals_of
from oshj_core.errors import Conflict, Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.rollover.recording import LISTS
from oshj_core.rollover.referring import ENDED, check_not_referred
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from oshj_core.journal import Act
    from oshj_core.lists.applying import Progress
    from oshj_core.ports import Lesson, Member
    from oshj_core.rollover.ports import ErasableRegisters, Noted, Written, YearStores
    from oshj_core.rollover.referring import Reference
    from oshj_core.timetable import Change, TimetableStore

UNDONE = "rollover.restore"
_TAUGHT = "assignments"
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


def first_lesson(stores: YearStores, year: int, log: Noted) -> Lesson | None:
    """The first lesson of the academic year, or under an assignment that the rollover wrote,
    that was opened; ``None`` before there is one."""
    semesters = {one.id for one in stores.university.semesters if one.year == year}
    written = {
        one.id: one.after for one in map(log.__getitem__, range(len(log))) if one.table == _TAUGHT
    }
    of_year = (one for one in stores.university.assignments if one.semester in semesters)
    taught = [*of_year, *filter(None, written.values())]
    first: Lesson | None = None
    for journal in dict.fromkeys(chain.from_iterable(map(journals_of, taught))):
        register = stores.registers.find(journal)
        if register is None:
            continue
        for lesson in register.lessons():
            counts = register.semester in semesters or lesson.assignment in written
            if counts and (first is None or _order(lesson) < _order(first)):
                first = lesson
    return first


def _order(lesson: Lesson) -> tuple[date, str]:
    return lesson.date, lesson.id


def check_not_taught(stores: YearStores, year: int, log: Noted = ()) -> None:
    """Refuse to undo the rollover to a year in which teaching has begun.

    :raises Invalid: a lesson of the year, or of what the rollover wrote, was opened.
    """
    lesson = first_lesson(stores, year, log)
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
    log: Noted,
    act: Act,
    reason: str,
    in_use: InUse = lambda table, identifier: None,
    others: Iterable[Reference] = (),
    progress: Progress = lambda done, total: None,
) -> None:
    """Put every value back that the rollover wrote, the last one first, each with its event.

    All or nothing is the caller's transaction.

    :param others: what a host keeps beside the stores that goes by them.
    :raises Invalid: a lesson of the year was opened; a value that would go is ``in_use``;
        something that stays goes by what would be taken away.
    :raises Conflict: somebody changed a value after the rollover.
    """
    check_not_taught(stores, year, log)
    check_not_referred(stores, log, others)
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
        raise Invalid(why, place=written.table, clause="1.4", advice=ENDED)
    place.remove(written.id)
