"""What other features ask of the calendar: teaching weeks, bells, what a day is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.academic_calendar import (
    Day,
    Place,
    calendar_of,
    place_of,
    year_of,
)
from oshj_core.academic_calendar.bells import bells_in_force
from oshj_core.academic_calendar.resolving import units_above
from oshj_core.academic_calendar.teaching import weeks_of, weeks_of_group
from oshj_core.timetable import Bells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from oshj_core.timetable import TeachingWeeks
    from oshj_portal.store import Site


def teaching_weeks(site: Site, semester_id: str, group: str = "") -> TeachingWeeks:
    """The teaching weeks of a semester: of everybody, a lesson being held by the calendar of its
    groups; with a ``group``, all by the calendar of that one.

    :raises NotFound: there is no such semester or group.
    """
    if group:
        return weeks_of_group(site.university, semester_id, group)
    return weeks_of(site.university, semester_id)


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
