"""What a change of the calendar does to the timetable (3.2)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import attrs
import pytest

from oshj_core.academic_calendar import (
    CalendarKeeping,
    Period,
    PeriodKind,
    Reach,
    calendar_of,
    semester_of,
)
from oshj_core.academic_calendar.held_lessons import HeldLessons, held_lessons
from oshj_core.academic_calendar.teaching import days_without
from oshj_core.testing import MemoryAudit, MemoryHoldings, MemoryRegisters, MemoryUniversity
from oshj_core.timetable import Interval, WeeklyLesson
from tests.support.university import AUTUMN, build_university

MONDAY = date(2026, 11, 9)
HOLIDAY = Period("h", 2026, PeriodKind.HOLIDAY, MONDAY, MONDAY)


def lesson(identifier, groups, weekday=1):
    return WeeklyLesson(
        identifier,
        "2026-1",
        "a",
        "t",
        groups,
        weekday,
        1,
        Interval(480, 560),
        AUTUMN.starts,
        AUTUMN.ends,
    )


LESSONS = [
    lesson("whole", ("АУБ-1-24", "ДЛ-1-24")),
    lesson("math", ("АУБ-1-24",)),
    lesson("med", ("ДЛ-1-24",)),
    lesson("tuesday", ("АУБ-1-24",), 2),
]


@pytest.fixture
def university():
    host = SimpleNamespace(
        university=MemoryUniversity(), holdings=MemoryHoldings(), registers=MemoryRegisters()
    )
    build_university(host)
    return host.university


@pytest.mark.parametrize(
    ("reach", "dropped"),
    [(Reach(), 3), (Reach("math"), 1), (Reach("med"), 1), (Reach(course=1), 0)],
)
def test_a_stream_is_held_while_one_of_its_groups_has_lessons(university, reach, dropped):
    holiday = attrs.evolve(HOLIDAY, reach=reach)
    assert held_lessons(university, LESSONS, None, holiday) == HeldLessons(dropped, 0)
    university.calendar.periods.put(holiday)
    assert held_lessons(university, LESSONS, holiday, None) == HeldLessons(0, dropped)
    moved = attrs.evolve(holiday, starts=date(2026, 11, 10), ends=date(2026, 11, 10))
    assert held_lessons(university, LESSONS, holiday, moved).restored == dropped


def test_a_shorter_semester_drops_its_end_and_its_beginning(university):
    keeping = CalendarKeeping(university, MemoryAudit(), None)
    known = keeping.find("2026-1")
    shorter = attrs.evolve(known, ends=date(2027, 1, 17))
    # The last Monday for three lessons, the last Tuesday for one.
    assert held_lessons(university, LESSONS, known, shorter) == HeldLessons(4, 0)
    part = attrs.evolve(known, id="s", starts=date(2026, 9, 14), reach=Reach("med"))
    assert held_lessons(university, LESSONS, None, part) == HeldLessons(1, 0)


def test_days_without_are_those_off_and_those_outside(university):
    late = Period(
        "s",
        2026,
        PeriodKind.SEMESTER,
        date(2026, 9, 7),
        AUTUMN.ends,
        reach=Reach("math"),
        semester="2026-1",
    )
    for one in (late, HOLIDAY):
        university.calendar.periods.put(one)
    calendar = calendar_of(university, "АУБ-1-24", 2026)
    own = semester_of(university, "АУБ-1-24", "2026-1")
    assert days_without(calendar, AUTUMN, own) == {
        MONDAY,
        *(date(2026, 9, day) for day in range(1, 7)),
    }


def test_nothing_is_no_change(university):
    assert held_lessons(university, LESSONS, None, None) == HeldLessons()
