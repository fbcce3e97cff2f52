"""Entries: the only thing that is ever written into an open lesson or a control.

One entry is one act of one person: who, when, in which request, and what.  Cells are
packed in seven bytes each, so that the attendance of thirty students is one entry
and not thirty.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CELL = struct.Struct("<HBi")
CLEARED = -1
"""The value of a cell that was emptied again."""
WORKS = "works"
"""The fact that names a lesson's kinds of work, by id, in the order of their fields."""
WITHDRAWN = "withdrawn"
"""The fact that says whether a lesson was withdrawn; empty when it is held again."""


class EntryKind(IntEnum):
    """What an entry does."""

    CELLS = 1
    """A teacher sets cells: attendance, marks, points."""
    SCAN = 2
    """A student's check-in: evidence that yields to the teacher's word (7.4)."""
    FACTS = 3
    """Topic, kinds of work and the like are set."""
    PUBLISH = 4
    """The intermediate total is published: from here on nothing may change (4.3)."""
    CORRECTION = 5
    """An approved act sets cells after the lock; what they held before stays in the log (1.4)."""


class Attendance(IntEnum):
    """The values of the attendance field."""

    PRESENT = 1
    LATE = 2
    ABSENT = 3
    EXCUSED = 4


class Missed(IntEnum):
    """What a control's cell holds instead of points: the student did not come.

    An attendance below zero, so that no points are like it.
    """

    ABSENT = -Attendance.ABSENT
    """Without an excuse (н/у)."""
    EXCUSED = -Attendance.EXCUSED
    """With an excuse (I)."""


class Field(IntEnum):
    """The fields of a sheet: attendance, then one field for each kind of work.

    A lesson's marks stand in the fields from ``FIRST_WORK`` on, in the order of its kinds
    of work; a control has its points in ``POINTS`` alone, or ``Missed``.  Marks and points
    are integer hundredths.
    """

    ATTENDANCE = 0
    FIRST_WORK = 1
    POINTS = 1


class Cell(NamedTuple):
    """One value: the student's slot in the roster, the field, the value or ``CLEARED``."""

    slot: int
    field: int
    value: int


@attrs.frozen
class Entry:
    """One act.  ``at`` is in milliseconds since the epoch; ``request`` ties it to the
    request it came in.  The same entry twice counts once."""

    kind: EntryKind
    at: int
    actor: str
    request: str
    cells: bytes = b""
    facts: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    def __iter__(self) -> Iterator[Cell]:
        return map(Cell._make, _CELL.iter_unpack(self.cells))

    def raw_cells(self) -> Iterator[tuple[int, int, int]]:
        """The cells as bare tuples, for the fold's inner loop."""
        return _CELL.iter_unpack(self.cells)

    def astuple(self) -> tuple[object, ...]:
        """The entry as primitives, for a store; ``Entry.fromtuple`` reads it back."""
        return (
            int(self.kind),
            self.at,
            self.actor,
            self.request,
            self.cells,
            self.facts,
            self.reason,
        )

    @classmethod
    def fromtuple(cls, stored: tuple[object, ...]) -> Entry:
        """Read what :meth:`astuple` made; trailing fields added later take their defaults."""
        kind, *rest = stored
        return cls(EntryKind(kind), *rest)  # type: ignore[arg-type]


def cells_of(cells: Iterable[tuple[int, int, int]]) -> bytes:
    """Pack ``(slot, field, value)`` for an entry.

    :raises struct.error: a slot outside 0…65535, a field outside 0…255, a value outside i32.
    """
    return b"".join(_CELL.pack(*cell) for cell in cells)
