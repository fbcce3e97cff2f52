"""Corrections and disputes in memory."""

from __future__ import annotations

from collections.abc import Sequence

from oshj_core.corrections import (
    Correction,
    Dispute,
)
from oshj_core.testing.memory import MemoryTable


class MemoryCorrections(MemoryTable[Correction]):
    """Corrections in memory."""

    def __init__(self) -> None:
        super().__init__("correction")
        self._numbers: dict[int, int] = {}

    def of_journal(self, journal: str) -> Sequence[Correction]:
        return [one for one in self if one.cell.journal == journal]

    def next_number(self, year: int) -> int:
        self._numbers[year] = self._numbers.get(year, 0) + 1
        return self._numbers[year]


class MemoryDisputes(MemoryTable[Dispute]):
    """Disputes in memory."""

    def __init__(self) -> None:
        super().__init__("dispute")

    def of_journal(self, journal: str) -> Sequence[Dispute]:
        return [one for one in self if one.cell.journal == journal]

    def of_student(self, student: str) -> Sequence[Dispute]:
        return [one for one in self if one.student == student]
