"""Plan, timetable and fact beside each other, and what will remain unfinished (2.13)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs
from pyramid.view import view_config

from oshj_core.academic_calendar.teaching import weeks_of
from oshj_core.enrolment import journals_of
from oshj_core.kyrgyz import format_date, format_number, sort_key
from oshj_core.planning import Gathering, PlanState, plan_on_its_way, totals_by
from oshj_core.roles import Permission
from oshj_portal.i18n import _, translatable
from oshj_portal.places import person_name
from oshj_portal.plans.chart import bar_plot, course_plot
from oshj_portal.plans.due import assignments_of_units, units_below
from oshj_portal.plans.hours import hours_rule
from oshj_portal.plans.resources import Plans, plan_path
from oshj_portal.plans.titles import (
    EDITABLE,
    PLAN_KINDS,
    PLAN_STATES,
    TOPIC_KINDS,
    TOPIC_STATES,
)
from oshj_portal.resources import GroupResource, JournalResource, UnitResource, journal_resource
from oshj_portal.structure.titles import LESSON_KINDS, subgroup_title
from oshj_portal.timetable.lookup import nearest_semester, semesters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pyramid.request import Request

    from oshj_core.planning import Coverage, CoverageTotal, Forecast, Plan
    from oshj_core.structure import Assignment

MAX_ASSIGNMENTS = 400
"""More than that are not counted for one page: a unit below is to be chosen."""
MAX_BARS = 20
BY = {
    "subject": _("By subject"),
    "group": _("By group"),
    "teacher": _("By teacher"),
    "unit": _("By unit"),
}


@attrs.frozen
class Outlook:
    """An assignment as it stands, and how it is expected to end."""

    covered: Coverage
    forecast: Forecast


class Gatherings:
    """Where the coverage of any assignment is gathered, by the calendar of its groups, in one
    request."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._rule = hours_rule(request.site)
        self._gathering = cache(self._make)

    def of(self, assignment: Assignment) -> Gathering:
        """Where the coverage of an assignment is gathered."""
        return self._gathering(assignment.semester, assignment.groups)

    def _make(self, semester: str, groups: tuple[str, ...]) -> Gathering:
        site = self.request.site
        return Gathering(
            site.university,
            site.plans,
            site.timetable,
            site.registers,
            weeks_of(site.university, semester, groups),
            self._rule,
            site.timetable.key,
        )

    def outlook(self, assignment: Assignment) -> Outlook:
        """Coverage and forecast of an assignment as of today."""
        gathering, today = self.of(assignment), self.today
        return Outlook(gathering.coverage(assignment, today), gathering.forecast(assignment, today))

    @property
    def today(self):
        """The day of the request."""
        return self.request.act.today


@view_config(
    context=JournalResource,
    name="coverage",
    request_method="GET",
    permission=Permission.VIEW_PLAN.value,
    renderer="templates/coverage_journal.pt",
)
def show_journal_coverage(context: JournalResource, request: Request) -> dict[str, object]:
    """Every assignment of a journal, topic by topic."""
    gatherings = Gatherings(request)
    return {
        "subject": context.title,
        "group": context.register.group,
        "semester": context.journal.semester,
        "today": format_date(request.act.today),
        "assignments": [
            _assignment(context, request, gatherings, one) for one in context.journal.assignments
        ],
        "text": translatable,
    }


def _assignment(
    context: JournalResource, request: Request, gatherings: Gatherings, one: Assignment
) -> dict[str, object]:
    outlook = gatherings.outlook(one)
    covered, plan = outlook.covered, outlook.covered.plan
    waiting = plan_on_its_way(request.site.plans, one)
    may_begin = (
        plan is None
        and waiting is None
        and one.teacher == request.actor.id
        and request.has_permission(Permission.WRITE_PLAN.value, context)
    )
    points = gatherings.of(one).course(one, gatherings.today)
    return {
        "id": one.id,
        "kind": LESSON_KINDS[one.kind],
        "groups": ", ".join(one.groups),
        "subgroup": subgroup_title(one.subgroup),
        "teacher": person_name(request.site, one.teacher),
        "plan_href": None if plan is None else plan_path(request, plan.id, ""),
        "under_way": None if waiting is None else _under_way(request, waiting),
        "begin": request.resource_path(context, "new-plan", query={"assignment": one.id})
        if may_begin
        else None,
        "figures": _figures(covered),
        "plot": course_plot(points, covered.planned),
        "points": [
            (
                point.week,
                format_date(point.day),
                format_number(point.scheduled),
                "" if point.held is None else format_number(point.held),
            )
            for point in points
        ],
        "said": [
            translatable(said) for said in covered.explanation[: _without_deviations(covered)]
        ],
        "deviations": [
            (translatable(deviation.explanation), deviation.reason)
            for deviation in covered.deviations
        ],
        "forecast": [translatable(said) for said in outlook.forecast.explanation],
        "lacking": _shown(outlook.forecast.lacking),
        "is_lacking": outlook.forecast.lacking > 0,
        "topics": [
            {
                "number": topic.topic.number,
                "title": topic.topic.title,
                "hours": format_number(topic.topic.hours),
                "held": format_number(topic.held),
                "begun": "" if topic.begun is None else format_date(topic.begun),
                "state": TOPIC_STATES[topic.state],
                "kind": TOPIC_KINDS[topic.state],
            }
            for topic in covered.topics
        ],
    }


def _under_way(request: Request, plan: Plan) -> dict[str, object]:
    """A plan that is not approved yet: how it stands, and why it was sent back."""
    own = plan.author == request.actor.id
    returned = plan.state is PlanState.RETURNED
    return {
        "href": plan_path(request, plan.id, ""),
        "version": plan.version if plan.version > 1 else "",
        "state": PLAN_STATES[plan.state],
        "kind": PLAN_KINDS[plan.state],
        "may_write": own and plan.state in EDITABLE,
        "reason": plan.steps[-1].reason if returned else "",
    }


def _without_deviations(covered: Coverage) -> int:
    return len(covered.explanation) - len(covered.deviations)


def _figures(one: Coverage | CoverageTotal) -> dict[str, str]:
    return {
        "planned": format_number(one.planned),
        "scheduled": format_number(one.scheduled),
        "due": format_number(one.due),
        "held": format_number(one.held),
    }


def _shown(hours: Fraction) -> str:
    return format_number(Decimal(hours.numerator) / Decimal(hours.denominator), 1)


@view_config(
    context=UnitResource,
    name="coverage",
    request_method="GET",
    permission=Permission.VIEW_PLAN.value,
    renderer="templates/coverage.pt",
)
def show_unit_coverage(context: UnitResource, request: Request) -> dict[str, object]:
    """The subjects of a unit and the units below it."""
    university = request.site.university
    semester = _semester(request)
    units = set(units_below(university, context.unit.id))
    found = assignments_of_units(university, units, {semester}) if semester else []
    below = sorted(university.units_under(context.unit.id), key=lambda one: sort_key(one.name))
    return _page(request, context, found, list(BY)) | {
        "units": [(one.name, request.resource_path(context, one.id, "coverage")) for one in below]
    }


@view_config(
    context=GroupResource,
    name="coverage",
    request_method="GET",
    permission=Permission.VIEW_PLAN.value,
    renderer="templates/coverage.pt",
)
def show_group_coverage(context: GroupResource, request: Request) -> dict[str, object]:
    """What is taught to a group."""
    semester = _semester(request)
    taught = request.site.university.assignments_in(context.group.id)
    found = [one for one in taught if one.semester == semester]
    return _page(request, context, found, ["subject", "teacher", "unit"])


@view_config(
    context=Plans,
    name="coverage",
    request_method="GET",
    permission=Permission.VIEW_STRUCTURE.value,
    renderer="templates/coverage.pt",
)
def show_own_coverage(context: Plans, request: Request) -> dict[str, object]:
    """What the reader teaches."""
    semester = _semester(request)
    taught = request.site.university.assignments_of(request.actor.id)
    found = [one for one in taught if one.semester == semester]
    return _page(request, context, found, ["subject", "group", "unit"])


def _semester(request: Request) -> str:
    asked = request.params.get("semester", "")
    if asked and request.site.university.semesters.find(asked) is not None:
        return asked
    nearest = nearest_semester(request.site, request.act.today)
    return "" if nearest is None else nearest.id


def _page(
    request: Request, context, assignments: Sequence[Assignment], ways: Sequence[str]
) -> dict[str, object]:
    chosen = request.params.get("by", ways[0])
    by = chosen if chosen in ways else ways[0]
    too_many = len(assignments) > MAX_ASSIGNMENTS
    gatherings = Gatherings(request)
    outlooks = [] if too_many else [gatherings.outlook(one) for one in assignments]
    lines = _lines(request, outlooks, by)
    path = request.resource_path(context, "coverage")
    semester = _semester(request)
    return {
        "title": None if isinstance(context, Plans) else context.title,
        "path": path,
        "today": format_date(request.act.today),
        "by": by,
        "ways": [(way, BY[way]) for way in ways],
        "semester": semester,
        "semesters": [one.id for one in reversed(semesters(request.site))],
        "too_many": too_many,
        "count": len(assignments),
        "limit": MAX_ASSIGNMENTS,
        "lines": lines,
        "plot": bar_plot([(line["name"], line["total"]) for line in lines[:MAX_BARS]]),
        "plotted": min(len(lines), MAX_BARS),
        "figures": _figures,
        "assignments": sorted(
            (_line(request, one) for one in outlooks), key=lambda line: sort_key(line["name"])
        ),
        "units": [],
    }


def _lines(request: Request, outlooks: Sequence[Outlook], by: str) -> list[dict]:
    keys, name_of = _keys(request)[by]
    totals: Mapping[str, CoverageTotal] = totals_by((one.covered for one in outlooks), keys)
    lacking: dict[str, Fraction] = {}
    for one in outlooks:
        for key in keys(one.covered.assignment):
            lacking[key] = lacking.get(key, Fraction(0)) + one.forecast.lacking
    lines = [
        {"name": name_of(key), "total": total, "lacking": _shown(lacking[key])}
        for key, total in totals.items()
    ]
    return sorted(lines, key=lambda line: sort_key(line["name"]))


def _keys(
    request: Request,
) -> dict[str, tuple[Callable[[Assignment], Iterable[str]], Callable[[str], str]]]:
    """By what totals are made: the keys of an assignment, and the name of a key."""
    university = request.site.university
    subject = cache(university.subjects.get)
    return {
        "subject": (lambda one: (one.subject,), lambda key: subject(key).name),
        "group": (lambda one: one.groups, str),
        "teacher": (lambda one: (one.teacher,), lambda key: person_name(request.site, key)),
        "unit": (
            lambda one: (subject(one.subject).unit,),
            lambda key: university.units.get(key).name,
        ),
    }


def _line(request: Request, outlook: Outlook) -> dict:
    """An assignment in the list, with the way to its journal where the reader may go."""
    one, site = outlook.covered.assignment, request.site
    register = site.registers.find(journals_of(one)[0])
    journal = None if register is None else journal_resource(request, register)
    may = journal is not None and request.has_permission(Permission.VIEW_PLAN.value, journal)
    return {
        "name": site.university.subjects.get(one.subject).name,
        "kind": LESSON_KINDS[one.kind],
        "groups": ", ".join(one.groups),
        "subgroup": subgroup_title(one.subgroup),
        "teacher": person_name(site, one.teacher),
        "href": request.resource_path(journal, "coverage") if may else None,
        "has_plan": outlook.covered.plan is not None,
        "lacking": _shown(outlook.forecast.lacking),
        **_figures(outlook.covered),
    }
