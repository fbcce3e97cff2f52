"""The academic calendar: periods and bells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from persistent import Persistent

from oshj_core.academic_calendar import Period
from oshj_core.academic_calendar.bells import BellTable
from oshj_portal.store.convert import converter
from oshj_portal.store.tables import Keys, StoredTable


class Periods(StoredTable[Period]):
    """Periods of academic years."""

    kind = "period"
    values = converter(Period)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "year": lambda period: (str(period.year),),
        "semester": lambda period: (period.semester,) if period.semester else (),
    }


class BellTables(StoredTable[BellTable]):
    """Bells by their reach."""

    kind = "bells"
    values = converter(BellTable)


class StoredCalendar(Persistent):
    """Implements :class:`oshj_core.academic_calendar.ports.CalendarStore`."""

    def __init__(self) -> None:
        self.periods = Periods()
        self.bells = BellTables()

    def of_year(self, year: int) -> Sequence[Period]:
        """The periods of an academic year, by id."""
        return self.periods.by("year", str(year))

    def of_semester(self, semester: str) -> Sequence[Period]:
        """The periods that give a part of the university other dates of that semester, by id."""
        return self.periods.by("semester", semester)
