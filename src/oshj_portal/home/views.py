"""Where everybody begins."""

from __future__ import annotations

from pyramid.view import view_config

from oshj_core.journal import JournalReader
from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.roles import Permission, Role, ScopeKind
from oshj_portal.calendar.lookup import bell_times
from oshj_portal.calendar.today import today_notes
from oshj_portal.membership.settling_views import reports_waiting
from oshj_portal.moments import weekday
from oshj_portal.overdue.lookup import Overdue
from oshj_portal.overdue.views import lines as overdue_lines
from oshj_portal.places import taught_registers
from oshj_portal.plans.tasks import next_tasks
from oshj_portal.plans.today import plan_lines
from oshj_portal.resources import (
    University,
    group_resource,
    journal_resource,
    unit_resource,
)
from oshj_portal.role_titles import ROLE_TITLES
from oshj_portal.store.timetable import FeedKind
from oshj_portal.structure.titles import LESSON_KINDS
from oshj_portal.student.progress import progress
from oshj_portal.substitution.taking_views import away_today, taken_lessons
from oshj_portal.timetable.lookup import Whose
from oshj_portal.timetable.today import day_lines, lessons_to_open

OVERDUE_SHOWN = 12


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
        "lessons": None,
        "tasks": None,
        "teaching": None,
        "places": places(request),
        "day_notes": today_notes(request),
        "taken": [],
        "away": away_today(request),
        "list_errors": reports_waiting(request),
        "plans": plan_lines(request),
        "overdue": [],
        "overdue_count": 0,
    }
    if request.actor.holds(Role.STUDENT):
        values["student"] = progress(request, request.actor.id)
        values["tasks"] = next_tasks(request, request.actor.id)
        values["lessons"] = day_lines(request, Whose(FeedKind.STUDENT, request.actor.id))
        return values
    looked, person = Overdue(request.site, request.act), request.actor.id
    readers: list[JournalReader] = []
    if request.actor.holds(Role.TEACHER):
        values["teaching"] = teaching(request, readers)
    overdue = looked.of_person(person, readers)
    values["taken"] = taken_lessons(request, overdue)
    values["overdue"] = overdue_lines(request, overdue[:OVERDUE_SHOWN])
    values["overdue_count"] = len(overdue)
    return values


def teaching(request, readers):
    """The teacher's day: lessons of today, the journals of the semester, which are left to the
    ``readers``."""
    today, lessons, journals = request.act.today, [], []
    for register in taught_registers(request.site, request.actor.id):
        place = journal_resource(request, register)
        journal = place.journal
        if not journal.semester.starts <= today <= journal.semester.ends:
            continue
        own = [
            lesson for lesson in journal.register.lessons() if lesson.teacher == request.actor.id
        ]
        statuses = [lesson_status(journal, lesson) for lesson in own]
        for lesson, status in zip(own, statuses, strict=True):
            if lesson.date == today:
                lessons.append(_line(request, place, lesson, status))
        readers.append(journal)
        journals.append(
            {
                "subject": place.subject.name,
                "group": journal.register.group,
                "href": request.resource_path(place),
                "open": request.resource_path(place, "open-lesson"),
                "filled": statuses.count(LessonStatus.FILLED),
                "held": len(statuses),
            }
        )
    return {
        "lessons": sorted(lessons, key=lambda line: (line["slot"], line["group"])),
        "waiting": lessons_to_open(request),
        "journals": sorted(journals, key=lambda one: (sort_key(one["subject"]), one["group"])),
        "filled": sum(one["filled"] for one in journals),
        "held": sum(one["held"] for one in journals),
    }


# The resource of a place a role can be held at.
PLACES = {ScopeKind.UNIT: unit_resource, ScopeKind.GROUP: group_resource}


def places(request):
    """The units and groups where the reader holds a role: the way to them."""
    roles: dict = {}
    for role, scope in request.actor.holdings:
        if scope.kind in PLACES:
            roles.setdefault(scope, []).append(ROLE_TITLES[role])
    lines = []
    for scope, titles in roles.items():
        place = PLACES[scope.kind](request, scope.id)
        lines.append({"title": place.title, "roles": titles, "href": request.resource_path(place)})
    return sorted(lines, key=lambda line: sort_key(line["title"]))


def _line(request, place, lesson, status):
    journal = place.journal
    begins, ends = bell_times(request.site, journal.register.group).get(lesson.slot, ("", ""))
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
        "status": status,
        "href": request.resource_path(place, lesson.id),
    }
