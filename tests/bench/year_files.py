"""The three workbooks of a university's year: its lists, its load, its timetable.

The university is the demo's; half a weekly lesson a student makes 25,000 for 50,000 students.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from random import Random

import attrs
from openpyxl import Workbook

from oshj_core.lists import SHEETS
from oshj_core.load import LoadLine
from oshj_core.load.sheet import HEADING, LOAD_COLUMNS, load_cells
from oshj_core.timetable import Room, Weeks
from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    ROOM_COLUMNS,
    ROOMS_HEADING,
    WEEKDAYS,
    WEEKS,
    room_cells,
)
from oshj_portal.demo.timetable import Hour, Timetable
from oshj_portal.demo.university import DemoUniversity, Taught, make_university

BEFORE = datetime(2026, 8, 28, 10, tzinfo=timezone(timedelta(hours=6)))
# A Monday two weeks after the first lesson: what nobody opened is overdue.
NOW = datetime(2026, 9, 14, 10, tzinfo=timezone(timedelta(hours=6)))
LISTS, LOAD, TIMETABLE = "lists.xlsx", "load.xlsx", "timetable.xlsx"
_HOURS_OF_A_PAIR = 32

Sheets = Mapping[str, Iterable[Iterable[str]]]


@attrs.frozen
class Sizes:
    """How much there is in the three workbooks."""

    students: int
    groups: int
    teachers: int
    assignments: int
    lessons: int


def write_files(students: int, folder: Path) -> Sizes:
    """Write the workbooks of a university of so many students, and say what is in them."""
    university = with_more_hours(make_university(students, 1, NOW.date()))
    for name, sheets in (
        (LISTS, _lists(university)),
        (LOAD, _load(university)),
        (TIMETABLE, _timetable(university)),
    ):
        book = Workbook(write_only=True)
        for heading, rows in sheets.items():
            page = book.create_sheet(heading)
            for row in rows:
                page.append(list(row))
        book.save(folder / name)
    return Sizes(
        students,
        len(university.groups),
        len(university.staff),
        len(university.assignments),
        sum(len(taught.hours) for taught in _taught(university)),
    )


def with_more_hours(university: DemoUniversity) -> DemoUniversity:
    """The same university with half a weekly lesson for each student."""
    timetable = Timetable(Random(1))
    known = sum(len(taught.hours) for taught in _taught(university))
    missing, count = len(university.students) // 2 - known, len(university.assignments)
    number = 0

    def again(taught: Taught) -> Taught:
        nonlocal number
        number += 1
        more = number * missing // count - (number - 1) * missing // count
        who = (taught.assignment.teacher, *taught.assignment.groups)
        return attrs.evolve(taught, hours=timetable.place(who, len(taught.hours) + more))

    streams = [
        attrs.evolve(stream, taught=tuple(map(again, stream.taught)))
        for stream in university.streams
    ]
    return attrs.evolve(university, streams=streams)


def _taught(university: DemoUniversity) -> Iterator[Taught]:
    for stream in university.streams:
        yield from stream.taught


def _lists(university: DemoUniversity) -> Sheets:
    headings = {sheet.name: sheet.heading for sheet in SHEETS}
    return {
        headings[name]: (cells for _, cells in rows) for name, rows in university.sheets().items()
    }


def _load(university: DemoUniversity) -> Sheets:
    lines = (
        LoadLine(
            one.teacher,
            one.subject,
            one.kind,
            one.groups,
            one.semester,
            Decimal(_HOURS_OF_A_PAIR * len(taught.hours)),
            one.subgroup,
        )
        for taught in _taught(university)
        for one in (taught.assignment,)
    )
    return {HEADING: [[one.heading for one in LOAD_COLUMNS], *map(load_cells, lines)]}


def _timetable(university: DemoUniversity) -> Sheets:
    rooms = sorted(
        {(hour.building, hour.room) for one in _taught(university) for hour in one.hours}
    )
    buildings = sorted({building for building, _ in rooms})
    return {
        ROOMS_HEADING: [
            [one.heading for one in ROOM_COLUMNS],
            *(
                room_cells(Room(f"k{buildings.index(building) + 1}-{name}", building, name))
                for building, name in rooms
            ),
        ],
        LESSONS_HEADING: [
            [one.heading for one in LESSON_COLUMNS],
            *(_lesson(taught, hour) for taught in _taught(university) for hour in taught.hours),
        ],
    }


def _lesson(taught: Taught, hour: Hour) -> tuple[str, ...]:
    day, weeks = WEEKDAYS[hour.weekday], WEEKS[Weeks.EVERY][0]
    return taught.assignment.id, day, str(hour.slot), weeks, hour.building, hour.room, "", ""
