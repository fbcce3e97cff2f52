"""The rows of a step as a workbook, to be corrected and uploaded."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from oshj_core.rollover.last_year import Book

# Otherwise a spreadsheet drops the zeros in front of a code.
_AS_TEXT = "@"
_FORMULA_SIGNS = ("=", "+", "-", "@")


def make_workbook(book: Book) -> bytes:
    """The workbook: a sheet for each part, its headings in bold."""
    target = Workbook()
    target.remove(target.active)
    for heading, rows in book.items():
        page = target.create_sheet(heading)
        for _number, cells in rows:
            page.append([_plain(cell) for cell in cells])
        page.freeze_panes = "B2"
        for number, cell in enumerate(page[1], start=1):
            cell.font = Font(bold=True)
            column = page.column_dimensions[get_column_letter(number)]
            column.width = max(14, len(str(cell.value)) + 4)
            column.number_format = _AS_TEXT
    content = BytesIO()
    target.save(content)
    return content.getvalue()


def _plain(value: str) -> str:
    """A cell in which no spreadsheet begins to calculate."""
    return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value
