"""«Пландар»: the reader's own plans, what waits for the reader, and the way to the units' lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from oshj_core.errors import NotFound
from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.planning import due_plan, teaching_begins, year_begins
from oshj_core.roles import Permission, ScopeKind
from oshj_portal.plans.due import duty_line, plan_line, year_of
from oshj_portal.plans.resources import Plans
from oshj_portal.plans.terms import return_days
from oshj_portal.resources import Units, University, group_resource, journal_name, unit_resource

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyramid.request import Request

    from oshj_core.structure import Assignment


@view_config(
    context=Plans,
    request_method="GET",
    permission=Permission.VIEW_STRUCTURE.value,
    renderer="templates/plans.pt",
)
def show_plans(context: Plans, request: Request) -> dict[str, object]:
    """What the reader teaches with its plans, and the units whose plans the reader answers for."""
    year = year_of(request)
    own = [] if year is None else own_duties(request, year)
    listed = {duty["plan"]["id"] for duty in own if duty["plan"]}
    return {
        "year": year,
        "begins": "" if year is None else format_date(_begins(request, year)),
        "own": own,
        "others": [] if year is None else other_plans(request, year, listed),
        "units": list(_units(request)),
    }


def _begins(request: Request, year: int):
    return year_begins(request.site.university.semesters, year)


def own_duties(request: Request, year: int) -> list[dict[str, Any]]:
    """The plans the reader owes in the academic year, by semester and subject."""
    site = request.site
    university = site.university
    semesters = {one.id for one in university.semesters if one.year == year}
    taught = [
        one for one in university.assignments_of(request.actor.id) if one.semester in semesters
    ]
    taught.sort(
        key=lambda one: (
            one.semester,
            sort_key(university.subjects.get(one.subject).name),
            one.groups,
            one.id,
        )
    )
    today = request.act.today
    days = return_days(site)
    duties = (
        due_plan(site.plans, one, teaching_begins(university, one), today, days) for one in taught
    )
    return [
        duty_line(request, duty) | {"begin": _begin_path(request, duty.assignment)}
        for duty in duties
    ]


def other_plans(request: Request, year: int, listed: Collection[str]) -> list[dict[str, object]]:
    """The plans the reader wrote for the academic year that stand at no assignment above: a
    second one for the same lessons, or one that fits none."""
    newest = {plan.id: plan for plan in request.site.plans.of_author(request.actor.id)}
    return [
        plan_line(request, plan)
        for plan in newest.values()
        if plan.year == year and plan.id not in listed
    ]


def _begin_path(request: Request, assignment: Assignment) -> str | None:
    """Where the reader begins the plan of an assignment."""
    try:
        group = group_resource(request, assignment.groups[0])
        journal = group[journal_name(assignment.subject, assignment.semester)]
    except (NotFound, KeyError):
        return None
    if not request.has_permission(Permission.WRITE_PLAN.value, journal):
        return None
    return request.resource_path(journal, "new-plan", query={"assignment": assignment.id})


def _units(request: Request):
    """The places whose plans the reader may see by a role of his or her own."""
    everything = Units(request, "units", University(request))
    if request.has_permission(Permission.VIEW_PLAN.value, everything):
        yield {"title": None, "href": request.resource_path(everything, "plans")}
    scopes = {scope.id for _role, scope in request.actor.holdings if scope.kind is ScopeKind.UNIT}
    for unit in sorted(scopes):
        place = unit_resource(request, unit)
        if request.has_permission(Permission.VIEW_PLAN.value, place):
            yield {"title": place.title, "href": request.resource_path(place, "plans")}
