"""Whose lessons are when: the stored timetable as core's schedules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.teaching import overlapping, widest
from oshj_core.membership import NOWHERE, Place, has_left, place_on
from oshj_core.timetable import Schedule, bookings_in, bookings_of, find_clashes
from oshj_portal.calendar.lookup import teaching_weeks
from oshj_portal.store.timetable import FeedKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from oshj_core.calendar import Semester
    from oshj_core.membership import Move
    from oshj_core.timetable import Booking, Clash, Occurrence, WeeklyLesson
    from oshj_portal.store import Site

_WEEK = timedelta(days=6)


@attrs.frozen
class Whose:
    """A teacher, student, group or room whose lessons are asked for, by the code."""

    kind: FeedKind
    id: str


def semester_at(site: Site, first: date, last: date) -> Semester | None:
    """The semester that has one of these days for somebody, from the first day that it has for
    anybody to the last; the earlier one where two meet."""
    return next(iter(semesters_at(site, first, last)), None)


def semesters_at(site: Site, first: date, last: date) -> list[Semester]:
    """The semesters that have one of these days for somebody, by their first day."""
    found = (widest(site.university, one.id) for one in semesters(site))
    return [one for one in found if one.starts <= last and first <= one.ends]


def semesters(site: Site) -> list[Semester]:
    """All semesters by their first day."""
    return sorted(site.university.semesters, key=lambda one: (one.starts, one.id))


def nearest_semester(site: Site, day: date) -> Semester | None:
    """The semester of the day, else the next one, else the last one."""
    known = semesters(site)
    return next((one for one in known if day <= one.ends), known[-1] if known else None)


def lessons_of(site: Site, semester: str, whose: Whose) -> Sequence[WeeklyLesson]:
    """The weekly and extra lessons somebody has, always or on some day."""
    timetable = site.timetable
    found: list[WeeklyLesson] = []
    match whose.kind:
        case FeedKind.TEACHER:
            return timetable.of_teacher(semester, whose.id)
        case FeedKind.GROUP:
            return timetable.of_group(semester, whose.id)
        case FeedKind.ROOM:
            room = site.rooms.get(whose.id)
            return timetable.in_room(semester, room.building, room.name)
        case FeedKind.STUDENT:
            for group in _groups(site, whose.id):
                found += timetable.of_group(semester, group)
            return list({one.id: one for one in found}.values())


def schedule_for(
    site: Site, semester: str, lessons: Iterable[WeeklyLesson], group: str = ""
) -> Schedule:
    """The schedule of these lessons with all their changes, by the calendars of their groups or,
    with a ``group``, by that of this one alone.

    :raises NotFound: there is no such semester.
    """
    chosen = list(lessons)
    changes = (change for one in chosen for change in site.timetable.changes_of(one.id))
    weeks = teaching_weeks(site, semester, group)
    return Schedule(weeks, chosen, changes, site.timetable.key)


def schedule_of(site: Site, semester: str, whose: Whose) -> Schedule:
    """Everything somebody has in a semester, or may have on some day."""
    group = ""
    if whose.kind is FeedKind.GROUP:
        group = whose.id
    elif whose.kind is FeedKind.STUDENT:
        groups = _groups(site, whose.id)
        # By the calendar of each, where the student has been in several.
        group = groups[0] if len(groups) == 1 else ""
    return schedule_for(site, semester, lessons_of(site, semester, whose), group)


def occurrences(
    site: Site, whose: Whose, first: date, last: date
) -> tuple[Schedule | None, list[Occurrence]]:
    """What somebody has from ``first`` to ``last`` by day and time, cancelled lessons included.

    A lesson that a change gave to another teacher or another room is theirs on that day.
    """
    schedules = [schedule_of(site, one.id, whose) for one in semesters_at(site, first, last)]
    found = [
        one for schedule in schedules for one in theirs(site, whose, schedule.between(first, last))
    ]
    # Where one semester begins while another lasts elsewhere, the week is that of the lessons.
    schedules.sort(key=lambda one: not one.between(first, last))
    return next(iter(schedules), None), sorted(found, key=lambda one: (one.day, one.time, one.id))


def theirs(site: Site, whose: Whose, found: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """Those of the occurrences that are still the teacher's, or in the room, or of the group
    and subgroup in which the student is on that day (7.5)."""
    if whose.kind is FeedKind.TEACHER:
        return (one for one in found if one.teacher == whose.id)
    if whose.kind is FeedKind.ROOM:
        room = site.rooms.get(whose.id)
        place = (room.building, room.name)
        return (one for one in found if (one.building, one.room) == place)
    if whose.kind is FeedKind.STUDENT:
        moves, now = _stays(site, whose.id)
        return (one for one in found if _is_of(one, place_on(moves, now, one.day)))
    return iter(found)


def has_left_for_good(site: Site, student: str, day: date) -> bool:
    """Whether the studies of a student are over by that day."""
    return has_left(*_stays(site, student), day)


def _stays(site: Site, student: str) -> tuple[Sequence[Move], Place]:
    """The moves of a student, and where the student is after them."""
    known = site.university.students.get(student)
    now = Place(known.group, known.subgroup) if known.active else NOWHERE
    return site.moves.of_student(student), now


def _groups(site: Site, student: str) -> list[str]:
    """The groups in which a student is or has been."""
    moves, now = _stays(site, student)
    places = (now, *(place for move in moves for place in (move.before, move.after)))
    return sorted({place.group for place in places} - {""})


def _is_of(one: Occurrence, place: Place) -> bool:
    return place.group in one.groups and one.subgroup in (0, place.subgroup)


def week_around(day: date) -> tuple[date, date]:
    """Monday and Sunday of the day's week."""
    monday = day - timedelta(day.weekday())
    return monday, monday + _WEEK


def neighbours(site: Site, schedule: Schedule) -> Schedule:
    """The schedule with every lesson that may clash with one of it."""
    timetable, semester = site.timetable, schedule.weeks.semester.id
    near = dict(schedule.lessons)
    for lesson in schedule.lessons.values():
        held: list[WeeklyLesson | Occurrence] = [lesson, *schedule.changed(lesson)]
        for one in held:
            for rival in timetable.rivals(semester, one) - near.keys():
                near[rival] = timetable.get(rival)
    return schedule_for(site, semester, near.values())


def elsewhere(site: Site, schedule: Schedule) -> Iterator[Booking]:
    """What may clash with a lesson of the schedule in a semester that goes on at the same time,
    by the weeks of the schedule."""
    timetable = site.timetable
    for weeks in overlapping(site.university, schedule.weeks.semester):
        semester = weeks.semester.id
        near: set[str] = set()
        for lesson in schedule.lessons.values():
            held: list[WeeklyLesson | Occurrence] = [lesson, *schedule.changed(lesson)]
            for one in held:
                near |= timetable.rivals(semester, one)
        lessons = [timetable.get(one) for one in sorted(near)]
        yield from bookings_in(schedule_for(site, semester, lessons), schedule.weeks)


def clashes_near(site: Site, schedule: Schedule) -> tuple[Clash, ...]:
    """All clashes that one of the schedule's lessons is a party of."""
    near = neighbours(site, schedule)
    bookings = [*bookings_of(near), *elsewhere(site, schedule)]
    found = find_clashes(bookings, near.weeks)
    return tuple(
        clash
        for clash in found
        if any(lesson_id_of(party) in schedule.lessons for party in clash.parties)
    )


def lesson_id_of(party: WeeklyLesson | Occurrence) -> str:
    """The id of the weekly lesson that a party of a clash is, or is a day of."""
    return getattr(party, "lesson", party.id)
