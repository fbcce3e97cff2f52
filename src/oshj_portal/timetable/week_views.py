"""The weeks of a group, a person and a room."""

from __future__ import annotations

from pyramid.view import view_config

from oshj_core.kyrgyz import sort_key
from oshj_core.roles import Permission, Role
from oshj_portal.resources import GroupResource, PersonResource, group_resource, person_path
from oshj_portal.store.search import search
from oshj_portal.timetable.links import fresh_attempt, links_of
from oshj_portal.timetable.places import RoomResource, RoomsPlace, TimetablePlace, room_place
from oshj_portal.timetable.week import week_values
from oshj_portal.timetable.whose import whose
from oshj_portal.timetable.words import ROOM_KINDS

FOUND = 40


@view_config(
    context=GroupResource,
    name="timetable",
    request_method="GET",
    permission=Permission.VIEW_TIMETABLE.value,
    renderer="templates/week.pt",
)
@view_config(
    context=PersonResource,
    name="timetable",
    request_method="GET",
    permission=Permission.VIEW_TIMETABLE.value,
    renderer="templates/week.pt",
)
def show_week(context, request):
    return (
        {"title": context.title, "kind": None, "seats": 0}
        | week_values(request, context, whose(context), "timetable")
        | link_values(request, context)
    )


@view_config(
    context=RoomResource,
    request_method="GET",
    permission=Permission.VIEW_TIMETABLE.value,
    renderer="templates/week.pt",
)
def show_room(context, request):
    room = context.room
    return (
        {"title": room.title, "kind": ROOM_KINDS[room.kind], "seats": room.seats}
        | week_values(request, context, whose(context), "")
        | link_values(request, context)
    )


def link_values(request, context):
    """What the page says of the calendar links."""
    return {
        "links": links_of(request, context),
        "make_href": request.resource_path(context, "calendar-link"),
        "remove_href": request.resource_path(context, "remove-calendar-link"),
        "attempt": fresh_attempt(),
    }


@view_config(
    context=TimetablePlace,
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer="templates/timetable.pt",
)
def show_timetable(context, request):
    """The way to one's own timetable, and to others' for those who may see them."""
    words = request.params.get("q", "").strip()
    may_browse = bool(request.has_permission(Permission.VIEW_TIMETABLE.value, context))
    actor = request.actor
    own = actor.holds(Role.STUDENT) or bool(request.site.university.assignments_of(actor.id))
    return {
        "own_href": f"{person_path(request, actor.id)}/timetable" if own else None,
        "may_browse": may_browse,
        "may_edit": bool(request.has_permission(Permission.EDIT_TIMETABLE.value, context)),
        "words": words,
        "found": _found(request, words) if may_browse and words else [],
        "rooms": len(request.site.rooms),
    }


def _found(request, words: str):
    site, path = request.site, request.resource_path
    found = []
    for identifier in site.search("groups", words, FOUND):
        found.append((identifier, "", path(group_resource(request, identifier), "timetable")))
    for identifier in site.search("staff", words, FOUND):
        person = site.university.staff.get(identifier)
        found.append((person.name.full, "", f"{person_path(request, identifier)}/timetable"))
    for identifier in search(site.rooms, words, FOUND):
        room = site.rooms.get(identifier)
        found.append((room.title, ROOM_KINDS[room.kind], path(room_place(request, room))))
    return found


@view_config(
    context=RoomsPlace,
    request_method="GET",
    permission=Permission.VIEW_TIMETABLE.value,
    renderer="templates/rooms.pt",
)
def show_rooms(context, request):
    buildings: dict[str, list] = {}
    for room in sorted(request.site.rooms, key=lambda one: sort_key(one.title)):
        buildings.setdefault(room.building, []).append(
            {
                "name": room.name,
                "kind": ROOM_KINDS[room.kind],
                "seats": room.seats,
                "href": request.resource_path(context, room.id),
            }
        )
    return {
        "buildings": buildings,
        "may_edit": bool(request.has_permission(Permission.EDIT_TIMETABLE.value, context)),
    }
