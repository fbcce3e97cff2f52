"""Who or what the timetable needs in two places at once (3.2).

A lesson occupies its teacher, its room and its groups.  Each of them is looked at by itself,
day of the week by day of the week: its lessons sorted by time, those that overlap compared by
the sets of weeks in which they are held.  So the cost is that of sorting, as long as few clash.
A group's lessons of one number are compared besides.
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import attrs

from oshj_core.clock_times import Interval
from oshj_core.kyrgyz import format_date
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from oshj_core.timetable.occurrence import Occurrence
    from oshj_core.timetable.schedule import Schedule
    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks


class ResourceKind(Enum):
    """What can be in one place only."""

    TEACHER = "teacher"
    ROOM = "room"
    GROUP = "group"
    SUBGROUP = "subgroup"


@attrs.frozen
class Resource:
    """A teacher, a room of a building, a group, or a group's subgroup by its number."""

    kind: ResourceKind
    id: str
    building: str = ""
    subgroup: int = 0


class Booking(NamedTuple):
    """A lesson, weekly or of one day, and the set of weeks in which it is held so."""

    lesson: WeeklyLesson | Occurrence
    weeks: int


@attrs.frozen
class Clash:
    """A resource that several lessons want at once.

    ``time`` is the longest stretch in which there are at least two of them, ``parties`` are
    all lessons of that stretch, ``days`` the days on which it is so, all in order.  A clash of
    a subgroup has at least one lesson of its own; the others are of the whole group.

    A group has no two lessons of one number on a day either, though one begins when the other
    has ended, as by bells that were changed: then ``slot`` is the number, and ``time`` the whole
    from the first begin to the last end.
    """

    resource: Resource
    time: Interval
    days: tuple[date, ...]
    parties: tuple[WeeklyLesson | Occurrence, ...]
    slot: int = 0

    @property
    def message(self) -> Text:
        """The clash in a sentence, with its first day."""
        values: dict[str, object] = {
            "id": self.resource.id,
            "count": len(self.parties),
            "day": format_date(self.days[0]),
            "time": self.time,
        }
        if self.slot:
            return text(
                "The group ${id} has ${count} lessons of the number ${slot}: ${day}, ${time}.",
                slot=self.slot,
                **values,
            )
        match self.resource.kind:
            case ResourceKind.TEACHER:
                return text(
                    "The teacher “${id}” has ${count} lessons at once: ${day}, ${time}.", **values
                )
            case ResourceKind.ROOM:
                return text("Room ${id} has ${count} lessons at once: ${day}, ${time}.", **values)
            case ResourceKind.GROUP:
                return text(
                    "The group ${id} has ${count} lessons at once: ${day}, ${time}.", **values
                )
            case ResourceKind.SUBGROUP:
                return text(
                    "Subgroup ${subgroup} of the group ${id} has ${count} lessons at once: "
                    "${day}, ${time}.",
                    subgroup=self.resource.subgroup,
                    **values,
                )


def bookings_of(schedule: Schedule) -> Iterator[Booking]:
    """What the schedule holds: a weekly lesson in the weeks nobody changed, and each change."""
    weeks = schedule.weeks
    for lesson in schedule.lessons.values():
        held = weeks.held(lesson)
        if schedule.changes_of(lesson.id):
            for occurrence in schedule.changed(lesson):
                held &= ~weeks.bit(occurrence.original)
                if not occurrence.cancelled and occurrence.day in weeks:
                    yield Booking(occurrence, weeks.bit(occurrence.day))
        if held:
            yield Booking(lesson, held)


def bookings_in(schedule: Schedule, weeks: TeachingWeeks) -> Iterator[Booking]:
    """What the schedule of another semester holds, by the weeks of this one."""
    later = (schedule.weeks.monday - weeks.monday).days // 7
    known = (weeks.bit(weeks.semester.ends) << 1) - 1
    for lesson, held in bookings_of(schedule):
        shared = (held << later if later > 0 else held >> -later) & known
        if shared:
            yield Booking(lesson, shared)


def find_clashes(bookings: Iterable[Booking], weeks: TeachingWeeks) -> tuple[Clash, ...]:
    """All clashes among the bookings, by their first day, time and resource."""
    booked = list(bookings)
    clashes: list[Clash] = []
    for resource, weekday, clusters in _by_resource(booked):
        for cluster in clusters:
            for time, lessons, days in _at_once(cluster):
                parties = tuple(booked[number].lesson for number in sorted(lessons))
                if _is_of(resource, parties):
                    clashes.append(Clash(resource, time, tuple(weeks.days(weekday, days)), parties))
    clashes += _of_one_number(booked, weeks)
    clashes.sort(key=_order)
    return tuple(clashes)


def _of_one_number(booked: Sequence[Booking], weeks: TeachingWeeks) -> Iterator[Clash]:
    """Pairs of lessons that have a number of a group's day in common, but no time."""
    numbered: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
    for number, (lesson, _) in enumerate(booked):
        for group in lesson.groups:
            numbered[group, lesson.weekday, lesson.slot].append(number)
    for (group, weekday, slot), numbers in numbered.items():
        for one, other in combinations(numbers, 2):
            first, second = booked[one].lesson, booked[other].lesson
            shared = booked[one].weeks & booked[other].weeks
            apart = first.subgroup and second.subgroup and first.subgroup != second.subgroup
            if shared and not apart and not first.time.overlaps(second.time):
                part = first.subgroup or second.subgroup
                kind = ResourceKind.SUBGROUP if part else ResourceKind.GROUP
                times = (first.time, second.time)
                whole = Interval(min(one.starts for one in times), max(one.ends for one in times))
                yield Clash(
                    Resource(kind, group, subgroup=part),
                    whole,
                    tuple(weeks.days(weekday, shared)),
                    (first, second),
                    slot,
                )


def _order(clash: Clash) -> tuple[object, ...]:
    resource = clash.resource
    return (
        clash.days,
        clash.time,
        resource.kind.value,
        resource.id,
        resource.building,
        resource.subgroup,
        clash.slot,
    )


def _is_of(resource: Resource, parties: Sequence[WeeklyLesson | Occurrence]) -> bool:
    """Lessons of the whole group alone are the group's clash, not each subgroup's once more."""
    return not resource.subgroup or any(one.subgroup == resource.subgroup for one in parties)


_Stretch = tuple[int, int, int, int]
"""Begin, end, weeks, and the number of the booking."""


def _by_resource(
    booked: Sequence[Booking],
) -> Iterator[tuple[Resource, int, list[list[_Stretch]]]]:
    """Each resource with a day of the week and the clusters of stretches that overlap on it."""
    teachers: defaultdict[tuple[str, int], list[_Stretch]] = defaultdict(list)
    rooms: defaultdict[tuple[str, str, int], list[_Stretch]] = defaultdict(list)
    groups: defaultdict[tuple[str, int, int], list[_Stretch]] = defaultdict(list)
    parts: defaultdict[str, set[int]] = defaultdict(set)
    for lesson, _ in booked:
        if lesson.subgroup:
            for group in lesson.groups:
                parts[group].add(lesson.subgroup)
    for number, (lesson, weeks) in enumerate(booked):
        time, weekday, subgroup = lesson.time, lesson.weekday, lesson.subgroup
        stretch = (time.starts, time.ends, weeks, number)
        if lesson.teacher:
            teachers[lesson.teacher, weekday].append(stretch)
        if lesson.room:
            rooms[lesson.building, lesson.room, weekday].append(stretch)
        for group in lesson.groups:
            groups[group, subgroup, weekday].append(stretch)
            if not subgroup and group in parts:
                for part in parts[group]:
                    groups[group, part, weekday].append(stretch)
    for (teacher, weekday), stretches in teachers.items():
        if clusters := _overlapping(stretches):
            yield Resource(ResourceKind.TEACHER, teacher), weekday, clusters
    for (building, room, weekday), stretches in rooms.items():
        if clusters := _overlapping(stretches):
            yield Resource(ResourceKind.ROOM, room, building), weekday, clusters
    for (group, part, weekday), stretches in groups.items():
        if clusters := _overlapping(stretches):
            kind = ResourceKind.SUBGROUP if part else ResourceKind.GROUP
            yield Resource(kind, group, subgroup=part), weekday, clusters


def _overlapping(stretches: list[_Stretch]) -> list[list[_Stretch]]:
    """Runs of stretches that overlap and of which two share a week."""
    if len(stretches) == 1:
        return []
    stretches.sort()
    clusters = []
    run: list[_Stretch] = []
    reach = seen = shared = 0
    for stretch in stretches:
        starts, ends, weeks, _ = stretch
        if starts >= reach:
            if shared:
                clusters.append(run)
            run, reach, seen, shared = [stretch], ends, weeks, 0
        else:
            run.append(stretch)
            shared |= seen & weeks
            seen |= weeks
            if ends > reach:
                reach = ends
    if shared:
        clusters.append(run)
    return clusters


def _at_once(
    cluster: Sequence[_Stretch],
) -> Iterator[tuple[Interval, frozenset[int], int]]:
    """When several stretches go on at once, which ones, and in which weeks."""
    found: defaultdict[tuple[Interval, frozenset[int]], int] = defaultdict(int)
    once = several = 0
    for _, _, weeks, _ in cluster:
        several |= once & weeks
        once |= weeks
    while several:
        week = several & -several
        several -= week
        present = [stretch for stretch in cluster if stretch[2] & week]
        for time, lessons in _sweep(present):
            found[time, lessons] |= week
    for (time, lessons), together in found.items():
        yield time, lessons, together


def _sweep(present: Sequence[_Stretch]) -> Iterator[tuple[Interval, frozenset[int]]]:
    """The longest intervals in which at least two go on, with all that go on in them.

    One ends where but one goes on, if only for the moment between two short lessons.
    """
    turns = [(starts, 1, number) for starts, _, _, number in present]
    turns += [(ends, 0, number) for _, ends, _, number in present]  # half-open: ends come first
    turns.sort()
    going: set[int] = set()
    lessons: set[int] = set()
    since = 0
    for minute, begins, number in turns:
        if begins:
            going.add(number)
            if len(going) == 2:
                since, lessons = minute, set(going)
            elif len(going) > 2:
                lessons.add(number)
        else:
            going.discard(number)
            if len(going) == 1:
                yield Interval(since, minute), frozenset(lessons)
