"""The workbooks that the old year would give for the new one: they are read like any other, or
downloaded, corrected and uploaded (3.2, 4.1)."""

from __future__ import annotations

import re
from base64 import b32encode
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import attrs

from oshj_core.academic_calendar import DAY_KINDS
from oshj_core.academic_calendar.periods import Period
from oshj_core.calendar import Module, Semester, Window
from oshj_core.kyrgyz import sort_key
from oshj_core.lists import Column, Row, Sheet
from oshj_core.lists.calendar_sheet import CALENDAR
from oshj_core.lists.semester_sheet import SEMESTERS
from oshj_core.lists.sheets import ASSIGNMENTS
from oshj_core.load import LOAD_COLUMNS, LoadLine, load_cells
from oshj_core.load.sheet import HEADING as LOAD_HEADING
from oshj_core.rollover.promotion_sheet import (
    ASIDE_HEADINGS,
    GRADUATE_COLUMNS,
    GRADUATES_HEADING,
)
from oshj_core.rollover.values import Step
from oshj_core.timetable.sheet import LESSON_COLUMNS, LESSONS_HEADING, lesson_cells

if TYPE_CHECKING:
    from oshj_core.ports import University
    from oshj_core.rollover.ground import Ground
    from oshj_core.structure import Assignment, Group

Book: TypeAlias = dict[str, list[Row]]
"""A workbook: its sheets by their headings, the row of headings first."""

_YEARS = re.compile(r"20\d\d")
# A master studies two years.
_FIRST_TO_GRADUATE = 2
_ID_CHARACTERS = 10


def a_year_later(day: date) -> date:
    """The same day of the next year; the last of February for the 29th.

    >>> a_year_later(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    later = day.year + 1
    return day.replace(day.year + 1, day=28) if _leap(day) else day.replace(later)


def _leap(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def followers(university: University, year: int) -> Mapping[str, str]:
    """The group that is in the new year where each was in the old one: of the same unit,
    speciality and form of study, a year younger, and at the same place among them; a closed
    one is none."""
    lines: defaultdict[tuple[object, ...], list[Group]] = defaultdict(list)
    for group in sorted(university.groups, key=lambda one: sort_key(one.id)):
        if group.entry_year <= year:
            lines[_line(group, group.entry_year)].append(group)
    found: dict[str, str] = {}
    for groups in lines.values():
        younger = lines.get(_line(groups[0], groups[0].entry_year + 1), [])
        pairs = zip(groups, younger, strict=False)
        found.update((old.id, new.id) for old, new in pairs if not new.closed)
    return found


def _line(group: Group, entry: int) -> tuple[object, ...]:
    return (group.unit, group.speciality, group.study_form, entry)


def calendar_book(ground: Ground) -> Book:
    """The semesters and periods of the old year, a year later; holidays are proposed elsewhere."""
    university, old = ground.stores.university, ground.year - 1
    semesters = [_later_semester(one) for one in university.semesters if one.year == old]
    periods = [
        _later_period(one) for one in university.calendar.of_year(old) if one.kind not in DAY_KINDS
    ]
    return {
        **_book(SEMESTERS, [one for one in semesters if one.id not in university.semesters]),
        **_book(CALENDAR, [one for one in periods if one.id not in university.calendar.periods]),
    }


def _later_semester(one: Semester) -> Semester:
    modules = tuple(
        Module(
            module.number,
            a_year_later(module.starts),
            a_year_later(module.ends),
            _later_window(module.entry),
        )
        for module in one.modules
    )
    year = one.year + 1
    starts, ends = a_year_later(one.starts), a_year_later(one.ends)
    return Semester(f"{year}-{one.number}", year, one.number, starts, ends, modules)


def _later_window(window: Window) -> Window:
    return Window(a_year_later(window.opens), a_year_later(window.closes))


def _later_period(one: Period) -> Period:
    return attrs.evolve(
        one,
        id=_later_code(one.id, one.year + 1),
        year=one.year + 1,
        starts=a_year_later(one.starts),
        ends=a_year_later(one.ends),
        name=_YEARS.sub(_next, one.name),
        semester=_YEARS.sub(_next, one.semester),
        entry=None if one.entry is None else _later_window(one.entry),
    )


def _next(found: re.Match[str]) -> str:
    return str(int(found.group()) + 1)


def _later_code(code: str, year: int) -> str:
    later = _YEARS.sub(_next, code)
    return later if later != code else f"{code}-{year}"


def promotion_book(ground: Ground) -> Book:
    """The groups that were in a second course or a later one, with students: those to choose of,
    each with its course and year of entry, which are not read back."""
    university, old = ground.stores.university, ground.year - 1
    groups = [
        group
        for group in sorted(university.groups, key=lambda one: sort_key(one.id))
        if not group.closed
        and group.course(old) >= _FIRST_TO_GRADUATE
        and any(student.active for student in university.students_of(group.id))
    ]
    rows = [(group.id, "", "", str(group.course(old)), str(group.entry_year)) for group in groups]
    headings = [*(column.heading for column in GRADUATE_COLUMNS), *ASIDE_HEADINGS]
    return {GRADUATES_HEADING: list(enumerate([headings, *rows], start=1))}


def load_book(ground: Ground) -> Book:
    """The load of the old year, for the groups that follow; lines whose groups have no
    follower are left out."""
    follower = followers(ground.stores.university, ground.year)
    lines: dict[str, LoadLine] = {}
    for semester in _new_semesters(ground):
        for old in ground.stores.loads.in_semester(_year_before(semester)):
            groups = _followed(old.groups, follower)
            if groups and old.hours:
                line = attrs.evolve(old, groups=groups, semester=semester)
                lines.setdefault(line.id, line)
    rows = [load_cells(line) for line in lines.values() if _divided(line, ground)]
    return {LOAD_HEADING: _numbered(LOAD_COLUMNS, rows)}


def _divided(line: LoadLine, ground: Ground) -> bool:
    group = ground.stores.university.groups.get(line.groups[0])
    return line.subgroup <= group.subgroups


def assignments_book(ground: Ground) -> Book:
    """An assignment for each line of the load that has none.

    Control and scheme are those the subject had last; where it was never taught the cells are
    empty, to be filled in.
    """
    university, stores = ground.stores.university, ground.stores
    last = _last_taught(university)
    rows = []
    for semester in _new_semesters(ground):
        for line in stores.loads.in_semester(semester):
            if not line.hours or any(map(line.fits, university.assignments_of(line.teacher))):
                continue
            known = last.get(line.subject)
            load = dict(zip((one.name for one in LOAD_COLUMNS), load_cells(line), strict=True))
            cells = {
                **load,
                "id": assignment_code(line),
                "control": "" if known is None else _cell("control", known),
                "scheme": "" if known is None else known.scheme,
            }
            rows.append(tuple(cells[column.name] for column in ASSIGNMENTS.columns))
    return {ASSIGNMENTS.heading: _numbered(ASSIGNMENTS.columns, rows)}


def assignment_code(line: LoadLine) -> str:
    """The code of the assignment that a line of the load gives: the same each time.

    >>> from decimal import Decimal
    >>> from oshj_core.structure import LessonKind
    >>> assignment_code(LoadLine("t1", "algebra", LessonKind.LECTURE, ("g",), "2026-1", Decimal(2)))
    '2026-1-gcedw7mrqx'
    """
    digest = b32encode(sha256(line.id.encode()).digest()).decode().lower()
    return f"{line.semester}-{digest[:_ID_CHARACTERS]}"


def _last_taught(university: University) -> dict[str, Assignment]:
    last: dict[str, Assignment] = {}
    for one in university.assignments:
        known = last.get(one.subject)
        if known is None or known.semester < one.semester:
            last[one.subject] = one
    return last


def _cell(name: str, value: Assignment) -> str:
    return next(one.write(value) for one in ASSIGNMENTS.columns if one.name == name)


def timetable_book(ground: Ground) -> Book:
    """The weekly lessons of the old year under the assignments that follow, in the whole
    semester; those whose assignment has no follower are left out."""
    university = ground.stores.university
    follower = followers(university, ground.year)
    rows = []
    for semester in _new_semesters(ground):
        new = _by_course(university, semester)
        for lesson in ground.stores.timetable.in_semester(_year_before(semester)):
            old = university.assignments.find(lesson.assignment)
            if lesson.extra or old is None:
                continue
            taught = new.get(_course(old, _followed(old.groups, follower)), {})
            assignment = taught.get(old.teacher) or next(iter(taught.values()), "")
            if assignment:
                cells = lesson_cells(lesson)
                rows.append((assignment, *cells[1:-2], "", ""))
    return {LESSONS_HEADING: _numbered(LESSON_COLUMNS, list(dict.fromkeys(rows)))}


def _by_course(university: University, semester: str) -> dict[object, dict[str, str]]:
    """The assignments of a semester by what is taught to whom, then by the teacher."""
    found: defaultdict[object, dict[str, str]] = defaultdict(dict)
    for one in university.assignments:
        if one.semester == semester:
            found[_course(one, one.groups)].setdefault(one.teacher, one.id)
    return dict(found)


def _course(one: Assignment, groups: Sequence[str]) -> tuple[object, ...]:
    return (one.subject, one.kind, tuple(sorted(groups)), one.subgroup)


def _followed(groups: Sequence[str], follower: Mapping[str, str]) -> tuple[str, ...]:
    """The groups that follow; none where one of them has no follower."""
    found = tuple(follower[group] for group in groups if group in follower)
    return found if len(found) == len(groups) else ()


def _new_semesters(ground: Ground) -> Iterator[str]:
    return (one.id for one in ground.stores.university.semesters if one.year == ground.year)


def _year_before(semester: str) -> str:
    year, _, number = semester.partition("-")
    return f"{int(year) - 1}-{number}"


def _book(sheet: Sheet, values: Sequence[object]) -> Book:
    return {sheet.heading: _numbered(sheet.columns, [sheet.cells(one) for one in values])}


def _numbered(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Row]:
    headings: Sequence[str] = [column.heading for column in columns]
    return list(enumerate([headings, *rows], start=1))


def left_out(step: Step, ground: Ground, book: Book) -> int:
    """How many lines of the old load, or lessons of the old timetable, the book lacks."""
    old = [_year_before(semester) for semester in _new_semesters(ground)]
    stores = ground.stores
    if step is Step.LOAD:
        lines = (line for one in old for line in stores.loads.in_semester(one) if line.hours)
        return sum(1 for _ in lines) - len(book[LOAD_HEADING]) + 1
    if step is Step.TIMETABLE:
        lessons = (
            lesson
            for one in old
            for lesson in stores.timetable.in_semester(one)
            if not lesson.extra
        )
        return sum(1 for _ in lessons) - len(book[LESSONS_HEADING]) + 1
    return 0


BOOKS: Mapping[Step, Callable[[Ground], Book]] = MappingProxyType(
    {
        Step.PROMOTION: promotion_book,
        Step.CALENDAR: calendar_book,
        Step.LOAD: load_book,
        Step.ASSIGNMENTS: assignments_book,
        Step.TIMETABLE: timetable_book,
    }
)
"""What each step's workbook holds to begin with."""
