"""How much of a file is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oshj_core.errors import Invalid
from oshj_core.lists import Row
from oshj_core.text import text

MAX_MEGABYTES = 50
MAX_ROWS = 300_000
MAX_COLUMNS = 60


def limited(sheet: str, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that hold something.

    :raises Invalid: too many rows or columns.
    """
    filled = 0
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        filled += 1
        if filled > MAX_ROWS:
            raise Invalid(
                text("The sheet ${sheet} has more than ${limit} rows", sheet=sheet, limit=MAX_ROWS),
                place="file",
                advice=text("Split the file and load its parts one after the other."),
            )
        if any(cell.strip() for cell in cells[MAX_COLUMNS:]):
            raise Invalid(
                text(
                    "Row ${row} of the sheet ${sheet} has more than ${limit} columns",
                    row=number,
                    sheet=sheet,
                    limit=MAX_COLUMNS,
                ),
                place="file",
                advice=text("Leave only the columns of the template."),
            )
        yield number, cells[:MAX_COLUMNS]
