"""Week by week: what the timetable had and what was held, added up."""

from datetime import date
from decimal import Decimal

from oshj_core.planning import course
from tests.core.planning.builders import LECTURE, TWO_HOURS
from tests.core.planning.test_coverage import WEEKS, held, on_mondays


def test_hours_add_up_and_weeks_to_come_are_open():
    points = course(
        WEEKS, LECTURE, on_mondays(0, 1, 2, 3), held(1, None, 1), TWO_HOURS, date(2026, 9, 14)
    )
    assert [(one.week, one.scheduled, one.held) for one in points[:5]] == [
        (1, Decimal(0), Decimal(0)),
        (2, Decimal(2), Decimal(2)),
        (3, Decimal(4), Decimal(4)),
        (4, Decimal(6), None),
        (5, Decimal(8), None),
    ]
    assert points[-1].day == WEEKS.semester.ends
    assert points[0].day == date(2026, 9, 6)
