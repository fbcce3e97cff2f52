"""The overdue lists: one's own, and a unit's by teacher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.roles import Permission
from oshj_portal.overdue.lookup import Overdue
from oshj_portal.places import person_name
from oshj_portal.plans.chart import count_plot
from oshj_portal.resources import UnitResource, University, journal_resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.journal.overdue import OverdueLesson

SHOWN = 200
MAX_BARS = 20


@view_config(
    context=University,
    name="overdue",
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer="templates/own.pt",
)
def show_own(request):
    """What the reader is to fill in, the oldest first."""
    found = Overdue(request.site, request.act).of_person(request.actor.id)
    return {"lines": lines(request, found)}


@view_config(
    context=UnitResource,
    name="overdue",
    request_method="GET",
    permission=Permission.INSPECT_JOURNAL.value,
    renderer="templates/unit.pt",
)
def show_unit(context, request):
    """Counts by teacher, and the lessons of one with ``?teacher=``."""
    found = list(Overdue(request.site, request.act).of_unit(context.unit.id))
    teacher = request.params.get("teacher", "")
    chosen = [one for one in found if teacher in ("", one.responsible)]
    chosen.sort(key=lambda one: (one.day, one.slot, one.journal))
    people = _by_person(request, found)
    return {
        "unit": context.unit.name,
        "people": people,
        "plot": count_plot("late", [(one["name"], one["count"]) for one in people[:MAX_BARS]]),
        "plotted": min(len(people), MAX_BARS),
        "teacher": teacher,
        "teacher_name": person_name(request.site, teacher) if teacher else "",
        "lines": lines(request, chosen[:SHOWN]),
        "more": max(0, len(chosen) - SHOWN),
        "path": request.resource_path(context, "overdue"),
        "total": len(found),
    }


def _by_person(request, found: Iterable[OverdueLesson]) -> list[dict[str, Any]]:
    counted: dict[str, list[OverdueLesson]] = {}
    for one in found:
        counted.setdefault(one.responsible, []).append(one)
    people = [
        {
            "id": person,
            "name": person_name(request.site, person),
            "count": len(lessons),
            "locked": sum(one.locked for one in lessons),
            "oldest": format_date(min(one.day for one in lessons)),
        }
        for person, lessons in counted.items()
    ]
    return sorted(people, key=lambda one: (-one["count"], sort_key(one["name"])))


def lines(request, found: Iterable[OverdueLesson]) -> list[dict[str, Any]]:
    """Overdue lessons in words; the link leads to the lesson, or to opening it."""
    site, today = request.site, request.act.today
    told = []
    for one in found:
        place = journal_resource(request, site.registers.get(one.journal))
        if one.opened:
            href = request.resource_path(place, one.id, "")
        else:
            href = request.resource_path(place, "open-lesson")
        told.append(
            {
                "href": href,
                "day": format_date(one.day),
                "slot": one.slot,
                "subject": place.subject.name,
                "group": one.group,
                "teacher": person_name(site, one.teacher),
                "responsible": person_name(site, one.responsible),
                "taken": one.responsible != one.teacher,
                "late_days": one.days_late(today),
                "opened": one.opened,
                "locked": one.locked,
            }
        )
    return told
