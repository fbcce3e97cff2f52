"""The pages of a lesson and of a control: forms that a phone can hold."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pyramid.csrf import check_csrf_token
from pyramid.httpexceptions import HTTPRequestEntityTooLarge, HTTPSeeOther
from pyramid.view import view_config

from oshj_core.cell_text import LETTERS
from oshj_core.decisions import decide
from oshj_core.journal.status import lesson_status
from oshj_core.kyrgyz import format_date, weekday_name
from oshj_core.register import Attendance, EntryKind, Field
from oshj_core.regulation import clause
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_core.work_kinds import WORK_KINDS
from oshj_portal.calendar.lookup import bell_times
from oshj_portal.i18n import _, translatable
from oshj_portal.journal.grid_views import sentence
from oshj_portal.journal.headers import STATUS_KINDS, STATUS_SIGNS, STATUS_TITLES
from oshj_portal.journal.lesson_form import LessonForm
from oshj_portal.journal.sheet_form import ATTENDANCE, POINTS, Problem, SheetForm, control_form
from oshj_portal.journal.substitutes import taught_for
from oshj_portal.journal.withdrawing_views import withdrawal_values
from oshj_portal.journal.words import words
from oshj_portal.layout.frame import flash
from oshj_portal.layout.navigation import may_open
from oshj_portal.resources import ControlResource, LessonResource
from oshj_portal.structure.titles import LESSON_KINDS, subgroup_title
from oshj_portal.student.views import ATTENDANCE as ATTENDANCE_TITLES

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_portal.journal.cells_api import Sheet

MAX_BODY = 300_000
_HERE = {Attendance.PRESENT, Attendance.LATE}
_STALE = text("The page was open for too long. Your entries are kept: send them again.")


@view_config(
    context=LessonResource,
    request_method="GET",
    permission=Permission.VIEW_JOURNAL.value,
    renderer="templates/lesson.pt",
)
def show_lesson(context: LessonResource, request: Request) -> dict[str, object]:
    """The lesson: a form for its teacher, a page for others."""
    return _lesson_values(context, request, LessonForm.of(context))


@view_config(
    context=LessonResource,
    request_method="POST",
    permission=Permission.RECORD.value,
    renderer="templates/lesson.pt",
    require_csrf=False,  # checked below, so that what was typed can be sent again
)
def save_lesson(context: LessonResource, request: Request) -> dict[str, object] | Response:
    """Store the whole form, or show it again with what is wrong."""
    form = LessonForm.of(context)
    if _take(request, form, form.sheet) and form.save():
        flash(request, _("The lesson was saved."))
        return HTTPSeeOther(request.resource_path(context))
    request.response.status_int = _status(form.sheet)
    return _lesson_values(context, request, form)


@view_config(
    context=ControlResource,
    request_method="GET",
    permission=Permission.VIEW_JOURNAL.value,
    renderer="templates/control.pt",
)
def show_control(context: ControlResource, request: Request) -> dict[str, object]:
    """The points of a control."""
    return _control_values(context, request, control_form(context))


@view_config(
    context=ControlResource,
    request_method="POST",
    permission=Permission.RECORD.value,
    renderer="templates/control.pt",
    require_csrf=False,  # checked below, so that what was typed can be sent again
)
def save_control(context: ControlResource, request: Request) -> dict[str, object] | Response:
    """Store the points, or show them again with what is wrong."""
    form = control_form(context)
    if _take(request, form, form) and form.record(context.journal, {POINTS: int(Field.POINTS)}):
        flash(request, _("The points were saved."))
        return HTTPSeeOther(request.resource_path(context))
    request.response.status_int = _status(form)
    return _control_values(context, request, form)


def _take(request: Request, form: LessonForm | SheetForm, sheet: SheetForm) -> bool:
    """Read what was sent; false when it may not be stored, because the token is not ours."""
    if (request.content_length or 0) > MAX_BODY:
        raise HTTPRequestEntityTooLarge
    form.take(request.POST)
    if check_csrf_token(request, raises=False):
        return True
    sheet.problems.append(("", Problem(_STALE)))
    return False


def _status(form: SheetForm) -> int:
    """409 where somebody else was faster, 422 for anything else."""
    return 409 if any(problem.stored is not None for _place, problem in form.problems) else 422


def _values(context: Sheet, request: Request, form: SheetForm) -> dict[str, object]:
    decision = decide(request.actor, Permission.RECORD, context.facts)
    quoted = clause(decision.clause)
    journal = context.__parent__
    return {
        "form": form,
        "editable": decision.allowed,
        "lock": None if decision.state is None else decision,
        "number": quoted.number,
        "quote": sentence(quoted, request.locale_name),
        "text": translatable,
        "problems": [(place, _in_words(problem)) for place, problem in form.problems],
        "row_problems": {row.slot: _in_words(row.problem) for row in form.rows if row.problem},
        "words": words(request),
        "path": request.resource_path(context),
        "back": request.resource_path(journal) if may_open(request, journal) else None,
        "subject": journal.title,
        "group": journal.register.group,
        "may_see_history": bool(request.has_permission(Permission.VIEW_HISTORY.value, context)),
    }


def _in_words(problem: Problem) -> dict[str, object]:
    return {
        "message": translatable(problem.message),
        "advice": None if problem.advice is None else translatable(problem.advice),
        "stored": problem.stored,
        "offered": problem.offered,
    }


def _control_values(
    context: ControlResource, request: Request, form: SheetForm
) -> dict[str, object]:
    component = context.component
    published = context.journal.control_state(component).published
    return _values(context, request, form) | {
        "title": context.title,
        "maximum": component.maximum,
        "missed": [
            (LETTERS[one], request.localizer.translate(ATTENDANCE_TITLES[one]))
            for one in (Attendance.ABSENT, Attendance.EXCUSED)
        ],
        "published": published,
        "may_publish": decide(request.actor, Permission.PUBLISH_TOTAL, context.facts).allowed,
    }


def _lesson_values(
    context: LessonResource, request: Request, form: LessonForm
) -> dict[str, object]:
    lesson, journal = context.lesson, context.journal
    status = lesson_status(journal, lesson)
    begins, ends = bell_times(request.site, journal.register.group).get(lesson.slot, ("", ""))
    state = journal.state(lesson)
    here = sum(state.attendance(row.slot) in _HERE for row in form.sheet.rows)
    return _values(context, request, form.sheet) | {
        "lesson": lesson,
        "facts": form.facts,
        "seen": form.seen,
        "chosen": form.works,
        "works": [
            (kind.id, translatable(kind.title), kind.independent) for kind in WORK_KINDS.values()
        ],
        "heads": [head for head in form.sheet.fields if head.key != ATTENDANCE],
        "attendance": [
            (LETTERS[one], one.name.lower(), ATTENDANCE_TITLES[one]) for one in Attendance
        ],
        "day": format_date(lesson.date),
        "weekday": weekday_name(lesson.date),
        "hours": f"{begins}–{ends}" if begins else "",
        "kind": LESSON_KINDS[lesson.kind],
        "subgroup": subgroup_title(lesson.subgroup),
        "status": STATUS_TITLES[status],
        "status_kind": STATUS_KINDS[status],
        "status_sign": STATUS_SIGNS[status],
        "here": here,
        "scans": _scans(context, request),
        "planned": form.planned,
        "taken": taught_for(request, lesson),
        **withdrawal_values(context, request),
        **({"editable": False} if lesson.withdrawn is not None else {}),
    }


def _scans(context: LessonResource, request: Request) -> dict[int, str]:
    """When each student checked in by the code, in the university's time."""
    zone = request.act.at.tzinfo
    return {
        cell.slot: f"{datetime.fromtimestamp(entry.at / 1000, zone):%H:%M}"
        for entry in reversed(context.journal.register.log(context.lesson.id))
        if entry.kind is EntryKind.SCAN
        for cell in entry
    }
