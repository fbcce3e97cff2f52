"""Planned hours beside the timetable and what was taught (2.8, 3.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import attrs

from oshj_core.covering import substitute_of
from oshj_core.enrolment import journal_id, journals_of
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

    ``key`` is the host's key for the ids of occurrences.  A lesson counts as taught for the
    teacher it was opened for, whoever has the assignment today, or for the substitute who took
    it (4.3); a stream's lesson counts once.
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
        for lesson, subject, groups in self._taught(teacher, today):
            key = LoadKey(teacher, subject, lesson.kind)
            _add(rows, key, groups, taught=self.rule.of(lesson.kind))
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

    def _taught(self, teacher: str, today: date) -> Iterator[tuple[Lesson, str, tuple[str, ...]]]:
        """Every lesson the teacher has held, with its subject and groups."""
        seen: set[str] = set()
        colleagues = {one.teacher for one in self.substitutions.of(teacher)}
        names = {name for person in {teacher, *colleagues} for name in self._journals(person)}
        for name in sorted(names):
            register = self.registers.find(name)
            for lesson in register.lessons() if register is not None else ():
                if (
                    register is not None
                    and lesson.id not in seen
                    and lesson.date <= today
                    and self._held_by(lesson) == teacher
                ):
                    seen.add(lesson.id)
                    assignment = self.university.assignments.find(lesson.assignment)
                    groups = (register.group,) if assignment is None else assignment.groups
                    yield lesson, register.subject, groups

    def _journals(self, teacher: str) -> Iterator[str]:
        """The journals the teacher teaches in, or did before an assignment became another's:
        by the lists, the load and the timetable of the semester."""
        semester = self.weeks.semester.id
        assignments = list(self.university.assignments_of(teacher))
        for lesson in self.timetable.of_teacher(semester, teacher):
            assignments.append(self.university.assignments.get(lesson.assignment))
        for assignment in assignments:
            if assignment.semester == semester:
                yield from journals_of(assignment)
        for line in self.loads.of_teacher(semester, teacher):
            yield from (journal_id(group, line.subject, semester) for group in line.groups)

    def _held_by(self, lesson: Lesson) -> str:
        taken = substitute_of(self.substitutions.for_teacher(lesson.teacher), lesson)
        return lesson.teacher if taken is None else taken.substitute


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
