"""The teaching weeks of several groups at once: each by its own days (3.2)."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import attrs
import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.academic_calendar.teaching import weeks_of, weeks_of_group, weeks_of_unit, widest
from oshj_core.structure import StudyForm
from oshj_core.testing import MemoryHoldings, MemoryRegisters, MemoryUniversity
from oshj_core.timetable import Interval, Schedule, WeeklyLesson, Weeks, bookings_of, find_clashes
from tests.support.university import AUTUMN, build_university

MATH, MED = "АУБ-1-24", "ДЛ-1-24"
MONDAY = date(2026, 11, 9)
FACULTY = Period("h", 2026, PeriodKind.HOLIDAY, MONDAY, MONDAY, reach=Reach("math"))


def lesson(identifier, *groups, weeks=Weeks.EVERY, **changes):
    values = {"teacher": identifier, "starts": date(2026, 8, 1), "ends": date(2027, 8, 1)}
    values |= {"weekday": 1, "slot": 1, "time": Interval(480, 560)}
    return WeeklyLesson(
        identifier, AUTUMN.id, "a", groups=groups, weeks=weeks, **(values | changes)
    )


def days(weeks, one):
    return {day.day for day in Schedule(weeks, [one]).occurrences(one)}


@pytest.fixture
def university():
    host = SimpleNamespace(
        university=MemoryUniversity(), holdings=MemoryHoldings(), registers=MemoryRegisters()
    )
    build_university(host)
    return host.university


def runs(university, unit, starts, ends):
    """Another semester for a unit."""
    university.calendar.periods.put(
        Period(
            f"s-{unit}",
            2026,
            PeriodKind.SEMESTER,
            starts,
            ends,
            reach=Reach(unit),
            semester="2026-1",
        )
    )


def test_a_faculty_s_holiday_is_none_of_another_s(university):
    university.calendar.periods.put(FACULTY)
    weeks = weeks_of(university, "2026-1")
    assert MONDAY not in days(weeks, lesson("math", MATH))
    assert MONDAY in days(weeks, lesson("med", MED))
    # A stream is taught while one of its groups is there.
    assert MONDAY in days(weeks, lesson("stream", MATH, MED))
    assert weeks.is_off([MATH], MONDAY)
    assert not weeks.is_off([MATH, MED], MONDAY)
    assert MONDAY not in weeks.holidays
    assert MONDAY in weeks_of_group(university, "2026-1", MATH).holidays
    assert MONDAY in weeks_of_unit(university, "2026-1", "math").holidays
    assert MONDAY not in weeks_of_unit(university, "2026-1", "med").holidays


def test_two_lessons_clash_on_days_both_are_held_only(university):
    university.calendar.periods.put(FACULTY)
    weeks = weeks_of(university, "2026-1")
    one, other = lesson("one", MATH, teacher="t"), lesson("other", MED, teacher="t")
    (clash,) = find_clashes(bookings_of(Schedule(weeks, [one, other])), weeks)
    assert MONDAY - timedelta(7) in clash.days
    assert MONDAY not in clash.days


def test_clashes_are_judged_by_the_clock_whatever_the_number_of_the_lesson(university):
    weeks = weeks_of(university, "2026-1")
    first = lesson("first", MATH, teacher="t", slot=1, time=Interval(480, 560))
    second = lesson("second", MED, teacher="t", slot=2, time=Interval(550, 630))
    (clash,) = find_clashes(bookings_of(Schedule(weeks, [first, second])), weeks)
    assert clash.time == Interval(550, 560)
    later = attrs.evolve(second, slot=1, time=Interval(560, 640))
    assert not find_clashes(bookings_of(Schedule(weeks, [first, later])), weeks)


def test_the_weeks_of_a_part_are_numbered_as_everybody_s(university):
    early = AUTUMN.starts - timedelta(21)
    late = AUTUMN.ends + timedelta(14)
    runs(university, "med", early, late)
    assert widest(university, "2026-1").starts == early
    assert widest(university, "2026-1", [MATH]) == AUTUMN
    whole, own = weeks_of(university, "2026-1"), weeks_of_group(university, "2026-1", MATH)
    assert whole.first == -2
    assert whole.week_of(AUTUMN.starts) == own.week_of(AUTUMN.starts) == 1
    assert whole.day(1, 1) == own.day(1, 1)
    for parity in Weeks:
        one = lesson("one", MATH, weeks=parity)
        assert days(whole, one) == days(own, one)
    medical = days(whole, lesson("med", MED))
    assert min(medical) < AUTUMN.starts
    assert max(medical) > AUTUMN.ends
    odd = days(whole, lesson("med", MED, weeks=Weeks.ODD))
    assert {whole.week_of(day) % 2 for day in odd} == {1}


def test_groups_of_one_faculty_follow_their_form_of_study(university):
    group = university.groups.get(MATH)
    university.groups.put(attrs.evolve(group, id="АУБ-С-24", study_form=StudyForm.DISTANCE))
    university.calendar.periods.put(attrs.evolve(FACULTY, reach=Reach("math", StudyForm.DISTANCE)))
    weeks = weeks_of(university, "2026-1")
    assert MONDAY in days(weeks, lesson("full", MATH))
    assert MONDAY not in days(weeks, lesson("distance", "АУБ-С-24"))
