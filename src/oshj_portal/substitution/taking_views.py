"""What a substitute does: see the lessons taken today, and open one the timetable planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.audit import AuditEvent
from oshj_core.covering import given_to
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
from oshj_portal.substitution.hours import hours_of
from oshj_portal.substitution.lines import hour_line, lesson_path
from oshj_portal.substitution.places import SubstitutionResource, substitution_path

if TYPE_CHECKING:
    from oshj_core.covering import TeachingHour
    from oshj_core.delegation import Substitution


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
    site, today = request.site, request.act.today
    known = site.substitutions.for_teacher(one.teacher)
    hours = hours_of(site, one.teacher, today, today)
    return [hour for hour in hours if one.covers(hour) and given_to(known, hour, one.substitute)]


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


def taken_today(request) -> list[dict[str, Any]]:
    """The substitutions in which the reader takes lessons today: for whom, which hours, and
    the journals to open one that no timetable knows."""
    today = request.act.today
    return [
        _taken(request, one)
        for one in request.site.substitutions.of(request.actor.id)
        if one.lasts_on(today)
    ]


def _taken(request, one: Substitution) -> dict[str, Any]:
    hours = _hours_today(request, one)
    return {
        "id": one.id,
        "teacher": person_name(request.site, one.teacher),
        "until": format_date(one.until),
        "open": substitution_path(request, one.id, "open"),
        "hours": [hour_line(request, hour) for hour in hours],
        "journals": [] if one.lessons else _journals(request, one.teacher),
    }


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
        if one.until >= today and (one.ended is None or one.ended > today)
    ]
