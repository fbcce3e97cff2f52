"""Files of lists, made from rows."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.core.lists.conftest import FILE, copy_of


def workbook_of(file) -> bytes:
    """The rows as an XLSX workbook."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in file.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_of(rows, separator=";", encoding="utf-8-sig") -> bytes:
    """The rows as a CSV file."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator).writerows(rows)
    return target.getvalue().encode(encoding)


def zip_of(members: dict[str, bytes]) -> bytes:
    """A ZIP archive of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def csv_folder(file, folder: Path) -> Path:
    """A folder with a CSV file for each sheet."""
    folder.mkdir()
    for name, rows in file.items():
        (folder / f"{name}.csv").write_bytes(csv_of(rows))
    return folder


@pytest.fixture
def file():
    return copy_of(FILE)
