"""Coverage and forecast of assignments, from plans, timetable and registers (2.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.enrolment import journals_of
from oshj_core.planning.course import WeekPoint, course
from oshj_core.planning.coverage import Coverage, Held, coverage
from oshj_core.planning.due import plan_in_force
from oshj_core.planning.forecast import Forecast, forecast
from oshj_core.timetable import Occurrence, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.planning.hours import HoursRule
    from oshj_core.planning.ports import PlanStore
    from oshj_core.ports import Registers, University
    from oshj_core.structure import Assignment
    from oshj_core.timetable import TeachingWeeks, TimetableStore


@attrs.frozen
class Gathering:
    """Where coverage is gathered from: a semester's lists, plans, timetable and registers.

    ``key`` is the host's key for the ids of occurrences.
    """

    university: University
    plans: PlanStore
    timetable: TimetableStore
    registers: Registers
    weeks: TeachingWeeks
    rule: HoursRule
    key: bytes = b""

    def coverage(self, assignment: Assignment, today: date) -> Coverage:
        """Plan, timetable and fact of an assignment up to the end of ``today``."""
        plan = plan_in_force(self.plans, assignment)
        occurrences = self.occurrences(assignment)
        return coverage(assignment, plan, occurrences, self.held(assignment), self.rule, today)

    def forecast(self, assignment: Assignment, today: date) -> Forecast:
        """What of the assignment's plan will remain unfinished."""
        covered = self.coverage(assignment, today)
        held_today = sum(one.day == today for one in self.held(assignment))
        return forecast(covered, self.occurrences(assignment), self.rule, today, held_today)

    def course(self, assignment: Assignment, today: date) -> tuple[WeekPoint, ...]:
        """How the assignment went, week by week."""
        occurrences, held = self.occurrences(assignment), self.held(assignment)
        return course(self.weeks, assignment.kind, occurrences, held, self.rule, today)

    def coverages(self, today: date) -> Iterator[Coverage]:
        """The coverage of every assignment of the semester, by id, one at a time."""
        for assignment in self.university.assignments:
            if assignment.semester == self.weeks.semester.id:
                yield self.coverage(assignment, today)

    def occurrences(self, assignment: Assignment) -> tuple[Occurrence, ...]:
        """The lessons of the assignment in the timetable, cancelled ones included."""
        lessons = [
            lesson
            for lesson in self.timetable.of_group(self.weeks.semester.id, assignment.groups[0])
            if lesson.assignment == assignment.id
        ]
        changes = [one for lesson in lessons for one in self.timetable.changes_of(lesson.id)]
        semester = self.weeks.semester
        return Schedule(self.weeks, lessons, changes, self.key).between(
            semester.starts, semester.ends
        )

    def held(self, assignment: Assignment) -> Iterator[Held]:
        """The lessons opened under the assignment, each once though a stream fills several
        registers."""
        seen = set()
        for journal in journals_of(assignment):
            register = self.registers.find(journal)
            for lesson in register.lessons() if register is not None else ():
                if lesson.assignment == assignment.id and lesson.id not in seen:
                    seen.add(lesson.id)
                    tie = self.plans.tie(lesson.id)
                    yield Held(lesson.id, lesson.date, lesson.slot, tie)
