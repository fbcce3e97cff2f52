"""Public holidays: proposed from the law, accepted one by one (4.1)."""

from __future__ import annotations

import attrs
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.academic_calendar.periods import DAY_KINDS
from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date, parse_date
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_portal.calendar.period_views import keeping_of
from oshj_portal.calendar.public_holidays import proposed_holidays
from oshj_portal.calendar.public_views import asked_year, known_years
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.resources import Control


@view_config(
    context=Control,
    name="holidays",
    request_method="GET",
    permission=Permission.EDIT_CALENDAR.value,
    renderer="templates/holidays.pt",
)
def show_holidays(context, request):
    """What could be taken over; what stands in the calendar already is not proposed."""
    year = asked_year(request)
    kept = [one for one in request.site.calendar.of_year(year) if one.kind in DAY_KINDS]
    return {
        "year": year,
        "years": known_years(request.site, request.act.today),
        "back_href": request.resource_path(context, "calendar", query={"year": year}),
        "lines": [
            {
                "id": one.id,
                "starts": format_date(one.starts),
                "ends": format_date(one.ends),
                "name": one.name,
                "certain": one.certain,
                "kept": any(one.id == other.id or one.overlaps(other) for other in kept),
            }
            for one in proposed_holidays(year)
        ],
    }


@view_config(
    context=Control,
    name="holidays",
    request_method="POST",
    permission=Permission.EDIT_CALENDAR.value,
)
def take_holidays(context, request):
    """Take those that are ticked, on the days that were typed for them."""
    year, fields = asked_year(request), request.POST
    chosen = set(fields.getall("take"))
    periods = []
    for one in proposed_holidays(year):
        if one.id in chosen:
            starts = parse_date(fields.get(f"starts-{one.id}", ""), place=f"starts-{one.id}")
            ends = parse_date(fields.get(f"ends-{one.id}", ""), place=f"ends-{one.id}")
            moved = (starts, ends) != (one.starts, one.ends)
            # A day typed by hand is the announced one.
            certain = one.certain or moved
            periods.append(attrs.evolve(one, starts=starts, ends=ends, certain=certain))
    if not periods:
        raise Invalid(text("Tick the holidays to be taken over."), place="take")
    taken = keeping_of(request).put_all(periods)
    count = {"count": len(taken)}
    flash(request, _("Holidays taken over: ${count}", mapping=count))
    return HTTPSeeOther(request.resource_path(context, "calendar", query={"year": year}))
