"""The timetable: rooms, weekly lessons, and what is changed on a day.  Occurrences are computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import product
from secrets import token_bytes
from typing import ClassVar

import attrs
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from oshj_core.errors import NotFound
from oshj_core.timetable import Change, Interval, Occurrence, Room, WeeklyLesson
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
    }


class StoredTimetable(Persistent):
    """Implements :class:`oshj_core.timetable.TimetableStore`.

    The changes of a lesson stand in one record.  What a lesson and its changes take together —
    teachers, rooms, groups, each with a day of the week and a time — is one index, so that
    whatever is busy at some time is known without reading a lesson.  ``key`` makes the ids of
    occurrences: it never changes.
    """

    def __init__(self) -> None:
        self.key = token_bytes(_KEY_BYTES)
        self.lessons = WeeklyLessons()
        self._changes = OOBTree()
        self._taken = Pairs()

    def get(self, identifier: str) -> WeeklyLesson:
        """The lesson.  Raises :class:`oshj_core.errors.NotFound`."""
        return self.lessons.get(identifier)

    def find(self, identifier: str) -> WeeklyLesson | None:
        """The lesson, or ``None``."""
        return self.lessons.find(identifier)

    def put(self, lesson: WeeklyLesson) -> None:
        """Add the lesson or replace the one with its id; its changes stay."""
        changes = self.changes_of(lesson.id)
        before = _taken(self.find(lesson.id), changes)
        self._taken.replace(lesson.id, before, _taken(lesson, changes))
        self.lessons.put(lesson)

    def remove(self, identifier: str) -> None:
        """Remove the lesson and its changes.  Raises :class:`oshj_core.errors.NotFound`."""
        before = _taken(self.get(identifier), self.changes_of(identifier))
        self._taken.replace(identifier, before, ())
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
        return self._taking(semester, _teacher(teacher))

    def of_group(self, semester: str, group: str) -> Sequence[WeeklyLesson]:
        """The lessons of the group, whole, divided or in a stream, by id."""
        return self._taking(semester, _group(group))

    def in_room(self, semester: str, building: str, room: str) -> Sequence[WeeklyLesson]:
        """The lessons held in the room, always or on some day, by id."""
        return self._taking(semester, _room(building, room))

    def _taking(self, semester: str, what: str) -> list[WeeklyLesson]:
        found = set(self._taken.ids_with_prefix(_key(semester, what, "")))
        return [self.get(one) for one in sorted(found)]

    def rivals(self, semester: str, booked: WeeklyLesson | Occurrence) -> set[str]:
        """The ids of the lessons that may clash with a lesson or its occurrence.

        Where something it takes is taken at that time by another lesson, always or on some day,
        or a group of its has another lesson on that day, they are all that take it on that day
        of the week; else none.
        """
        rivals: set[str] = set()
        own = getattr(booked, "lesson", booked.id)
        for what in _takes(booked):
            on_day = list(self._taken.with_prefix(_key(semester, what, str(booked.weekday), "")))
            always = what.startswith(_group(""))
            if any(
                one != own and (always or _at(key).overlaps(booked.time)) for key, one in on_day
            ):
                rivals.update(one for _, one in on_day)
        return rivals

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
        self._taken.replace(identifier, _taken(lesson, old.values()), _taken(lesson, new.values()))
        if new:
            self._changes[identifier] = tuple(_CHANGE.dump(new[day]) for day in sorted(new))
        else:
            del self._changes[identifier]

    def index_anew(self) -> int:
        """Enter what every lesson and its changes take; returns how many lessons there are."""
        self._taken = Pairs()
        for lesson in self.lessons:
            self._taken.replace(lesson.id, (), _taken(lesson, self.changes_of(lesson.id)))
        return len(self.lessons)


def _teacher(teacher: str) -> str:
    return _key("teacher", teacher)


def _room(building: str, room: str) -> str:
    return _key("room", building, room)


def _group(group: str) -> str:
    return _key("group", group)


def _takes(booked: WeeklyLesson | Occurrence) -> Iterator[str]:
    """What nobody else can have at the same time; an empty teacher or room is nothing."""
    if booked.teacher:
        yield _teacher(booked.teacher)
    if booked.room:
        yield _room(booked.building, booked.room)
    yield from map(_group, booked.groups)


def _at(key: str) -> Interval:
    """The time that a key of the index ends in."""
    starts, ends = key.rpartition("\n")[2].split("-")
    return Interval(int(starts), int(ends))


def _taken(lesson: WeeklyLesson | None, changes: Iterable[Change]) -> Iterable[str]:
    """What a lesson and its changes take together, each at every hour one of them is held."""
    if lesson is None:
        return ()
    what = {_teacher(lesson.teacher), _room(lesson.building, lesson.room)}
    hours = {(lesson.weekday, lesson.time)}
    for change in changes:
        if change.teacher is not None:
            what.add(_teacher(change.teacher))
        building = lesson.building if change.building is None else change.building
        what.add(_room(building, lesson.room if change.room is None else change.room))
        day = lesson.weekday if change.day is None else change.day.isoweekday()
        hours.add((day, change.time or lesson.time))
    what.update(map(_group, lesson.groups))
    return [
        _key(lesson.semester, one, str(weekday), f"{time.starts}-{time.ends}")
        for one, (weekday, time) in product(what, hours)
    ]
