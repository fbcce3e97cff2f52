"""Weekly lessons and their changes, expanded into days only as far as somebody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.errors import Invalid, NotFound
from oshj_core.text import text
from oshj_core.timetable.occurrence import occurrence_id, occurrence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from oshj_core.timetable.occurrence import Change, Occurrence
    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks


class Schedule:
    """A selection of a semester's timetable: a group's, a teacher's, a room's, or all of it.

    ``key`` is the host's key of :func:`oshj_core.timetable.occurrence_id`.

    :raises Invalid: a lesson of another semester; a lesson or a change that comes twice; a
        change of a lesson that is not there.  The place is the id of the lesson.
    """

    def __init__(
        self,
        weeks: TeachingWeeks,
        lessons: Iterable[WeeklyLesson],
        changes: Iterable[Change] = (),
        key: bytes = b"",
    ) -> None:
        self.weeks = weeks
        self.key = key
        self.lessons: dict[str, WeeklyLesson] = {}
        self._changes: dict[str, dict[date, Change]] = {}
        for lesson in lessons:
            if lesson.semester != weeks.semester.id:
                raise Invalid(text("The lesson is of another semester."), place=lesson.id)
            if lesson.id in self.lessons:
                raise Invalid(text("The lesson is there twice."), place=lesson.id)
            self.lessons[lesson.id] = lesson
        for change in changes:
            if change.lesson not in self.lessons:
                raise Invalid(text("The change is of no lesson here."), place=change.lesson)
            of_lesson = self._changes.setdefault(change.lesson, {})
            if change.original in of_lesson:
                raise Invalid(text("The lesson of that day is changed twice."), place=change.lesson)
            of_lesson[change.original] = change

    def changes_of(self, lesson: str) -> Mapping[date, Change]:
        """The changes of a weekly lesson by the day it was planned for."""
        return self._changes.get(lesson, {})

    def in_force(self, lesson: WeeklyLesson) -> Iterator[Change]:
        """The changes of days on which the lesson is planned.

        A lesson that falls on a holiday is not held, unless a change moves it to another day.
        """
        originals = self.weeks.originals(lesson)
        held = self.weeks.held(lesson)
        for original, change in self.changes_of(lesson.id).items():
            if original not in self.weeks or original.isoweekday() != lesson.weekday:
                continue
            week = self.weeks.bit(original)
            if week & (held if change.day is None else originals):
                yield change

    def occurrences(self, lesson: WeeklyLesson, weeks: int = -1) -> Iterator[Occurrence]:
        """What is planned for those weeks, all by default, cancelled and moved ones included.

        The unchanged ones come first, by day; then the changed ones.
        """
        plain = self.weeks.held(lesson) & weeks
        for change in self.in_force(lesson):
            plain &= ~self.weeks.bit(change.original)
        for day in self.weeks.days(lesson.weekday, plain):
            yield occurrence_of(lesson, day, key=self.key)
        yield from self.changed(lesson)

    def changed(self, lesson: WeeklyLesson) -> Iterator[Occurrence]:
        """The occurrences that a change in force is about."""
        for change in self.in_force(lesson):
            yield occurrence_of(lesson, change.original, change, self.key)

    def between(self, first: date, last: date) -> tuple[Occurrence, ...]:
        """What takes place, or was cancelled, from ``first`` to ``last``, by day and time."""
        semester = self.weeks.semester
        low, high = max(first, semester.starts), min(last, semester.ends)
        weeks = 0
        if low <= high:
            weeks = (self.weeks.bit(high) << 1) - self.weeks.bit(low)
        found = (
            occurrence
            for lesson in self.lessons.values()
            for occurrence in self.occurrences(lesson, weeks)
            if first <= occurrence.day <= last
        )
        return tuple(sorted(found, key=lambda one: (one.day, one.time, one.slot, one.id)))

    def day(self, day: date) -> tuple[Occurrence, ...]:
        """What takes place, or was cancelled, on that day, by time."""
        return self.between(day, day)

    def week(self, number: int) -> dict[date, tuple[Occurrence, ...]]:
        """The week of that number, day by day from Monday to Sunday."""
        days = [self.weeks.day(number, weekday) for weekday in range(1, 8)]
        found: dict[date, list[Occurrence]] = {day: [] for day in days}
        for occurrence in self.between(days[0], days[-1]):
            found[occurrence.day].append(occurrence)
        return {day: tuple(occurrences) for day, occurrences in found.items()}

    def find(self, identifier: str) -> Occurrence:
        """The occurrence of that id, cancelled and moved ones included.

        :raises NotFound: nothing of that id is planned here.
        """
        for lesson in self.lessons.values():
            for original in self.weeks.days(lesson.weekday, self.weeks.originals(lesson)):
                if occurrence_id(lesson.root, original, self.key) == identifier:
                    week = self.weeks.bit(original)
                    for occurrence in self.occurrences(lesson, week):
                        if occurrence.id == identifier:
                            return occurrence
        raise NotFound("lesson", identifier)

    def same_ids(self) -> tuple[tuple[str, str], ...]:
        """Pairs of weekly lessons of which two occurrences have one id.

        48 bits can agree by chance.  Whoever adds a lesson asks: under another id of its own
        the lesson has other occurrences.
        """
        known: dict[str, str] = {}
        pairs = []
        for lesson in self.lessons.values():
            for original in self.weeks.days(lesson.weekday, self.weeks.originals(lesson)):
                identifier = occurrence_id(lesson.root, original, self.key)
                if identifier in known:
                    pairs.append((known[identifier], lesson.id))
                known.setdefault(identifier, lesson.id)
        return tuple(pairs)
