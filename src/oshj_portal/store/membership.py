"""Moves of students and the reports of errors in the lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from oshj_core.membership import ListError, ListErrorState, Move
from oshj_portal.store.convert import converter
from oshj_portal.store.tables import Keys, StoredTable

_OPEN = "open"


class StoredMoves(StoredTable[Move]):
    """The moves, implementing :class:`oshj_core.membership.Moves`."""

    kind = "move"
    values = converter(Move)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "student": lambda move: (move.student,),
        "group": lambda move: {move.before.group, move.after.group} - {""},
    }

    def of_student(self, student: str) -> Sequence[Move]:
        """The student's moves by number."""
        return self.by("student", student)

    def of_group(self, group: str) -> Sequence[Move]:
        """The moves into, out of and within the group, by student and number."""
        return self.by("group", group)


class StoredListErrors(StoredTable[ListError]):
    """The reports, implementing :class:`oshj_core.membership.ListErrors`."""

    kind = "list error"
    values = converter(ListError)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "journal": lambda report: (report.journal,),
        "group": lambda report: (report.group,),
        "state": lambda report: (_OPEN,) if report.state is ListErrorState.REPORTED else (),
    }

    def of_journal(self, journal: str) -> Sequence[ListError]:
        """The reports made from a journal, by id."""
        return self.by("journal", journal)

    def of_group(self, group: str) -> Sequence[ListError]:
        """The reports about a group's list, by id."""
        return self.by("group", group)

    def open(self) -> Sequence[ListError]:
        """The reports nobody has settled yet, by id."""
        return self.by("state", _OPEN)
