"""The lists to fill in as CSV files, for whoever makes them by a program and not by hand."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from oshj_core.lists import SHEETS, Sheet
from oshj_portal.lists.csv_files import SUFFIX

CONTENT_TYPE = "application/zip"
FILE_NAME = "oshj-lists-csv.zip"


def make_csv_template() -> bytes:
    """A ZIP with a file for each sheet, its headings in the first row."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for sheet in SHEETS:
            archive.writestr(f"{sheet.name}{SUFFIX}", _headings(sheet))
    return target.getvalue()


def _headings(sheet: Sheet) -> bytes:
    line = StringIO(newline="")
    csv.writer(line, delimiter=";").writerow(column.heading for column in sheet.columns)
    # Without the mark a spreadsheet program takes UTF-8 for something else.
    return line.getvalue().encode("utf-8-sig")
