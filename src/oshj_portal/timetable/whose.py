"""Whose timetable a place of the tree has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_portal.resources import GroupResource, PersonResource
from oshj_portal.store.timetable import FeedKind
from oshj_portal.timetable.lookup import Whose
from oshj_portal.timetable.places import RoomResource

if TYPE_CHECKING:
    from oshj_portal.resources import Resource


def whose(context: Resource) -> Whose:
    """The teacher, student, group or room of the place.  Raises ``TypeError`` for any other."""
    if isinstance(context, GroupResource):
        return Whose(FeedKind.GROUP, context.group.id)
    if isinstance(context, RoomResource):
        return Whose(FeedKind.ROOM, context.room.id)
    if isinstance(context, PersonResource):
        kind = FeedKind.STUDENT if context.is_student else FeedKind.TEACHER
        return Whose(kind, context.person.id)
    raise TypeError(f"{context!r} has no timetable")
