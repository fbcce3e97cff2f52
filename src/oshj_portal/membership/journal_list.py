"""The list of a journal: who belonged when, what came along, and errors told to the deanery."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import colander
import deform
from deform import Button
from deform.widget import HiddenWidget, SelectWidget, TextAreaWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.enrolment import journal_id
from oshj_core.errors import Conflict, Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.membership import ListError, ListErrorKind, ListErrorState
from oshj_core.membership.errors_in_lists import MAX_WORDS
from oshj_core.roles import Permission
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.journal.roster import roster
from oshj_portal.layout.frame import flash
from oshj_portal.membership.words import ERROR_CHIPS, ERROR_KINDS, ERROR_STATES, desk
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.resources import JournalResource, journal_resource
from oshj_portal.student.progress import slot_of, subject_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_portal.forms.form import Form

RENDERER = "templates/journal_list.pt"
TOLD_FOR_MILLIS = 14 * 24 * 3600 * 1000


class ReportSchema(BaseSchema):
    """An error in the list."""

    kind = colander.SchemaNode(
        colander.String(),
        title=_("What is wrong"),
        validator=colander.OneOf([one.value for one in ListErrorKind]),
    )
    student = colander.SchemaNode(
        colander.String(),
        title=_("Student"),
        description=_("Nobody, where the student is missing in the list."),
        missing="",
    )
    words = colander.SchemaNode(
        KyrgyzString(max_length=MAX_WORDS, lines=True),
        title=_("Say what is right"),
        widget=TextAreaWidget(rows=3),
    )
    attempt = colander.SchemaNode(
        colander.String(), validator=colander.Length(max=32), widget=HiddenWidget()
    )


def _form(context: JournalResource, request: Request, **kw: Any) -> Form:
    translate = request.localizer.translate
    schema = ReportSchema()
    schema["kind"].widget = SelectWidget(
        values=[(kind.value, translate(title)) for kind, title in ERROR_KINDS.items()]
    )
    names = [(line.member.student, line.name) for line in roster(context.journal)]
    schema["student"].widget = SelectWidget(values=[("", "—"), *names])
    return make_form(
        request,
        schema,
        action=request.resource_path(context, "report-list-error"),
        buttons=(Button("report", _("Tell the deanery")),),
        formid="list-error",
        **kw,
    )


@view_config(
    context=JournalResource,
    name="list",
    request_method="GET",
    permission=Permission.VIEW_JOURNAL.value,
    renderer=RENDERER,
)
def show_list(context: JournalResource, request: Request) -> dict[str, Any]:
    return _page(
        context, request, _form(context, request, values={"attempt": secrets.token_hex(8)})
    )


def _page(context: JournalResource, request: Request, form: Form) -> dict[str, Any]:
    may_report = request.has_permission(Permission.REPORT_LIST_ERROR.value, context)
    reports = sorted(
        request.site.list_errors.of_journal(context.register.id),
        key=lambda one: one.reported_at,
        reverse=True,
    )
    return {
        "subject": context.subject,
        "group": context.register.group,
        "members": list(_members(context, request)),
        "came": list(_came_with(context, request)),
        "reports": [report_line(request, report) for report in reports],
        "form": form.render() if may_report else None,
    }


def _members(context: JournalResource, request: Request) -> Iterator[dict[str, object]]:
    """Every stay of every member; no day where there is no limit."""
    today = request.act.today
    for number, line in enumerate(roster(context.journal), 1):
        stays = line.member.stays
        for place, stay in enumerate(stays):
            yield {
                "number": number if place == 0 else "",
                "name": line.name if place == 0 else "",
                "subgroup": stay.subgroup or "",
                "joined": format_date(stay.joined) if stay.joined else "",
                "left": format_date(stay.left) if stay.left else "",
                "here": stay.includes(today),
            }


def _came_with(context: JournalResource, request: Request) -> Iterator[dict[str, object]]:
    """What the students had in the same subject in other groups of the semester (1.4)."""
    site, register = request.site, context.register
    for line in roster(context.journal):
        student = line.member.student
        groups = {
            place.group
            for move in site.moves.of_student(student)
            for place in (move.before, move.after)
        }
        for group in sorted(groups - {"", register.group}):
            other = site.registers.find(journal_id(group, register.subject, register.semester))
            slot = None if other is None else slot_of(other, student)
            if other is None or slot is None:
                continue
            place = journal_resource(request, other)
            may_read = request.has_permission(Permission.VIEW_JOURNAL.value, place)
            done = subject_progress(request, place, slot)
            yield {
                "name": line.name,
                "group": group,
                "href": request.resource_path(place) if may_read else None,
                "progress": done,
                "marks": [mark for lesson in done["lessons"] for _work, mark in lesson["marks"]],
            }


def report_line(request: Request, report: ListError) -> dict[str, object]:
    """A report as lists of them show it."""
    zone = request.clock.now().tzinfo
    return {
        "id": report.id,
        "kind": ERROR_KINDS[report.kind],
        "student": person_name(request.site, report.student) if report.student else "",
        "words": report.words,
        "by": person_name(request.site, report.reported_by),
        "at": moment(report.reported_at, zone),
        "state": ERROR_STATES[report.state],
        "chip": ERROR_CHIPS[report.state],
        "answer": report.answer,
        "settled_by": person_name(request.site, report.settled_by) if report.settled_by else "",
        "settled_at": moment(report.settled_at, zone) if report.settled_at else "",
        "group": report.group,
        "open": report.state is ListErrorState.REPORTED,
    }


def outcomes(context: JournalResource, request: Request) -> list[dict[str, object]]:
    """What the reader reported from this journal and the deanery settled in the last days."""
    since = request.act.millis - TOLD_FOR_MILLIS
    return [
        report_line(request, report)
        for report in request.site.list_errors.of_journal(context.register.id)
        if report.reported_by == request.actor.id and report.settled_at > since
    ]


@view_config(
    context=JournalResource,
    name="report-list-error",
    request_method="POST",
    permission=Permission.REPORT_LIST_ERROR.value,
    renderer=RENDERER,
)
def report_error(context: JournalResource, request: Request) -> dict[str, Any] | Response:
    form = _form(context, request)
    try:
        values = form.validate_post(request)
        desk(request).report(
            values["attempt"],
            context.journal,
            ListErrorKind(values["kind"]),
            values["student"],
            values["words"],
        )
    except deform.ValidationFailure:
        request.response.status_int = 422
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        request.response.status_int = 422
    else:
        flash(request, _("The deanery was told. You will see here how it was settled."))
        return HTTPSeeOther(request.resource_path(context, "list"))
    return _page(context, request, form)
