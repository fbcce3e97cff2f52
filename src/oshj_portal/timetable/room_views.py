"""Adding a room and correcting one (3.2)."""

from __future__ import annotations

from typing import Any

import colander
from deform import ValidationFailure
from deform.widget import SelectWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Refusal
from oshj_core.lists import cells
from oshj_core.roles import Permission
from oshj_core.timetable import KeepingRooms, Room, RoomKind
from oshj_core.timetable.rooms import MAX_SEATS
from oshj_core.timetable.weekly import MAX_PLACE
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.timetable.arranging_views import refused
from oshj_portal.timetable.places import RoomResource, RoomsPlace, room_place
from oshj_portal.timetable.words import ROOM_KINDS

PAGE = "templates/room.pt"


@colander.deferred
def _kinds(_node, kw):
    translate = kw["request"].localizer.translate
    return SelectWidget(values=[(one.value, translate(ROOM_KINDS[one])) for one in RoomKind])


class RoomSchema(BaseSchema):
    """A room without its code."""

    building = colander.SchemaNode(
        KyrgyzString(max_length=MAX_PLACE), title=_("Building"), missing=""
    )
    name = colander.SchemaNode(KyrgyzString(max_length=MAX_PLACE), title=_("Room"))
    seats = colander.SchemaNode(
        colander.Integer(),
        title=_("Seats"),
        validator=colander.Range(0, MAX_SEATS),
        missing=0,
    )
    kind = colander.SchemaNode(
        colander.String(),
        title=_("Kind"),
        validator=colander.OneOf([one.value for one in RoomKind]),
        widget=_kinds,
    )


class NewRoomSchema(RoomSchema):
    """A room with the code it will always have."""

    id = colander.SchemaNode(
        KyrgyzString(max_length=cells.MAX_ID),
        title=_("Code"),
        description=_("A short code that never changes."),
        insert_before="building",
    )


def _form(request, schema: BaseSchema, values: Any = colander.null):
    return make_form(request, schema, values=values, formid="room")


def _keep(request, form, room_id: str | None) -> Room | None:
    """Store the room that was typed; ``None`` when the form has to be shown again."""
    site = request.site
    try:
        values = form.validate_post(request)
        code = cells.identifier(values["id"]) if room_id is None else room_id
        kind = RoomKind(values["kind"])
        room = Room(code, values["building"], values["name"], values["seats"], kind)
        work = KeepingRooms(site.rooms, site.timetable, site.university, site.audit, request.act)
        work.put(room)
    except ValidationFailure:
        request.response.status_int = 422
    except Refusal as refusal:
        refused(request, form, refusal)
    else:
        flash(request, _("The room was saved."))
        return room
    return None


@view_config(
    context=RoomsPlace,
    name="add",
    request_method="GET",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer=PAGE,
)
def show_add(context, request):
    values = {"kind": RoomKind.CLASSROOM.value}
    return {"title": None, "form": _form(request, NewRoomSchema(), values).render()}


@view_config(
    context=RoomsPlace,
    name="add",
    request_method="POST",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer=PAGE,
)
def add_room(context, request):
    form = _form(request, NewRoomSchema())
    room = _keep(request, form, None)
    if room is None:
        return {"title": None, "form": form.render()}
    return HTTPSeeOther(request.resource_path(room_place(request, room)))


@view_config(
    context=RoomResource,
    name="edit",
    request_method="GET",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer=PAGE,
)
def show_edit(context, request):
    room = context.room
    values = {
        "building": room.building,
        "name": room.name,
        "seats": room.seats,
        "kind": room.kind.value,
    }
    return {"title": room.title, "form": _form(request, RoomSchema(), values).render()}


@view_config(
    context=RoomResource,
    name="edit",
    request_method="POST",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer=PAGE,
)
def edit_room(context, request):
    form = _form(request, RoomSchema())
    room = _keep(request, form, context.room.id)
    if room is None:
        return {"title": context.room.title, "form": form.render()}
    return HTTPSeeOther(request.resource_path(context))
