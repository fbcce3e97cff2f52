"""The bells as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.academic_calendar.bells import BellTable
from oshj_core.errors import Invalid
from oshj_portal.calendar.bell_text import read_bells, write_bells


def schedules():
    minutes = st.lists(st.integers(0, 24 * 60 - 1), unique=True, min_size=2, max_size=24).map(
        sorted
    )
    return minutes.map(
        lambda times: {
            number + 1: (_clock(begin), _clock(end))
            for number, (begin, end) in enumerate(zip(times[::2], times[1::2], strict=False))
        }
    )


def _clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


class TestText:
    @given(schedules())
    def test_what_is_written_is_read_back(self, schedule):
        assert read_bells(write_bells(schedule)) == schedule

    @pytest.mark.parametrize(
        "typed", ["1: 08:00–09:20", "1. 8:00-9:20", "  1)  8:00 — 09:20 \n\n", "1 08:00-09:20"]
    )
    def test_it_is_read_as_people_type_it(self, typed):
        assert read_bells(typed) == {1: ("08:00", "09:20")}

    @pytest.mark.parametrize(
        "wrong",
        [
            "08:00–09:20",
            "1: 08:00",
            "1: 24:00–25:00",
            "1: 08:60–09:20",
            "1: 09:20–08:00",
            "1: 08:00–08:00",
            "1: 08:00–09:20\n1: 09:30–10:50",
            "1: 08:00–09:20\n2: 09:00–10:50",
            "2: 08:00–09:20\n1: 09:30–10:50",
            "1: 08:00–09:20; 2: 09:30–10:50",
        ],
    )
    def test_a_schedule_that_cannot_be(self, wrong):
        with pytest.raises(Invalid) as caught:
            BellTable.of(read_bells(wrong))
        assert caught.value.place == "bells"
