"""The sheets of an XLSX workbook as rows of texts, and texts as its cells.

Formulas are never evaluated: the value that the spreadsheet program last saw is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO

from openpyxl import load_workbook
from openpyxl.cell import Cell, WriteOnlyCell

from oshj_core.lists import Row
from oshj_portal.lists.archive import broken
from oshj_portal.lists.limits import MAX_COLUMNS, limited

# As many rows as a sheet of the format has; a row that says it lies further down is a lie.
_FORMAT_ROWS = 1_048_576


class Workbook:
    """An open workbook; close it when its rows were read."""

    def __init__(self, source: BinaryIO) -> None:
        """:raises Invalid: not a workbook."""
        try:
            self._book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
        except Exception as error:
            # openpyxl lets whatever its parsers meet in a damaged file through.
            raise broken() from error

    def sheets(self) -> dict[str, Iterator[Row]]:
        """The rows of each sheet by its title, read while they are asked for."""
        return {sheet.title: limited(sheet.title, _rows(sheet)) for sheet in self._book.worksheets}

    def close(self) -> None:
        """Let the file go."""
        self._book.close()


def text_cell(sheet, value: str) -> Cell:
    """The value as a cell for ``sheet.append``: what begins like a formula stays the text it is."""
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    # Else the program would calculate as soon as somebody goes through the cell.
    cell.quotePrefix = True
    return cell


def _rows(sheet) -> Iterator[Row]:
    try:
        # What the file says about its own size is not to be trusted.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1, max_row=_FORMAT_ROWS, values_only=True)
        for number, values in enumerate(rows, start=1):
            yield number, _filled(values)
    except Exception as error:
        # As above: the sheet's own XML is parsed only now.
        raise broken() from error


def _filled(values: Sequence[object]) -> list[str]:
    """The cells up to the last one that holds something."""
    end = next((end for end in range(len(values), 0, -1) if values[end - 1] is not None), 0)
    return [_written(value) for value in values[:end]]


def _written(value: object) -> str:
    """A cell as its user would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
