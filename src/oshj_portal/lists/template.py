"""The workbook to fill in: a sheet for each list, and one that explains them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from oshj_core.lists import NOTES_SHEET, SHEETS, Column, Sheet
from oshj_portal.i18n import _, translatable
from oshj_portal.lists.limits import MAX_ROWS

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE_NAME = "oshj-lists.xlsx"

_HEAD = Font(bold=True)
_TITLE = Font(bold=True, size=14)
_REQUIRED = PatternFill("solid", fgColor="C9D8F0")
_OPTIONAL = PatternFill("solid", fgColor="EDEFF2")
_WRAP = Alignment(wrap_text=True, vertical="top")
_NOTES_WIDTHS = (26, 20, 12, 60, 34)
# Otherwise a spreadsheet turns 1-2 into a date and drops the zeros in front of a code.
_AS_TEXT = "@"

Translate = Callable[[object], str]


def make_template(translate: Translate) -> bytes:
    """The workbook as bytes; explanations in the language of ``translate``, which gives the
    words of a translation string."""
    book = Workbook()
    notes = book.active
    assert notes is not None
    _explain(notes, translate)
    for sheet in SHEETS:
        _lay_out(book.create_sheet(sheet.heading), sheet, translate)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _explain(page, translate: Translate) -> None:
    page.title = NOTES_SHEET
    for number, width in enumerate(_NOTES_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([translate(_("How to fill in the lists"))])
    page["A1"].font = _TITLE
    for line in (
        _("One row for each entry. Leave the first row of every sheet as it is."),
        _("Codes never change: they connect the sheets with each other and with what is stored."),
        _("Columns with a blue heading are required."),
        _("What is missing in the file is not deleted; students who left get жок in «Окуп жатат»."),
    ):
        page.append([translate(line)])
    for sheet in SHEETS:
        page.append([])
        page.append([sheet.heading, sheet.name, "", translate(translatable(sheet.explanation))])
        page.cell(page.max_row, 1).font = _TITLE
        page.append(
            [
                translate(_("Column")),
                translate(_("Machine name")),
                translate(_("Required")),
                translate(_("Meaning")),
                translate(_("Example")),
            ]
        )
        for cell in page[page.max_row]:
            cell.font = _HEAD
        for column, example in zip(sheet.columns, sheet.example, strict=True):
            page.append(
                [
                    column.heading,
                    column.name,
                    translate(_("yes")) if column.required else "",
                    _meaning(column, translate),
                    example,
                ]
            )
            for cell in page[page.max_row]:
                cell.alignment = _WRAP


def _meaning(column: Column, translate: Translate) -> str:
    meaning = translate(translatable(column.explanation))
    return f"{meaning} ({', '.join(column.choices)})" if column.choices else meaning


def _lay_out(page, sheet: Sheet, translate: Translate) -> None:
    page.append([column.heading for column in sheet.columns])
    page.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, start=1):
        head = page.cell(1, number)
        head.font = _HEAD
        head.fill = _REQUIRED if column.required else _OPTIONAL
        head.comment = Comment(_meaning(column, translate), "oshj")
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = max(14, len(column.heading) + 4)
        page.column_dimensions[letter].number_format = _AS_TEXT
        if column.choices:
            choices = DataValidation(
                type="list",
                formula1='"' + ",".join(column.choices) + '"',
                allow_blank=not column.required,
                showErrorMessage=True,
            )
            choices.add(f"{letter}2:{letter}{MAX_ROWS}")
            page.add_data_validation(choices)
