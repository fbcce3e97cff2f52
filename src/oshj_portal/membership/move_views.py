"""Moving, enrolling and renaming a student; each may settle a teacher's report on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import deform
from deform import Button
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Conflict, Invalid, NotFound, Refusal
from oshj_core.kyrgyz import sort_key
from oshj_core.membership import MoveKind
from oshj_core.people import PersonName, Student
from oshj_core.roles import Permission, Role, ScopeKind
from oshj_portal.forms.form import make_form
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.membership.move_form import RenameSchema, enrol_schema, kinds_for, move_schema
from oshj_portal.membership.words import desk, moving, student_moves, tell_published
from oshj_portal.overdue.lookup import groups_under
from oshj_portal.resources import GroupResource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_portal.forms.form import Form

RENDERER = "templates/move.pt"


def _student(context: GroupResource, request: Request) -> Student:
    """The student the request names, of this group."""
    code = request.params.get("student", "")
    student = request.site.university.students.find(code)
    if student is None or student.group != context.group.id:
        raise NotFound("student", code)
    return student


def _moved(context: GroupResource, request: Request) -> Student:
    """The student the request names, of this group; one whom the last move took out of it too,
    so that the same form may be sent again."""
    code = request.params.get("student", "")
    moves = request.site.moves.of_student(code)
    if moves and moves[-1].before.group == context.group.id:
        return request.site.university.students.get(code)
    return _student(context, request)


def _settle(request: Request, values: Mapping[str, Any], move: str) -> None:
    """The report that led here is settled with the change; the reporter reads the reason."""
    if values["report"]:
        answer = values["reason"]
        if values.get("order"):
            answer = f"{answer} ({values['order']})"
        desk(request).correct(values["report"], answer, move)


def _page(
    request: Request, form: Form, title: object, student: Student | None, published: int = 0
) -> dict[str, Any]:
    """The page; ``published`` lessons that would not follow are asked about first."""
    return {
        "form": form.render(),
        "published": published,
        "title": title,
        "student": student,
        "moves": [] if student is None else student_moves(request, student.id),
        "groups": _groups(request),
    }


def _groups(request: Request) -> list[str]:
    """The groups the reader may move students to: the own deaneries', or those of this unit."""
    own = {
        scope.id
        for role, scope in request.actor.holdings
        if role is Role.DEANERY and scope.kind is ScopeKind.UNIT
    }
    units = own or {request.context.group.unit}
    found = {group for unit in units for group in groups_under(request.site, unit)}
    return sorted(found, key=sort_key)


def _confirms(request: Request) -> bool:
    return bool(request.POST.get("confirmed"))


def _refused(request: Request, form: Form, refusal: Refusal) -> None:
    form.refuse(refusal)
    request.response.status_int = 409 if isinstance(refusal, Conflict) else 422


def _done(context: GroupResource, request: Request, report: str) -> Response:
    name = "list-error" if report else "members"
    query = {"query": {"id": report}} if report else {}
    return HTTPSeeOther(request.resource_path(context, name, **query))


def _move_form(
    request: Request,
    context: GroupResource,
    student: Student,
    *,
    confirm: bool = False,
    **kw: Any,
) -> Form:
    return make_form(
        request,
        move_schema(request, kinds_for(student, context.group.subgroups), confirm=confirm),
        action=request.resource_path(context, "move", query={"student": student.id}),
        buttons=(Button("save", _("Store the move")),),
        formid="move",
        **kw,
    )


@view_config(
    context=GroupResource,
    name="move",
    request_method="GET",
    permission=Permission.MOVE_STUDENT.value,
    renderer=RENDERER,
)
def show_move(context: GroupResource, request: Request) -> dict[str, Any]:
    student = _student(context, request)
    values = {
        "kind": request.params.get("kind", ""),
        "group": student.group,
        "subgroup": student.subgroup,
        "day": request.act.today,
        "student": student.id,
        "seen": str(len(request.site.moves.of_student(student.id))),
        "report": request.params.get("report", ""),
    }
    form = _move_form(request, context, student, values=values)
    return _page(request, form, _("Move of a student"), student)


@view_config(
    context=GroupResource,
    name="move",
    request_method="POST",
    permission=Permission.MOVE_STUDENT.value,
    renderer=RENDERER,
)
def store_move(context: GroupResource, request: Request) -> dict[str, Any] | Response:
    student = _moved(context, request)
    title = _("Move of a student")
    confirmed = _confirms(request)
    form = _move_form(request, context, student, confirm=confirmed)
    try:
        values = form.validate_post(request)
        kind = MoveKind(values["kind"])
        work = moving(request)
        where = {"group": values["group"], "subgroup": values["subgroup"]}
        published = len(work.published_since(student.id, kind, values["day"], **where))
        if published and not confirmed:
            request.response.status_int = 422
            values["confirmed"] = False
            asking = _move_form(request, context, student, confirm=True, values=values)
            return _page(request, asking, title, student, published)
        staying = work.entered_since(student.id, values["day"])
        seen = values["seen"]
        move = work.move(
            student.id,
            kind,
            values["day"],
            values["order"],
            values["reason"],
            seen=int(seen) if seen.isdecimal() else 0,
            **where,
        )
        _settle(request, values, move.id)
    except deform.ValidationFailure:
        request.response.status_int = 422
    except (Invalid, Conflict) as refusal:
        _refused(request, form, refusal)
    except NotFound as refusal:
        _refused(request, form, Invalid(refusal.text, place="group"))
    else:
        flash(request, _("The move was stored; the journals follow it from its day on."))
        tell_published(request, published)
        if staying:
            flash(
                request,
                _(
                    "Lessons from that day on in which something was entered already: ${count}. "
                    "It stays in the journal of the old group.",
                    mapping={"count": staying},
                ),
                "warn",
            )
        return _done(context, request, values["report"])
    return _page(request, form, title, student)


def _enrol_form(
    request: Request, context: GroupResource, *, confirm: bool = False, **kw: Any
) -> Form:
    return make_form(
        request,
        enrol_schema(confirm=confirm),
        action=request.resource_path(context, "enrol"),
        buttons=(Button("save", _("Enrol")),),
        formid="enrol",
        **kw,
    )


@view_config(
    context=GroupResource,
    name="enrol",
    request_method="GET",
    permission=Permission.MOVE_STUDENT.value,
    renderer=RENDERER,
)
def show_enrol(context: GroupResource, request: Request) -> dict[str, Any]:
    values = {"day": request.act.today, "report": request.params.get("report", "")}
    form = _enrol_form(request, context, values=values)
    return _page(request, form, _("A new student"), None)


@view_config(
    context=GroupResource,
    name="enrol",
    request_method="POST",
    permission=Permission.MOVE_STUDENT.value,
    renderer=RENDERER,
)
def store_enrolment(context: GroupResource, request: Request) -> dict[str, Any] | Response:
    title = _("A new student")
    confirmed = _confirms(request)
    form = _enrol_form(request, context, confirm=confirmed)
    try:
        values = form.validate_post(request)
        student = Student(values["id"], _name(values), context.group.id, values["subgroup"])
        work = moving(request)
        concerned = work.published_since(
            student.id,
            MoveKind.ENROLMENT,
            values["day"],
            group=student.group,
            subgroup=student.subgroup,
        )
        published = len(concerned)
        if published and not confirmed:
            request.response.status_int = 422
            values["confirmed"] = False
            asking = _enrol_form(request, context, confirm=True, values=values)
            return _page(request, asking, title, None, published)
        move = work.enrol(student, values["day"], values["order"], values["reason"])
        _settle(request, values, move.id)
    except deform.ValidationFailure:
        request.response.status_int = 422
    except (Invalid, Conflict) as refusal:
        _refused(request, form, refusal)
    else:
        flash(request, _("The student was enrolled and stands in the journals of the group."))
        tell_published(request, published)
        return _done(context, request, values["report"])
    return _page(request, form, title, None)


def _name(values: Mapping[str, str]) -> PersonName:
    parts = (values[part] for part in ("family", "given", "patronymic", "latin"))
    return PersonName(*parts)


def _rename_form(request: Request, context: GroupResource, student: Student, **kw: Any) -> Form:
    return make_form(
        request,
        RenameSchema(),
        action=request.resource_path(context, "rename", query={"student": student.id}),
        buttons=(Button("save", _("Correct the name")),),
        formid="rename",
        **kw,
    )


@view_config(
    context=GroupResource,
    name="rename",
    request_method="GET",
    permission=Permission.SETTLE_LIST_ERROR.value,
    renderer=RENDERER,
)
def show_rename(context: GroupResource, request: Request) -> dict[str, Any]:
    student = _student(context, request)
    name = student.name
    values = {
        "family": name.family,
        "given": name.given,
        "patronymic": name.patronymic,
        "latin": name.latin,
        "student": student.id,
        "report": request.params.get("report", ""),
    }
    form = _rename_form(request, context, student, values=values)
    return _page(request, form, _("Correction of a name"), student)


@view_config(
    context=GroupResource,
    name="rename",
    request_method="POST",
    permission=Permission.SETTLE_LIST_ERROR.value,
    renderer=RENDERER,
)
def store_name(context: GroupResource, request: Request) -> dict[str, Any] | Response:
    student = _student(context, request)
    form = _rename_form(request, context, student)
    try:
        values = form.validate_post(request)
        moving(request).rename(student.id, _name(values), values["reason"])
        _settle(request, values, "")
    except deform.ValidationFailure:
        request.response.status_int = 422
    except (Invalid, Conflict) as refusal:
        _refused(request, form, refusal)
    else:
        flash(request, _("The name was corrected."))
        return _done(context, request, values["report"])
    return _page(request, form, _("Correction of a name"), student)
