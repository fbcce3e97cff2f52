"""The rooms in which lessons are held, and the buildings they lie in (3.2)."""

from __future__ import annotations

from enum import Enum

import attrs

from oshj_core.errors import Invalid
from oshj_core.numbers import is_whole
from oshj_core.text import text

MAX_SEATS = 5000


class RoomKind(Enum):
    """What a room is made for (аудиториянын түрү)."""

    LECTURE_HALL = "lecture-hall"
    CLASSROOM = "classroom"
    COMPUTER_ROOM = "computer-room"
    LABORATORY = "laboratory"
    GYM = "gym"
    OTHER = "other"


@attrs.frozen
class Room:
    """A room: a lesson names it by its ``building`` and its ``name`` there.

    ``seats`` is for how many people it is, 0 where nobody has counted.

    :raises Invalid: an empty code or name; impossible ``seats`` (place: the field).
    """

    id: str
    building: str
    name: str
    seats: int = 0
    kind: RoomKind = RoomKind.CLASSROOM

    def __attrs_post_init__(self) -> None:
        for place in ("id", "name"):
            if not getattr(self, place):
                raise Invalid(text("This must not be empty."), place=place)
        if not is_whole(self.seats) or not 0 <= self.seats <= MAX_SEATS:
            raise Invalid(
                text("A room has from 0 to ${most} seats.", most=MAX_SEATS), place="seats"
            )

    @property
    def title(self) -> str:
        """Building and name as they are written: ``Башкы корпус, 214``."""
        return ", ".join(filter(None, (self.building, self.name)))
