"""What a host implements to keep corrections and disputes; nothing of them is ever removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from oshj_core.corrections.values import Correction, Dispute


class Corrections(Protocol):
    """Corrections by id, and the numbers of their acts."""

    def get(self, identifier: str) -> Correction:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> Correction | None: ...
    def put(self, correction: Correction) -> None:
        """Add it, or replace the one with its id."""
        ...

    def of_journal(self, journal: str) -> Sequence[Correction]:
        """The corrections of a journal, by id."""
        ...

    def next_number(self, year: int) -> int:
        """A number no act of the academic year that begins in ``year`` has had, from 1 on."""
        ...


class Disputes(Protocol):
    """Disputes by id."""

    def get(self, identifier: str) -> Dispute:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> Dispute | None: ...
    def put(self, dispute: Dispute) -> None:
        """Add it, or replace the one with its id."""
        ...

    def of_journal(self, journal: str) -> Sequence[Dispute]:
        """The disputes of a journal, by id."""
        ...

    def of_student(self, student: str) -> Sequence[Dispute]:
        """The disputes of a student, by id."""
        ...
