"""The findings a teacher was sent: read, acknowledged, answered (5.3)."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Conflict, Invalid
from oshj_core.inspections import ReportState
from oshj_core.roles import Permission
from oshj_portal.forms.types import refusal_messages
from oshj_portal.i18n import _
from oshj_portal.inspections.places import FindingsPlace, ReportResource
from oshj_portal.inspections.views import inspecting
from oshj_portal.inspections.words import report_line
from oshj_portal.layout.frame import flash
from oshj_portal.resources import journal_resource


@view_config(
    context=FindingsPlace,
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer="templates/findings.pt",
)
def show_findings(request):
    """The reports the reader was sent, the newest first."""
    reports = request.site.inspections.reports_to(request.actor.id)
    newest = sorted(reports, key=lambda one: (-one.sent, one.id))
    return {"lines": [report_line(request, report) for report in newest]}


@view_config(
    context=ReportResource,
    request_method="GET",
    permission=Permission.INSPECT_JOURNAL.value,
    renderer="templates/report.pt",
)
def show_report(context, request):
    """A report as those who inspect see it."""
    return _values(context, request, may_answer=False)


@view_config(
    context=ReportResource,
    name="answer",
    request_method="GET",
    permission=Permission.ACKNOWLEDGE_FINDINGS.value,
    renderer="templates/report.pt",
)
def show_answer(context, request):
    """A report as the journal's teachers see it, with the place for an answer for the one it
    was sent to."""
    return _values(context, request, may_answer=context.report.teacher == request.actor.id)


@view_config(
    context=ReportResource,
    name="answer",
    request_method="POST",
    permission=Permission.ACKNOWLEDGE_FINDINGS.value,
    renderer="templates/report.pt",
)
def answer(context, request):
    """Acknowledge it, with an answer or without."""
    written = request.POST.get("answer", "")
    try:
        inspecting(request).acknowledge(context.report.id, written)
    except Invalid as refusal:
        request.response.status_int = 422
        return _values(
            context, request, may_answer=True, written=written, problems=refusal_messages(refusal)
        )
    except Conflict as conflict:
        request.response.status_int = 409
        return _values(
            context, request, may_answer=True, written=written, problems=refusal_messages(conflict)
        )
    flash(request, _("The findings were acknowledged."))
    return HTTPSeeOther(request.resource_path(context, "answer"))


def _values(
    context, request, *, may_answer: bool, written: str = "", problems=()
) -> dict[str, Any]:
    report = context.report
    register = request.site.registers.find(report.journal)
    journal = None if register is None else journal_resource(request, register)
    may_read = journal is not None and request.has_permission(
        Permission.VIEW_JOURNAL.value, journal
    )
    return {
        "line": report_line(request, report),
        "journal_href": request.resource_path(journal) if may_read else None,
        "may_answer": may_answer and report.state is not ReportState.ANSWERED,
        "is_new": report.state is ReportState.SENT,
        "written": written,
        "problems": problems,
        "action": request.resource_path(context, "answer"),
    }
