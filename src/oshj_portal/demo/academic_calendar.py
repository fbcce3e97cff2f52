"""The demo's academic calendar: public holidays, sessions, vacations, some for a part only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from oshj_core.academic_calendar import WHOLE, Period, PeriodKind, Reach
from oshj_core.academic_calendar.bells import DEFAULT_TABLE, BellTable
from oshj_core.structure import StudyForm
from oshj_portal.calendar.public_holidays import proposed_holidays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oshj_core.calendar import Semester

COLLEGE = "col"
_DAY, _WEEK = timedelta(1), timedelta(7)
_AFTER = {1: "Кышкы каникул", 2: "Жайкы каникул"}


def make_bells() -> list[BellTable]:
    """The bells of the university, and those of whoever studies in the evening."""
    evening = {1: ("17:30", "18:50"), 2: ("19:00", "20:20")}
    return [DEFAULT_TABLE, BellTable.of(evening, Reach(form=StudyForm.EVENING))]


def make_periods(semester: Semester, units: set[str]) -> list[Period]:
    """The calendar of the semester's year, as far as it lies within the year.

    ``units`` are the units there are: the college has a calendar of its own.
    """
    year = semester.year
    first, last = date(year, 8, 1), date(year + 1, 8, 31)
    found = [*proposed_holidays(year), *_seasons(semester, units)]
    return [one for one in found if first <= one.starts and one.ends <= last]


def _seasons(semester: Semester, units: set[str]) -> Iterator[Period]:
    begins = semester.modules[-1].ends + 2 * _DAY
    over = semester.ends

    def period(
        name: str,
        kind: PeriodKind,
        starts: date,
        ends: date,
        title: str = "",
        reach: Reach = WHOLE,
    ) -> Period:
        return Period(
            f"{name}-{semester.id}", semester.year, kind, starts, ends, title, reach=reach
        )

    exams = begins + _WEEK
    yield period("tests", PeriodKind.TEST_SESSION, begins, exams - _DAY)
    yield period("exams", PeriodKind.EXAM_SESSION, exams, over)
    rest = over + 2 * _WEEK
    title = _AFTER.get(semester.number, "")
    yield period("vacation", PeriodKind.VACATION, over + _DAY, rest, title)
    yield period("resits", PeriodKind.RESITS, rest + _DAY, rest + 2 * _WEEK)
    yield period(
        "practice",
        PeriodKind.PRACTICE,
        rest + _DAY,
        rest + 4 * _WEEK,
        "Өндүрүштүк практика",
        Reach(course=4),
    )
    if COLLEGE in units:
        yield period(
            "college-practice",
            PeriodKind.PRACTICE,
            over - _WEEK,
            over + _WEEK,
            "Окуу практикасы",
            Reach(COLLEGE),
        )
