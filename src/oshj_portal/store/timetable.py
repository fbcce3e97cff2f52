"""The timetable: rooms, weekly lessons, and what is changed on a day.  Occurrences are computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from secrets import token_bytes
from typing import ClassVar, NamedTuple

import attrs
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from oshj_core.errors import NotFound
from oshj_core.timetable import Change, Room, WeeklyLesson
from oshj_portal.store.convert import converter
from oshj_portal.store.pairs import Pairs
from oshj_portal.store.search import WORDS, words_of
from oshj_portal.store.tables import Keys, StoredTable

_CHANGE = converter(Change)
_KEY_BYTES = 16


def _key(*parts: str) -> str:
    return "\n".join(parts)


class Rooms(StoredTable[Room]):
    """The rooms."""

    kind = "room"
    values = converter(Room)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "building": lambda room: (room.building,),
        "place": lambda room: (_key(room.building, room.name),),
        WORDS: lambda room: words_of(room.id, room.building, room.name),
    }

    def at(self, building: str, name: str) -> Room | None:
        """The room of that name in the building, or ``None``."""
        return next(iter(self.by("place", _key(building, name))), None)


class FeedKind(Enum):
    """Whose timetable a link gives."""

    TEACHER = "teacher"
    STUDENT = "student"
    GROUP = "group"
    ROOM = "room"


@attrs.frozen
class Feed:
    """A link to somebody's timetable that asks for no password, until it is removed.

    ``owner`` is the code of a teacher, student, group or room; ``at`` is when the link was made,
    in milliseconds since the epoch, ``by`` who made it.
    """

    id: str
    kind: FeedKind
    owner: str
    by: str
    at: int


class Feeds(StoredTable[Feed]):
    """The links by which calendar programs fetch a timetable."""

    kind = "calendar link"
    values = converter(Feed)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "owner": lambda feed: (_key(feed.kind.value, feed.owner),)
    }

    def of(self, kind: FeedKind, owner: str) -> list[Feed]:
        """The links to one timetable."""
        return self.by("owner", _key(kind.value, owner))


class WeeklyLessons(StoredTable[WeeklyLesson]):
    """What the timetable repeats."""

    kind = "lesson"
    values = converter(WeeklyLesson)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "semester": lambda lesson: (lesson.semester,),
        "assignment": lambda lesson: (lesson.assignment,),
        "group": lambda lesson: (_key(lesson.semester, group) for group in lesson.groups),
    }


class _Places(NamedTuple):
    """The keys under which a lesson is found by its teachers and its rooms."""

    teachers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


class StoredTimetable(Persistent):
    """Implements :class:`oshj_core.timetable.TimetableStore`.

    The changes of a lesson stand in one record; teachers and rooms are found by what the
    lesson and its changes say together.  ``key`` makes the ids of occurrences: it never changes.
    """

    def __init__(self) -> None:
        self.key = token_bytes(_KEY_BYTES)
        self.lessons = WeeklyLessons()
        self._changes = OOBTree()
        self._teachers = Pairs()
        self._rooms = Pairs()

    def get(self, identifier: str) -> WeeklyLesson:
        """The lesson.  Raises :class:`oshj_core.errors.NotFound`."""
        return self.lessons.get(identifier)

    def find(self, identifier: str) -> WeeklyLesson | None:
        """The lesson, or ``None``."""
        return self.lessons.find(identifier)

    def put(self, lesson: WeeklyLesson) -> None:
        """Add the lesson or replace the one with its id; its changes stay."""
        changes = self.changes_of(lesson.id)
        before = _places(self.find(lesson.id), changes)
        self._reindex(lesson.id, before, _places(lesson, changes))
        self.lessons.put(lesson)

    def remove(self, identifier: str) -> None:
        """Remove the lesson and its changes.  Raises :class:`oshj_core.errors.NotFound`."""
        before = _places(self.get(identifier), self.changes_of(identifier))
        self._reindex(identifier, before, _Places())
        self.lessons.remove(identifier)
        self._changes.pop(identifier, None)

    def in_semester(self, semester: str) -> Sequence[WeeklyLesson]:
        """All lessons of the semester, by id."""
        return self.lessons.by("semester", semester)

    def of_assignment(self, assignment: str) -> Sequence[WeeklyLesson]:
        """The lessons that an assignment is taught in, by id."""
        return self.lessons.by("assignment", assignment)

    def of_teacher(self, semester: str, teacher: str) -> Sequence[WeeklyLesson]:
        """The lessons the teacher gives, always or on some day, by id."""
        return [self.get(one) for one in self._teachers.ids(_key(semester, teacher))]

    def of_group(self, semester: str, group: str) -> Sequence[WeeklyLesson]:
        """The lessons of the group, whole, divided or in a stream, by id."""
        return self.lessons.by("group", _key(semester, group))

    def in_room(self, semester: str, building: str, room: str) -> Sequence[WeeklyLesson]:
        """The lessons held in the room, always or on some day, by id."""
        return [self.get(one) for one in self._rooms.ids(_key(semester, building, room))]

    def changes_of(self, lesson: str) -> Sequence[Change]:
        """The changes of a lesson by the day it was planned for; none for an unknown one."""
        return [_CHANGE.load(stored) for stored in self._changes.get(lesson, ())]

    def put_change(self, change: Change) -> None:
        """Add the change or replace that of the same lesson and day.

        Raises :class:`oshj_core.errors.NotFound` where the lesson is not there.
        """
        known = {one.original: one for one in self.changes_of(change.lesson)}
        self._set_changes(change.lesson, known, known | {change.original: change})

    def drop_change(self, lesson: str, original: date) -> None:
        """Remove it: the day is as planned.  Raises :class:`oshj_core.errors.NotFound`."""
        known = {one.original: one for one in self.changes_of(lesson)}
        if original not in known:
            raise NotFound("change of the timetable", original)
        left = {day: change for day, change in known.items() if day != original}
        self._set_changes(lesson, known, left)

    def _set_changes(
        self, identifier: str, old: Mapping[date, Change], new: Mapping[date, Change]
    ) -> None:
        lesson = self.get(identifier)
        self._reindex(identifier, _places(lesson, old.values()), _places(lesson, new.values()))
        if new:
            self._changes[identifier] = tuple(_CHANGE.dump(new[day]) for day in sorted(new))
        else:
            del self._changes[identifier]

    def _reindex(self, identifier: str, before: _Places, after: _Places) -> None:
        self._teachers.replace(identifier, before.teachers, after.teachers)
        self._rooms.replace(identifier, before.rooms, after.rooms)


def _places(lesson: WeeklyLesson | None, changes: Iterable[Change]) -> _Places:
    """Where a lesson and its changes are found."""
    if lesson is None:
        return _Places()
    teachers, rooms = {lesson.teacher}, {(lesson.building, lesson.room)}
    for change in changes:
        if change.teacher is not None:
            teachers.add(change.teacher)
        building = lesson.building if change.building is None else change.building
        rooms.add((building, lesson.room if change.room is None else change.room))
    return _Places(
        tuple(_key(lesson.semester, teacher) for teacher in teachers),
        tuple(_key(lesson.semester, *room) for room in rooms),
    )
