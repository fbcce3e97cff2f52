"""The moves that follow from lists loaded from a file: from the day of the act on (1.4, 7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.resolving import semester_of
from oshj_core.membership.moves import NOWHERE, Move, MoveKind, Place

if TYPE_CHECKING:
    from oshj_core.journal import Act
    from oshj_core.membership.ports import Moves
    from oshj_core.people import Student
    from oshj_core.ports import Registers, University

IMPORT = "Тизмелерди жүктөө"
"""The reason such a move is stored with; the code of the import follows."""


@attrs.define
class ImportedMoves:
    """Writes the moves of one import.

    The file names no orders: a move names the import instead.  Who is new has no move unless
    the group's journals are open already: there the newcomer belongs from that day on.
    """

    university: University
    registers: Registers
    moves: Moves
    act: Act
    _taught: dict[str, bool] = attrs.field(factory=dict, init=False)

    def note(self, before: Student | None, after: Student) -> Move | None:
        """Write what became of a student, ``None`` before of one who is new, and return it."""
        known = self.moves.of_student(after.id)
        kind = self._kind(before, after, known[-1].kind if known else None)
        if kind is None:
            return None
        made = Move(
            after.id,
            len(known) + 1,
            kind,
            self.act.today,
            _place(before),
            _place(after),
            "",
            f"{IMPORT}: {self.act.request}",
            self.act.actor.id,
            self.act.millis,
            self.act.request,
        )
        self.moves.put(made)
        return made

    def _kind(
        self, before: Student | None, after: Student, last: MoveKind | None
    ) -> MoveKind | None:
        left, joined = _place(before), _place(after)
        if left == joined:
            return None
        if before is None:
            return MoveKind.ENROLMENT if self._is_taught(after.group) else None
        if joined == NOWHERE:
            return MoveKind.EXPULSION
        if left == NOWHERE:
            on_leave = last is MoveKind.ACADEMIC_LEAVE
            return MoveKind.RETURN if on_leave else MoveKind.REINSTATEMENT
        return MoveKind.SUBGROUP if left.group == joined.group else MoveKind.TRANSFER

    def _is_taught(self, group: str) -> bool:
        """Whether a journal of the group is open in a semester that is not over."""
        if group not in self._taught:
            self._taught[group] = any(
                semester_of(self.university, group, one.semester).ends >= self.act.today
                for one in self.registers.of_group(group)
            )
        return self._taught[group]


def _place(student: Student | None) -> Place:
    if student is None or not student.active:
        return NOWHERE
    return Place(student.group, student.subgroup)
