"""The load as workbooks: to be filled in, and as it compares."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font

from oshj_core.kyrgyz import sort_key
from oshj_core.load import LOAD_COLUMNS, LoadLine, load_cells
from oshj_core.load.sheet import HEADING
from oshj_portal.i18n import _
from oshj_portal.lists.workbook import text_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from oshj_core.load import LoadRow
    from oshj_core.structure import LessonKind
    from oshj_portal.store import Site


def make_workbook(site: Site, semester: str) -> bytes:
    """The load of a semester as the import reads it; what is assigned and has no hours yet
    stands there with none."""
    lines = {line.id: line for line in site.loads.in_semester(semester)}
    rows = [load_cells(line) for line in lines.values()]
    rows += [(*cells[:-1], "") for key, cells in _assigned(site, semester) if key not in lines]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(HEADING)
    sheet.append([column.heading for column in LOAD_COLUMNS])
    for row in sorted(rows, key=lambda row: (sort_key(row[0]), row)):
        sheet.append([text_cell(sheet, cell) if cell else None for cell in row])
    return _bytes(book)


def _assigned(site: Site, semester: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in site.university.assignments:
        if one.semester == semester:
            line = LoadLine(
                one.teacher,
                one.subject,
                one.kind,
                one.groups,
                semester,
                Decimal(0),
                one.subgroup if len(one.groups) == 1 else 0,
            )
            yield line.id, load_cells(line)


def make_comparison(
    rows: Iterable[LoadRow],
    teacher: Callable[[str], str],
    subject: Callable[[str], str],
    kind: Callable[[LessonKind], str],
    translate: Callable[[object], str],
) -> bytes:
    """Planned, timetabled and taught hours, a row for each teacher, subject and kind."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = HEADING
    heads = (
        *(_("Teacher"), _("Subject"), _("Kind of lesson"), _("Groups")),
        *(_("Planned"), _("In the timetable"), _("Taught"), _("Not in the timetable")),
        _("Still to teach"),
    )
    sheet.append([translate(head) for head in heads])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        words = (
            teacher(row.key.teacher),
            subject(row.key.subject),
            kind(row.key.kind),
            "; ".join(row.groups),
        )
        hours = (row.planned, row.timetabled, row.taught, row.unplaced, row.remaining)
        sheet.append([*(text_cell(sheet, word) for word in words), *hours])
    for letter, width in zip("ABCD", (28, 34, 20, 28), strict=True):
        sheet.column_dimensions[letter].width = width
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()
