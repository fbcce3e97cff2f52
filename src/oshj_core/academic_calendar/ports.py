"""What a host implements to keep a calendar; see :class:`oshj_core.testing.MemoryCalendar`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from oshj_core.ports import Table, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oshj_core.academic_calendar.bells import BellTable
    from oshj_core.academic_calendar.periods import Period


class ErasableTable(Table[Value], Protocol[Value]):
    """A table out of which a value can be taken."""

    def remove(self, identifier: str) -> None:
        """Remove the value.  Raises :class:`oshj_core.errors.NotFound`."""
        ...


class CalendarStore(Protocol):
    """The periods by their id, the bells by the words of their reach (``str(reach)``)."""

    @property
    def periods(self) -> ErasableTable[Period]: ...
    @property
    def bells(self) -> ErasableTable[BellTable]: ...

    def of_year(self, year: int) -> Sequence[Period]:
        """The periods of an academic year, by id."""
        ...

    def of_semester(self, semester: str) -> Sequence[Period]:
        """The periods that give a part of the university other dates of that semester, by id."""
        ...
