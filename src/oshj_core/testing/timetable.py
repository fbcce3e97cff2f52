"""A timetable in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oshj_core.errors import NotFound
from oshj_core.timetable import Change, WeeklyLesson


class MemoryTimetable:
    """Weekly lessons and their changes in memory."""

    key = b""

    def __init__(self) -> None:
        self._lessons: dict[str, WeeklyLesson] = {}
        self._changes: dict[str, dict[date, Change]] = {}

    def get(self, identifier: str) -> WeeklyLesson:
        try:
            return self._lessons[identifier]
        except KeyError:
            raise NotFound("lesson", identifier) from None

    def find(self, identifier: str) -> WeeklyLesson | None:
        return self._lessons.get(identifier)

    def put(self, lesson: WeeklyLesson) -> None:
        self._lessons[lesson.id] = lesson

    def remove(self, identifier: str) -> None:
        self.get(identifier)
        del self._lessons[identifier]
        self._changes.pop(identifier, None)

    def in_semester(self, semester: str) -> Sequence[WeeklyLesson]:
        ordered = (self._lessons[identifier] for identifier in sorted(self._lessons))
        return [lesson for lesson in ordered if lesson.semester == semester]

    def of_teacher(self, semester: str, teacher: str) -> Sequence[WeeklyLesson]:
        return [
            lesson
            for lesson in self.in_semester(semester)
            if lesson.teacher == teacher
            or any(change.teacher == teacher for change in self.changes_of(lesson.id))
        ]

    def of_group(self, semester: str, group: str) -> Sequence[WeeklyLesson]:
        return [lesson for lesson in self.in_semester(semester) if group in lesson.groups]

    def in_room(self, semester: str, building: str, room: str) -> Sequence[WeeklyLesson]:
        return [
            lesson
            for lesson in self.in_semester(semester)
            if (building, room) in self._rooms(lesson)
        ]

    def _rooms(self, lesson: WeeklyLesson) -> set[tuple[str, str]]:
        rooms = {(lesson.building, lesson.room)}
        for change in self.changes_of(lesson.id):
            building = lesson.building if change.building is None else change.building
            rooms.add((building, lesson.room if change.room is None else change.room))
        return rooms

    def changes_of(self, lesson: str) -> Sequence[Change]:
        changes = self._changes.get(lesson, {})
        return [changes[original] for original in sorted(changes)]

    def put_change(self, change: Change) -> None:
        self.get(change.lesson)
        self._changes.setdefault(change.lesson, {})[change.original] = change

    def drop_change(self, lesson: str, original: date) -> None:
        try:
            del self._changes[lesson][original]
        except KeyError:
            raise NotFound("change of the timetable", original) from None
