"""Lessons of the timetable that the teaching load or the bells have left behind follow them
again (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid
from oshj_core.issuing import needed_reason
from oshj_core.text import text
from oshj_core.timetable.arranging import Arranging
from oshj_core.timetable.checking import check_ids, check_lesson
from oshj_core.timetable.weekly import later_id
from oshj_core.timetable.wording import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from oshj_core.clock_times import Bells, Interval
    from oshj_core.timetable.alignment import Alignment
    from oshj_core.timetable.clashes import Clash
    from oshj_core.timetable.occurrence import Change
    from oshj_core.timetable.weekly import WeeklyLesson


@attrs.frozen
class Aligning(Arranging):
    """One actor's work to let the timetable follow the teaching load and the bells.

    Number, weeks and room stay, and so do the ids of all days: what was opened in a journal,
    changed for a day or given to a substitute is the same lesson still.  ``bells_of`` gives the
    bells of a group; without it times stay, too.
    """

    bells_of: Callable[[str], Bells] | None = None

    def outdated(self, day: date) -> Iterator[Alignment]:
        """What the lessons of the semester would become from that day on that have another
        teacher, other groups or another subgroup than the load, or another time than the
        bells, by id."""
        for lesson in self.store.in_semester(self.weeks.semester.id):
            if self._following(lesson) != lesson and lesson.ends >= day:
                found = self.alignment(lesson, day)
                if found.days:
                    yield found

    def alignment(self, lesson: WeeklyLesson, day: date) -> Alignment:
        """What a lesson would become from that day on.

        :raises Invalid: it is over by then (place ``starts``).
        """
        if day > lesson.ends:
            raise Invalid(text("The lesson is over by then."), place="starts")
        after = self._following(lesson)
        if day > lesson.starts:
            after = attrs.evolve(after, id=later_id(lesson, day), starts=day)
        found = self._aligned(lesson, after)
        changes = (one if one.original < day else self._rung(one, after) for one in found.changes)
        return attrs.evolve(found, changes=tuple(changes))

    def clashes_after(self, found: Alignment) -> tuple[Clash, ...]:
        """The clashes the lesson would have."""
        return self._neighbourhood.clashes(self._as_it_would_be(found), found.after.id)

    def align(self, identifier: str, day: date, reason: str, *, despite: str = "") -> WeeklyLesson:
        """Let a lesson have the teacher, the groups and the subgroup of the load and the time of
        the bells from that day on; the days before stay what they are.  Doing it again changes
        nothing.

        Returns the lesson as it is held from then on.

        :raises NotFound: there is no such lesson.
        :raises NotAllowed: the actor may not, or the semester is closed.
        :raises Invalid: it is over by then; no reason; it clashes; see :meth:`Arranging.add`.
        """
        self._require()
        reason = needed_reason(reason)
        lesson = self.store.get(identifier)
        done = self.store.find(later_id(lesson, day))
        if done is not None:
            return done
        found = self.alignment(lesson, day)
        if self._following(lesson) == lesson:
            return lesson
        check_lesson(found.after, self.university, self.weeks)
        schedule = self._as_it_would_be(found)
        check_ids(schedule)
        self._stand(schedule, found.after.id, despite)
        self._keep(found)
        said = "; ".join(filter(None, (reason, despite.strip())))
        self._note("timetable.align", lesson.id, _said(lesson), _said(found.after), said)
        return found.after

    def _following(self, lesson: WeeklyLesson) -> WeeklyLesson:
        assignment = self.university.assignments.get(lesson.assignment)
        groups = assignment.groups
        if set(groups) == set(lesson.groups):
            groups = lesson.groups
        return attrs.evolve(
            lesson,
            teacher=assignment.teacher,
            groups=groups,
            subgroup=assignment.subgroup,
            time=self._time(groups, lesson.slot, lesson.time),
        )

    def _rung(self, change: Change, lesson: WeeklyLesson) -> Change:
        if change.slot is None or change.time is None:
            return change
        return attrs.evolve(change, time=self._time(lesson.groups, change.slot, change.time))

    def _time(self, groups: Iterable[str], slot: int, time: Interval) -> Interval:
        """When the lesson of that number takes place: a stream goes by the bells of one of its
        groups, and a number that no bells have keeps its time."""
        if self.bells_of is None:
            return time
        bells = (self.bells_of(group).times for group in groups)
        times = [one[slot] for one in bells if slot in one]
        return time if time in times or not times else times[0]


def _said(lesson: WeeklyLesson) -> str:
    groups = ", ".join(lesson.groups)
    return f"{written(lesson)} {groups}" + (f"/{lesson.subgroup}" if lesson.subgroup else "")
