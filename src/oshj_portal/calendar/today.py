"""What today is for the reader: a holiday, a session, a vacation; nothing on a usual day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.academic_calendar import GroupCalendar, Place, place_of, year_of
from oshj_core.academic_calendar.resolving import units_above
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Role, ScopeKind
from oshj_portal.calendar.titles import period_title, reach_title

if TYPE_CHECKING:
    from oshj_core.academic_calendar import Period


def today_notes(request) -> list[dict[str, object]]:
    """The periods that make today another day for the places of the reader, each once."""
    today = request.act.today
    periods = request.site.calendar.of_year(year_of(today))
    found: dict[str, Period] = {}
    for place in _places(request, year_of(today)):
        day = GroupCalendar.of(place, periods).on(today)
        for period in (day.holiday, day.season):
            if period is not None:
                found[period.id] = period
    return [
        {
            "title": period_title(request, period),
            "whom": reach_title(request, period.reach),
            "until": format_date(period.ends) if period.ends > today else "",
            "year": period.year,
        }
        for period in found.values()
    ]


def _places(request, year: int) -> set[Place]:
    """The reader's group or unit, and the places where a role is held."""
    university, actor = request.site.university, request.actor
    student = university.students.find(actor.id) if actor.holds(Role.STUDENT) else None
    if student is not None:
        return {place_of(university, student.group, year)}
    places = {Place()}
    for _role, scope in actor.holdings:
        if scope.kind is ScopeKind.GROUP:
            places.add(place_of(university, scope.id, year))
        elif scope.kind is ScopeKind.UNIT:
            places.add(Place(units_above(university, scope.id)))
    member = university.staff.find(actor.id)
    if member is not None:
        places.add(Place(units_above(university, member.unit)))
    return places
