"""The demo's timetable, loaded as an administrator would: rooms, lessons, some changed days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from oshj_core.errors import NotFound
from oshj_core.lists import Problems
from oshj_core.timetable import (
    Arranging,
    Change,
    Room,
    RoomKind,
    TimetableChanges,
    apply_timetable,
    occurrence_id,
    plan_timetable,
    read_timetable,
)
from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    ROOM_COLUMNS,
    ROOMS_HEADING,
    WEEKDAYS,
    WEEKS,
    room_cells,
)
from oshj_core.timetable.weekly import Weeks
from oshj_portal.calendar.lookup import bells_for, teaching_weeks
from oshj_portal.timetable.import_work import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from oshj_core.journal import Act
    from oshj_core.lists import Row
    from oshj_core.timetable import WeeklyLesson
    from oshj_portal.demo.university import DemoUniversity
    from oshj_portal.store import Site

_KINDS = (RoomKind.CLASSROOM, RoomKind.LECTURE_HALL, RoomKind.COMPUTER_ROOM, RoomKind.LABORATORY)
_SEATS = {
    RoomKind.CLASSROOM: 32,
    RoomKind.LECTURE_HALL: 120,
    RoomKind.COMPUTER_ROOM: 16,
    RoomKind.LABORATORY: 18,
}


def load_timetable(site: Site, university: DemoUniversity, act: Act) -> TimetableChanges:
    """Load the hours of the university's streams; the caller commits.

    :raises ValueError: the demo's own timetable is not right.
    """
    host = host_of(site)
    file = read_timetable(_sheets(university), host)
    changes = file if isinstance(file, Problems) else plan_timetable(file, host)
    if not isinstance(changes, TimetableChanges) or changes.clashes:
        raise ValueError(f"the timetable of the demo is not right: {changes}")
    apply_timetable(changes, host, site.audit, act)
    return changes


def _sheets(university: DemoUniversity) -> Mapping[str, Iterator[Row]]:
    return {ROOMS_HEADING: _rooms(university), LESSONS_HEADING: _lessons(university)}


def _rooms(university: DemoUniversity) -> Iterator[Row]:
    places = {
        (hour.building, hour.room)
        for stream in university.streams
        for taught in stream.taught
        for hour in taught.hours
    }
    yield 1, [column.heading for column in ROOM_COLUMNS]
    buildings = sorted({building for building, _room in places})
    for number, (building, name) in enumerate(sorted(places), 2):
        kind = _KINDS[int(name) % len(_KINDS)]
        code = f"k{buildings.index(building) + 1}-{name}"
        yield number, room_cells(Room(code, building, name, _SEATS[kind], kind))


def _lessons(university: DemoUniversity) -> Iterator[Row]:
    yield 1, [column.heading for column in LESSON_COLUMNS]
    number = 1
    for stream in university.streams:
        for taught in stream.taught:
            for hour in taught.hours:
                number += 1
                day, weeks = WEEKDAYS[hour.weekday], WEEKS[Weeks.EVERY][0]
                places = (hour.building, hour.room)
                yield number, (taught.assignment.id, day, str(hour.slot), weeks, *places, "", "")


def change_some_days(site: Site, university: DemoUniversity, act: Act) -> None:
    """Next week the first stream has a lesson moved and another one cancelled."""
    first = university.streams[0].taught
    monday = act.today + timedelta(7 - act.today.weekday())
    weeks = teaching_weeks(site, university.semester.id)
    work = Arranging(
        site.timetable,
        site.university,
        site.registers,
        site.audit,
        act,
        weeks,
        site.timetable.key,
    )
    slots = bells_for(site, first[0].assignment.groups[0])
    late = max(slots.times)
    lessons = [site.timetable.of_assignment(one.assignment.id)[0] for one in first[:2]]
    days = [monday + timedelta(lesson.weekday - 1) for lesson in lessons]
    if all(day in weeks and day not in weeks.holidays for day in days):
        time = slots.interval(late)
        reason = "Окутуучу конференцияда"
        work.change(Change(lessons[0].id, days[0], slot=late, time=time, reason=reason))
        work.change(Change(lessons[1].id, days[1], cancelled=True, reason="Университеттин күнү"))


def lesson_at(site: Site, assignment: str, day: date, slot: int) -> str:
    """The id of the assignment's lesson on that day.

    :raises NotFound: the timetable has none.
    """
    lesson = _weekly(site, assignment, day.isoweekday(), slot)
    return occurrence_id(lesson.root, day, site.timetable.key)


def _weekly(site: Site, assignment: str, weekday: int, slot: int) -> WeeklyLesson:
    for lesson in site.timetable.of_assignment(assignment):
        if (lesson.weekday, lesson.slot) == (weekday, slot):
            return lesson
    raise NotFound("lesson", f"{assignment}:{weekday}:{slot}")
