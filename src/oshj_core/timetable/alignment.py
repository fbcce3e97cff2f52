"""A weekly lesson that is held otherwise from a day on: its days, and what hangs on them (3.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid
from oshj_core.text import text
from oshj_core.timetable.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from oshj_core.delegation import Substitution, Substitutions
    from oshj_core.timetable.occurrence import Change, Occurrence
    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks


@attrs.frozen
class Alignment:
    """What becomes of a weekly lesson: ``ended`` is how it is held until then, ``None`` where
    it has not begun, ``after`` how from then on, on so many ``days``.  ``changes`` are those of
    single days that stay, each by the id of the lesson that has its day."""

    before: WeeklyLesson
    ended: WeeklyLesson | None
    after: WeeklyLesson
    days: int
    changes: tuple[Change, ...] = ()

    @property
    def lessons(self) -> tuple[WeeklyLesson, ...]:
        """What takes the place of the lesson."""
        return (self.after,) if self.ended is None else (self.ended, self.after)


def aligned(
    weeks: TeachingWeeks, before: WeeklyLesson, after: WeeklyLesson, changes: Iterable[Change]
) -> Alignment:
    """``before`` until the first day of ``after``, then that one, under its own id: its days
    have the ids they would have had.

    :param changes: those of ``before``.
    """
    after = attrs.evolve(after, series=before.root if after.id != before.id else before.series)
    ended = None
    if after.starts > before.starts:
        ended = attrs.evolve(before, ends=after.starts - timedelta(1))
    stay = []
    for change in changes:
        if ended is not None and change.original <= ended.ends:
            stay.append(change)
        elif weeks.plans(after, change.original):
            stay.append(attrs.evolve(change, lesson=after.id))
    return Alignment(before, ended, after, weeks.held(after).bit_count(), tuple(stay))


@attrs.frozen
class DroppedDay:
    """A day that a lesson no longer has though something hung on it: a change, or the
    ``taken`` substitutions that name it."""

    day: Occurrence
    taken: tuple[Substitution, ...] = ()


def dropped_days(
    schedule: Schedule,
    lesson: WeeklyLesson,
    after: Iterable[WeeklyLesson],
    substitutions: Substitutions | None = None,
) -> Iterator[DroppedDay]:
    """The days of a lesson of the schedule that none of the lessons in its place has."""
    weeks = schedule.weeks
    gone = weeks.originals(lesson)
    for one in after:
        if (one.root, one.weekday) == (lesson.root, lesson.weekday):
            gone &= ~weeks.originals(one)
    if not gone:
        return
    for day in sorted(schedule.occurrences(lesson), key=lambda one: one.original):
        if weeks.bit(day.original) & gone:
            taken = _taken(day, substitutions)
            if taken or day.change is not None:
                yield DroppedDay(day, taken)


def dropping_refused(dropped: Collection[DroppedDay]) -> Invalid:
    """The refusal of days that are dropped and nobody said so (place ``dropping``)."""
    return Invalid(
        text("Days with a change or a substitute are dropped: ${count}", count=len(dropped)),
        place="dropping",
        clause="3.2",
        advice=text("See which they are, and say that they are dropped."),
    )


def _taken(day: Occurrence, substitutions: Substitutions | None) -> tuple[Substitution, ...]:
    known = () if substitutions is None else substitutions.for_teacher(day.teacher)
    return tuple(one for one in known if day.id in one.lessons and one.lasts_on(day.day))
