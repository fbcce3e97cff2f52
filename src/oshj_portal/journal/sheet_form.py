"""A lesson or a control as one form: what was typed, what was seen, what is wrong with it.

The form works without JavaScript.  It says beside every value what its writer saw, so that a
change by somebody else meanwhile is shown with both values and nothing typed is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.cell_text import write_cell
from oshj_core.errors import Conflict, Invalid, Refusal
from oshj_core.register import Field
from oshj_core.text import Text
from oshj_portal.journal.cells_api import TypedCell, record_typed
from oshj_portal.journal.roster import RosterLine, roster
from oshj_portal.resources import ControlResource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oshj_core.journal import Journal
    from oshj_core.register import SheetState
    from oshj_portal.journal.cells_api import Sheet

ATTENDANCE = "attendance"
POINTS = "points"
LONGEST = 40


@attrs.frozen
class FieldHead:
    """A field of every row: the name it has in the form, its number in the sheet, its title."""

    key: str
    number: int
    title: Text | str


@attrs.define
class Problem:
    """What is wrong with a row: the refusal, and for a conflict the two values."""

    message: Text
    advice: Text | None = None
    stored: str | None = None
    offered: str | None = None


@attrs.define
class FormRow:
    """A student: the values typed and the values seen, by the key of the field."""

    number: int
    line: RosterLine
    values: dict[str, str]
    seen: dict[str, str]
    problem: Problem | None = None

    @property
    def slot(self) -> int:
        """The slot of the student."""
        return self.line.slot


@attrs.define
class SheetForm:
    """The rows of a sheet, to be shown, read from a request, and recorded."""

    context: Sheet
    fields: tuple[FieldHead, ...]
    rows: list[FormRow]
    problems: list[tuple[str, Problem]] = attrs.field(factory=list)

    @classmethod
    def of(
        cls,
        context: Sheet,
        journal: Journal,
        state: SheetState,
        slots: set[int],
        fields: Sequence[FieldHead],
    ) -> SheetForm:
        """The form of the students in ``slots`` as the sheet is stored now."""
        rows: list[FormRow] = []
        for line in roster(journal):
            if line.slot in slots:
                values = {
                    head.key: write_cell(head.number, state.value(line.slot, head.number))
                    for head in fields
                }
                rows.append(FormRow(len(rows) + 1, line, values, dict(values)))
        return cls(context, tuple(fields), rows)

    def take(self, posted: Mapping[str, str]) -> None:
        """Put in what was typed, and what its writer saw."""
        for row in self.rows:
            for head in self.fields:
                name = f"{head.key}-{row.slot}"
                if name in posted:
                    row.values[head.key] = posted[name].strip()[:LONGEST]
                    row.seen[head.key] = posted.get(f"seen-{name}", "")[:LONGEST]

    def fill_rest(self, key: str, value: str) -> None:
        """Give a value to everybody who has none in that field."""
        for row in self.rows:
            row.values[key] = row.values[key] or value

    def changed(self, numbers: Mapping[str, int]) -> list[TypedCell]:
        """The cells whose typed value is another than the one seen; ``numbers`` says by key
        where a field is stored."""
        return [
            TypedCell(row.slot, numbers[head.key], row.values[head.key], row.seen[head.key])
            for row in self.rows
            for head in self.fields
            if head.key in numbers and row.values[head.key] != row.seen[head.key]
        ]

    def record(self, journal: Journal, numbers: Mapping[str, int]) -> bool:
        """Record what was changed; false when a row has a problem, which it then shows.

        The caller undoes the transaction in that case: a form is stored whole or not at all.
        """
        keys = {number: key for key, number in numbers.items()}
        cells = {cell.place: cell for cell in self.changed(numbers)}
        while cells:
            try:
                record_typed(journal, self.context, list(cells.values()))
            except (Invalid, Conflict) as refusal:
                cell = cells.pop(refusal.place, None)
                if cell is None:
                    raise
                self._complain(cell, keys[cell.field], refusal)
            else:
                break
        return not self.problems

    def _complain(self, cell: TypedCell, key: str, refusal: Refusal) -> None:
        row = next(row for row in self.rows if row.slot == cell.slot)
        problem = Problem(refusal.text, refusal.advice)
        if isinstance(refusal, Conflict):
            problem.stored, problem.offered = str(refusal.stored), str(refusal.offered)
            # Whoever saves again has seen the other value and decides.
            row.seen[key] = problem.stored
        row.problem = problem
        self.problems.append((f"{key}-{cell.slot}", problem))

    def refuse(self, place: str, refusal: Refusal) -> None:
        """Show a refusal that concerns no row."""
        problem = Problem(refusal.text, refusal.advice)
        if isinstance(refusal, Conflict):
            problem.stored, problem.offered = str(refusal.stored), str(refusal.offered)
        self.problems.append((place, problem))


def control_form(context: ControlResource) -> SheetForm:
    """The points of a control as a form."""
    journal = context.journal
    state = journal.control_state(context.component)
    slots = {
        slot
        for slot, member in enumerate(journal.register.roster())
        if member.left is None or state.value(slot, Field.POINTS) is not None
    }
    head = FieldHead(POINTS, Field.POINTS, context.title)
    return SheetForm.of(context, journal, state, slots, [head])
