"""Step ``fortnights``: inspections known by the number of their fortnight, which shifted whenever
the calendar was changed (3.5); they are known by its Monday.

The shape it tests: an inspection whose fortnight is a number.  A stored day is a number, too,
that of a day in the year 1.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.teaching import weeks_of_unit
from oshj_core.errors import NotFound
from oshj_core.inspections import fortnights
from oshj_core.inspections.values import inspection_id
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.inspections import Fortnight, Inspection
    from oshj_portal.store import Site

_YEAR_OF_NUMBERS = 1


def know_by_monday(site: Site) -> Text:
    """Give every inspection its Monday, by the calendar as it is now."""
    count = 0
    for semester in list(site.university.semesters):
        for inspection in list(site.inspections.of_semester(semester.id)):
            monday = _monday(site, inspection)
            if monday is not None:
                site.inspections.rename(
                    inspection.id,
                    attrs.evolve(
                        inspection,
                        id=inspection_id(inspection.unit, inspection.semester, monday),
                        fortnight=monday,
                    ),
                )
                count += 1
    return text("Inspections known by the Monday of their fortnight: ${count}", count=count)


def _monday(site: Site, inspection: Inspection) -> date | None:
    if inspection.fortnight.year != _YEAR_OF_NUMBERS:
        return None
    number = inspection.fortnight.toordinal()
    try:
        weeks = weeks_of_unit(site.university, inspection.semester, inspection.unit)
    except NotFound:  # the unit is in no list any more
        known: Iterable[Fortnight] = ()
    else:
        known = fortnights(
            weeks.semester, lambda day: day not in weeks.holidays, weeks.counted_from
        )
    for fortnight in known:
        if fortnight.number == number:
            return fortnight.monday
    semester = site.university.semesters.get(inspection.semester)
    monday = semester.starts.toordinal() - semester.starts.weekday()
    return date.fromordinal(monday + 14 * (number - 1))


def includeme(config):
    config.add_evolution_step("fortnights", know_by_monday, after=("substitution",))
