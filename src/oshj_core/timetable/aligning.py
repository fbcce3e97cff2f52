"""Lessons of the timetable that the teaching load has left behind follow it again (3.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid
from oshj_core.issuing import needed_reason
from oshj_core.text import text
from oshj_core.timetable.arranging import Arranging, with_lesson, written
from oshj_core.timetable.schedule import Schedule
from oshj_core.timetable.weekly import later_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.timetable.clashes import Clash
    from oshj_core.timetable.occurrence import Change
    from oshj_core.timetable.weekly import WeeklyLesson


@attrs.frozen
class Alignment:
    """What becomes of a weekly lesson: ``ended`` is how it is held until then, ``None`` where
    it has not begun, ``after`` how from then on, on so many ``days``."""

    before: WeeklyLesson
    ended: WeeklyLesson | None
    after: WeeklyLesson
    days: int


@attrs.frozen
class Aligning(Arranging):
    """One actor's work to let the timetable follow the teaching load.

    Hour, weeks and room stay, and so do the ids of all days: what was opened in a journal,
    changed for a day or given to a substitute is the same lesson still.
    """

    def outdated(self, day: date) -> Iterator[Alignment]:
        """What the lessons of the semester would become from that day on that have another
        teacher, other groups or another subgroup than the load, by id."""
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
        ended = None
        if day > lesson.starts:
            ended = attrs.evolve(lesson, ends=day - timedelta(1))
            after = attrs.evolve(after, id=later_id(lesson, day), starts=day, series=lesson.root)
        return Alignment(lesson, ended, after, self.weeks.held(after).bit_count())

    def clashes_after(self, found: Alignment) -> tuple[Clash, ...]:
        """The clashes the lesson would have."""
        return with_lesson(self._schedule(found), found.after.id)

    def align(self, identifier: str, day: date, reason: str, *, despite: str = "") -> WeeklyLesson:
        """Let a lesson have the teacher, the groups and the subgroup of the load from that day
        on; the days before stay what they are.  Doing it again changes nothing.

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
        self._check(found.after)
        schedule = self._schedule(found)
        self._check_ids(schedule)
        self._stand(schedule, found.after.id, despite)
        moved = self._moved(found)
        self.store.put(found.after)
        if found.ended is not None:
            for change in moved:
                self.store.drop_change(lesson.id, change.original)
                self.store.put_change(change)
            self.store.put(found.ended)
        said = "; ".join(filter(None, (reason, despite.strip())))
        self._note("timetable.align", lesson.id, _said(lesson), _said(found.after), said)
        return found.after

    def _following(self, lesson: WeeklyLesson) -> WeeklyLesson:
        assignment = self.university.assignments.get(lesson.assignment)
        groups = assignment.groups
        if set(groups) == set(lesson.groups):
            groups = lesson.groups
        return attrs.evolve(
            lesson, teacher=assignment.teacher, groups=groups, subgroup=assignment.subgroup
        )

    def _moved(self, found: Alignment) -> list[Change]:
        """The changes of single days that go with the lesson."""
        return [
            attrs.evolve(change, lesson=found.after.id)
            for change in self.store.changes_of(found.before.id)
            if found.ended is None or change.original > found.ended.ends
        ]

    def _schedule(self, found: Alignment) -> Schedule:
        """What shares a teacher, a room or a group with the lesson, as it would be."""
        moved = self._moved(found)
        parts = [one for one in (found.ended, found.after) if one is not None]
        known = {one.id: one for one in self._sharing(found.after, moved)}
        known.pop(found.before.id, None)
        others = [
            change
            for identifier in known
            for change in self.store.changes_of(identifier)
            if identifier != found.after.id
        ]
        if found.ended is not None:
            stays = self.store.changes_of(found.before.id)
            others += [one for one in stays if one.original <= found.ended.ends]
        known |= {one.id: one for one in parts}
        return Schedule(self.weeks, known.values(), [*moved, *others], self.key)


def _said(lesson: WeeklyLesson) -> str:
    groups = ", ".join(lesson.groups)
    return f"{written(lesson)} {groups}" + (f"/{lesson.subgroup}" if lesson.subgroup else "")
