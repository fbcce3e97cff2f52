"""What is wrong with a file of lists: values with their place, never an exception."""

from __future__ import annotations

import attrs

from oshj_core.text import Text

KEPT_ERRORS = 10_000
"""Errors kept in full; the ones after them are only counted, so that a file of nothing but
errors cannot fill the memory."""


@attrs.frozen
class RowError:
    """One error: the sheet, the row's number in it (0 = the sheet as a whole), the column as
    its heading is written (empty = the row as a whole), what is wrong and what to do."""

    sheet: str
    row: int
    column: str
    text: Text
    advice: Text | None = None


@attrs.frozen
class Problems:
    """Why a file was not taken: ``errors`` by sheet and row, ``count`` of all there are."""

    errors: tuple[RowError, ...]
    count: int


@attrs.define
class ErrorList:
    """Errors while they are being found."""

    count: int = 0
    _kept: list[RowError] = attrs.field(factory=list, init=False)

    def add(self, error: RowError) -> None:
        """Keep the error, or only count it when ``KEPT_ERRORS`` are there."""
        self.count += 1
        if len(self._kept) < KEPT_ERRORS:
            self._kept.append(error)

    def problems(self, sheets: tuple[str, ...]) -> Problems:
        """The errors in the order of ``sheets`` (headings), then by row."""
        place = {heading: number for number, heading in enumerate(sheets)}
        in_order = sorted(
            self._kept, key=lambda error: (place.get(error.sheet, len(place)), error.row)
        )
        return Problems(tuple(in_order), self.count)
