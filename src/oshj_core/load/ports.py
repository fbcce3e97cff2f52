"""What a host implements to keep the load; see :class:`oshj_core.testing.MemoryLoads`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oshj_core.load.line import LoadLine


class Loads(Protocol):
    """The lines of the load by their id; none is ever removed (1.4)."""

    def get(self, identifier: str) -> LoadLine:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> LoadLine | None: ...
    def put(self, line: LoadLine) -> None:
        """Add the line or replace the one with its id."""
        ...

    def in_semester(self, semester: str) -> Iterator[LoadLine]:
        """All lines of the semester, by id."""
        ...

    def of_teacher(self, semester: str, teacher: str) -> Sequence[LoadLine]:
        """The teacher's lines, by id."""
        ...
