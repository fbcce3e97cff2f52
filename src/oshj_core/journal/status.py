"""Whether a lesson has been filled in on its day (4.3), and how much of a journal has."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from oshj_core.journal.reading import JournalReader
from oshj_core.ports import Lesson
from oshj_core.register import Field


class LessonStatus(Enum):
    """How far a lesson is filled in."""

    NOT_STARTED = "not-started"
    OPEN = "open"
    FILLED = "filled"
    OVERDUE = "overdue"


def lesson_status(journal: JournalReader, lesson: Lesson) -> LessonStatus:
    """Filled is a lesson with its topic and the attendance of every member; one that is not,
    and whose day is over, is overdue (4.3)."""
    state = journal.state(lesson)
    marked = [
        (slot, Field.ATTENDANCE) in state.cells for slot, _ in journal.members_on(lesson)
    ]
    if state.facts.get("topic") and all(marked):
        return LessonStatus.FILLED
    if lesson.date < journal.act.today:
        return LessonStatus.OVERDUE
    return LessonStatus.OPEN if any(marked) else LessonStatus.NOT_STARTED


def fill_in(journal: JournalReader, lessons: Iterable[Lesson]) -> tuple[int, int]:
    """How many of these lessons are filled in, and how many there are."""
    statuses = [lesson_status(journal, lesson) for lesson in lessons]
    return statuses.count(LessonStatus.FILLED), len(statuses)
