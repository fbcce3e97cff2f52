"""Moves and reports of list errors in memory."""

from __future__ import annotations

from collections.abc import Sequence

from oshj_core.membership import (
    ListError,
    ListErrorState,
    Move,
)
from oshj_core.testing.memory import MemoryTable


class MemoryMoves(MemoryTable[Move]):
    """Moves in memory."""

    def __init__(self) -> None:
        super().__init__("move")

    def of_student(self, student: str) -> Sequence[Move]:
        return [move for move in self if move.student == student]

    def of_group(self, group: str) -> Sequence[Move]:
        return [move for move in self if group and group in (move.before.group, move.after.group)]


class MemoryListErrors(MemoryTable[ListError]):
    """Reports in memory."""

    def __init__(self) -> None:
        super().__init__("list error")

    def of_journal(self, journal: str) -> Sequence[ListError]:
        return [report for report in self if report.journal == journal]

    def of_group(self, group: str) -> Sequence[ListError]:
        return [report for report in self if report.group == group]

    def open(self) -> Sequence[ListError]:
        return [report for report in self if report.state is ListErrorState.REPORTED]
