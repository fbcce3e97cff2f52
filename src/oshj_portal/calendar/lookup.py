"""What other features ask of the calendar: teaching weeks, bells, what a day is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar import (
    Day,
    GroupCalendar,
    Place,
    calendar_of,
    place_of,
    semester_of,
    year_of,
)
from oshj_core.academic_calendar.bells import bells_in_force
from oshj_core.academic_calendar.held_lessons import days_without
from oshj_core.academic_calendar.resolving import units_above
from oshj_core.timetable import Bells, TeachingWeeks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from oshj_portal.store import Site


def teaching_weeks(site: Site, semester_id: str, group: str = "") -> TeachingWeeks:
    """The teaching weeks of a semester, with the days on which no weekly lesson is held.

    Without a ``group`` they are those of the whole university; with one, what is narrowed to
    its unit, form of study or course counts too.  Weeks are numbered as in the university's
    semester, so that odd and even are the same for everybody; a group's semester that lasts
    longer makes it longer.

    :raises NotFound: there is no such semester or group.
    """
    semester = site.university.semesters.get(semester_id)
    if not group:
        calendar = GroupCalendar.of(Place(), site.calendar.of_year(semester.year))
        return TeachingWeeks(semester, calendar.days_off(semester.starts, semester.ends))
    own = semester_of(site.university, group, semester_id)
    whole = attrs.evolve(
        semester, starts=min(semester.starts, own.starts), ends=max(semester.ends, own.ends)
    )
    calendar = calendar_of(site.university, group, semester.year)
    return TeachingWeeks(whole, days_without(calendar, whole, own))


def bell_times(site: Site, group: str = "", *, unit: str = "") -> Mapping[int, tuple[str, str]]:
    """Number → begin and end ``HH:MM`` of the lessons of a group, or of a unit for any form of
    study; of the whole university where neither is given.

    :raises NotFound: there is no such group or unit.
    """
    # No bells are narrowed to a course, so it does not matter in which year.
    place = place_of(site.university, group, 0) if group else Place(_above(site, unit))
    return bells_in_force(site.calendar, place).written


def bells_for(site: Site, group: str = "", *, unit: str = "") -> Bells:
    """The same as :func:`bell_times`, as the timetable counts with them."""
    return Bells.parse(bell_times(site, group, unit=unit))


def _above(site: Site, unit: str) -> tuple[str, ...]:
    return units_above(site.university, unit)


def day_of(site: Site, group: str, day: date) -> Day:
    """What a day is for a group.

    :raises NotFound: there is no such group.
    """
    return calendar_of(site.university, group, year_of(day)).on(day)
