"""Where everybody begins."""

from __future__ import annotations

from pyramid.view import view_config

from oshj_core.enrolment import journals_of
from oshj_core.journal.status import LessonStatus, fill_in, lesson_status
from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.roles import Permission, Role
from oshj_portal.bells import bells
from oshj_portal.moments import weekday
from oshj_portal.resources import University, journal_resource
from oshj_portal.structure.titles import LESSON_KINDS
from oshj_portal.student.progress import progress


@view_config(
    context=University,
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer="templates/home.pt",
)
def home(request):
    today = request.act.today
    values = {
        "today": format_date(today),
        "weekday": weekday(today, request.locale_name),
        "student": None,
        "teaching": None,
        "may_walk": bool(request.has_permission(Permission.VIEW_STRUCTURE.value)),
    }
    if request.actor.holds(Role.STUDENT):
        values["student"] = progress(request, request.actor.id)
    elif request.actor.holds(Role.TEACHER):
        values["teaching"] = teaching(request)
    return values


def teaching(request):
    """The teacher's day: lessons of today, what is overdue, the journals of the semester."""
    today, lessons, overdue, journals = request.act.today, [], [], []
    for place in own_journals(request):
        journal = place.journal
        if not journal.semester.starts <= today <= journal.semester.ends:
            continue
        own = [
            lesson for lesson in journal.register.lessons() if lesson.teacher == request.actor.id
        ]
        for lesson in own:
            line = _line(request, place, lesson)
            if lesson.date == today:
                lessons.append(line)
            elif line["status"] is LessonStatus.OVERDUE and not line["locked"]:
                overdue.append(line)
        filled, held = fill_in(journal, own)
        journals.append(
            {
                "subject": place.subject.name,
                "group": journal.register.group,
                "href": request.resource_path(place),
                "open": request.resource_path(place, "open-lesson"),
                "filled": filled,
                "held": held,
            }
        )
    return {
        "lessons": sorted(lessons, key=lambda line: (line["slot"], line["group"])),
        "overdue": sorted(overdue, key=lambda line: line["date"]),
        "journals": sorted(journals, key=lambda one: (sort_key(one["subject"]), one["group"])),
        "filled": sum(one["filled"] for one in journals),
        "held": sum(one["held"] for one in journals),
    }


def own_journals(request):
    """The journals the reader teaches in, each once."""
    names = {
        name
        for assignment in request.site.university.assignments_of(request.actor.id)
        for name in journals_of(assignment)
    }
    for name in sorted(names):
        register = request.site.registers.find(name)
        if register is not None:
            yield journal_resource(request, register)


def _line(request, place, lesson):
    journal = place.journal
    begins, ends = bells(request.site)[lesson.slot]
    return {
        "slot": lesson.slot,
        "begins": begins,
        "ends": ends,
        "date": lesson.date,
        "day": format_date(lesson.date),
        "late_days": (request.act.today - lesson.date).days,
        "subject": place.subject.name,
        "group": journal.register.group,
        "kind": LESSON_KINDS[lesson.kind],
        "room": lesson.room,
        "status": lesson_status(journal, lesson),
        "locked": bool(journal.lesson_facts(lesson).states),
        "href": request.resource_path(place, lesson.id),
    }
