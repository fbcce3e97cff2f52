"""A group's list with the days of belonging, and the orders behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.view import view_config

from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.membership import MoveKind
from oshj_core.roles import Permission
from oshj_portal.membership.words import move_line
from oshj_portal.resources import GroupResource, person_path

if TYPE_CHECKING:
    from pyramid.request import Request

    from oshj_core.membership import Move
    from oshj_core.people import Student


@view_config(
    context=GroupResource,
    name="members",
    request_method="GET",
    permission=Permission.VIEW_GROUP.value,
    renderer="templates/members.pt",
)
def show_members(context: GroupResource, request: Request) -> dict[str, object]:
    """Everybody who is or was in the group; the actions for those who may move students."""
    site = request.site
    moves = site.moves.of_group(context.group.id)
    listed = {one.id: one for one in site.university.students_of(context.group.id)}
    for move in moves:
        student = site.university.students.find(move.student)
        if student is not None:
            listed.setdefault(student.id, student)
    last = {move.student: move for move in moves}
    may_view = request.has_permission(Permission.VIEW_PERSON.value, context)
    students = [
        {
            "id": one.id,
            "name": one.name.full,
            "subgroup": one.subgroup or "",
            "here": one.active and one.group == context.group.id,
            "listed": one.group == context.group.id,
            **_state(one, last.get(one.id), context.group.id),
            "href": person_path(request, one.id) if may_view else None,
        }
        for one in sorted(listed.values(), key=lambda one: sort_key(one.name.full))
    ]
    return {
        "group": context.group,
        "students": students,
        "count": sum(bool(one["here"]) for one in students),
        "moves": [
            move_line(request, move)
            for move in sorted(moves, key=lambda one: (one.day, one.at), reverse=True)
        ],
        "may_move": bool(request.has_permission(Permission.MOVE_STUDENT.value, context)),
        "path": request.resource_path(context),
    }


def _state(student: Student, last: Move | None, group: str) -> dict[str, object]:
    """Since when the student is here, or since when no more and why."""
    here = student.active and student.group == group
    day = "" if last is None else format_date(last.day)
    on_leave = not here and last is not None and last.kind is MoveKind.ACADEMIC_LEAVE
    return {"since": day if here else "", "left": "" if here else day, "on_leave": on_leave}
