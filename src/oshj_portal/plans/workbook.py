"""A plan as a workbook: what is stored, and at the same time the template to fill in."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from oshj_core.errors import Invalid
from oshj_core.lists import NOTES_SHEET
from oshj_core.lists.rows import heading_key
from oshj_core.planning import PLAN_COLUMNS, PLAN_SHEET, write_topics
from oshj_core.text import text
from oshj_portal.i18n import translatable
from oshj_portal.lists.reading import open_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oshj_core.lists import Row
    from oshj_core.planning import Topic

_WIDTHS = {"number": 6, "topic": 60, "task": 44}
_WIDTH = 18
_ROWS = 3000
_WRAP = Alignment(wrap_text=True, vertical="top")
# Otherwise a spreadsheet turns 1-2 into a date.
_AS_TEXT = "@"


def write_workbook(topics: Iterable[Topic], translate: Callable[[object], str]) -> bytes:
    """The topics below the headings; explanations in the language of ``translate``."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = PLAN_SHEET
    sheet.append([column.heading for column in PLAN_COLUMNS])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(PLAN_COLUMNS, start=1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number)
        head.font = Font(bold=True)
        head.comment = Comment(translate(translatable(column.explanation)), "oshj")
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.name, _WIDTH)
        sheet.column_dimensions[letter].number_format = _AS_TEXT
        if column.choices:
            choices = DataValidation(
                type="list", formula1='"' + ",".join(column.choices) + '"', allow_blank=True
            )
            choices.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(choices)
    for row, cells in enumerate(write_topics(topics), start=2):
        for number, value in enumerate(cells, start=1):
            if value:
                cell = sheet.cell(row, number, value)
                # A topic that begins with = is no formula.
                cell.data_type = "s"
                cell.alignment = _WRAP
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def read_workbook(source: BinaryIO) -> list[Row]:
    """The rows of the plan's sheet, or of the only sheet there is.

    :raises Invalid: the file cannot be read, or has several sheets and none is the plan's.
    """
    with open_stream(source) as sheets:
        named = {heading_key(name): rows for name, rows in sheets.items()}
        named.pop(heading_key(NOTES_SHEET), None)
        rows = named.get(heading_key(PLAN_SHEET))
        if rows is None and len(named) == 1:
            (rows,) = named.values()
        if rows is None:
            raise Invalid(
                text("There is no sheet of the name ${name}", name=PLAN_SHEET),
                place="file",
                advice=text("Name it as in the template, or leave one sheet in the file."),
            )
        return list(rows)
