"""Which lessons want a teacher, a room or a group of another, and where they clash (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

# The calendar is counted in the weeks of the timetable: each looks the other up when it is asked.
from oshj_core.academic_calendar import teaching
from oshj_core.timetable.clashes import bookings_in, bookings_of, find_clashes
from oshj_core.timetable.index import lesson_of
from oshj_core.timetable.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from oshj_core.ports import University
    from oshj_core.timetable.clashes import Clash
    from oshj_core.timetable.occurrence import Change
    from oshj_core.timetable.ports import TimetableStore
    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks


@attrs.frozen
class Neighbourhood:
    """The timetable of a semester around some of its lessons, as it is or would be.

    ``key`` is the host's key for the ids of occurrences.
    """

    store: TimetableStore
    university: University
    weeks: TeachingWeeks
    key: bytes = b""

    def around(
        self, lessons: Sequence[WeeklyLesson], changes: Iterable[Change], gone: str = ""
    ) -> Schedule:
        """The lessons with their changes, and every other that shares a teacher, a room or a
        group with one of them; ``gone`` is the id of a lesson that they replace."""
        own = {one.id: one for one in lessons}
        changed = list(changes)
        sharing = self._sharing(self.weeks.semester.id, lessons, changed)
        others = {one.id: one for one in sharing if one.id not in own and one.id != gone}
        theirs = (change for other in others for change in self.store.changes_of(other))
        return Schedule(
            self.weeks, [*others.values(), *own.values()], [*changed, *theirs], self.key
        )

    def clashes(self, schedule: Schedule, identifier: str) -> tuple[Clash, ...]:
        """The clashes of a schedule that the weekly lesson of that id is a party of, those with
        lessons of a semester that begins or ends elsewhere meanwhile included."""
        lesson = schedule.lessons[identifier]
        changes = list(schedule.changes_of(identifier).values())
        bookings = list(bookings_of(schedule))
        for weeks in teaching.overlapping(self.university, self.weeks.semester):
            sharing = self._sharing(weeks.semester.id, [lesson], changes)
            others = {one.id: one for one in sharing}
            theirs = (change for other in others for change in self.store.changes_of(other))
            elsewhere = Schedule(weeks, others.values(), theirs, self.key)
            bookings += bookings_in(elsewhere, self.weeks)
        return tuple(
            clash
            for clash in find_clashes(bookings, self.weeks)
            if any(lesson_of(party) == identifier for party in clash.parties)
        )

    def _sharing(
        self, semester: str, lessons: Iterable[WeeklyLesson], changes: Iterable[Change]
    ) -> Iterator[WeeklyLesson]:
        known = {one.id: one for one in lessons}
        groups = {group for one in known.values() for group in one.groups}
        teachers = {one.teacher for one in known.values()}
        rooms = {(one.building, one.room) for one in known.values()}
        for change in changes:
            lesson = known[change.lesson]
            building = lesson.building if change.building is None else change.building
            rooms.add((building, lesson.room if change.room is None else change.room))
            teachers.add(change.teacher or lesson.teacher)
        for group in groups:
            yield from self.store.of_group(semester, group)
        for teacher in teachers - {""}:
            yield from self.store.of_teacher(semester, teacher)
        for building, room in rooms:
            if room:
                yield from self.store.in_room(semester, building, room)
