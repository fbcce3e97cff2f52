"""Where excuses are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from oshj_core.attendance.excuses import Excuse


class Excuses(Protocol):
    """Excuses by id; none is ever removed (1.4)."""

    def get(self, identifier: str) -> Excuse:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> Excuse | None: ...
    def put(self, excuse: Excuse) -> None:
        """Add it or replace the one with its id."""
        ...

    def of(self, student: str) -> Sequence[Excuse]:
        """The student's excuses by first day and id."""
        ...

    def under(self, document: str, number: str) -> Sequence[Excuse]:
        """The excuses of all students under that document, by id."""
        ...

    def __iter__(self) -> Iterator[Excuse]:
        """All, by id."""
        ...
