"""What a substitute does: see the lessons taken, and open one the timetable planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.audit import AuditEvent
from oshj_core.enrolment import journals_of
from oshj_core.errors import NotFound
from oshj_core.journal import Journal
from oshj_core.journal.opening import open_for_all
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.places import person_name, taught_registers
from oshj_portal.resources import journal_resource
from oshj_portal.substitution.hours import hours_given
from oshj_portal.substitution.lines import hour_line, lesson_path
from oshj_portal.substitution.places import SubstitutionResource, substitution_path

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

    from oshj_core.covering import TeachingHour
    from oshj_core.delegation import Substitution
    from oshj_core.journal.overdue import OverdueLesson

NEXT_SHOWN = 6


@view_config(
    context=SubstitutionResource,
    name="open",
    request_method="POST",
    permission=Permission.OPEN_LESSON.value,
)
def open_taken(context, request):
    """Open a lesson of today under the id the timetable gives it, and go there."""
    wanted = request.POST.get("lesson", "")
    hours = _hours_today(request, context.substitution)
    hour = next((hour for hour in hours if hour.id == wanted), None)
    if hour is None:
        raise NotFound("lesson", wanted)
    if not hour.opened:
        _open(request, hour)
        flash(request, _("The lesson is open."))
    return HTTPSeeOther(lesson_path(request, hour))


def _hours_today(request, one: Substitution) -> list[TeachingHour]:
    """What the substitute of one takes today for its teacher."""
    return hours_given(request.site, one, request.act.today, request.act.today)


def _open(request, hour: TeachingHour) -> None:
    site = request.site
    assignment = site.university.assignments.get(hour.assignment)
    journals = [
        Journal(site.registers.get(identifier), site.university, request.act)
        for identifier in journals_of(assignment)
    ]
    open_for_all(journals, assignment, hour.day, hour.slot, hour.id, room=hour.room, planned=True)
    for journal in journals:
        site.audit.append(
            AuditEvent(
                request.act.millis,
                request.actor.id,
                "lesson.open",
                f"journal:{journal.register.id}",
                after=f"{format_date(hour.day)}, {hour.slot}, {hour.kind.value}",
                request=request.act.request,
            )
        )


def taken_lessons(request, overdue: Iterable[OverdueLesson]) -> list[dict[str, Any]]:
    """The substitutions in which the reader takes lessons today or later: for whom, which hours
    are today and next, what is ``overdue`` of them, and the journals to open one that no
    timetable knows."""
    late = {lesson.id for lesson in overdue}
    return [
        _taken(request, one, late)
        for one in request.site.substitutions.of(request.actor.id)
        if _goes_on(one, request.act.today)
    ]


def _taken(request, one: Substitution, late: Container[str]) -> dict[str, Any]:
    today = request.act.today
    hours = hours_given(request.site, one, one.begins, one.until)
    next_hours = [hour for hour in hours if hour.day > today]
    return {
        "id": one.id,
        "teacher": person_name(request.site, one.teacher),
        "starts": format_date(one.begins),
        "until": format_date(one.until),
        "open": substitution_path(request, one.id, "open"),
        "hours": [hour_line(request, hour) for hour in hours if hour.day == today],
        "next": [hour_line(request, hour) for hour in next_hours[:NEXT_SHOWN]],
        "more": max(0, len(next_hours) - NEXT_SHOWN),
        "overdue": [
            hour_line(request, hour) for hour in hours if hour.day < today and hour.id in late
        ],
        "journals": [] if one.lessons else _journals(request, one.teacher),
    }


def _goes_on(one: Substitution, today: date) -> bool:
    return one.until >= today and (one.ended is None or one.ended > today)


def notice_link(request, identifier: str) -> str | None:
    """Where a notice of a substitution leads: to the one lesson it names, once it is open, else
    to the lessons taken on the start page."""
    one = request.site.substitutions.find(identifier)
    if one is None or request.actor.id != one.substitute:
        return "/"
    hours = hours_given(request.site, one, one.begins, one.until) if one.lessons else []
    if len(hours) == 1 and hours[0].opened:
        return lesson_path(request, hours[0])
    return f"/#taken-{one.id}"


def _journals(request, teacher: str) -> list[dict[str, str]]:
    places = (
        journal_resource(request, register) for register in taught_registers(request.site, teacher)
    )
    return [
        {
            "title": f"{place.title} · {place.register.group}",
            "href": request.resource_path(place, "open-lesson"),
        }
        for place in places
        if request.has_permission(Permission.OPEN_LESSON.value, place)
        and place.journal.semester.starts <= request.act.today <= place.journal.semester.ends
    ]


def away_today(request) -> list[dict[str, str]]:
    """Who takes lessons of the reader today or later."""
    today = request.act.today
    return [
        {
            "substitute": person_name(request.site, one.substitute),
            "starts": format_date(one.begins),
            "until": format_date(one.until),
            "lessons": str(len(one.lessons)) if one.lessons else "",
        }
        for one in request.site.substitutions.for_teacher(request.actor.id)
        if _goes_on(one, today)
    ]
