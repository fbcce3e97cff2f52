"""Files of every kind become the same rows; files that cannot be read are refused in words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from oshj_core.errors import Invalid
from oshj_core.lists import Lists, Problems, read_lists
from oshj_core.testing import MemoryUniversity
from oshj_portal.lists import archive, limits
from oshj_portal.lists.reading import open_lists, open_stream
from tests.core.lists.conftest import FILE, Store, rows_of
from tests.portal.lists.conftest import csv_folder, csv_of, workbook_of, zip_of


def rows(data: bytes):
    with open_stream(io.BytesIO(data)) as sheets:
        return {name: list(lines) for name, lines in sheets.items()}


def refusal(data: bytes) -> Invalid:
    with pytest.raises(Invalid) as caught:
        rows(data)
    assert caught.value.place == "file"
    return caught.value


def lists_of(sheets):
    return read_lists(sheets, MemoryUniversity(), Store().schemes)


def outcome(data: bytes):
    try:
        return lists_of(rows(data))
    except Invalid as refused:
        return refused


def expected():
    return lists_of(rows_of(FILE))


def test_a_workbook_is_read(file):
    assert lists_of(rows(workbook_of(file))) == expected()


@pytest.mark.parametrize("packed", [workbook_of, None])
def test_reading_tells_how_far_it_is(packed):
    rows = [["Коду", "Аты"], *([f"t{number}", f"{number:x}" * 20] for number in range(6_000))]
    data = packed({"Окутуучулар": rows}) if packed else zip_of({"teachers.csv": csv_of(rows)})
    told = []
    with open_stream(io.BytesIO(data), lambda done, total: told.append((done, total))) as sheets:
        assert not told
        assert sum(1 for lines in sheets.values() for _ in lines) == len(rows)
    assert len(set(told)) > 2
    assert told == sorted(told)
    assert all(0 < done <= total == len(data) for done, total in told)


def test_a_folder_of_csv_files_is_read(file, tmp_path):
    with open_lists(csv_folder(file, tmp_path / "lists")) as sheets:
        assert lists_of(sheets) == expected()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_zip_of_csv_files_is_read(file, separator, encoding):
    members = {f"lists/{name}.csv": csv_of(one, separator, encoding) for name, one in file.items()}
    members["__MACOSX/lists/._units.csv"] = b"\0\1"
    members["readme.txt"] = b"x"
    assert lists_of(rows(zip_of(members))) == expected()


def test_a_workbook_on_this_machine_is_read(file, tmp_path):
    path = tmp_path / "lists.xlsx"
    path.write_bytes(workbook_of(file))
    with open_lists(path) as sheets:
        assert lists_of(sheets) == expected()


def test_cells_are_read_as_their_users_see_them():
    book = Workbook()
    midnight = datetime(2026, 9, 1)
    book.active.append([2024, 2024.0, 3.5, True, date(2026, 9, 1), midnight, None, "а"])
    target = io.BytesIO()
    book.save(target)
    assert rows(target.getvalue()) == {
        "Sheet": [(1, ["2024", "2024", "3.5", "true", "2026-09-01", "2026-09-01", "", "а"])]
    }


def test_a_formula_is_not_evaluated():
    book = Workbook()
    book.active.append(["x", '=HYPERLINK("http://example.org")'])
    target = io.BytesIO()
    book.save(target)
    # Without a program that ever computed it the cell has no value.
    assert rows(target.getvalue()) == {"Sheet": [(1, ["x"])]}


def test_rows_have_the_numbers_of_the_sheet():
    book = Workbook()
    book.active["A1"], book.active["B5"] = "id", "x"
    target = io.BytesIO()
    book.save(target)
    assert rows(target.getvalue()) == {"Sheet": [(1, ["id"]), (5, ["", "x"])]}
    csv = zip_of({"units.csv": b'id;name\n\n"a";"two\nlines"\n;;\nb;x\n'})
    assert [number for number, _ in rows(csv)["units"]] == [1, 3, 5]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "damaged"),
        (b"id;name\n", "damaged"),
        (b"PK\3\4 not an archive", "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "password"),
        (zip_of({}), "no lists"),
        (zip_of({"notes.txt": b"x"}), "no lists"),
        (zip_of({"xl/workbook.xml": b"<workbook/>"}), "damaged"),
        (zip_of({"a/units.csv": b"id", "b/units.csv": b"id"}), "two files"),
        (zip_of({"units.csv": "id;аты\n1;Өмүр".encode("cp1251", "replace")}), "UTF-8"),
        (zip_of({"units.csv": b'id;name\n"a;b'}), "not a table"),
        (zip_of({"units.csv": b"id\n" + b"x" * 200_000}), "not a table"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, words):
    assert words in str(refusal(data).text)


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {one: source.read(one) for one in source.namelist()}
    return zip_of({**members, name: content})


SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_xml(body: str) -> bytes:
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{body}</sheetData></worksheet>'.encode()


def test_declarations_in_the_xml_are_refused(file):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_xml("<row/>")
    assert "damaged" in str(refusal(replaced(workbook_of(file), SHEET, bomb)).text)


def test_broken_xml_is_found_while_rows_are_read(file):
    broken = replaced(workbook_of(file), SHEET, sheet_xml("<row r='1'><c r='A1' t='s'><v>9"))
    assert "damaged" in str(refusal(broken).text)
    strings = replaced(
        workbook_of(file), SHEET, sheet_xml("<row r='1'><c t='s'><v>99</v></c></row>")
    )
    assert "damaged" in str(refusal(strings).text)


def test_a_sheet_that_lies_about_its_size_is_read_to_the_format_s_end(file):
    far = sheet_xml("<row r='999999999999'><c r='A1'><v>1</v></c></row>")
    assert rows(replaced(workbook_of(file), SHEET, far))["semesters"] == []
    wide = sheet_xml("<row r='1'><c r='XFD1'><v>1</v></c></row>")
    assert rows(replaced(workbook_of(file), SHEET, wide))["semesters"] == []


def test_a_member_with_a_password_is_refused(file):
    data = bytearray(zip_of({"units.csv": b"id"}))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert "password" in str(refusal(bytes(data)).text)


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 10_000)
    assert "too large" in str(refusal(zip_of({"units.csv": b"x;" * 10_000})).text)


def test_a_little_that_unpacks_to_much_is_refused():
    assert "too large" in str(refusal(zip_of({"units.csv": b"x;\n" * 6 * 2**20})).text)


def test_a_line_without_an_end_is_refused():
    found = refusal(zip_of({"units.csv": b"id;name\n" + b"x," * 2**20}))
    assert "a line is too long" in str(found.text)


def test_what_is_read_as_a_whole_is_limited(file, monkeypatch):
    monkeypatch.setattr(archive, "MAX_IN_MEMORY", 1000)
    assert "too large" in str(refusal(workbook_of(file)).text)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 50)
    found = refusal(zip_of({"units.csv": b"id\n" + b"x\n" * 50}))
    assert "more than 50 rows" in str(found.text)


def test_too_many_columns_are_refused(file):
    found = refusal(zip_of({"units.csv": b";".join([b"x"] * 61)}))
    assert "Row 1 of the sheet units has more than 60 columns" in str(found.text)
    file["units"][1] += ["x"] * 61
    assert "Row 2" in str(refusal(workbook_of(file)).text)


def test_a_file_that_is_too_large_is_refused():
    class Large(io.BytesIO):
        def seek(self, offset, whence=0):
            return 51 * 2**20 if whence == 2 else super().seek(offset)

    with pytest.raises(Invalid, match="larger than 50 MB"), open_stream(Large()):
        pass


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Invalid, match="cannot be opened"), open_lists(tmp_path / "none.xlsx"):
        pass


GOOD = workbook_of(FILE)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damaged_workbook_breaks_the_reading(data):
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        members = {one: source.read(one) for one in source.namelist()}
    name = data.draw(st.sampled_from(sorted(members)))
    content = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    damaged = zip_of({**members, name: bytes(content)})
    assert isinstance(outcome(damaged), Invalid | Lists | Problems)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(data):
    with pytest.raises(Invalid):
        rows(b"PK" + data)
