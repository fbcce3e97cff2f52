"""The timetable: weekly lessons, and the changes of their days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from examples.sqlite_journal.database import Database, Places, SqliteTable
from oshj_core.errors import NotFound
from oshj_core.timetable import Change, WeeklyLesson


class SqliteTimetable:
    """Weekly lessons by id and their changes: the core's ``TimetableStore``."""

    key = b""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lessons: SqliteTable[WeeklyLesson] = SqliteTable(
            database, "weekly lesson", self._places
        )

    def _places(self, lesson: WeeklyLesson) -> Places:
        teachers, rooms = {lesson.teacher}, {(lesson.building, lesson.room)}
        for change in self.changes_of(lesson.id):
            teachers.add(lesson.teacher if change.teacher is None else change.teacher)
            building = lesson.building if change.building is None else change.building
            rooms.add((building, lesson.room if change.room is None else change.room))
        semester = lesson.semester
        return {
            "semester": [semester],
            "teacher": [f"{semester}\n{teacher}" for teacher in teachers],
            "group": [f"{semester}\n{group}" for group in lesson.groups],
            "room": [f"{semester}\n{building}\n{room}" for building, room in rooms],
        }

    def get(self, identifier: str) -> WeeklyLesson:
        return self._lessons.get(identifier)

    def find(self, identifier: str) -> WeeklyLesson | None:
        return self._lessons.find(identifier)

    def put(self, lesson: WeeklyLesson) -> None:
        self._lessons.put(lesson)

    def remove(self, identifier: str) -> None:
        self.get(identifier)
        with self._database.transaction():
            self._database.drop("weekly lesson", identifier)
            self._database.drop("changes", identifier)

    def in_semester(self, semester: str) -> Sequence[WeeklyLesson]:
        return self._lessons.at("semester", semester)

    def of_teacher(self, semester: str, teacher: str) -> Sequence[WeeklyLesson]:
        return self._lessons.at("teacher", f"{semester}\n{teacher}")

    def of_group(self, semester: str, group: str) -> Sequence[WeeklyLesson]:
        return self._lessons.at("group", f"{semester}\n{group}")

    def in_room(self, semester: str, building: str, room: str) -> Sequence[WeeklyLesson]:
        return self._lessons.at("room", f"{semester}\n{building}\n{room}")

    def changes_of(self, lesson: str) -> Sequence[Change]:
        changes: tuple[Change, ...] = self._database.load("changes", lesson) or ()
        return sorted(changes, key=lambda change: change.original)

    def put_change(self, change: Change) -> None:
        lesson = self.get(change.lesson)
        others = [one for one in self.changes_of(lesson.id) if one.original != change.original]
        self._put_changes(lesson, [*others, change])

    def drop_change(self, lesson: str, original: date) -> None:
        changes = self.changes_of(lesson)
        others = [one for one in changes if one.original != original]
        if len(others) == len(changes):
            raise NotFound("change of the timetable", original)
        self._put_changes(self.get(lesson), others)

    def _put_changes(self, lesson: WeeklyLesson, changes: Sequence[Change]) -> None:
        with self._database.transaction():
            self._database.store("changes", lesson.id, tuple(changes))
            self._lessons.put(lesson)  # a change may bring it to another teacher or room
