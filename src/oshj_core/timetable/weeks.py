"""The teaching weeks of a semester: their numbers, their parity, their days without lessons.

Sets of weeks are integers, bit *n* standing for the *n*-th week from 0, so that the weeks two
lessons share are found by one ``&``.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from oshj_core.timetable.weekly import Weeks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oshj_core.calendar import Semester
    from oshj_core.timetable.weekly import WeeklyLesson

_EVERY_SECOND = sum(1 << week for week in range(0, 106, 2))
_PARITY = {Weeks.EVERY: -1, Weeks.ODD: _EVERY_SECOND, Weeks.EVEN: _EVERY_SECOND << 1}


@attrs.frozen(slots=False)
class TeachingWeeks:
    """A semester's weeks from Monday to Sunday; week 1 is the one in which it begins.

    ``holidays`` are the days on which no weekly lesson is held (configuration of a host).

    >>> from oshj_core.calendar import Semester
    >>> weeks = TeachingWeeks(
    ...     Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24))
    ... )
    >>> weeks.week_of(date(2026, 9, 6)), weeks.week_of(date(2026, 9, 7))
    (1, 2)
    >>> weeks.parity(date(2026, 9, 7))
    <Weeks.EVEN: 'even'>
    """

    semester: Semester
    holidays: frozenset[date] = frozenset()
    _known: dict[tuple[int, Weeks, date, date], int] = attrs.field(
        init=False, eq=False, repr=False, factory=dict
    )

    @cached_property
    def monday(self) -> date:
        """The Monday of week 1."""
        return self.semester.starts - timedelta(self.semester.starts.weekday())

    @cached_property
    def last(self) -> int:
        """The number of the last week."""
        return self.week_of(self.semester.ends)

    def __contains__(self, day: date) -> bool:
        return self.semester.starts <= day <= self.semester.ends

    def week_of(self, day: date) -> int:
        """The number of the week of that day; 0 and below before the semester."""
        return (day - self.monday).days // 7 + 1

    def parity(self, day: date) -> Weeks:
        """Whether the day lies in an odd or an even week."""
        return Weeks.ODD if self.week_of(day) % 2 else Weeks.EVEN

    def day(self, week: int, weekday: int) -> date:
        """The day of that week."""
        return self.monday + timedelta((week - 1) * 7 + weekday - 1)

    def bit(self, day: date) -> int:
        """The set that holds the week of that day alone; the day lies in the semester."""
        return 1 << (day - self.monday).days // 7

    def days(self, weekday: int, weeks: int) -> Iterator[date]:
        """That day of each of the weeks in the set, in order."""
        day = self.monday + timedelta(weekday - 1)
        while weeks:
            if weeks & 1:
                yield day
            weeks >>= 1
            day += timedelta(7)

    @cached_property
    def _holidays(self) -> tuple[int, ...]:
        """For each day of the week, the weeks in which it is a holiday."""
        off = [0] * 8
        for day in self.holidays:
            if day in self:
                off[day.isoweekday()] |= self.bit(day)
        return tuple(off)

    def originals(self, lesson: WeeklyLesson) -> int:
        """The weeks that the lesson's parity and validity name, holidays included."""
        key = (lesson.weekday, lesson.weeks, lesson.starts, lesson.ends)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._originals(lesson)
        return found

    def _originals(self, lesson: WeeklyLesson) -> int:
        first = max(lesson.starts, self.semester.starts) - self.monday
        last = min(lesson.ends, self.semester.ends) - self.monday
        # The weekday's first day not before `first`, its last one not after `last`.
        low = -((lesson.weekday - 1 - first.days) // 7)
        high = (last.days - lesson.weekday + 1) // 7
        if high < low:
            return 0
        return (1 << high + 1) - (1 << low) & _PARITY[lesson.weeks]

    def held(self, lesson: WeeklyLesson) -> int:
        """The weeks in which the lesson is held unless a change says otherwise."""
        weeks = self.originals(lesson)
        return weeks if lesson.extra else weeks & ~self._holidays[lesson.weekday]
