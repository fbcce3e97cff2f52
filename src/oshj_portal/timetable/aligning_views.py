"""Lessons that the teaching load or the bells have left behind: what would change, and the
buttons (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date, parse_date
from oshj_core.roles import Permission
from oshj_portal.calendar.following import aligning
from oshj_portal.i18n import _, translatable
from oshj_portal.layout.frame import flash
from oshj_portal.moments import weekday
from oshj_portal.timetable.lines import Lines
from oshj_portal.timetable.lookup import nearest_semester
from oshj_portal.timetable.places import TimetablePlace

if TYPE_CHECKING:
    from datetime import date

    from oshj_core.calendar import Semester
    from oshj_core.timetable import Aligning, Alignment, WeeklyLesson

SHOWN = 200
ALL = ""
"""The value of the button that is for every case."""


def _asked_day(request) -> date:
    written = request.params.get("from", "").strip()
    if not written:
        return request.act.today
    try:
        return parse_date(written)
    except Invalid as refusal:
        refusal.place = "from"
        raise


def outdated_values(request, semester: Semester | None) -> dict[str, Any]:
    """What the page says of lessons that have another teacher or other groups than the load, or
    another time than the bells."""
    day = _asked_day(request)
    lines: list[dict[str, Any]] = []
    count = 0
    if semester is not None:
        work, said = aligning(request, semester.id), Lines(request)
        for found in work.outdated(day):
            count += 1
            if count <= SHOWN:
                lines.append(_line(request, said, work, found))
    return {
        "outdated": lines,
        "outdated_count": count,
        "from_day": format_date(day),
        "align_href": request.resource_path(request.context, "align"),
        "follow_href": request.resource_path(request.context, "clashes"),
    }


def _line(request, lines: Lines, work: Aligning, found: Alignment) -> dict[str, Any]:
    before, after = found.before, found.after
    return lines.party(before) | {
        "weekday": weekday(_day_of(work, after), request.locale_name),
        "starts": format_date(after.starts),
        "count": found.days,
        "differences": [
            (title, old, new)
            for title, old, new in (
                (_("Teacher"), lines.name(before.teacher), lines.name(after.teacher)),
                (_("Groups"), ", ".join(before.groups), ", ".join(after.groups)),
                (_("Subgroup"), _number(before), _number(after)),
                (_("Time"), str(before.time), str(after.time)),
            )
            if old != new
        ],
        "clashes": [translatable(clash.message) for clash in work.clashes_after(found)],
    }


def _day_of(work: Aligning, lesson: WeeklyLesson) -> date:
    return work.weeks.day(1, lesson.weekday)


def _number(lesson: WeeklyLesson) -> str:
    return str(lesson.subgroup) if lesson.subgroup else "—"


@view_config(
    context=TimetablePlace,
    name="align",
    request_method="POST",
    permission=Permission.EDIT_TIMETABLE.value,
)
def align(context, request):
    """Bring one lesson, or all that do not clash, in line with load and bells from the day on."""
    day, fields = _asked_day(request), request.POST
    reason, despite = fields.get("reason", ""), fields.get("despite", "")
    chosen = fields.get("lesson", ALL)
    back = request.resource_path(context, "clashes", query={"from": format_date(day)})
    if chosen != ALL:
        semester = request.site.timetable.get(chosen).semester
        aligning(request, semester).align(chosen, day, reason, despite=despite)
        flash(request, _("The lesson follows load and bells from ${day} on.", mapping=_day(day)))
        return HTTPSeeOther(back)
    done, left = _align_all(request, day, reason, despite)
    flash(request, _("Lessons that follow load and bells now: ${count}", mapping={"count": done}))
    if left:
        words = _("Left because they would clash: ${count}", mapping={"count": left})
        flash(request, words, "warn")
    return HTTPSeeOther(back)


def _day(day: date) -> dict[str, str]:
    return {"day": format_date(day)}


def _align_all(request, day: date, reason: str, despite: str) -> tuple[int, int]:
    """How many were brought in line, and how many clash and were left."""
    semester = nearest_semester(request.site, request.act.today)
    if semester is None:
        return 0, 0
    work = aligning(request, semester.id)
    done = left = 0
    for found in list(work.outdated(day)):
        try:
            work.align(found.before.id, day, reason, despite=despite)
        except Invalid as refusal:
            if refusal.place != "time":
                raise
            left += 1
        else:
            done += 1
    return done, left
