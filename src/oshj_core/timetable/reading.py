"""A timetable's workbook as rooms and weekly lessons, or all that is wrong with it, by place."""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.errors import Invalid
from oshj_core.lists import NOTES_SHEET, ErrorList, Problems, RowError, SheetReader, cells
from oshj_core.lists.rows import heading_key
from oshj_core.text import Text, text
from oshj_core.timetable.rooms import Room
from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    READING_HEADINGS,
    ROOM_COLUMNS,
    ROOMS_HEADING,
    lesson_days,
)
from oshj_core.timetable.weekly import weekly_lesson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from oshj_core.clock_times import Bells
    from oshj_core.delegation import Substitutions
    from oshj_core.lists import Row
    from oshj_core.notices import Notices
    from oshj_core.ports import Registers, Table, University
    from oshj_core.structure import Assignment
    from oshj_core.timetable.ports import TimetableStore
    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks

_HEADINGS = (ROOMS_HEADING, LESSONS_HEADING)
_SHEETS = {
    heading_key(word): heading
    for heading, name in ((ROOMS_HEADING, "rooms"), (LESSONS_HEADING, "timetable"))
    for word in (heading, name)
}
Key = tuple[Any, ...]


@attrs.frozen
class TimetableHost:
    """What a host knows that a timetable is read and compared by.

    ``weeks_of`` gives the teaching weeks of a semester, ``bells_of`` the bells of a group;
    ``key`` is that of the ids of occurrences.  Where there are ``notices``, those whose
    ``substitutions`` lose a day are told.
    """

    university: University
    registers: Registers
    rooms: Table[Room]
    store: TimetableStore
    weeks_of: Callable[[str], TeachingWeeks]
    bells_of: Callable[[str], Bells]
    key: bytes = b""
    substitutions: Substitutions | None = None
    notices: Notices | None = None


@attrs.frozen
class TimetableFile:
    """A file without an error: rooms, and weekly lessons by their row's number."""

    rooms: tuple[Room, ...]
    lessons: Mapping[int, WeeklyLesson]


def read_timetable(
    sheets: Mapping[str, Iterable[Row]], host: TimetableHost
) -> TimetableFile | Problems:
    """Read and check the workbook; the store is only looked into.

    :param sheets: the rows by the name of their sheet, machine name or Kyrgyz heading.
    """
    reader = _Reader(host)
    found = reader.matched(sheets)
    reader.read_rooms(found.get(ROOMS_HEADING, ()))
    if LESSONS_HEADING in found:
        reader.read_lessons(found[LESSONS_HEADING])
    elif ROOMS_HEADING not in found:
        reader.error(
            LESSONS_HEADING,
            0,
            "",
            text("This sheet is missing"),
            text("Add it as in the template."),
        )
    if reader.errors.count:
        return reader.errors.problems(_HEADINGS)
    return TimetableFile(tuple(reader.rooms.values()), reader.lessons)


def same_lesson(lesson: WeeklyLesson) -> Key:
    """What two lessons have in common that are the same to a file."""
    return (lesson.assignment, lesson.weekday, lesson.slot, lesson.weeks.value, lesson.starts)


def file_id(lesson: WeeklyLesson) -> str:
    """The id of a new lesson: what makes it the same lesson, so that a file gives it again."""
    parts = (lesson.assignment, lesson.weekday, lesson.slot, lesson.weeks.value, lesson.starts)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:20]


@attrs.define
class _Reader:
    host: TimetableHost
    errors: ErrorList = attrs.field(factory=ErrorList, init=False)
    rooms: dict[str, Room] = attrs.field(factory=dict, init=False)
    lessons: dict[int, WeeklyLesson] = attrs.field(factory=dict, init=False)
    # The row in which each room and each lesson stands first.
    _room_rows: dict[str, int] = attrs.field(factory=dict, init=False)
    _places: dict[tuple[str, str], str] = attrs.field(factory=dict, init=False)
    _lesson_rows: dict[Key, int] = attrs.field(factory=dict, init=False)

    def matched(self, sheets: Mapping[str, Iterable[Row]]) -> dict[str, Iterable[Row]]:
        """The rows of the known sheets by their headings."""
        found: dict[str, Iterable[Row]] = {}
        for written, rows in sheets.items():
            heading = _SHEETS.get(heading_key(written))
            if heading is not None:
                found[heading] = rows
            elif heading_key(written) != heading_key(NOTES_SHEET) and any(True for _ in rows):
                self.error(
                    cells.shown(written),
                    0,
                    "",
                    text("This sheet is not known"),
                    text("Name it as in the template, or take it out of the file."),
                )
        return found

    def read_rooms(self, rows: Iterable[Row]) -> None:
        """The rooms; those of the store are known as well."""
        for room in self.host.rooms:
            self._places[room.building, room.name] = room.id
        for number, row, right in self._rows(ROOMS_HEADING, ROOM_COLUMNS, rows):
            code, place = row["id"], (row["building"], row["name"])
            if not right:
                # One error of a room is not reported again at every lesson in it.
                self._places.setdefault(place, code)
                continue
            first = self._room_rows.setdefault(code, number)
            if first != number:
                self.error(
                    ROOMS_HEADING,
                    number,
                    ROOM_COLUMNS[0].heading,
                    text("The code ${code} stands in row ${row} already", code=code, row=first),
                    text("Give each its own code, or take one of the two rows out."),
                )
            elif self._places.setdefault(place, code) != code:
                self.error(
                    ROOMS_HEADING,
                    number,
                    ROOM_COLUMNS[2].heading,
                    text("The room ${code} has this name already", code=self._places[place]),
                    text("A building has one room of each name."),
                )
            else:
                self.rooms[code] = Room(**row)

    def read_lessons(self, rows: Iterable[Row]) -> None:
        """The weekly lessons."""
        for number, row, right in self._rows(
            LESSONS_HEADING, LESSON_COLUMNS, rows, READING_HEADINGS
        ):
            if not right:
                continue
            assignment = self.host.university.assignments.find(row["assignment"])
            if assignment is None:
                self._lesson_error(
                    number,
                    "assignment",
                    text("There is no “${code}”", code=row["assignment"]),
                    text("Write the code of a row of the teaching load."),
                )
                continue
            try:
                lesson = self._lesson(assignment, row)
            except Invalid as refusal:
                self._lesson_error(number, refusal.place, refusal.text, refusal.advice)
                continue
            first = self._lesson_rows.setdefault(same_lesson(lesson), number)
            if first == number:
                self.lessons[number] = lesson
            else:
                self._lesson_error(
                    number,
                    "slot",
                    text("The same lesson stands in row ${row} already", row=first),
                    text("Take one of the two rows out."),
                )

    def _lesson(self, assignment: Assignment, row: Mapping[str, Any]) -> WeeklyLesson:
        weeks = self.host.weeks_of(assignment.semester)
        semester = weeks.semester
        if semester.closed:
            raise Invalid(text("The semester ${id} is closed", id=semester.id), place="assignment")
        place = (row["building"], row["room"])
        if row["room"] and place not in self._places:
            raise Invalid(
                text("There is no room “${room}” in this building", room=row["room"]),
                place="room",
                advice=text(
                    "Add it to the sheet «${sheet}», or correct it here.", sheet=ROOMS_HEADING
                ),
            )
        first, last = lesson_days(self.host.university, assignment)
        starts = row["starts"] or first
        lesson = weekly_lesson(
            "new",
            assignment,
            semester,
            self.host.bells_of(assignment.groups[0]),
            row["weekday"],
            row["slot"],
            weeks=row["weeks"],
            room=row["room"],
            building=row["building"],
            starts=starts,
            ends=row["ends"] or last,
        )
        for name in ("starts", "ends"):
            if getattr(lesson, name) not in weeks:
                raise Invalid(text("The day lies outside the semester."), place=name)
        if not weeks.originals(lesson):
            raise Invalid(text("The lesson is planned for no day at all."), place="weekday")
        return attrs.evolve(lesson, id=file_id(lesson))

    def _rows(
        self, heading: str, columns: Any, rows: Iterable[Row], aside: tuple[str, ...] = ()
    ) -> Iterator[tuple[int, dict[str, Any], bool]]:
        """The parsed rows, each with whether it is without an error of its own."""
        lines = iter(rows)
        first = next(lines, None)
        if first is None:
            return
        reader = SheetReader(heading, columns, self.errors, aside)
        for number, texts in reader.begin(chain([first], lines)):
            before = self.errors.count
            row = reader.read(number, texts)
            yield number, row, reader.complete and self.errors.count == before

    def _lesson_error(self, number: int, place: str, what: Text, advice: Text | None) -> None:
        column = next((one.heading for one in LESSON_COLUMNS if one.name == place), "")
        self.error(LESSONS_HEADING, number, column, what, advice)

    def error(self, sheet: str, row: int, column: str, what: Text, advice: Text | None) -> None:
        """Keep an error."""
        self.errors.add(RowError(sheet, row, column, what, advice))
