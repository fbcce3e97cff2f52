"""Publishing an intermediate total: what is missing, what will be locked, and the act (4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.audit import AuditEvent
from oshj_core.errors import Invalid
from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.regulation import clause
from oshj_core.roles import Permission
from oshj_portal.i18n import _, translatable
from oshj_portal.journal.grid_views import sentence
from oshj_portal.layout.frame import flash
from oshj_portal.resources import ControlResource
from oshj_portal.structure.titles import LESSON_KINDS

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_core.ports import Lesson

RULE = "4.3"


@view_config(
    context=ControlResource,
    name="publish",
    request_method="GET",
    permission=Permission.PUBLISH_TOTAL.value,
    renderer="templates/publish.pt",
)
def show_publish(context: ControlResource, request: Request) -> dict[str, object]:
    """What is missing, and what will be locked."""
    return _values(context, request)


@view_config(
    context=ControlResource,
    name="publish",
    request_method="POST",
    permission=Permission.PUBLISH_TOTAL.value,
    renderer="templates/publish.pt",
)
def publish(context: ControlResource, request: Request) -> dict[str, object] | Response:
    """Publish it: from here on the module may not be changed."""
    try:
        context.journal.publish(context.component)
    except Invalid as refusal:
        request.response.status_int = 422
        return _values(context, request, refusal)
    request.site.audit.append(
        AuditEvent(
            request.act.millis,
            request.actor.id,
            "journal.publish",
            f"journal:{context.journal.register.id}",
            after=context.component.id,
            request=request.act.request,
        )
    )
    flash(request, _("The total was published; what belongs to it is locked."))
    return HTTPSeeOther(request.resource_path(context.__parent__))


def _values(
    context: ControlResource, request: Request, refusal: Invalid | None = None
) -> dict[str, object]:
    journal = context.journal
    students = journal.university.students
    found = [(identifier, students.find(identifier)) for identifier in _missing(context)]
    names = [identifier if one is None else one.name.full for identifier, one in found]
    lessons = [
        lesson for lesson in journal.register.lessons() if lesson.module == context.component.module
    ]
    quoted = clause(RULE)
    return {
        "title": context.title,
        "subject": context.__parent__.title,
        "group": journal.register.group,
        "module": context.component.module,
        "lessons": len(lessons),
        "missing": sorted(names, key=sort_key),
        "unfilled": [
            _line(context, request, lesson)
            for lesson in lessons
            if lesson_status(journal, lesson) is not LessonStatus.FILLED
        ],
        "refusal": None if refusal is None else translatable(refusal.text),
        "number": quoted.number,
        "quote": sentence(quoted, request.locale_name),
        "points": request.resource_path(context),
        "action": request.resource_path(context, "publish"),
        "back": request.resource_path(context.__parent__),
    }


def _missing(context: ControlResource) -> tuple[str, ...]:
    return context.journal.missing_points(context.component)


def _line(context: ControlResource, request: Request, lesson: Lesson) -> dict[str, object]:
    return {
        "day": format_date(lesson.date),
        "kind": LESSON_KINDS[lesson.kind],
        "href": request.resource_path(context.__parent__, lesson.id, ""),
    }
