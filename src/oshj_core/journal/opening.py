"""Opening a lesson for everybody who sits in it: one group, or all groups of a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.academic_calendar.resolving import calendar_of
from oshj_core.errors import Invalid
from oshj_core.issuing import needed_reason
from oshj_core.kyrgyz import format_date, normalise
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from oshj_core.academic_calendar import periods
    from oshj_core.journal.writing import Journal
    from oshj_core.ports import Lesson
    from oshj_core.structure import Assignment

MAX_ROOM = 40


def open_for_all(
    journals: Sequence[Journal],
    assignment: Assignment,
    day: date,
    slot: int,
    identifier: str,
    *,
    room: str = "",
    planned: bool = False,
    despite: str = "",
) -> Lesson:
    """Open one lesson, under one id, in the journals of all groups of the assignment (3.4).

    An hour that is open in one of them keeps its id; opening it again changes nothing.

    :param planned: the timetable puts the lesson on that very day: an extra or moved one.
    :param despite: why it is held although the calendar has no lessons on that day.
    :raises NotAllowed: not the actor's assignment; a module is locked.
    :raises Invalid: see :meth:`oshj_core.journal.Journal.open_lesson`; no such slot of the
        day; the id stands for another lesson; a holiday, a session or a vacation of all of the
        groups, and no reason (place ``despite``).
    """
    room = normalise(room)
    if len(room) > MAX_ROOM:
        raise Invalid(text("At most ${limit} characters fit here.", limit=MAX_ROOM), place="room")
    hour = (assignment.id, day, slot)
    for journal in journals:
        for lesson in journal.register.lessons():
            if (lesson.assignment, lesson.date, lesson.slot) == hour:
                identifier = lesson.id
    for journal in journals:
        for lesson in journal.register.lessons():
            taken = (lesson.assignment, lesson.date, lesson.slot) != hour
            if lesson.id == identifier and taken:
                raise Invalid(text("The id stands for another lesson."), place="lesson")
    is_open = any(
        (lesson.assignment, lesson.date, lesson.slot) == hour
        for journal in journals
        for lesson in journal.register.lessons()
    )
    if not (planned or is_open):
        _check_day(journals, day, despite)
    opened = [
        journal.open_lesson(assignment, day, slot, identifier, room=room) for journal in journals
    ]
    return opened[0]


def day_off(journals: Sequence[Journal], day: date) -> periods.Period | None:
    """Why the groups have no lessons on that day; ``None`` where one of them has."""
    reasons = [_day_off(journal, day) for journal in journals]
    return reasons[0] if all(reasons) else None


def _day_off(journal: Journal, day: date) -> periods.Period | None:
    group, year = journal.register.group, journal.semester.year
    return calendar_of(journal.university, group, year).on(day).off


def _check_day(journals: Sequence[Journal], day: date, despite: str) -> None:
    off = day_off(journals, day)
    if off is None:
        return
    if not normalise(despite):
        # Lessons are made up on such days too; but most often the date is a mistake.
        raise Invalid(
            text(
                "No lessons are held on ${day}: ${period}.", day=format_date(day), period=off.title
            ),
            place="despite",
            clause="4.3",
            advice=text("Check the date; if the lesson is held all the same, say why."),
        )
    needed_reason(despite)
