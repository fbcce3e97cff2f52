"""Hours and substitutions as lines that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oshj_core.enrolment import journal_id
from oshj_core.kyrgyz import format_date
from oshj_portal.moments import weekday
from oshj_portal.places import person_name
from oshj_portal.resources import journal_resource
from oshj_portal.structure.titles import LESSON_KINDS
from oshj_portal.substitution.places import substitution_path

if TYPE_CHECKING:
    from oshj_core.covering import HourClash, TeachingHour
    from oshj_core.delegation import Substitution


def hour_line(request, hour: TeachingHour) -> dict[str, Any]:
    """An hour with its subject, groups and place, and the link to its lesson where it is open."""
    subject = request.site.university.subjects.get(hour.subject)
    return {
        "id": hour.id,
        "day": format_date(hour.day),
        "weekday": weekday(hour.day, request.locale_name),
        "slot": hour.slot,
        "time": "" if hour.time is None else str(hour.time),
        "subject": subject.name,
        "groups": ", ".join(hour.groups),
        "kind": LESSON_KINDS[hour.kind],
        "room": hour.room,
        "opened": hour.opened,
        "href": lesson_path(request, hour) if hour.opened else None,
    }


def lesson_path(request, hour: TeachingHour) -> str | None:
    """The page of an open lesson, in the journal of its first group."""
    semester = request.site.university.assignments.get(hour.assignment).semester
    register = request.site.registers.find(journal_id(hour.groups[0], hour.subject, semester))
    if register is None:
        return None
    return request.resource_path(journal_resource(request, register), hour.id, "")


def clash_line(request, clash: HourClash) -> dict[str, Any]:
    """Two hours that nobody can give both."""
    return {"hour": hour_line(request, clash.hour), "busy": hour_line(request, clash.busy)}


def substitution_line(request, one: Substitution) -> dict[str, Any]:
    """A substitution in words; whether it holds today, is over, or is yet to begin."""
    site, today = request.site, request.act.today
    last = one.until if one.ended is None else min(one.until, one.ended)
    over = today > one.until or (one.ended is not None and today >= one.ended)
    return {
        "id": one.id,
        "teacher": person_name(site, one.teacher),
        "substitute": person_name(site, one.substitute),
        "starts": format_date(one.begins),
        "until": format_date(one.until),
        "replaced_by": ", ".join(person_name(site, person) for person in one.replaced_by),
        "last": format_date(last),
        "ended": one.ended is not None,
        "reason": one.reason,
        "lessons": len(one.lessons),
        "named_by": person_name(site, one.named_by),
        "now": one.lasts_on(today),
        "over": over,
        "end": substitution_path(request, one.id, "end"),
    }
