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
    from collections.abc import Callable, Iterable, Iterator

    from oshj_core.calendar import Semester
    from oshj_core.timetable.weekly import WeeklyLesson

_EVERY_SECOND = sum(1 << week for week in range(0, 106, 2))
_EVERY = -1


@attrs.frozen(slots=False)
class TeachingWeeks:
    """A semester's weeks from Monday to Sunday; week 1 is the one in which it begins.

    ``holidays`` are the days on which no weekly lesson is held (configuration of a host).  Where
    they are not the same for everybody, ``days_off`` tells those of a group instead, and a lesson
    is held while one of its groups has lessons.  ``counted_from`` is a day of week 1, where that
    is not the semester's first: weeks before it are numbered 0 and below.

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
    days_off: Callable[[str], frozenset[date]] | None = attrs.field(
        default=None, eq=False, repr=False
    )
    counted_from: date | None = None
    _known: dict[tuple[int, Weeks, date, date], int] = attrs.field(
        init=False, eq=False, repr=False, factory=dict
    )
    _off: dict[str, tuple[int, ...]] = attrs.field(init=False, eq=False, repr=False, factory=dict)

    @cached_property
    def monday(self) -> date:
        """The Monday of the week in which the semester begins."""
        return _monday(self.semester.starts)

    @cached_property
    def _before(self) -> int:
        """How many weeks lie before week 1."""
        counted = self.counted_from or self.semester.starts
        return (_monday(counted) - self.monday).days // 7

    @property
    def first(self) -> int:
        """The number of the first week."""
        return 1 - self._before

    @cached_property
    def last(self) -> int:
        """The number of the last week."""
        return self.week_of(self.semester.ends)

    def __contains__(self, day: date) -> bool:
        return self.semester.starts <= day <= self.semester.ends

    def week_of(self, day: date) -> int:
        """The number of the week of that day; 0 and below before the semester."""
        return (day - self.monday).days // 7 + self.first

    def parity(self, day: date) -> Weeks:
        """Whether the day lies in an odd or an even week."""
        return Weeks.ODD if self.week_of(day) % 2 else Weeks.EVEN

    def day(self, week: int, weekday: int) -> date:
        """The day of that week."""
        return self.monday + timedelta((week - self.first) * 7 + weekday - 1)

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

    def is_off(self, groups: Iterable[str], day: date) -> bool:
        """Whether none of the groups has weekly lessons on that day of the semester."""
        return bool(self._without(groups, day.isoweekday()) & self.bit(day))

    def _without(self, groups: Iterable[str], weekday: int) -> int:
        """The weeks in which none of the groups has lessons on that day of the week."""
        if self.days_off is None:
            return self._holidays[weekday]
        off = -1
        for group in groups:
            if group not in self._off:
                self._off[group] = self._by_weekday(self.days_off(group))
            off &= self._off[group][weekday]
        return off

    @cached_property
    def _holidays(self) -> tuple[int, ...]:
        return self._by_weekday(self.holidays)

    def _by_weekday(self, days: Iterable[date]) -> tuple[int, ...]:
        """For each day of the week, the weeks in which it is one of those days."""
        off = [0] * 8
        for day in days:
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
        named = _EVERY
        if lesson.weeks is not Weeks.EVERY:
            odd = lesson.weeks is Weeks.ODD
            named = _EVERY_SECOND << (odd == bool(self._before % 2))
        return (1 << high + 1) - (1 << low) & named

    def plans(self, lesson: WeeklyLesson, day: date) -> bool:
        """Whether the lesson's weekday, parity and validity name the day, be it a holiday."""
        if day not in self or day.isoweekday() != lesson.weekday:
            return False
        return bool(self.originals(lesson) & self.bit(day))

    def held(self, lesson: WeeklyLesson) -> int:
        """The weeks in which the lesson is held unless a change says otherwise."""
        weeks = self.originals(lesson)
        return weeks if lesson.extra else weeks & ~self._without(lesson.groups, lesson.weekday)


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
