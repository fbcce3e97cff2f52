"""The inspections of a unit and of the university: tasks, what was found, what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Invalid
from oshj_core.inspections import Inspecting, ReportState, TaskState
from oshj_core.kyrgyz import sort_key
from oshj_core.roles import Permission
from oshj_portal.forms.types import refusal_messages
from oshj_portal.i18n import _
from oshj_portal.inspections.lookup import inspectors, journals_in, semesters_of, tasks_of
from oshj_portal.inspections.words import found_lines, journal_title, report_line, task_line
from oshj_portal.layout.frame import flash
from oshj_portal.places import person_name
from oshj_portal.resources import UnitResource, Units, journal_resource, unit_resource

if TYPE_CHECKING:
    from oshj_core.inspections import Inspection, Task


def inspecting(request) -> Inspecting:
    """The use case for the reader."""
    site = request.site
    return Inspecting(site.inspections, site.university, site.notices, site.audit, request.act)


@view_config(
    context=UnitResource,
    name="inspections",
    request_method="GET",
    permission=Permission.INSPECT_JOURNAL.value,
    renderer="templates/unit.pt",
)
def show_unit(context, request):
    """The tasks of the semester, and what became of the reports."""
    tasks = _tasks(context, request)
    reports = [
        report
        for task in tasks
        for report in (request.site.inspections.reports_of(task.id) if task.inspection else ())
    ]
    return {
        "unit": context.unit.name,
        "lines": [_task_values(context, request, task) for task in tasks],
        "reports": [report_line(request, report) for report in reversed(reports)],
    }


def _tasks(context, request) -> tuple[Task, ...]:
    return _tasks_of_unit(request, context.unit.id)


def _tasks_of_unit(request, unit: str) -> tuple[Task, ...]:
    site, today = request.site, request.act.today
    return tuple(
        task
        for semester in semesters_of(site, unit, today)
        for task in tasks_of(site, unit, semester, today)
    )


def _task_values(context, request, task: Task) -> dict[str, Any]:
    query = {"fortnight": task.id}
    return task_line(task) | {
        "href": request.resource_path(context, "inspect", query=query),
        **_outcome(request, task.inspection),
    }


def _outcome(request, inspection: Inspection | None) -> dict[str, Any]:
    """Who did it, how many journals were looked at, how many reports came how far."""
    if inspection is None:
        return {"inspector": "", "journals": 0, "sent": 0, "acknowledged": 0}
    reports = request.site.inspections.reports_of(inspection.id)
    return {
        "inspector": person_name(request.site, inspection.inspector),
        "journals": len(inspection.journals),
        "sent": len(reports),
        "acknowledged": sum(report.state is not ReportState.SENT for report in reports),
    }


@view_config(
    context=UnitResource,
    name="inspect",
    request_method="GET",
    permission=Permission.INSPECT_JOURNAL.value,
    renderer="templates/inspect.pt",
)
def show_inspect(context, request):
    """What the control finds in each journal of the unit today."""
    return _inspect_values(context, request, _task(context, request, request.GET))


@view_config(
    context=UnitResource,
    name="inspect",
    request_method="POST",
    permission=Permission.SEND_FINDINGS.value,
    renderer="templates/inspect.pt",
)
def inspect(context, request):
    """Record what was looked at, and send what was found."""
    posted = request.POST
    task = _task(context, request, posted)
    chosen = set(posted.getall("journal"))
    readers = journals_in(request.site, request.act, context.unit.id, task.semester)
    journals = [one for one in readers if one.register.id in chosen]
    remarks = {one.register.id: posted.get(f"remark-{one.register.id}", "") for one in journals}
    try:
        inspecting(request).do(task, journals, remarks, request.locale_name)
    except Invalid as refusal:
        request.response.status_int = 422
        return _inspect_values(context, request, task, remarks, refusal_messages(refusal))
    flash(request, _("The inspection was recorded and the findings were sent."))
    return HTTPSeeOther(request.resource_path(context, "inspections"))


def _task(context, request, fields) -> Task:
    wanted = fields.get("fortnight", "")
    for task in _tasks(context, request):
        if task.id == wanted and task.state is not TaskState.AHEAD:
            return task
    raise HTTPNotFound


def _inspect_values(context, request, task: Task, remarks=None, problems=()) -> dict[str, Any]:
    use_case = inspecting(request)
    looked = set(task.inspection.journals) if task.inspection else set()
    lines = []
    for journal in journals_in(request.site, request.act, context.unit.id, task.semester):
        identifier = journal.register.id
        place = journal_resource(request, journal.register)
        may_read = request.has_permission(Permission.VIEW_JOURNAL.value, place)
        lines.append(
            {
                "id": identifier,
                "title": journal_title(request, identifier),
                "href": request.resource_path(place)
                if may_read
                else request.resource_path(
                    context, "inspected-journal", query={"journal": identifier}
                ),
                "own": use_case.is_own(journal),
                "teachers": sorted(
                    {person_name(request.site, one.teacher) for one in journal.assignments},
                    key=sort_key,
                ),
                "looked": identifier in looked,
                "chosen": identifier in (remarks or {}),
                "remark": (remarks or {}).get(identifier, ""),
                "found": found_lines(use_case.found(task, journal, request.locale_name)),
            }
        )
    return {
        "unit": context.unit.name,
        "task": task_line(task),
        "lines": lines,
        "left": sum(not line["looked"] for line in lines),
        "may_do": any(not line["looked"] and not line["own"] for line in lines),
        "problems": problems,
        "action": request.resource_path(context, "inspect"),
        "back": request.resource_path(context, "inspections"),
    }


@view_config(
    context=Units,
    name="inspections",
    request_method="GET",
    permission=Permission.INSPECT_JOURNAL.value,
    renderer="templates/university.pt",
)
def show_university(request):
    """Every unit that has somebody to inspect it, fortnight by fortnight."""
    site, today = request.site, request.act.today
    units = inspectors(site, today)
    lines = []
    for unit, people in units.items():
        place = unit_resource(request, unit)
        tasks = _tasks_of_unit(request, unit)
        outcomes = [_outcome(request, task.inspection) for task in tasks]
        lines.append(
            {
                "title": place.title,
                "href": request.resource_path(place, "inspections"),
                "people": sorted({person_name(site, one) for one in people}, key=sort_key),
                "tasks": [task_line(task) for task in tasks],
                "sent": sum(one["sent"] for one in outcomes),
                "acknowledged": sum(one["acknowledged"] for one in outcomes),
            }
        )
    lines.sort(key=lambda line: sort_key(line["title"]))
    return {"lines": lines, "heads": lines[0]["tasks"] if lines else []}
