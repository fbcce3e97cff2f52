"""Tasks, findings and reports as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oshj_core.inspections import ReportState, TaskState
from oshj_core.kyrgyz import format_date
from oshj_core.reports import Severity
from oshj_core.reports.control import SEVERITIES
from oshj_portal.i18n import _, translatable
from oshj_portal.inspections.places import report_path
from oshj_portal.moments import moment
from oshj_portal.places import person_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.inspections import Found, Report, Task

TASK_TITLES = {
    TaskState.AHEAD: _("ahead"),
    TaskState.OPEN: _("to be done"),
    TaskState.OVERDUE: _("overdue"),
    TaskState.DONE: _("done"),
}
TASK_STYLES = {
    TaskState.AHEAD: "",
    TaskState.OPEN: "info",
    TaskState.OVERDUE: "bad",
    TaskState.DONE: "good",
}
TASK_SIGNS = {
    TaskState.AHEAD: "·",
    TaskState.OPEN: "○",
    TaskState.OVERDUE: "!",
    TaskState.DONE: "✓",
}
REPORT_TITLES = {
    ReportState.SENT: _("sent"),
    ReportState.ACKNOWLEDGED: _("acknowledged"),
    ReportState.ANSWERED: _("answered"),
}
REPORT_STYLES = {
    ReportState.SENT: "warn",
    ReportState.ACKNOWLEDGED: "good",
    ReportState.ANSWERED: "info",
}
_SEVERITY_STYLES = {Severity.NOTICE: "", Severity.WARNING: "warn", Severity.GRAVE: "bad"}


def found_lines(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Findings in words, each with how grave it is and its clause."""
    return [
        {
            "severity": translatable(SEVERITIES[one.severity]),
            "style": _SEVERITY_STYLES[one.severity],
            "text": translatable(one.text),
            "clause": one.clause,
            "since": "" if one.since is None else format_date(one.since),
        }
        for one in found
    ]


def task_line(task: Task) -> dict[str, Any]:
    """A task: its days, when it is due, how it stands."""
    fortnight = task.fortnight
    return {
        "id": task.id,
        "number": fortnight.number,
        "starts": format_date(fortnight.starts),
        "ends": format_date(fortnight.ends),
        "due": format_date(fortnight.due),
        "state": TASK_TITLES[task.state],
        "style": TASK_STYLES[task.state],
        "sign": TASK_SIGNS[task.state],
        "may_do": task.state is not TaskState.AHEAD,
    }


def journal_title(request, journal: str) -> str:
    """Subject and group of a journal; its id where it is not there any more."""
    register = request.site.registers.find(journal)
    if register is None:
        return journal
    subject = request.site.university.subjects.get(register.subject)
    return f"{subject.name} · {register.group}"


def report_line(request, report: Report) -> dict[str, Any]:
    """A report: to whom, of which journal, what was found, what was said to it."""
    zone = request.act.at.tzinfo
    own = report.teacher == request.actor.id
    return {
        "id": report.id,
        "href": report_path(request, report.id, *(("answer",) if own else ())),
        "journal": journal_title(request, report.journal),
        "teacher": person_name(request.site, report.teacher),
        "inspector": person_name(request.site, report.inspector),
        "sent": moment(report.sent, zone),
        "found": found_lines(report.found),
        "remark": report.remark,
        "state": REPORT_TITLES[report.state],
        "style": REPORT_STYLES[report.state],
        "acknowledged": moment(report.acknowledged, zone) if report.acknowledged else "",
        "answer": report.answer,
    }
