"""Where moves and reports of errors in the lists are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from oshj_core.membership.errors_in_lists import ListError
    from oshj_core.membership.moves import Move


class Moves(Protocol):
    """Moves, only ever added (1.4)."""

    def put(self, move: Move) -> None:
        """Add the move; an equal one may be put again."""
        ...

    def of_student(self, student: str) -> Sequence[Move]:
        """The student's moves by number."""
        ...

    def of_group(self, group: str) -> Sequence[Move]:
        """The moves into, out of and within the group, by student and number."""
        ...


class ListErrors(Protocol):
    """Reports of errors in the lists by id; none is ever removed (1.4)."""

    def get(self, identifier: str) -> ListError:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> ListError | None: ...
    def put(self, report: ListError) -> None:
        """Add the report or replace the one with its id."""
        ...

    def of_journal(self, journal: str) -> Sequence[ListError]:
        """The reports made from a journal, by id."""
        ...

    def of_group(self, group: str) -> Sequence[ListError]:
        """The reports about a group's list, by id."""
        ...

    def open(self) -> Sequence[ListError]:
        """The reports nobody has settled yet, by id."""
        ...
