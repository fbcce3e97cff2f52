"""Whether a lesson has been filled in on its day (4.3), and how much of a journal has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from itertools import product
from typing import NamedTuple

from oshj_core.journal.reading import JournalReader
from oshj_core.ports import Lesson
from oshj_core.register import Field, SheetState


class LessonStatus(Enum):
    """How far a lesson is filled in."""

    NOT_STARTED = "not-started"
    """Nothing has been entered, and the day is not over."""
    OPEN = "open"
    """Something is entered, something is missing."""
    FILLED = "filled"
    """The topic is named and everybody's attendance is marked."""
    OVERDUE = "overdue"
    """The day of the lesson is over and something is missing."""


def status_of(state: SheetState, slots: Iterable[int], day: date, today: date) -> LessonStatus:
    """The status on ``today`` of a lesson held on ``day`` for the students in ``slots``."""
    topic = bool(state.facts.get("topic"))
    if topic and all(map(state.cells.__contains__, product(slots, (Field.ATTENDANCE,)))):
        return LessonStatus.FILLED
    if day < today:  # 4.3: the journal is filled in on the day the lesson is held
        return LessonStatus.OVERDUE
    return LessonStatus.OPEN if topic or state.cells else LessonStatus.NOT_STARTED


def lesson_status(journal: JournalReader, lesson: Lesson) -> LessonStatus:
    """The status of a lesson of the journal on the day of the act."""
    slots = [slot for slot, _ in journal.members_on(lesson)]
    return status_of(journal.state(lesson), slots, lesson.date, journal.act.today)


class FillIn(NamedTuple):
    """How many of the lessons are filled in (толтурулуу деңгээли)."""

    filled: int
    lessons: int

    @property
    def percent(self) -> int | None:
        """Whole percents, rounded down so that only what is full shows 100; ``None`` where
        there is no lesson."""
        return self.filled * 100 // self.lessons if self.lessons else None


def fill_in(journal: JournalReader, lessons: Iterable[Lesson] | None = None) -> FillIn:
    """The fill-in of those ``lessons`` of the journal, of all by default."""
    counted = journal.register.lessons() if lessons is None else lessons
    statuses = [lesson_status(journal, lesson) for lesson in counted]
    return FillIn(statuses.count(LessonStatus.FILLED), len(statuses))
