"""Keeping the list of rooms: the administrator's work (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.roles import Facts, Permission
from oshj_core.text import text
from oshj_core.timetable.sheet import room_cells

if TYPE_CHECKING:
    from oshj_core.journal import Act
    from oshj_core.ports import AuditTrail, Table, University
    from oshj_core.timetable.ports import TimetableStore
    from oshj_core.timetable.rooms import Room


@attrs.frozen
class KeepingRooms:
    """One actor's work on the rooms."""

    rooms: Table[Room]
    store: TimetableStore
    university: University
    audit: AuditTrail
    act: Act

    def put(self, room: Room) -> None:
        """Add the room or replace the one with its code; an equal one changes nothing.

        :raises NotAllowed: the actor may not fill in the timetable.
        :raises Invalid: another room has that name in the building; the room is renamed while
            lessons are held in it.
        """
        require(self.act.actor, Permission.EDIT_TIMETABLE, Facts())
        known = self.rooms.find(room.id)
        if known == room:
            return
        place = (room.building, room.name)
        for other in self.rooms:
            if other.id != room.id and (other.building, other.name) == place:
                raise Invalid(
                    text("The room ${code} has this name already", code=other.id), place="name"
                )
        if known is not None and (known.building, known.name) != place and self._in_use(known):
            raise Invalid(
                text("Lessons are held in the room; it keeps its building and name."),
                place="name",
                advice=text("Add a new room and move the lessons into it."),
            )
        self.rooms.put(room)
        self.audit.append(
            AuditEvent(
                self.act.millis,
                self.act.actor.id,
                "room.put",
                f"room:{room.id}",
                "" if known is None else "; ".join(room_cells(known)),
                "; ".join(room_cells(room)),
                request=self.act.request,
            )
        )

    def _in_use(self, room: Room) -> bool:
        return any(
            self.store.in_room(semester.id, room.building, room.name)
            for semester in self.university.semesters
        )
