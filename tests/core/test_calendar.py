"""Semesters, modules and entry windows (4.3)."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.calendar import Semester, Window
from oshj_core.errors import Invalid
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
        (SECOND, FIRST),
        (FIRST, attrs.evolve(SECOND, starts=FIRST.ends)),
        (attrs.evolve(FIRST, starts=FIRST.ends + timedelta(days=1)),),
    ],
    ids=["backwards", "overlapping", "inside out"],
)
def test_modules_stand_in_order(modules):
    with pytest.raises(Invalid) as caught:
        attrs.evolve(SEMESTER, modules=modules)
    assert caught.value.place.startswith("modules.")


def test_the_academic_year_is_written_with_both_years():
    semester = Semester("2026-2", 2026, 2, date(2027, 1, 25), date(2027, 6, 30))
    assert semester.academic_year == "2026–2027"
