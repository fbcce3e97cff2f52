"""Who owes a plan, who handed it in when, and what waits to be approved (2.13, 4.3)."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.planning import DueState, PlanState, due_plan, taught_by, teaching_begins
from oshj_core.planning.due import covering
from oshj_core.roles import Permission
from oshj_core.structure import LessonKind
from oshj_portal.places import person_name
from oshj_portal.plans.resources import plan_path
from oshj_portal.plans.terms import return_days
from oshj_portal.plans.titles import DUE_KINDS, DUE_STATES, PLAN_KINDS, PLAN_STATES
from oshj_portal.resources import UnitResource, Units
from oshj_portal.structure.titles import LESSON_KINDS, subgroup_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from pyramid.request import Request

    from oshj_core.planning import DuePlan, Plan
    from oshj_core.structure import Assignment, Unit

RENDERER = "templates/due.pt"
SHOWN = 300
WAITING = "waiting"


def year_of(request: Request) -> int | None:
    """The academic year that is going on, or the next one once the last has ended; ``None``
    where there is no semester at all."""
    semesters = sorted(request.site.university.semesters, key=lambda one: one.starts)
    open_ones = [one for one in semesters if one.ends >= request.act.today]
    chosen = open_ones[:1] or semesters[-1:]
    return chosen[0].year if chosen else None


def units_below(university, unit: str) -> Iterator[str]:
    """The unit and every unit under it; all units for the empty id."""
    if unit:
        yield unit
    for below in university.units_under(unit):
        yield from units_below(university, below.id)


def assignments_of_units(university, units: set[str], semesters: set[str]) -> list[Assignment]:
    """What is taught of the units' subjects in the semesters."""
    return [
        one
        for unit in sorted(units)
        for subject in university.subjects_of(unit)
        for semester in sorted(semesters)
        for one in university.assignments_on(subject.id, semester)
    ]


@view_config(
    context=UnitResource,
    name="plans",
    request_method="GET",
    permission=Permission.VIEW_PLAN.value,
    renderer=RENDERER,
)
def show_unit_plans(context: UnitResource, request: Request) -> dict[str, object]:
    """The duties of those who teach the unit's subjects."""
    return _page(context, request, context.unit.id)


@view_config(
    context=Units,
    name="plans",
    request_method="GET",
    permission=Permission.VIEW_PLAN.value,
    renderer=RENDERER,
)
def show_all_plans(context: Units, request: Request) -> dict[str, object]:
    """The duties in the whole university, counted by unit."""
    return _page(context, request, "")


def _page(context, request: Request, unit: str) -> dict[str, object]:
    university, year = request.site.university, year_of(request)
    units = set(units_below(university, unit))
    duties = [] if year is None else duties_of(request, units, year)
    beside = [] if year is None else waiting_beside(request, units, year, duties)
    wanted = request.params.get("state", "")
    chosen = [duty for duty in duties if wanted in ("", _state(duty))]
    chosen.sort(key=lambda duty: (not _waits(duty), not duty.overdue, duty.assignment.id))
    below = university.units_under(unit)
    return {
        "title": getattr(context, "title", "") if unit else None,
        "path": request.resource_path(context, "plans"),
        "begins": format_date(duties[0].begins) if duties else "",
        "counts": [
            (state.value, DUE_STATES[state], DUE_KINDS[state], count)
            for state, count in _counted(duties)
        ],
        "waiting": sum(map(_waits, duties)) + len(beside),
        "beside": [plan_line(request, one) for one in beside] if wanted in ("", WAITING) else [],
        "wanted": wanted,
        "lines": [duty_line(request, duty) for duty in chosen[:SHOWN]],
        "total": len(chosen),
        "units": list(_unit_lines(request, context, below, duties)),
    }


def duties_of(request: Request, units: set[str], year: int) -> list[DuePlan]:
    """The duties of the units' subjects in the academic year."""
    site = request.site
    semesters = {one.id for one in site.university.semesters if one.year == year}
    begins: dict[tuple[str, ...], date] = {}
    days = return_days(site)
    duties = []
    for assignment in assignments_of_units(site.university, units, semesters):
        groups = assignment.groups
        if groups not in begins:
            begins[groups] = teaching_begins(site.university, assignment)
        duties.append(due_plan(site.plans, assignment, begins[groups], request.act.today, days))
    return duties


def _counted(duties: list[DuePlan]) -> list[tuple[DueState, int]]:
    counts = Counter(duty.state for duty in duties)
    return [(state, counts[state]) for state in DueState if counts[state]]


def _waits(duty: DuePlan) -> bool:
    return duty.plan is not None and duty.plan.state is PlanState.SUBMITTED


def _state(duty: DuePlan) -> str:
    return WAITING if _waits(duty) else duty.state.value


def _unit_lines(
    request: Request, context, below: Sequence[Unit], duties: list[DuePlan]
) -> Iterator[dict[str, object]]:
    """The units below, each with the counts of what lies in it."""
    university = request.site.university
    unit_of = cache(lambda subject: university.subjects.get(subject).unit)
    by_unit: dict[str, list[DuePlan]] = {}
    for duty in duties:
        by_unit.setdefault(unit_of(duty.assignment.subject), []).append(duty)
    for unit in sorted(below, key=lambda one: sort_key(one.name)):
        own = [duty for one in units_below(university, unit.id) for duty in by_unit.get(one, ())]
        yield {
            "name": unit.name,
            "href": request.resource_path(context, unit.id, "plans"),
            "total": len(own),
            "approved": sum(duty.approved for duty in own),
            "overdue": sum(duty.overdue for duty in own),
            "waiting": sum(map(_waits, own)),
        }


def duty_line(request: Request, duty: DuePlan) -> dict[str, Any]:
    """A duty in words."""
    site, assignment, plan = request.site, duty.assignment, duty.plan
    return {
        "subject": site.university.subjects.get(assignment.subject).name,
        "semester": assignment.semester,
        "groups": ", ".join(assignment.groups),
        "kind": LESSON_KINDS[assignment.kind],
        "subgroup": subgroup_title(assignment.subgroup),
        "teacher": person_name(site, assignment.teacher),
        "state": DUE_STATES[duty.state],
        "state_kind": DUE_KINDS[duty.state],
        "approved": duty.approved,
        "plan": None if plan is None else _about(request, plan),
    }


def _about(request: Request, plan: Plan) -> dict[str, object]:
    return {
        "id": plan.id,
        "href": plan_path(request, plan.id, ""),
        "state": PLAN_STATES[plan.state],
        "kind": PLAN_KINDS[plan.state],
        "version": plan.version,
    }


def plan_line(request: Request, plan: Plan) -> dict[str, object]:
    """A plan in words, beside those that stand at an assignment."""
    university = request.site.university
    kinds = [kind for kind in LessonKind if kind in plan.planned_kinds]
    return {
        "subject": university.subjects.get(plan.subject).name,
        "semester": plan.semester,
        "groups": ", ".join(plan.groups),
        "kinds": [LESSON_KINDS[kind] for kind in kinds],
        "subgroup": subgroup_title(plan.subgroup),
        "author": person_name(request.site, plan.author),
        "fits": any(covering([plan], one) for one in taught_by(university, plan)),
        "plan": _about(request, plan),
    }


def waiting_beside(
    request: Request, units: set[str], year: int, duties: list[DuePlan]
) -> list[Plan]:
    """The plans of the units' subjects that wait for approval and stand at no assignment."""
    site = request.site
    listed = {duty.plan.id for duty in duties if duty.plan is not None}
    semesters = [one.id for one in site.university.semesters if one.year == year]
    newest = {
        plan.id: plan
        for unit in sorted(units)
        for subject in site.university.subjects_of(unit)
        for semester in semesters
        for plan in site.plans.of_subject(subject.id, semester)
    }
    return [
        plan
        for plan in newest.values()
        if plan.state is PlanState.SUBMITTED and plan.id not in listed
    ]
