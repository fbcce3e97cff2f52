"""What the steps of a rollover are read, compared and applied by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import attrs

from oshj_core.exchange import Exchange, Incoming
from oshj_core.lists import Problems, Row
from oshj_core.timetable import TimetableHost

if TYPE_CHECKING:
    from datetime import datetime

    from oshj_core.rollover.recording import Recording
    from oshj_core.timetable import Bells, TeachingWeeks

Sheets: TypeAlias = Mapping[str, Iterable[Row]]
"""The rows of a workbook by the names of its sheets."""

FormatReader: TypeAlias = Callable[[Exchange], Incoming | Problems]
"""Reads the files of another program, as :meth:`oshj_core.extension.ExchangeFormat.read` does."""


@attrs.frozen
class Ground:
    """The recorded stores, the new academic ``year``, and what else a host knows.

    ``at`` is the moment (aware); ``schemes`` are the texts of the grading schemes by id;
    ``weeks_of`` gives the teaching weeks of a semester, ``bells_of`` the bells of a group, both
    as they are when they are asked; ``key`` is that of the ids of occurrences.
    """

    stores: Recording
    year: int
    at: datetime
    schemes: Mapping[str, str]
    weeks_of: Callable[[str], TeachingWeeks]
    bells_of: Callable[[str], Bells]
    key: bytes = b""

    @property
    def exchange(self) -> Exchange:
        """The same as a format is given it: about the first semester of the year."""
        semester = f"{self.year}-1"
        return Exchange(self.stores, self.at, semester, self.schemes)

    @property
    def timetable_host(self) -> TimetableHost:
        """The same as a timetable is read and compared by."""
        stores = self.stores
        return TimetableHost(
            stores.university,
            stores.registers,
            stores.rooms,
            stores.timetable,
            self.weeks_of,
            self.bells_of,
            self.key,
        )
