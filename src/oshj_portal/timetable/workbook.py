"""The workbook of the timetable: its rooms and lessons as they are, to be changed and sent back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    READING_HEADINGS,
    ROOM_COLUMNS,
    ROOMS_HEADING,
    lesson_cells,
    reading_cells,
    room_cells,
)
from oshj_portal.i18n import _, translatable
from oshj_portal.lists.limits import MAX_ROWS
from oshj_portal.lists.workbook import text_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from openpyxl.worksheet.worksheet import Worksheet

    from oshj_core.lists import Column
    from oshj_portal.store import Site

FILE_NAME = "oshj-timetable.xlsx"
_HEAD = Font(bold=True)
_ASIDE = Font(italic=True)
_REQUIRED = PatternFill("solid", fgColor="C9D8F0")
_OPTIONAL = PatternFill("solid", fgColor="EDEFF2")
# Otherwise a spreadsheet drops the zeros in front of a code.
_AS_TEXT = "@"


def make_workbook(site: Site, semester: str, translate: Callable[[object], str]) -> bytes:
    """The workbook of a semester; explanations stand as comments on the headings."""
    book = Workbook()
    book.remove(book.active)
    _sheet(book, ROOMS_HEADING, ROOM_COLUMNS, map(room_cells, site.rooms), translate)
    lessons = sorted(
        (one for one in site.timetable.in_semester(semester) if not one.extra),
        key=lambda one: (one.assignment, one.weekday, one.slot, one.id),
    )
    rows = ((*lesson_cells(one), *reading_cells(one, site.university)) for one in lessons)
    page = _sheet(book, LESSONS_HEADING, LESSON_COLUMNS, rows, translate)
    for number, heading in enumerate(READING_HEADINGS, len(LESSON_COLUMNS) + 1):
        head = page.cell(1, number, heading)
        head.font = _ASIDE
        head.comment = Comment(translate(_("For reading only: it is not taken from here.")), "oshj")
        page.column_dimensions[get_column_letter(number)].width = 28
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _sheet(
    book: Workbook,
    heading: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[str, ...]],
    translate: Callable[[object], str],
) -> Worksheet:
    page = book.create_sheet(heading)
    page.append([column.heading for column in columns])
    page.freeze_panes = "B2"
    for number, column in enumerate(columns, start=1):
        head, letter = page.cell(1, number), get_column_letter(number)
        head.font = _HEAD
        head.fill = _REQUIRED if column.required else _OPTIONAL
        head.comment = Comment(translate(translatable(column.explanation)), "oshj")
        page.column_dimensions[letter].width = max(14, len(column.heading) + 4)
        page.column_dimensions[letter].number_format = _AS_TEXT
        if column.choices:
            choices = DataValidation(
                type="list",
                formula1='"' + ",".join(column.choices) + '"',
                allow_blank=not column.required,
            )
            choices.add(f"{letter}2:{letter}{MAX_ROWS}")
            page.add_data_validation(choices)
    for row in rows:
        page.append([text_cell(page, value) for value in row])
    return page
