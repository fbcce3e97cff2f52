"""Planned hours beside the timetable and what was taught (2.8, 3.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import attrs

from oshj_core.enrolment import journals_of
from oshj_core.timetable import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from oshj_core.delegation import Substitutions
    from oshj_core.load.ports import Loads
    from oshj_core.planning import HoursRule
    from oshj_core.ports import Lesson, Registers, University
    from oshj_core.structure import Assignment, LessonKind
    from oshj_core.timetable import TeachingWeeks, TimetableStore

ZERO = Decimal(0)


class LoadKey(NamedTuple):
    """What hours are added up by."""

    teacher: str
    subject: str
    kind: LessonKind


@attrs.frozen
class LoadRow:
    """Academic hours of a teacher in a subject and kind of lesson, in a semester.

    ``timetabled`` counts the whole semester, ``taught`` the lessons held up to the day.
    """

    key: LoadKey
    groups: tuple[str, ...] = ()
    planned: Decimal = ZERO
    timetabled: Decimal = ZERO
    taught: Decimal = ZERO

    @property
    def unplaced(self) -> Decimal:
        """Hours planned and not in the timetable; below 0 where the timetable has more."""
        return self.planned - self.timetabled

    @property
    def remaining(self) -> Decimal:
        """Hours planned and not taught yet; below 0 where more was taught."""
        return self.planned - self.taught


@attrs.frozen
class LoadComparison:
    """Where a semester's load is compared: lists, load, timetable, registers.

    ``key`` is the host's key for the ids of occurrences.  A lesson that a substitute takes
    counts for the substitute (4.3); a stream's lesson counts once.
    """

    university: University
    loads: Loads
    timetable: TimetableStore
    registers: Registers
    substitutions: Substitutions
    weeks: TeachingWeeks
    rule: HoursRule
    key: bytes = b""

    def rows(self, teachers: Iterable[str], today: date) -> Iterator[LoadRow]:
        """The rows of those teachers, in the order given, each by subject and kind."""
        for teacher in teachers:
            yield from self.of_teacher(teacher, today)

    def of_teacher(self, teacher: str, today: date) -> tuple[LoadRow, ...]:
        """The teacher's rows by subject and kind, up to the end of ``today``."""
        rows: dict[LoadKey, LoadRow] = {}
        for line in self.loads.of_teacher(self.weeks.semester.id, teacher):
            key = LoadKey(teacher, line.subject, line.kind)
            _add(rows, key, line.groups, planned=line.hours)
        for assignment in self._in_timetable(teacher):
            key = LoadKey(teacher, assignment.subject, assignment.kind)
            _add(rows, key, assignment.groups, timetabled=self.rule.of(assignment.kind))
        for assignment in self._taught(teacher, today):
            key = LoadKey(teacher, assignment.subject, assignment.kind)
            _add(rows, key, assignment.groups, taught=self.rule.of(assignment.kind))
        return tuple(rows[key] for key in sorted(rows, key=_order))

    def _in_timetable(self, teacher: str) -> Iterator[Assignment]:
        """The assignment of every lesson the timetable gives the teacher in the semester."""
        semester = self.weeks.semester
        lessons = self.timetable.of_teacher(semester.id, teacher)
        changes = [one for lesson in lessons for one in self.timetable.changes_of(lesson.id)]
        schedule = Schedule(self.weeks, lessons, changes, self.key)
        for lesson in lessons:
            assignment = self.university.assignments.get(lesson.assignment)
            for occurrence in schedule.occurrences(lesson):
                if occurrence.teacher == teacher and not occurrence.cancelled:
                    yield assignment

    def _taught(self, teacher: str, today: date) -> Iterator[Assignment]:
        """The assignment of every lesson the teacher has held."""
        seen: set[str] = set()
        colleagues = {one.teacher for one in self.substitutions.of(teacher)}
        for person in sorted({teacher, *colleagues}):
            assignments = {
                one.id: one
                for one in self.university.assignments_of(person)
                if one.semester == self.weeks.semester.id
            }
            names = {name for one in assignments.values() for name in journals_of(one)}
            for name in sorted(names):
                register = self.registers.find(name)
                for lesson in register.lessons() if register is not None else ():
                    if (
                        lesson.assignment in assignments
                        and lesson.id not in seen
                        and lesson.date <= today
                        and self._held_by(lesson) == teacher
                    ):
                        seen.add(lesson.id)
                        yield assignments[lesson.assignment]

    def _held_by(self, lesson: Lesson) -> str:
        for one in self.substitutions.for_teacher(lesson.teacher):
            if one.covers(lesson) and (one.ended is None or lesson.date < one.ended):
                return one.substitute
        return lesson.teacher


def _order(key: LoadKey) -> tuple[str, str]:
    return key.subject, key.kind.value


def _add(
    rows: dict[LoadKey, LoadRow], key: LoadKey, groups: tuple[str, ...], **hours: Decimal
) -> None:
    row = rows.get(key) or LoadRow(key)
    more = {name: getattr(row, name) + value for name, value in hours.items()}
    together = tuple(sorted({*row.groups, *groups}))
    rows[key] = attrs.evolve(row, groups=together, **more)


def total_of(rows: Iterable[LoadRow]) -> tuple[Decimal, Decimal, Decimal]:
    """Planned, timetabled and taught hours of those rows together."""
    planned = timetabled = taught = ZERO
    for row in rows:
        planned += row.planned
        timetabled += row.timetabled
        taught += row.taught
    return planned, timetabled, taught
