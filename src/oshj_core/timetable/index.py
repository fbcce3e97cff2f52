"""Which lessons stand in the way of a new one, without looking at the whole timetable."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from oshj_core.errors import NotFound
from oshj_core.timetable.clashes import Booking, Clash, find_clashes
from oshj_core.timetable.occurrence import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks

_Key = tuple[str, str, str, int]


def lesson_of(booked: WeeklyLesson | Occurrence) -> str:
    """The id of the weekly lesson that this is, or is an occurrence of."""
    return booked.lesson if isinstance(booked, Occurrence) else booked.id


class ClashIndex:
    """The bookings of a semester by what they occupy, kept while somebody plans.

    A question costs as much as the lessons of the same teacher, room and groups on that day of
    the week, however large the university is.
    """

    def __init__(self, weeks: TeachingWeeks, bookings: Iterable[Booking] = ()) -> None:
        self.weeks = weeks
        self._of_lesson: defaultdict[str, list[Booking]] = defaultdict(list)
        self._at: defaultdict[_Key, list[Booking]] = defaultdict(list)
        for booking in bookings:
            self.add(booking)

    def add(self, booking: Booking) -> None:
        """Take a booking in."""
        self._of_lesson[lesson_of(booking.lesson)].append(booking)
        for key in _keys(booking):
            self._at[key].append(booking)

    def remove(self, lesson: str) -> None:
        """Drop all bookings of a weekly lesson.  Raises :class:`~oshj_core.errors.NotFound`."""
        if lesson not in self._of_lesson:
            raise NotFound("lesson", lesson)
        for booking in self._of_lesson.pop(lesson):
            for key in _keys(booking):
                self._at[key] = [one for one in self._at[key] if one is not booking]

    def clashes_with(self, *bookings: Booking) -> tuple[Clash, ...]:
        """The clashes the bookings of one lesson would bring, among themselves or with others.

        What the index holds of the same lesson does not count: it is what they replace.
        """
        new = {lesson_of(booking.lesson) for booking in bookings}
        near: dict[int, Booking] = {}
        for booking in bookings:
            for key in _keys(booking):
                for other in self._at.get(key, ()):
                    if lesson_of(other.lesson) not in new and _may_meet(booking, other):
                        near[id(other)] = other
        found = find_clashes([*bookings, *near.values()], self.weeks)
        return tuple(
            clash for clash in found if any(lesson_of(one) in new for one in clash.parties)
        )


def _may_meet(one: Booking, other: Booking) -> bool:
    at_once = one.lesson.time.overlaps(other.lesson.time)
    return bool(one.weeks & other.weeks) and (at_once or one.lesson.slot == other.lesson.slot)


def _keys(booking: Booking) -> Iterator[_Key]:
    lesson = booking.lesson
    if lesson.teacher:
        yield "teacher", lesson.teacher, "", lesson.weekday
    if lesson.room:
        yield "room", lesson.room, lesson.building, lesson.weekday
    for group in lesson.groups:
        yield "group", group, "", lesson.weekday
