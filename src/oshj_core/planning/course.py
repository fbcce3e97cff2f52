"""How an assignment went, week by week: academic hours of the timetable and hours held (2.13)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from oshj_core.planning.coverage import Held
    from oshj_core.planning.hours import HoursRule
    from oshj_core.structure import LessonKind
    from oshj_core.timetable import Occurrence, TeachingWeeks


@attrs.frozen
class WeekPoint:
    """The end of a week: its number and last day in the semester, the academic hours the
    timetable had by then, and those held; ``held`` is ``None`` of weeks yet to come."""

    week: int
    day: date
    scheduled: Decimal
    held: Decimal | None


def course(
    weeks: TeachingWeeks,
    kind: LessonKind,
    occurrences: Iterable[Occurrence],
    held: Iterable[Held],
    rule: HoursRule,
    today: date,
) -> tuple[WeekPoint, ...]:
    """The weeks of the semester, each with the hours added up from its beginning.

    Cancelled occurrences do not count, nor lessons after ``today``.
    """
    planned = Counter(weeks.week_of(one.day) for one in occurrences if not one.cancelled)
    taught = Counter(weeks.week_of(one.day) for one in held if one.day <= today)
    points, scheduled, given = [], 0, 0
    for week in range(weeks.first, weeks.last + 1):
        scheduled += planned[week]
        given += taught[week]
        begun = weeks.day(week, 1) <= today
        points.append(
            WeekPoint(
                week,
                min(weeks.day(week, 7), weeks.semester.ends),
                rule.of(kind, scheduled),
                rule.of(kind, given) if begun else None,
            )
        )
    return tuple(points)
