"""Opening a file of lists, whatever it is: a workbook, an archive or folder of CSV files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from oshj_core.errors import Invalid
from oshj_core.lists import Row
from oshj_core.lists.applying import Progress
from oshj_core.text import text
from oshj_portal.lists.archive import broken, open_archive
from oshj_portal.lists.csv_files import archive_sheets, folder_sheets
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.lists.workbook import Workbook

# How the files begin that Excel makes of a workbook with a password, and of the old format.
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK"
_WORKBOOK_PART = "xl/workbook.xml"
_ROWS_BETWEEN_LOOKS = 50


@contextmanager
def open_lists(path: Path) -> Iterator[Mapping[str, Iterator[Row]]]:
    """The sheets of a file or a folder on this machine; see :func:`open_stream`.

    :raises Invalid: there is nothing, or nothing that can be read.
    """
    if path.is_dir():
        yield folder_sheets(path)
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise Invalid(text("The file ${name} cannot be opened", name=path), place="file") from error
    with stream, open_stream(stream) as sheets:
        yield sheets


@contextmanager
def open_stream(
    source: BinaryIO, progress: Progress = lambda done, total: None
) -> Iterator[Mapping[str, Iterator[Row]]]:
    """The rows of each sheet by its name, read while they are asked for.

    :param progress: told now and then how many bytes of the file have been read, and of how many.
    :raises Invalid: broken, encrypted or too large — at once, or while the rows are read.
    """
    size = source.seek(0, 2)
    source.seek(0)
    if size > MAX_MEGABYTES * 2**20:
        raise Invalid(
            text("The file is larger than ${megabytes} MB", megabytes=MAX_MEGABYTES), place="file"
        )
    head = source.read(len(_OLE))
    source.seek(0)
    if head == _OLE:
        raise Invalid(
            text("The workbook has a password or is of the old format XLS"),
            place="file",
            advice=text("Save it as XLSX without a password."),
        )
    if not head.startswith(_ZIP):
        raise broken()

    def watched(rows: Iterator[Row]) -> Iterator[Row]:
        for read, row in enumerate(rows):
            if read % _ROWS_BETWEEN_LOOKS == 0:
                progress(source.tell(), size)
            yield row

    with open_archive(source) as archive:
        if _WORKBOOK_PART not in archive.namelist():
            yield {name: watched(rows) for name, rows in archive_sheets(archive).items()}
            return
        workbook = Workbook(source)
        try:
            yield {name: watched(rows) for name, rows in workbook.sheets().items()}
        finally:
            workbook.close()
