"""The load in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oshj_core.load import LoadLine
from oshj_core.testing.memory import MemoryTable


class MemoryLoads(MemoryTable[LoadLine]):
    """The load in memory."""

    def __init__(self) -> None:
        super().__init__("load")

    def in_semester(self, semester: str) -> Iterator[LoadLine]:
        return (line for line in self if line.semester == semester)

    def of_teacher(self, semester: str, teacher: str) -> Sequence[LoadLine]:
        return [line for line in self.in_semester(semester) if line.teacher == teacher]
