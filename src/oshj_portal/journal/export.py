"""The grid as a workbook: what is shown, and nothing that is not."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from pyramid.response import Response
from pyramid.view import view_config

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.journal.cells import STRUCK
from oshj_portal.journal.grid import make_grid
from oshj_portal.journal.headers import Headings
from oshj_portal.journal.substitutes import substitutes
from oshj_portal.resources import JournalResource

if TYPE_CHECKING:
    from pyramid.request import Request

    from oshj_portal.journal.cells import Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME_WIDTH, CELL_WIDTH = 38, 7
# Where a spreadsheet would begin to calculate.
_FORMULA_SIGNS = ("=", "+", "-", "@")


@view_config(
    context=JournalResource,
    name="journal.xlsx",
    request_method="GET",
    permission=Permission.VIEW_JOURNAL.value,
)
def export_journal(context: JournalResource, request: Request) -> Response:
    """The grid as a file for a spreadsheet."""
    context.register.load_all()
    response = Response(_workbook(context, request), content_type=XLSX)
    name = quote(f"{context.register.group} {context.title}.xlsx", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"journal.xlsx\"; filename*=UTF-8''{name}"
    )
    return response


def _workbook(context: JournalResource, request: Request) -> bytes:
    translate = request.localizer.translate
    grid = make_grid(context.journal, request.locale_name)
    headings = Headings(request, context)
    heads = [headings.head(column) for column in grid.columns]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(translate(_("Journal")))
    sheet.freeze_panes = "C4"
    sheet.column_dimensions["A"].width = CELL_WIDTH
    sheet.column_dimensions["B"].width = NAME_WIDTH
    for number in range(len(heads)):
        sheet.column_dimensions[get_column_letter(number + 3)].width = CELL_WIDTH
    bold = Font(bold=True)

    def strong(value: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value)
        cell.font = bold
        return cell

    def struck(value: Decimal | str | None) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value)
        cell.font = Font(strike=True)
        return cell

    sheet.append([None, strong(_plain(f"{context.title} · {context.register.group}"))])
    sheet.append([strong("№"), strong(translate(_("Full name"))), *map(strong, _tops(heads))])
    sheet.append([None, None, *[head.note for head in heads]])
    for row in grid.rows:
        cells = [
            struck(_value(cell)) if cell.style == STRUCK else _value(cell) for cell in row.cells
        ]
        sheet.append([row.number, _plain(row.line.name), *cells])
    for day, said in substitutes(context, request):
        sheet.append([None, _plain(f"{day}: {said}")])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _tops(heads: list) -> list[str]:
    return [head.top for head in heads]


def _value(cell: Cell) -> Decimal | str | None:
    """Marks and points as numbers, letters as text."""
    if cell.text[:1].isdecimal() and cell.text[-1:].isdecimal():
        return Decimal(cell.text.replace(",", "."))
    return _plain(cell.text) or None


def _plain(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value
