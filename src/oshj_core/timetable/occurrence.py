"""One lesson on one day: its id, and what a change makes of it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from typing import TYPE_CHECKING

import attrs

from oshj_core.clock_times import Interval
from oshj_core.errors import Invalid
from oshj_core.journal.ids import LESSON_BYTES, lesson_id
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.timetable.weekly import WeeklyLesson


def occurrence_id(lesson: str, original: date, key: bytes = b"") -> str:
    """The id of the weekly lesson's occurrence that was planned for the day ``original``.

    48 bits of an HMAC-SHA-256 under the host's ``key``, written like any lesson's id: nothing
    needs to be stored before the lesson is opened, and a move or a cancellation, which leave
    the lesson and its first day alone, leave the id alone.

    >>> from datetime import date
    >>> occurrence_id("monday-algebra", date(2026, 9, 7))
    'i3uz4h56dm'
    """
    named = f"{lesson}\n{original.isoformat()}".encode()
    return lesson_id(hmac.digest(key, named, "sha256")[:LESSON_BYTES])


@attrs.frozen
class Change:
    """How one occurrence differs from its weekly lesson; ``None`` is "as planned".

    ``lesson`` and ``original`` name the occurrence.  A ``cancelled`` one changes nothing else;
    ``slot`` and ``time`` change together.  ``at`` is when it was made, in milliseconds since
    the epoch, 0 where nobody knows; it makes no difference.

    :raises Invalid: these rules are broken (place: the field).
    """

    lesson: str
    original: date
    cancelled: bool = False
    day: date | None = None
    slot: int | None = None
    time: Interval | None = None
    room: str | None = None
    building: str | None = None
    teacher: str | None = None
    reason: str = ""
    at: int = attrs.field(default=0, eq=False)

    def __attrs_post_init__(self) -> None:
        if (self.slot is None) != (self.time is None):
            raise Invalid(
                text("The number and the time of a lesson change together."), place="slot"
            )
        if self.cancelled and any(value is not None for value in self._differences):
            raise Invalid(text("A cancelled lesson changes nothing else."), place="cancelled")

    @property
    def mark(self) -> str:
        """The same for equal changes, else different (SHA-256, hex)."""
        return hashlib.sha256(repr(attrs.evolve(self, at=0)).encode()).hexdigest()

    @property
    def _differences(self) -> tuple[object, ...]:
        return (self.day, self.slot, self.time, self.room, self.building, self.teacher)


@attrs.frozen
class Occurrence:
    """A lesson of the timetable on a day.

    ``id`` stays what it is under every change; ``lesson`` and ``original`` are what it is made
    of.  ``change`` is what differs from the weekly lesson.
    """

    id: str
    lesson: str
    original: date
    assignment: str
    day: date
    slot: int
    time: Interval
    teacher: str
    groups: tuple[str, ...]
    subgroup: int = 0
    room: str = ""
    building: str = ""
    extra: bool = False
    change: Change | None = None

    @property
    def cancelled(self) -> bool:
        """Whether it is not held."""
        return self.change is not None and self.change.cancelled

    @property
    def moved(self) -> bool:
        """Whether it takes place on another day or at another time than planned."""
        change = self.change
        return change is not None and (change.day is not None or change.slot is not None)

    @property
    def weekday(self) -> int:
        """1 (Monday) to 7."""
        return self.day.isoweekday()


def occurrence_of(
    lesson: WeeklyLesson, original: date, change: Change | None = None, key: bytes = b""
) -> Occurrence:
    """The occurrence of a weekly lesson that was planned for that day."""
    identifier = occurrence_id(lesson.root, original, key)
    planned = Occurrence(
        identifier,
        lesson.id,
        original,
        lesson.assignment,
        original,
        lesson.slot,
        lesson.time,
        lesson.teacher,
        lesson.groups,
        lesson.subgroup,
        lesson.room,
        lesson.building,
        lesson.extra,
        change,
    )
    if change is None:
        return planned
    differences = {
        name: value
        for name in ("day", "slot", "time", "room", "building", "teacher")
        if (value := getattr(change, name)) is not None
    }
    return attrs.evolve(planned, **differences)
