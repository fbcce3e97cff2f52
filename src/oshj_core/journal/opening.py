"""Opening a lesson for everybody who sits in it: one group, or all groups of a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import normalise
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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
) -> Lesson:
    """Open one lesson, under one id, in the journals of all groups of the assignment (3.4).

    An hour that is open in one of them keeps its id; opening it again changes nothing.

    :raises NotAllowed: not the actor's assignment; a module is locked.
    :raises Invalid: see :meth:`oshj_core.journal.Journal.open_lesson`; no such slot of the
        day; the id stands for another lesson.
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
    opened = [
        journal.open_lesson(assignment, day, slot, identifier, room=room) for journal in journals
    ]
    return opened[0]
