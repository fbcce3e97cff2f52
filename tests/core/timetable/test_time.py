"""Half-open times, bells, weeks and their parity (3.2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.calendar import DEFAULT_BELLS, Semester
from oshj_core.errors import Invalid
from oshj_core.timetable import Bells, Interval, TeachingWeeks, Weeks
from tests.core.timetable.builders import DAYS, HOLIDAYS, SHORT, WEEKS, lesson, lessons

MINUTES = st.integers(0, 1440)


@given(MINUTES, MINUTES, MINUTES, MINUTES)
def test_two_intervals_overlap_if_they_share_a_minute(a, b, c, d):
    if a >= b or c >= d:
        return
    shared = set(range(a, b)) & set(range(c, d))
    assert Interval(a, b).overlaps(Interval(c, d)) == bool(shared)
    assert Interval(c, d).overlaps(Interval(a, b)) == bool(shared)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(5, 5), (6, 5), (-1, 5), (0, 1441), (0.0, 5), (0, float("nan")), (0, float("inf")),
     ("8", 9), (None, 5), (True, 5)],
)  # fmt: skip
def test_what_is_no_time_of_a_day_is_refused(starts, ends):
    with pytest.raises(Invalid) as caught:
        Interval(starts, ends)
    assert caught.value.place == "time"


@pytest.mark.parametrize("written", ["8:00", "24:00", "08:60", "", "08:00\n", "٠٨:٠٠", "08.00"])
def test_only_clock_times_are_read(written):
    with pytest.raises(Invalid):
        Interval.parse(written, "23:00")


def test_the_bells_are_configuration():
    bells = Bells.parse()
    assert [str(bells.interval(slot)) for slot in (1, 8)] == ["08:00–09:20", "19:00–20:20"]
    assert len(bells.times) == len(DEFAULT_BELLS)
    evening = Bells.parse({1: ("17:30", "18:10"), 2: ("18:10", "18:50")})
    assert evening.interval(2) == Interval(1090, 1130)
    for slot in (3, 0, "1", None, []):
        with pytest.raises(Invalid) as caught:
            evening.interval(slot)
        assert caught.value.place == "slot"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ({1: ("08:00", "09:20"), 2: ("09:19", "10:00")}, "bells.2"),
        ({1: ("08:00", "08:00")}, "bells.1"),
        ({7: ("08:00", "morning")}, "bells.7"),
    ],
)
def test_wrong_bells_are_refused_with_their_place(written, place):
    with pytest.raises(Invalid) as caught:
        Bells.parse(written)
    assert caught.value.place == place


def test_the_week_in_which_the_semester_begins_is_the_first_and_odd():
    assert WEEKS.monday == date(2026, 8, 31)
    assert [WEEKS.week_of(date(2026, 9, day)) for day in (1, 6, 7, 13, 14)] == [1, 1, 2, 2, 3]
    assert WEEKS.parity(date(2026, 9, 6)) is Weeks.ODD
    assert WEEKS.parity(date(2026, 9, 7)) is Weeks.EVEN
    assert WEEKS.last == 5
    assert WEEKS.day(2, 1) == date(2026, 9, 7)
    assert date(2026, 8, 31) not in WEEKS
    assert SHORT.ends in WEEKS


def test_parity_goes_on_over_the_new_year():
    long = TeachingWeeks(Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24)))
    assert [long.parity(date(2026, 12, 28)), long.parity(date(2027, 1, 3))] == [Weeks.EVEN] * 2
    assert long.parity(date(2027, 1, 4)) is Weeks.ODD


@given(lessons("l1"))
def test_a_lesson_is_held_on_its_weekday_in_its_weeks_but_not_on_holidays(one):
    """Against a walk over every day of the semester."""
    days = [SHORT.starts + timedelta(n) for n in range((SHORT.ends - SHORT.starts).days + 1)]
    planned = [
        day
        for day in days
        if day.isoweekday() == one.weekday
        and one.starts <= day <= one.ends
        and one.weeks in (Weeks.EVERY, WEEKS.parity(day))
    ]
    held = [day for day in planned if one.extra or day not in HOLIDAYS]
    assert list(WEEKS.days(one.weekday, WEEKS.originals(one))) == planned
    assert list(WEEKS.days(one.weekday, WEEKS.held(one))) == held


@given(DAYS, DAYS)
def test_validity_outside_the_semester_counts_for_nothing(first, last):
    if first > last:
        return
    within = lesson(starts=first, ends=last)
    beyond = lesson(
        starts=SHORT.starts - timedelta(30) if first == SHORT.starts else first,
        ends=SHORT.ends + timedelta(30) if last == SHORT.ends else last,
    )
    assert WEEKS.originals(within) == WEEKS.originals(beyond)
    assert WEEKS.originals(lesson(starts=date(2027, 1, 1), ends=date(2027, 2, 1))) == 0
