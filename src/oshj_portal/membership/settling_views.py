"""The deanery's queue of errors in the lists, and the settling of one (7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import colander
import deform
from deform import Button
from deform.widget import TextAreaWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Conflict, Invalid, NotFound
from oshj_core.journal import unit_scopes
from oshj_core.membership import ListError, ListErrorKind, MoveKind
from oshj_core.membership.errors_in_lists import MAX_WORDS
from oshj_core.roles import Permission, Role, Scope, ScopeKind
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.membership.journal_list import report_line
from oshj_portal.membership.words import desk
from oshj_portal.resources import (
    GroupResource,
    UnitResource,
    group_resource,
    journal_resource,
    unit_resource,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_portal.forms.form import Form

CORRECTED, REFUSED = "corrected", "refused"


class AnswerSchema(BaseSchema):
    """What the reporter is told."""

    answer = colander.SchemaNode(
        KyrgyzString(max_length=MAX_WORDS, lines=True),
        title=_("Answer"),
        description=_("The teacher reads it on the page of the journal."),
        widget=TextAreaWidget(rows=3),
    )


@view_config(
    context=UnitResource,
    name="list-errors",
    request_method="GET",
    permission=Permission.SETTLE_LIST_ERROR.value,
    renderer="templates/list_errors.pt",
)
def show_queue(context: UnitResource, request: Request) -> dict[str, Any]:
    """What teachers reported about the groups of the unit and is not settled, oldest first."""
    here = Scope(ScopeKind.UNIT, context.unit.id)
    lines = []
    for report in sorted(request.site.list_errors.open(), key=lambda one: one.reported_at):
        if here in _scopes(request, report):
            line = report_line(request, report)
            lines.append({**line, "href": settling_path(request, report)})
    return {"unit": context.unit, "reports": lines}


def _scopes(request: Request, report: ListError) -> tuple[Scope, ...]:
    university = request.site.university
    return unit_scopes(university, university.groups.get(report.group).unit)


def settling_path(request: Request, report: ListError) -> str:
    """The page on which the deanery settles the report."""
    place = group_resource(request, report.group)
    return request.resource_path(place, "list-error", query={"id": report.id})


def notice_link(request: Request, identifier: str) -> str | None:
    """Where a notice about a report leads: its reporter to the journal, others to settling it."""
    report = request.site.list_errors.find(identifier)
    if report is None:
        return None
    if report.reported_by != request.actor.id:
        return settling_path(request, report)
    place = journal_resource(request, request.site.registers.get(report.journal))
    return request.resource_path(place, "list")


def reports_waiting(request: Request) -> list[dict[str, Any]]:
    """The units whose deanery the reader is and where reports wait, with how many."""
    if not request.actor.holds(Role.DEANERY):
        return []
    reports = request.site.list_errors.open()
    lines = []
    for role, scope in sorted(request.actor.holdings, key=str):
        if role is Role.DEANERY and scope.kind is ScopeKind.UNIT:
            count = sum(scope in _scopes(request, report) for report in reports)
            place = unit_resource(request, scope.id)
            href = request.resource_path(place, "list-errors")
            lines.append({"unit": place.title, "count": count, "href": href})
    return [line for line in lines if line["count"]]


def _report(context: GroupResource, request: Request) -> ListError:
    """The report the request names, of this group."""
    report = request.site.list_errors.find(request.params.get("id", ""))
    if report is None or report.group != context.group.id:
        raise NotFound("list error", request.params.get("id", ""))
    return report


def _changes(
    context: GroupResource, request: Request, report: ListError
) -> Iterator[tuple[object, str]]:
    """The changes that would settle the report: their words and where they are made."""

    def path(view: str, **query: str) -> str:
        return request.resource_path(context, view, query={**query, "report": report.id})

    student = request.site.university.students.find(report.student)
    if report.kind is ListErrorKind.MISSING:
        yield _("Enrol a new student"), path("enrol")
    elif student is None or student.group != context.group.id:
        return
    elif report.kind is ListErrorKind.WRONG_NAME:
        yield _("Correct the name"), path("rename", student=student.id)
    elif report.kind is ListErrorKind.WRONG_SUBGROUP:
        yield (
            _("Give another subgroup"),
            path("move", student=student.id, kind=MoveKind.SUBGROUP.value),
        )
    else:
        yield _("Enter the order"), path("move", student=student.id)


def _form(context: GroupResource, request: Request, report: ListError) -> Form:
    return make_form(
        request,
        AnswerSchema(),
        action=request.resource_path(context, "list-error", query={"id": report.id}),
        buttons=(
            Button(CORRECTED, _("It was corrected")),
            Button(REFUSED, _("The list is right")),
        ),
        formid="answer",
    )


def _page(
    context: GroupResource, request: Request, report: ListError, form: Form
) -> dict[str, Any]:
    place = journal_resource(request, request.site.registers.get(report.journal))
    may_read = request.has_permission(Permission.VIEW_JOURNAL.value, place)
    line = report_line(request, report)
    return {
        "report": line,
        "subject": place.subject.name,
        "journal": request.resource_path(place, "list") if may_read else None,
        "group": context.group.id,
        "changes": list(_changes(context, request, report)) if line["open"] else [],
        "form": form.render() if line["open"] else None,
    }


@view_config(
    context=GroupResource,
    name="list-error",
    request_method="GET",
    permission=Permission.SETTLE_LIST_ERROR.value,
    renderer="templates/list_error.pt",
)
def show_report(context: GroupResource, request: Request) -> dict[str, Any]:
    report = _report(context, request)
    return _page(context, request, report, _form(context, request, report))


@view_config(
    context=GroupResource,
    name="list-error",
    request_method="POST",
    permission=Permission.SETTLE_LIST_ERROR.value,
    renderer="templates/list_error.pt",
)
def settle(context: GroupResource, request: Request) -> dict[str, Any] | Response:
    report = _report(context, request)
    form = _form(context, request, report)
    try:
        answer = form.validate_post(request)["answer"]
        work = desk(request)
        (work.refuse if REFUSED in request.POST else work.correct)(report.id, answer)
    except deform.ValidationFailure:
        request.response.status_int = 422
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        request.response.status_int = 409 if isinstance(refusal, Conflict) else 422
    else:
        flash(request, _("The report was settled; the teacher reads the answer in the journal."))
        return HTTPSeeOther(request.resource_path(context, "list-error", query={"id": report.id}))
    return _page(context, request, report, form)
