"""The university as a timetable is read, compared and written by."""

from __future__ import annotations

from functools import cache

import attrs

from oshj_core.academic_calendar import Place, place_of, teaching
from oshj_core.academic_calendar.bells import bells_in_force
from oshj_core.exchange import Exchange
from oshj_core.timetable import Bells, TeachingWeeks, TimetableHost, WeeklyLesson, weekly_lesson
from oshj_core.timetable.sheet import lesson_days


def host_of(exchange: Exchange) -> TimetableHost:
    """What a timetable is read and compared by; calendars are looked up once."""
    source = exchange.source
    university = source.university

    @cache
    def weeks_of(identifier: str) -> TeachingWeeks:
        return teaching.weeks_of(university, identifier)

    @cache
    def bells_of(group: str) -> Bells:
        # No bells are narrowed to a course, so it does not matter in which year.
        place = place_of(university, group, 0) if group else Place()
        return Bells.parse(bells_in_force(university.calendar, place).written)

    return TimetableHost(
        university,
        source.registers,
        source.rooms,
        source.timetable,
        weeks_of,
        bells_of,
        source.timetable.key,
    )


@attrs.frozen
class Weekly:
    """The stored weekly lessons of a semester: those FET can say in full, and the others.

    A ``plain`` lesson lasts as long as lessons are held, is in a room of the list, and has the
    teacher, the groups and the clock time that follow from its assignment; FET has no word for
    anything else.  Extra lessons are neither.
    """

    plain: tuple[WeeklyLesson, ...]
    kept: tuple[WeeklyLesson, ...]


def weekly_of(host: TimetableHost, semester: str) -> Weekly:
    """The stored weekly lessons of a semester, each in the order of its hour in the week."""
    places = {(room.building, room.name) for room in host.rooms}
    plain: list[WeeklyLesson] = []
    kept: list[WeeklyLesson] = []
    for lesson in sorted(host.store.in_semester(semester), key=_order):
        if lesson.extra:
            continue
        known = not lesson.room or (lesson.building, lesson.room) in places
        (plain if known and _follows(lesson, host) else kept).append(lesson)
    return Weekly(tuple(plain), tuple(kept))


def _order(lesson: WeeklyLesson) -> tuple[object, ...]:
    hour = (lesson.weekday, lesson.slot, lesson.weeks.value)
    return (lesson.assignment, *hour, lesson.building, lesson.room, lesson.id)


def _follows(lesson: WeeklyLesson, host: TimetableHost) -> bool:
    """Whether but for room and hour the lesson follows from its assignment."""
    assignment = host.university.assignments.get(lesson.assignment)
    weeks = host.weeks_of(lesson.semester)
    bells = host.bells_of(assignment.groups[0])
    if assignment.semester != lesson.semester or lesson.slot not in bells.times:
        return False
    starts, ends = lesson_days(host.university, assignment)
    usual = weekly_lesson(
        lesson.id,
        assignment,
        weeks.semester,
        bells,
        lesson.weekday,
        lesson.slot,
        weeks=lesson.weeks,
        starts=starts,
        ends=ends,
    )
    if weeks.originals(usual) & ~weeks.originals(lesson):
        return False
    same = (lesson.teacher, set(lesson.groups), lesson.subgroup, lesson.time)
    return same == (usual.teacher, set(usual.groups), usual.subgroup, usual.time)
