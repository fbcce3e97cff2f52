"""The contract of the academic calendar's port."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.calendar import Window
from oshj_core.errors import NotFound
from oshj_core.structure import StudyForm

HOLIDAY = Period(
    "h1",
    2026,
    PeriodKind.HOLIDAY,
    date(2027, 3, 9),
    date(2027, 3, 9),
    "Орозо айт",
    certain=False,
)
MODULE = Period(
    "m1",
    2026,
    PeriodKind.MODULE,
    date(2026, 9, 14),
    date(2026, 11, 1),
    reach=Reach("med", StudyForm.PART_TIME, 2),
    semester="2026-1",
    number=1,
    entry=Window(date(2026, 9, 14), date(2026, 11, 7)),
)
BELLS = BellTable.of({1: ("08:30", "09:50"), 2: ("10:00", "11:20")}, Reach("med"))


class CalendarContract:
    """Periods and bells come back equal; the questions follow every change."""

    @pytest.fixture
    def calendar(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an empty CalendarStore")

    @pytest.mark.parametrize("period", [HOLIDAY, MODULE])
    def test_a_period_comes_back_equal(self, calendar: Any, period: Period) -> None:
        assert calendar.periods.find(period.id) is None
        calendar.periods.put(period)
        assert calendar.periods.get(period.id) == period
        assert list(calendar.periods) == [period]

    def test_bells_are_known_by_their_reach(self, calendar: Any) -> None:
        whole = BellTable.of({1: ("08:00", "09:20")})
        calendar.bells.put(BELLS)
        calendar.bells.put(whole)
        assert calendar.bells.get(str(Reach("med"))) == BELLS
        assert list(calendar.bells) == [BELLS, whole]
        calendar.bells.remove(BELLS.id)
        assert list(calendar.bells) == [whole]

    def test_the_questions_follow_the_periods(self, calendar: Any) -> None:
        calendar.periods.put(MODULE)
        calendar.periods.put(HOLIDAY)
        assert list(calendar.of_year(2026)) == [HOLIDAY, MODULE]
        assert list(calendar.of_year(2025)) == []
        assert list(calendar.of_semester("2026-1")) == [MODULE]
        assert list(calendar.of_semester("2026-2")) == []
        calendar.periods.put(attrs.evolve(MODULE, semester="2026-2"))
        assert list(calendar.of_semester("2026-1")) == []
        calendar.periods.remove("m1")
        assert list(calendar.of_semester("2026-2")) == []
        assert list(calendar.of_year(2026)) == [HOLIDAY]

    def test_what_is_not_there_is_refused(self, calendar: Any) -> None:
        for table in (calendar.periods, calendar.bells):
            with pytest.raises(NotFound):
                table.get("none")
            with pytest.raises(NotFound):
                table.remove("none")
