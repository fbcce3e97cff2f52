"""How many lessons of the timetable a change of the calendar would leave out or bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.consequences import Year
from oshj_core.academic_calendar.resolving import GroupCalendar, place_of
from oshj_core.academic_calendar.teaching import days_without
from oshj_core.timetable.weeks import TeachingWeeks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.academic_calendar import periods
    from oshj_core.academic_calendar.resolving import Place
    from oshj_core.ports import University
    from oshj_core.timetable.weekly import WeeklyLesson


@attrs.frozen
class HeldLessons:
    """So many lessons of the timetable would be left out, so many held again."""

    dropped: int = 0
    restored: int = 0


def held_lessons(
    university: University,
    lessons: Iterable[WeeklyLesson],
    before: periods.Period | None,
    after: periods.Period | None,
) -> HeldLessons:
    """Count over the ``lessons`` what changes when ``after`` stands in place of ``before``.

    A lesson of several groups is held while one of them has lessons.  Changes of single days
    are not counted.
    """
    known = before or after
    if known is None:
        return HeldLessons()
    now = Year.of(university, known.year)
    counted = _Counter(university, known.year, (now, now.changed(before, after)))
    dropped = restored = 0
    for lesson in lessons:
        if lesson.semester in now.semesters:
            was, will = (counted.held(year, lesson) for year in (0, 1))
            dropped += (was & ~will).bit_count()
            restored += (will & ~was).bit_count()
    return HeldLessons(dropped, restored)


@attrs.define
class _Counter:
    university: University
    number: int
    years: tuple[Year, Year]
    _places: dict[str, Place] = attrs.field(factory=dict, init=False)
    _weeks: dict[tuple[int, str, Place], TeachingWeeks] = attrs.field(factory=dict, init=False)

    def held(self, which: int, lesson: WeeklyLesson) -> int:
        """The weeks in which the lesson is held, as a set of bits."""
        held = 0
        for group in lesson.groups:
            held |= self._of(which, lesson.semester, self._place(group)).held(lesson)
        return held

    def _place(self, group: str) -> Place:
        if group not in self._places:
            self._places[group] = place_of(self.university, group, self.number)
        return self._places[group]

    def _of(self, which: int, semester: str, place: Place) -> TeachingWeeks:
        key = (which, semester, place)
        if key not in self._weeks:
            year = self.years[which]
            calendar = GroupCalendar.of(place, year.periods)
            # Weeks are counted from the same Monday before and after.
            whole = self.years[0].semesters[semester]
            own = calendar.semester(year.semesters[semester])
            self._weeks[key] = TeachingWeeks(whole, days_without(calendar, whole, own))
        return self._weeks[key]
