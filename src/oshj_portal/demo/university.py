"""The lists of the demo university: units, groups, people, subjects, teaching load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from random import Random

import attrs

from oshj_core.academic_calendar import Period
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.calendar import Semester
from oshj_core.kyrgyz import sort_key
from oshj_core.lists import SHEETS, Row
from oshj_core.people import Staff, Student
from oshj_core.structure import Assignment, ControlForm, Group, LessonKind, Subject, Unit
from oshj_portal.demo.academic_calendar import make_bells, make_periods
from oshj_portal.demo.calendar import semester_around
from oshj_portal.demo.catalogue import (
    GENERAL,
    Course,
    Place,
    Speciality,
    courses,
    places,
    specialities,
)
from oshj_portal.demo.people import make_staff_name, make_student_name
from oshj_portal.demo.timetable import Hour, Timetable

LEAST, MOST = 100, 50_000
"""The sizes a demo university can have, in students."""

_GROUP_SIZE, _SMALLEST, _LARGEST = 25, 20, 30
_LEAST_GROUPS = 5
# Groups of one speciality and year, whose lectures are held together.
_GROUPS_A_COHORT, _STREAM = 0.6, 3
_YEARS_OF_STUDY = (2, 1, 3, 0)
_MOST_PAIRS = 10
_SCHEMES = {ControlForm.EXAM: "example-100", ControlForm.PASS_FAIL: "pass-fail"}
_POSITIONS = ("окутуучу", "улук окутуучу", "доцент", "улук окутуучу", "окутуучу", "профессор")
_HEAD = "кафедра башчысы"
_FIRST_LECTURE = 2


@attrs.frozen
class Taught:
    """An assignment with what is taught and when."""

    assignment: Assignment
    course: Course
    hours: tuple[Hour, ...]


@attrs.frozen
class Stream:
    """Groups of one speciality and year that share their lectures, and all their lessons."""

    groups: tuple[str, ...]
    taught: tuple[Taught, ...]


@attrs.define
class DemoUniversity:
    """Everything there is: values for the lists, and the streams to be taught."""

    semester: Semester
    calendar: list[Period] = attrs.field(factory=list)
    bells: list[BellTable] = attrs.field(factory=make_bells)
    units: list[Unit] = attrs.field(factory=list)
    staff: list[Staff] = attrs.field(factory=list)
    groups: list[Group] = attrs.field(factory=list)
    students: list[Student] = attrs.field(factory=list)
    subjects: list[Subject] = attrs.field(factory=list)
    streams: list[Stream] = attrs.field(factory=list)

    @property
    def assignments(self) -> list[Assignment]:
        """The teaching load."""
        return [taught.assignment for stream in self.streams for taught in stream.taught]

    def sheets(self) -> Mapping[str, Iterable[Row]]:
        """The lists as the rows of a file, the way an administrator would load them."""
        values = {"teachers": self.staff, "semesters": [self.semester]}
        return {
            sheet.name: _rows(sheet, values.get(sheet.name) or getattr(self, sheet.name))
            for sheet in SHEETS
        }


def _rows(sheet, values) -> Iterator[Row]:
    yield 1, [column.heading for column in sheet.columns]
    for number, value in enumerate(values, 2):
        yield number, sheet.cells(value)


def make_university(students: int, seed: int, today: date) -> DemoUniversity:
    """A university of so many students on that day; the same for the same arguments.

    :raises ValueError: fewer than :data:`LEAST` or more than :data:`MOST` students.
    """
    if not LEAST <= students <= MOST:
        raise ValueError(f"a demo university has from {LEAST} to {MOST} students")
    return _Maker(DemoUniversity(semester_around(today)), Random(seed), today).make(students)  # noqa: S311


class _Maker:
    """One making of a university, step by step in an order that the seed depends on."""

    def __init__(self, university: DemoUniversity, rng: Random, today: date) -> None:
        self.made = university
        self.rng = rng
        self.today = today
        self.timetable = Timetable(rng)
        self._load: dict[str, dict[str, int]] = {}
        self._departments: dict[str, Unit] = {}
        self._entered: dict[int, int] = {}
        self._subjects: set[str] = set()
        self._number = 0
        self._wished: set[LessonKind] = set()

    def make(self, students: int) -> DemoUniversity:
        """All of it."""
        sizes = self._sizes(students)
        cohorts = self._cohorts(len(sizes))
        units = {speciality.unit for speciality, _ in cohorts}
        for place in places():
            if place.always or place.unit.id in units:
                self._open(place)
        remaining = iter(sizes)
        for (speciality, year), count in cohorts.items():
            groups = [
                self._group(speciality, year, number, next(remaining))
                for number in range(1, count + 1)
            ]
            waiting = iter(groups)
            while stream := list(islice(waiting, _STREAM)):
                self.made.streams.append(self._teach(speciality, year, stream))
        known = {unit.id for unit in self.made.units}
        self.made.calendar = make_periods(self.made.semester, known)
        return self.made

    def _sizes(self, students: int) -> list[int]:
        """The sizes of the groups: 20 to 30, together as many as asked for."""
        count = max(_LEAST_GROUPS, round(students / _GROUP_SIZE))
        sizes = [students // count + (number < students % count) for number in range(count)]
        for _ in range(3 * count):
            one, other = self.rng.randrange(count), self.rng.randrange(count)
            if sizes[one] > _SMALLEST and sizes[other] < _LARGEST:
                sizes[one] -= 1
                sizes[other] += 1
        return sizes

    def _cohorts(self, groups: int) -> dict[tuple[Speciality, int], int]:
        """How many groups each speciality has in each year of entry."""
        known = specialities()
        every = len(known) * len(_YEARS_OF_STUDY)
        count = min(every, max(_LEAST_GROUPS - 1, round(groups * _GROUPS_A_COHORT)))
        keys = []
        for number in range(count):
            turn = number % len(known) + number // len(known) * 3
            year = self.made.semester.year - _YEARS_OF_STUDY[turn % len(_YEARS_OF_STUDY)]
            keys.append((known[number % len(known)], year))
        return {key: groups // count + (number < groups % count) for number, key in enumerate(keys)}

    def _open(self, place: Place) -> None:
        self.made.units.append(place.unit)
        for department in place.departments:
            self.made.units.append(department)
            self._departments[department.id] = department
            self._load[department.id] = {}

    def _group(self, speciality: Speciality, year: int, number: int, size: int) -> Group:
        laboratory = any(
            course.second is LessonKind.LABORATORY for course in self._courses(speciality, year)
        )
        parts = 2 if laboratory else 0
        name = f"{speciality.code}-{number}-{year % 100:02}"
        group = Group(name, speciality.unit, speciality.name, year, parts)
        self.made.groups.append(group)
        people = [make_student_name(self.rng) for _ in range(size)]
        for place, person in enumerate(sorted(people, key=lambda one: sort_key(one.full))):
            entered = self._entered[year] = self._entered.get(year, 0) + 1
            subgroup = 1 + (place >= (size + 1) // 2) if parts else 0
            code = f"s{year % 100:02}{entered:04}"
            self.made.students.append(Student(code, person, name, subgroup))
        return group

    def _courses(self, speciality: Speciality, year: int) -> list[Course]:
        upper = self.made.semester.year - year >= 2
        taken: list[Course] = []
        for direction in (speciality.direction, GENERAL):
            known = courses(direction)
            half = len(known) // 2
            taken += known[half:] if upper else known[:half]
        return taken

    def _teach(self, speciality: Speciality, year: int, groups: list[Group]) -> Stream:
        taken = self._courses(speciality, year)
        for course in taken:
            if course.subject.id not in self._subjects:
                self._subjects.add(course.subject.id)
                self.made.subjects.append(course.subject)
        # Lectures first: later the groups of a stream have few hours in common.
        codes = tuple(group.id for group in groups)
        taught = [self._assign(course, LessonKind.LECTURE, codes, 1) for course in taken]
        for course, lecture in zip(taken, tuple(taught), strict=True):
            for group in groups:
                split = group.subgroups and course.second is LessonKind.LABORATORY
                for subgroup in (1, 2) if split else (0,):
                    # The lecturer takes the first group, or the first half of it, as well.
                    own = group is groups[0] and subgroup < 2
                    lecturer = lecture.assignment.teacher if own else None
                    taught.append(
                        self._assign(
                            course, course.second, (group.id,), course.pairs, subgroup, lecturer
                        )
                    )
        return Stream(codes, tuple(taught))

    def _assign(
        self,
        course: Course,
        kind: LessonKind,
        groups: tuple[str, ...],
        pairs: int,
        subgroup: int = 0,
        teacher: str | None = None,
    ) -> Taught:
        self._number += 1
        teacher = self._teacher(course.subject.unit, pairs, teacher)
        assignment = Assignment(
            f"a{self._number:05}",
            teacher,
            course.subject.id,
            groups,
            self.made.semester.id,
            kind,
            course.control,
            _SCHEMES[course.control],
            subgroup,
        )
        hours = self.timetable.place((teacher, *groups), pairs, self._wish(kind))
        return Taught(assignment, course, hours)

    def _wish(self, kind: LessonKind) -> tuple[int, int] | None:
        """The first teacher has a lecture and another lesson today, whenever the demo is made."""
        if self.made.streams or kind in self._wished:
            return None
        self._wished.add(kind)
        lecture = kind is LessonKind.LECTURE
        return self.today.weekday() % 6, _FIRST_LECTURE if lecture else _FIRST_LECTURE + 1

    def _teacher(self, department: str, pairs: int, wanted: str | None) -> str:
        load = self._load[department]
        if wanted is None or load[wanted] + pairs > _MOST_PAIRS:
            free = [one for one, taken in load.items() if taken + pairs <= _MOST_PAIRS]
            # A department has two teachers before anybody teaches all of it.
            wanted = self.rng.choice(free) if len(load) > 1 and free else self._hire(department)
        load[wanted] = load.get(wanted, 0) + pairs
        return wanted

    def _hire(self, department: str) -> str:
        code = f"t{len(self.made.staff) + 1:04}"
        number = len(self._load[department])
        position = _POSITIONS[number % len(_POSITIONS)] if number else _HEAD
        self.made.staff.append(Staff(code, make_staff_name(self.rng), department, position))
        return code
