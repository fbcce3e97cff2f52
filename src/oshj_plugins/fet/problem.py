"""What FET is asked: the semester's lessons, who and what they need, and what is taken already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeAlias, TypeVar

import attrs

from oshj_core.errors import Invalid
from oshj_core.exchange import Exchange
from oshj_core.kyrgyz import sort_key
from oshj_core.people import Staff
from oshj_core.planning import HoursRule
from oshj_core.ports import Table
from oshj_core.structure import Assignment, Group, LessonKind, Subject
from oshj_core.text import text
from oshj_core.timetable import Room, RoomKind, TimetableHost, Weeks
from oshj_core.timetable.rooms import MAX_SEATS
from oshj_core.timetable.sheet import lesson_days
from oshj_plugins.fet.comments import write_remark
from oshj_plugins.fet.grid import Grid
from oshj_plugins.fet.host import Weekly, host_of, weekly_of
from oshj_plugins.fet.lessons import Wanted, wanted
from oshj_plugins.fet.names import kind_tag, room_tag, subgroup_name
from oshj_plugins.fet.settings import DEFAULT_HOURS

Cells: TypeAlias = list[tuple[str, str]]
"""Days and hours by FET's names."""

ANY_NUMBER = 30000
"""What FET takes for a room whose seats nobody has counted."""

_Value = TypeVar("_Value")
_WORKING_DAYS = range(1, 7)
_SUITED: Mapping[LessonKind, tuple[RoomKind, ...]] = {
    LessonKind.LECTURE: (RoomKind.LECTURE_HALL, RoomKind.CLASSROOM),
    LessonKind.PRACTICAL: (RoomKind.CLASSROOM, RoomKind.COMPUTER_ROOM, RoomKind.LABORATORY),
    LessonKind.SEMINAR: (RoomKind.CLASSROOM,),
    LessonKind.LABORATORY: (RoomKind.LABORATORY, RoomKind.COMPUTER_ROOM),
}
"""In which rooms a kind of lesson is held, as long as its room is not settled."""


@attrs.frozen
class Asked:
    """A lesson as an activity; ``room`` is the code of the settled one, or empty."""

    id: int
    lesson: Wanted
    duration: int
    students: tuple[str, ...]
    tags: tuple[str, ...]
    comments: str
    room: str = ""


@attrs.frozen
class Problem:
    """All that the file says.

    ``years`` are groups of one speciality and year of entry; ``sizes`` counts the students of a
    group (subgroup 0) and of its subgroups; ``rooms_for`` are the rooms of a kind of lesson;
    ``…_off`` the hours taken by lessons FET is not told of, or in which there is no lesson;
    ``spread`` the activities of one assignment, to be kept on different days.
    """

    grid: Grid
    teachers: tuple[Staff, ...]
    subjects: tuple[Subject, ...]
    years: Mapping[str, tuple[Group, ...]]
    sizes: Mapping[tuple[str, int], int]
    rooms: tuple[Room, ...]
    rooms_for: Mapping[LessonKind, tuple[str, ...]]
    asked: tuple[Asked, ...]
    teachers_off: Mapping[str, Cells]
    students_off: Mapping[str, Cells]
    rooms_off: Mapping[str, Cells]

    @property
    def kinds(self) -> list[LessonKind]:
        """The kinds of lesson there are."""
        met = {one.lesson.assignment.kind for one in self.asked}
        return [kind for kind in LessonKind if kind in met]

    @property
    def buildings(self) -> list[str]:
        """The buildings of the rooms."""
        return sorted({room.building for room in self.rooms if room.building}, key=sort_key)

    @property
    def spread(self) -> Iterator[list[int]]:
        """Ids of the activities of each assignment that has several."""
        found: dict[str, list[int]] = {}
        for one in self.asked:
            found.setdefault(one.lesson.assignment.id, []).append(one.id)
        return (ids for ids in found.values() if len(ids) > 1)


def problem_of(exchange: Exchange, semester: str) -> Problem:
    """The problem of a semester.

    :raises Invalid: nothing is taught in it.
    """
    host = host_of(exchange)
    weekly = weekly_of(host, semester)
    rule = HoursRule(exchange.settings.get("hours", DEFAULT_HOURS))
    lessons = wanted(exchange, host, semester, weekly, rule)
    if not lessons:
        raise Invalid(
            text("Nothing is taught in the semester ${code}", code=semester),
            place="semester",
            advice=text("Choose another semester, or load the lists first."),
        )
    return _Asking(host, weekly, lessons).problem()


@attrs.define(slots=False)
class _Asking:
    host: TimetableHost
    weekly: Weekly
    lessons: list[Wanted]
    sizes: Counter[tuple[str, int]] = attrs.field(factory=Counter)

    def problem(self) -> Problem:
        """The problem with everything it names."""
        university = self.host.university
        assignments = [one.assignment for one in self.lessons]
        groups = self._groups(assignments)
        for student in university.students:
            if student.active:
                self.sizes[student.group, 0] += 1
                if student.subgroup:
                    self.sizes[student.group, student.subgroup] += 1
        grid = self._grid(groups)
        asked = tuple(self._asked(number, one, grid) for number, one in enumerate(self.lessons, 1))
        used = {tag for one in asked for tag in one.tags}
        return Problem(
            grid,
            _by_code(university.staff, {one.teacher for one in assignments}),
            _by_code(university.subjects, {one.subject for one in assignments}),
            _years(groups),
            self.sizes,
            self._roomy(asked),
            {
                kind: tuple(room.id for room in self._suited(kind))
                for kind in _SUITED
                if room_tag(kind) in used
            },
            asked,
            self._teachers_off(grid, {one.teacher for one in assignments}),
            self._students_off(grid, groups),
            self._rooms_off(grid),
        )

    def _roomy(self, asked: Iterable[Asked]) -> tuple[Room, ...]:
        """The rooms, each with seats for the largest lesson that is held in it: FET would refuse
        the whole file for one student too many."""
        needed: Counter[str] = Counter()
        for one in asked:
            needed[one.room] = max(needed[one.room], self._students_of(one.lesson.assignment))
        return tuple(
            attrs.evolve(room, seats=max(room.seats, min(needed[room.id], MAX_SEATS)))
            if room.seats
            else room
            for room in self._rooms
        )

    def _students_of(self, assignment: Assignment) -> int:
        return sum(self.sizes[code, assignment.subgroup] for code in assignment.groups)

    @cached_property
    def _rooms(self) -> tuple[Room, ...]:
        return tuple(sorted(self.host.rooms, key=lambda one: sort_key(one.id)))

    @cached_property
    def _codes(self) -> dict[tuple[str, str], str]:
        return {(room.building, room.name): room.id for room in self._rooms}

    def _suited(self, kind: LessonKind) -> list[Room]:
        return [room for room in self._rooms if room.kind in _SUITED[kind]]

    @cached_property
    def _seats(self) -> dict[LessonKind, int]:
        """For how many people the largest room of each kind of lesson is; -1 without a room."""
        return {
            kind: max((one.seats or ANY_NUMBER for one in self._suited(kind)), default=-1)
            for kind in _SUITED
        }

    def _groups(self, assignments: Iterable[Assignment]) -> list[Group]:
        codes = {code for one in assignments for code in one.groups}
        known = self.host.university.groups
        return sorted((known.get(code) for code in codes), key=lambda one: sort_key(one.id))

    def _grid(self, groups: list[Group]) -> Grid:
        """The days lessons are held on, every number of a lesson that a group has."""
        stored = (*self.weekly.plain, *self.weekly.kept)
        parities = {one.weeks for one in stored} | {one.weeks for one in self.lessons}
        weekdays = {*_WORKING_DAYS, *(one.weekday for one in stored)}
        slots = {slot for group in groups for slot in self.host.bells_of(group.id).times}
        return Grid(
            tuple(sorted(weekdays)),
            tuple(sorted(slots | {one.slot for one in stored})),
            parities != {Weeks.EVERY},
        )

    def _asked(self, number: int, one: Wanted, grid: Grid) -> Asked:
        assignment, placed = one.assignment, one.placed
        students = tuple(
            subgroup_name(code, assignment.subgroup) if assignment.subgroup else code
            for code in assignment.groups
        )
        tags, room, comments = [kind_tag(assignment.kind)], "", assignment.id
        if placed is not None:
            comments = write_remark(placed, lesson_days(self.host.university, assignment))
        if placed is not None and placed.room:
            room = self._codes[placed.building, placed.room]
        else:
            # Without a room that is large enough FET would refuse the whole file.
            if self._students_of(assignment) <= self._seats[assignment.kind]:
                tags.append(room_tag(assignment.kind))
        return Asked(number, one, grid.duration(one.weeks), students, tuple(tags), comments, room)

    def _teachers_off(self, grid: Grid, teachers: set[str]) -> dict[str, Cells]:
        off = _Off(grid)
        for lesson in self.weekly.kept:
            if lesson.teacher in teachers:
                off.add(lesson.teacher, grid.cells_of(lesson))
        return off.found()

    def _students_off(self, grid: Grid, groups: list[Group]) -> dict[str, Cells]:
        off = _Off(grid)
        asked = {group.id for group in groups}
        for group in groups:
            times = self.host.bells_of(group.id).times
            for slot in grid.slots:
                if slot not in times:
                    hours = grid.hours_of(slot, Weeks.EVERY)
                    off.add(group.id, [(day, hour) for day in grid.days for hour in hours])
        for lesson in self.weekly.kept:
            for code in asked.intersection(lesson.groups):
                name = subgroup_name(code, lesson.subgroup) if lesson.subgroup else code
                off.add(name, grid.cells_of(lesson))
        return off.found()

    def _rooms_off(self, grid: Grid) -> dict[str, Cells]:
        off = _Off(grid)
        for lesson in self.weekly.kept:
            code = self._codes.get((lesson.building, lesson.room))
            if code is not None:
                off.add(code, grid.cells_of(lesson))
        return off.found()


@attrs.define
class _Off:
    """Hours in which somebody or something is not to be had, in the order of the week."""

    grid: Grid
    cells: dict[str, set[tuple[str, str]]] = attrs.field(factory=dict)

    def add(self, name: str, cells: Iterable[tuple[str, str]]) -> None:
        """Take these hours as well."""
        self.cells.setdefault(name, set()).update(cells)

    def found(self) -> dict[str, Cells]:
        """The hours of each, by name."""
        order = [(day, hour) for day in self.grid.days for hour in self.grid.hours]
        return {
            name: [cell for cell in order if cell in self.cells[name]]
            for name in sorted(self.cells, key=sort_key)
        }


def _by_code(table: Table[_Value], codes: set[str]) -> tuple[_Value, ...]:
    return tuple(table.get(code) for code in sorted(codes, key=sort_key))


def _years(groups: list[Group]) -> dict[str, tuple[Group, ...]]:
    """The groups by speciality and year of entry, under names that no group has."""
    taken = {group.id for group in groups}
    found: dict[tuple[str, int], list[Group]] = {}
    for group in groups:
        found.setdefault((group.speciality, group.entry_year), []).append(group)
    years = {}
    for (speciality, year), members in found.items():
        name = f"{speciality}, {year}"
        while name in taken:
            name += "*"
        taken.add(name)
        years[name] = tuple(members)
    return years
