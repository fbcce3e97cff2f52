"""The rows of one sheet as parsed cells, by the sheet's own headings; errors by their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import attrs

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import fold, normalise
from oshj_core.lists import cells
from oshj_core.lists.columns import Column
from oshj_core.lists.problems import ErrorList, RowError
from oshj_core.text import Text, text

Row: TypeAlias = tuple[int, Sequence[str]]
"""A row of a file: its number in it and the texts of its cells."""


def heading_key(written: str) -> str:
    """What two writings of a sheet's or a column's name have in common."""
    return fold(normalise(written))


@attrs.define
class SheetReader:
    """Reads a sheet whose first row holds the headings.

    ``found`` are the columns by their place in the row; ``complete`` says whether every
    required one is there.  What stands under the headings ``aside`` is for people and is passed
    over.  Whatever is wrong goes to ``errors``.
    """

    heading: str
    columns: tuple[Column, ...]
    errors: ErrorList
    aside: tuple[str, ...] = ()
    found: dict[int, Column] = attrs.field(factory=dict, init=False)
    _headed: set[int] = attrs.field(factory=set, init=False)

    def begin(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Read the row of headings; gives the rows below it."""
        lines = iter(rows)
        number, written = next(lines, (0, ()))
        known = {heading_key(word): one for one in self.columns for word in (one.name, one.heading)}
        aside = set(map(heading_key, self.aside))
        for place, heading in enumerate(written):
            if not heading.strip():
                continue
            self._headed.add(place)
            if heading_key(heading) in aside:
                continue
            column = known.get(heading_key(heading))
            if column is None:
                self._error(
                    number,
                    cells.shown(heading),
                    text("This column is not known"),
                    text("Name it as in the template, or take it out of the sheet."),
                )
            elif column in self.found.values():
                self._error(
                    number,
                    column.heading,
                    text("This column is there twice"),
                    text("Leave one of them."),
                )
            else:
                self.found[place] = column
        for column in self.columns:
            if column.required and column not in self.found.values():
                self._error(
                    number,
                    column.heading,
                    text("This column is missing"),
                    text("Add it to the row of headings, the first row of the sheet."),
                )
        return lines

    @property
    def complete(self) -> bool:
        """Whether every required column is there."""
        return all(column in self.found.values() for column in self.columns if column.required)

    def read(self, number: int, texts: Sequence[str]) -> dict[str, Any]:
        """The parsed cells of a row by the names of all columns; a column's default where the
        cell is empty, missing or wrong."""
        self._check_headed(number, texts)
        row: dict[str, Any] = {column.name: column.default for column in self.columns}
        for place, column in self.found.items():
            raw = texts[place] if place < len(texts) else ""
            try:
                value = cells.clean(raw)
                if value:
                    row[column.name] = column.parse(value)
                elif column.required:
                    self._error(
                        number, column.heading, text("The cell is empty"), column.explanation
                    )
            except Invalid as refusal:
                self._error(number, column.heading, refusal.text, refusal.advice)
        return row

    def _check_headed(self, number: int, texts: Sequence[str]) -> None:
        for place, raw in enumerate(texts):
            if place not in self._headed and raw.strip():
                self._headed.add(place)
                self._error(
                    number,
                    "",
                    text("Column ${place} has a value but no heading", place=place + 1),
                    text("Write a heading from the template above it, or empty the column."),
                )

    def refuse(self, number: int, column: str, refusal: Invalid) -> None:
        """Note what a rule said no to in the column of that name."""
        heading = next((one.heading for one in self.columns if one.name == column), "")
        self._error(number, heading, refusal.text, refusal.advice)

    def _error(self, row: int, column: str, what: Text, advice: Text | None) -> None:
        self.errors.add(RowError(self.heading, row, column, what, advice))
