"""What a host implements to keep a timetable; see :class:`oshj_core.testing.MemoryTimetable`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from oshj_core.timetable.occurrence import Change
    from oshj_core.timetable.weekly import WeeklyLesson


class TimetableStore(Protocol):
    """Weekly lessons by id and the changes of their days.  Occurrences are never stored, their
    ids follow from ``key``.

    The questions for a teacher or a room also give the lessons that a change brings to the
    teacher or the room on some day.
    """

    @property
    def key(self) -> bytes:
        """The host's key for the ids of occurrences; empty for ids that need not be secret."""
        ...

    def get(self, identifier: str) -> WeeklyLesson:
        """The lesson.  Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> WeeklyLesson | None:
        """The lesson, or ``None``."""
        ...

    def put(self, lesson: WeeklyLesson) -> None:
        """Add the lesson or replace the one with its id; its changes stay."""
        ...

    def remove(self, identifier: str) -> None:
        """Remove the lesson and its changes.  Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def in_semester(self, semester: str) -> Sequence[WeeklyLesson]:
        """All lessons of the semester, by id."""
        ...

    def of_teacher(self, semester: str, teacher: str) -> Sequence[WeeklyLesson]:
        """The lessons the teacher gives, always or on some day, by id."""
        ...

    def of_group(self, semester: str, group: str) -> Sequence[WeeklyLesson]:
        """The lessons of the group, whole, divided or in a stream, by id."""
        ...

    def in_room(self, semester: str, building: str, room: str) -> Sequence[WeeklyLesson]:
        """The lessons held in the room, always or on some day, by id."""
        ...

    def changes_of(self, lesson: str) -> Sequence[Change]:
        """The changes of a lesson by the day it was planned for; none for an unknown one."""
        ...

    def put_change(self, change: Change) -> None:
        """Add the change or replace that of the same lesson and day.

        Raises :class:`oshj_core.errors.NotFound` where the lesson is not there.
        """
        ...

    def drop_change(self, lesson: str, original: date) -> None:
        """Remove it: the day is as planned.  Raises :class:`oshj_core.errors.NotFound`."""
        ...
