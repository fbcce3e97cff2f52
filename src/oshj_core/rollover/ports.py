"""What a host implements for a rollover; see :class:`oshj_core.testing.MemorySource`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import attrs

from oshj_core.load import Loads
from oshj_core.membership import Moves
from oshj_core.ports import Registers

if TYPE_CHECKING:
    from oshj_core.academic_calendar.ports import ErasableTable
    from oshj_core.membership import Move
    from oshj_core.ports import AuditTrail, University
    from oshj_core.timetable import Room, TimetableStore


class ErasableRegisters(Registers, Protocol):
    """Registers out of which can be taken what nobody has written in."""

    def untouched(self, identifier: str) -> bool:
        """Whether there is a register in which no lesson was opened and nothing entered."""
        ...

    def remove(self, identifier: str) -> None:
        """Remove the register.  Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def withdraw(self, identifier: str, student: str) -> None:
        """Take the last slot of the register back, which is that student's.

        Raises :class:`oshj_core.errors.NotFound`; ``ValueError`` where it is not the last.
        """
        ...


class ErasableLoads(Loads, Protocol):
    """The load, out of which a line can be taken."""

    def remove(self, identifier: str) -> None:
        """Remove the line.  Raises :class:`oshj_core.errors.NotFound`."""
        ...


class ErasableMoves(Moves, Protocol):
    """The moves, out of which one can be taken."""

    def find(self, identifier: str) -> Move | None: ...
    def remove(self, identifier: str) -> None:
        """Remove the move.  Raises :class:`oshj_core.errors.NotFound`."""
        ...


class YearStores(Protocol):
    """The stores that a new year is written to.

    Every table of the ``university`` and its calendar is an
    :class:`~oshj_core.academic_calendar.ErasableTable`.
    """

    @property
    def university(self) -> University: ...
    @property
    def registers(self) -> ErasableRegisters: ...
    @property
    def rooms(self) -> ErasableTable[Room]: ...
    @property
    def timetable(self) -> TimetableStore: ...
    @property
    def loads(self) -> ErasableLoads: ...
    @property
    def moves(self) -> ErasableMoves: ...
    @property
    def audit(self) -> AuditTrail: ...


@attrs.frozen
class Written:
    """A value that was written: its table, its key in it, and the value before and after;
    ``None`` is nothing."""

    table: str
    id: str
    before: Any
    after: Any


class Noted(Protocol):
    """What was written, in its order."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int, /) -> Written:
        """That of the number, from 0."""
        ...


class UndoLog(Noted, Protocol):
    """The same while it is noted.  A host keeps it until the rollover is undone or final."""

    def append(self, written: Written, /) -> None: ...
