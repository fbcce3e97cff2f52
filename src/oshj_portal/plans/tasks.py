"""The student's tasks of independent work with the days they are due (3.4, 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.view import view_config

from oshj_core.academic_calendar import semester_of
from oshj_core.kyrgyz import format_date
from oshj_core.planning import given_tasks
from oshj_core.roles import Permission
from oshj_portal.resources import PersonResource

if TYPE_CHECKING:
    from pyramid.request import Request

NEXT = 5
SOON_DAYS = 7


@view_config(
    context=PersonResource,
    name="tasks",
    request_method="GET",
    permission=Permission.VIEW_OWN_TASKS.value,
    renderer="templates/tasks.pt",
)
def show_tasks(context: PersonResource, request: Request) -> dict[str, object]:
    """All tasks of the running semester: those to come, and those that were due."""
    tasks = tasks_of(request, context.person.id)
    return {
        "person": context.person,
        "coming": [one for one in tasks if one["days"] >= 0],
        "past": [one for one in reversed(tasks) if one["days"] < 0],
    }


def next_tasks(request: Request, student: str) -> list[dict]:
    """The tasks that are due next."""
    return [one for one in tasks_of(request, student) if one["days"] >= 0][:NEXT]


def tasks_of(request: Request, student: str) -> list[dict]:
    """The student's tasks of the running semester, by the day they are due."""
    university, today = request.site.university, request.act.today
    person = university.students.get(student)
    semesters = (semester_of(university, person.group, one.id) for one in university.semesters)
    running = {one.id for one in semesters if one.starts <= today <= one.ends}
    taught = [
        one
        for one in university.assignments_in(person.group)
        if one.semester in running and one.subgroup in (0, person.subgroup)
    ]
    return [
        {
            "subject": university.subjects.get(one.subject).name,
            "topic": one.topic.title,
            "title": one.task.title,
            "collective": one.task.collective,
            "due": format_date(one.task.due),
            "days": (days := (one.task.due - today).days),
            "soon": 0 <= days <= SOON_DAYS,
        }
        for one in given_tasks(request.site.plans, taught)
    ]
