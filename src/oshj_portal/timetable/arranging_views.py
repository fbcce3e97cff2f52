"""Filling in the timetable (3.2): adding a lesson, changing it from a day on, removing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import colander
from deform import Button, ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Conflict, Invalid, NotAllowed, Refusal
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_core.timetable import bookings_of, find_clashes
from oshj_portal.forms.form import make_form
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.moments import weekday
from oshj_portal.resources import GroupResource
from oshj_portal.timetable.aligning_views import outdated_values
from oshj_portal.timetable.arranging_form import (
    AS_IT_IS,
    AddLesson,
    ChangeLesson,
    arranging,
    changed_lesson,
    fresh_attempt,
    lesson_code,
    new_lesson,
    open_assignments,
)
from oshj_portal.timetable.lines import Lines
from oshj_portal.timetable.lookup import elsewhere, lesson_id_of, nearest_semester, schedule_for
from oshj_portal.timetable.places import TimetablePlace, WeeklyLessonResource, timetable_place
from oshj_portal.timetable.words import WEEKS

if TYPE_CHECKING:
    from oshj_core.timetable import Clash, DroppedDay, WeeklyLesson
    from oshj_portal.forms.form import Form

ADD = "templates/add_lesson.pt"
LESSON = "templates/lesson.pt"
SHOWN_CLASHES = 200
MAX_DIGITS = 2


def refused(request, form: Form, refusal: Refusal) -> None:
    """Show the refusal in the form, with the status that says what it was."""
    form.refuse(refusal)
    request.response.status_int = (
        409 if isinstance(refusal, Conflict) else 403 if isinstance(refusal, NotAllowed) else 422
    )


def clash_lines(request, clashes: tuple[Clash, ...]) -> list[dict[str, Any]]:
    """The clashes with all parties."""
    lines = Lines(request)
    return [lines.clash(clash) for clash in clashes]


def _add_form(request, values: Any = colander.null) -> Form:
    return make_form(
        request,
        AddLesson(),
        buttons=(Button("add", _("Add the lesson")),),
        formid="add-lesson",
        values=values,
    )


@view_config(
    context=GroupResource,
    name="add-lesson",
    request_method="GET",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer=ADD,
)
def show_add(context, request):
    """The form, for the day of the week and the hour that the address names."""
    values = {"attempt": fresh_attempt()}
    for name in ("weekday", "slot"):
        written = request.params.get(name, "")
        if written.isascii() and written.isdigit() and len(written) <= MAX_DIGITS:
            values[name] = written
    return _add_values(context, request, _add_form(request, values))


@view_config(
    context=GroupResource,
    name="add-lesson",
    request_method="POST",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer=ADD,
)
def add_lesson(context, request):
    form = _add_form(request)
    clashes: tuple[Clash, ...] = ()
    try:
        values = form.validate_post(request)
        known = {one.id: one for one in open_assignments(request, context.group.id)}
        assignment = known.get(values["assignment"])
        if assignment is None:
            raise Invalid(text("Choose one of the list."), place="assignment")
        lesson = new_lesson(request, values, assignment)
        work = arranging(request, lesson.semester)
        clashes = work.clashes_of(lesson)
        work.add(lesson, despite=values["despite"])
    except ValidationFailure:
        request.response.status_int = 422
    except Refusal as refusal:
        refused(request, form, refusal)
    else:
        flash(request, _("The lesson was added."))
        day = max(lesson.starts, min(request.act.today, lesson.ends))
        query = {"day": day.isoformat()}
        return HTTPSeeOther(request.resource_path(context, "timetable", query=query))
    return _add_values(context, request, form, clashes)


def _add_values(context, request, form: Form, clashes: tuple[Clash, ...] = ()) -> dict[str, Any]:
    return {
        "form": form.render(),
        "group": context.group.id,
        "nothing": not open_assignments(request, context.group.id),
        "clashes": clash_lines(request, clashes),
        "back": request.resource_path(context, "timetable"),
    }


def _change_form(request, values: Any = colander.null) -> Form:
    return make_form(
        request,
        ChangeLesson(),
        action=request.resource_path(request.context, "change"),
        buttons=(Button("change", _("Change the lesson")),),
        formid="change-lesson",
        values=values,
    )


@view_config(
    context=WeeklyLessonResource,
    request_method="GET",
    permission=Permission.VIEW_TIMETABLE.value,
    renderer=LESSON,
)
def show_lesson(context, request):
    lesson = context.lesson
    values = {
        "weekday": lesson.weekday,
        "slot": lesson.slot,
        "weeks": lesson.weeks.value,
        "room": AS_IT_IS if lesson.room else "",
        "starts": max(lesson.starts, min(request.act.today, lesson.ends)),
        "attempt": fresh_attempt(),
    }
    work = arranging(request, lesson.semester)
    return _lesson_values(context, request, _change_form(request, values), work.clashes_of(lesson))


@view_config(
    context=WeeklyLessonResource,
    name="change",
    request_method="POST",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer=LESSON,
)
def change_lesson(context, request):
    form = _change_form(request)
    clashes: tuple[Clash, ...] = ()
    dropped: tuple[DroppedDay, ...] = ()
    old, lesson = context.lesson, None
    work = arranging(request, old.semester)
    try:
        values = form.validate_post(request)
        identifier = lesson_code(request, values["attempt"])
        # Sent twice: the second click finds what the first one stored.
        if request.site.timetable.find(identifier) is None:
            lesson = changed_lesson(request, values, old)
            work.replace(
                old.id,
                lesson,
                values["reason"],
                despite=values["despite"],
                dropping=values["dropping"],
            )
    except ValidationFailure:
        request.response.status_int = 422
    except Refusal as refusal:
        refused(request, form, refusal)
        place = getattr(refusal, "place", "")
        if lesson is not None and place == "time":
            clashes = _others(work.clashes_of(lesson), {old.id, lesson.id})
        if lesson is not None and place == "dropping":
            dropped = work.dropped_by(old, lesson)
    else:
        flash(request, _("The lesson was changed."))
        return HTTPSeeOther(request.resource_path(timetable_place(request), identifier))
    return _lesson_values(context, request, form, clashes, dropped)


def _others(clashes: tuple[Clash, ...], own: set[str]) -> tuple[Clash, ...]:
    """Without those of a lesson with the one it replaces, which is no party."""
    return tuple(
        clash for clash in clashes if any(lesson_id_of(party) not in own for party in clash.parties)
    )


def _dropped_line(request, lines: Lines, one: DroppedDay) -> dict[str, Any]:
    return lines.occurrence(one.day) | {
        "weekday": weekday(one.day.day, request.locale_name),
        "date": format_date(one.day.day),
        "substitutes": [lines.name(taken.substitute) for taken in one.taken],
    }


@view_config(
    context=WeeklyLessonResource,
    name="remove",
    request_method="POST",
    permission=Permission.EDIT_TIMETABLE.value,
)
def remove_lesson(context, request):
    lesson = context.lesson
    arranging(request, lesson.semester).remove(lesson.id, request.POST.get("reason", ""))
    flash(request, _("The lesson was removed."))
    return HTTPSeeOther(request.resource_path(timetable_place(request)))


def _lesson_values(
    context,
    request,
    form: Form,
    clashes: tuple[Clash, ...],
    dropped: tuple[DroppedDay, ...] = (),
) -> dict[str, Any]:
    lesson = context.lesson
    lines = Lines(request)
    schedule = schedule_for(request.site, lesson.semester, [lesson])
    days = sorted(schedule.occurrences(lesson), key=lambda one: (one.original, one.id))
    held = [lines.occurrence(one) | {"original": one.original} for one in days]
    for line in held:
        line["weekday"] = weekday(line["day"], request.locale_name)
        line["date"] = format_date(line["day"])
        line["day_href"] = request.resource_path(
            context, "day", query={"on": line["original"].isoformat()}
        )
    return {
        "form": form.render(),
        "line": lines.lesson(lesson),
        "weeks": WEEKS[lesson.weeks],
        "extra": lesson.extra,
        "weekday": weekday(_first_day(lesson, days), request.locale_name),
        "starts": format_date(lesson.starts),
        "ends": format_date(lesson.ends),
        "days": held,
        "dropped": [_dropped_line(request, lines, one) for one in dropped],
        "clashes": clash_lines(request, clashes),
        "may_edit": bool(request.has_permission(Permission.EDIT_TIMETABLE.value, context)),
        "remove_href": request.resource_path(context, "remove"),
    }


def _first_day(lesson: WeeklyLesson, days) -> Any:
    return days[0].original if days else lesson.starts


@view_config(
    context=TimetablePlace,
    name="clashes",
    request_method="GET",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer="templates/all_clashes.pt",
)
def show_clashes(context, request):
    """Every clash of the present semester, those that stand for a reason included, and the
    lessons that the teaching load has left behind."""
    site = request.site
    semester = nearest_semester(site, request.act.today)
    found: tuple[Clash, ...] = ()
    if semester is not None:
        lessons = site.timetable.in_semester(semester.id)
        schedule = schedule_for(site, semester.id, lessons)
        bookings = [*bookings_of(schedule), *elsewhere(site, schedule)]
        found = find_clashes(bookings, schedule.weeks)
    return {
        "semester": semester and f"{semester.academic_year} · {semester.number}",
        "count": len(found),
        "shown": SHOWN_CLASHES,
        "clashes": clash_lines(request, found[:SHOWN_CLASHES]),
        **outdated_values(request, semester),
    }
