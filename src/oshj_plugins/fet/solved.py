"""What a file of FET says, as plain values: names as they are written, with their lines."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Named:
    """A teacher, subject, activity tag, day, hour or building by its only name."""

    name: str
    line: int
    comments: str = ""


@attrs.frozen
class StudentSet:
    """A year, a group of one or a subgroup; ``parts`` are the names of those it consists of."""

    name: str
    line: int
    students: int = 0
    parts: tuple[str, ...] = ()


@attrs.frozen
class FetRoom:
    """A room; a ``virtual`` one stands for a choice of real ones."""

    name: str
    line: int
    building: str = ""
    capacity: int = 0
    virtual: bool = False


@attrs.frozen
class FetActivity:
    """An activity as the file plans it; ``duration`` is in hours of the file."""

    id: str
    line: int
    teachers: tuple[str, ...]
    subject: str
    tags: tuple[str, ...]
    students: tuple[str, ...]
    duration: int
    comments: str = ""


@attrs.frozen
class Placed:
    """When and where an activity is: ``day`` and ``hour`` count from 0 in the file's lists.

    ``room`` is empty where none is settled; ``real_rooms`` are those a virtual room stands for.
    """

    day: int
    hour: int
    room: str = ""
    real_rooms: tuple[str, ...] = ()


@attrs.frozen
class Unread:
    """A kind of element nothing is taken from: how many there are, the line of the first."""

    name: str
    count: int
    line: int


@attrs.frozen
class Solved:
    """A complete timetable: every active activity has its place.

    A solver's rules are no part of a timetable: they are ``unread``, as is every other element
    that is not taken.
    """

    institution: str
    mode: str
    days: tuple[Named, ...]
    hours: tuple[Named, ...]
    teachers: Mapping[str, Named]
    subjects: Mapping[str, Named]
    tags: Mapping[str, Named]
    students: Mapping[str, StudentSet]
    buildings: Mapping[str, Named]
    rooms: Mapping[str, FetRoom]
    activities: Mapping[str, FetActivity]
    places: Mapping[str, Placed]
    unread: tuple[Unread, ...]
