"""Semesters, modules and entry windows (4.3)."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.calendar import Semester, Window
from oshj_core.errors import Invalid
from oshj_core.structure import Subject
from tests.core.builders import SEMESTER

FIRST, SECOND = SEMESTER.modules


def test_both_ends_of_a_window_are_open():
    window = Window(date(2026, 9, 1), date(2026, 9, 3))
    days = [date(2026, 8, 31) + timedelta(days=number) for number in range(5)]
    assert [day in window for day in days] == [False, True, True, True, False]


@given(st.dates(SEMESTER.starts, SECOND.ends))
def test_every_day_up_to_the_last_module_belongs_to_one(day):
    module = SEMESTER.module_on(day)
    assert module == (FIRST if day <= FIRST.ends else SECOND)


def test_after_the_last_module_there_is_none():
    assert SEMESTER.module_on(SECOND.ends + timedelta(days=1)) is None


def test_modules_are_found_by_number():
    assert [SEMESTER.module(number) for number in (1, 2, 3)] == [FIRST, SECOND, None]


@pytest.mark.parametrize(
    "modules",
    [
        (attrs.evolve(SECOND, number=1), attrs.evolve(FIRST, number=2)),
        (SECOND,),
        (FIRST, attrs.evolve(SECOND, number=3)),
        (attrs.evolve(FIRST, starts=SEMESTER.starts - timedelta(days=1)),),
        (attrs.evolve(FIRST, ends=SEMESTER.ends + timedelta(days=1)),),
        (FIRST, attrs.evolve(SECOND, starts=FIRST.ends)),
        (attrs.evolve(FIRST, starts=FIRST.ends + timedelta(days=1)),),
    ],
    ids=["backwards", "no first", "gap", "too early", "too late", "overlapping", "inside out"],
)
def test_modules_stand_in_order(modules):
    with pytest.raises(Invalid) as caught:
        attrs.evolve(SEMESTER, modules=modules)
    assert caught.value.place.startswith("modules.")


def test_what_ends_before_it_begins_is_refused():
    day = date(2026, 9, 1)
    assert day in Window(day, day)
    with pytest.raises(Invalid) as caught:
        Window(day, day - timedelta(days=1))
    assert caught.value.place == "closes"
    with pytest.raises(Invalid) as caught:
        Semester("2026-1", 2026, 1, day, day - timedelta(days=1))
    assert caught.value.place == "ends"


@pytest.mark.parametrize("number", [0, -1, "4", 4.0, True, None])
def test_credits_are_a_whole_number_above_0(number):
    assert Subject("algebra", "Алгебра", "math", 1).credits == 1
    with pytest.raises(Invalid) as caught:
        Subject("algebra", "Алгебра", "math", number)
    assert caught.value.place == "credits"


def test_the_academic_year_is_written_with_both_years():
    semester = Semester("2026-2", 2026, 2, date(2027, 1, 25), date(2027, 6, 30))
    assert semester.academic_year == "2026–2027"
