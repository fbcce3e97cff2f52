"""The template: filled in, it imports as it is."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from oshj_core.lists import NOTES_SHEET, SHEETS, Lists, read_lists
from oshj_core.testing import MemoryUniversity
from oshj_portal.lists.csv_template import make_csv_template
from oshj_portal.lists.reading import open_stream
from oshj_portal.lists.template import make_template
from tests.core.lists.conftest import FILE, Store, rows_of


def read(data: bytes):
    with open_stream(io.BytesIO(data)) as sheets:
        return read_lists(sheets, MemoryUniversity(), Store().schemes)


def saved(book) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_empty_template_is_right_and_holds_no_data():
    for template in (make_template(str), make_csv_template()):
        lists = read(template)
        assert isinstance(lists, Lists)
        assert not any(lists.values.values())


def test_a_filled_template_imports_as_it_is():
    book = load_workbook(io.BytesIO(make_template(str)))
    for sheet in SHEETS:
        head, *rows = FILE[sheet.name]
        for row in rows:
            by_name = dict(zip(head, row, strict=True))
            book[sheet.heading].append([by_name.get(column.name) for column in sheet.columns])
    assert read(saved(book)) == read_lists(rows_of(FILE), MemoryUniversity(), Store().schemes)


def test_the_examples_are_on_the_sheet_of_explanations_only():
    book = load_workbook(io.BytesIO(make_template(str)))
    assert book.sheetnames == [NOTES_SHEET, *(sheet.heading for sheet in SHEETS)]
    written = {cell.value for row in book[NOTES_SHEET].iter_rows() for cell in row}
    for sheet in SHEETS:
        page = book[sheet.heading]
        assert page.max_row == 1
        assert page.freeze_panes == "B2"
        assert set(filter(None, sheet.example)) <= written
        for column, head in zip(sheet.columns, page[1], strict=True):
            assert head.value == column.heading
            assert str(column.explanation) in head.comment.text
            assert {column.heading, column.name} <= written


def test_kinds_are_chosen_from_a_list():
    book = load_workbook(io.BytesIO(make_template(str)))
    units = book["Түзүмдүк бөлүмдөр"].data_validations.dataValidation
    assert [str(one.sqref) for one in units] == ["C2:C300000"]
    assert "факультет,институт,жогорку мектеп" in units[0].formula1


def test_the_explanations_are_translated():
    book = load_workbook(io.BytesIO(make_template(lambda message: f"«{message}»")))
    assert book[NOTES_SHEET]["A1"].value == "«How to fill in the lists»"
