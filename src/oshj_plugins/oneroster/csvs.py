"""CSV as OneRoster wants it: RFC 4180, UTF-8, one row of headings."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import BinaryIO
from zipfile import BadZipFile

import attrs

from oshj_core.text import Text, text

MAX_ROWS = 1_000_000
"""Rows of one file that are read."""
_MAX_LINE = 2**20
_ROWS_A_PIECE = 1_000
_BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """The file is no table from this row on."""

    def __init__(self, row: int, reason: Text, advice: Text) -> None:
        super().__init__(str(reason))
        self.row = row
        self.reason = reason
        self.advice = advice


@attrs.define
class _Lines:
    """The lines of a file as text, and how many were read."""

    file: BinaryIO
    number: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.file.readline(_MAX_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == _MAX_LINE:
            raise csv.Error("a line is too long")
        if self.number == 1:
            line = line.removeprefix(_BOM)
        return line.decode("utf-8")


def read_rows(opener: Callable[[], BinaryIO]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the number of the line it begins in.

    :raises Unreadable: not UTF-8, not CSV, or more than :data:`MAX_ROWS` rows.
    """
    with opener() as file:
        lines = _Lines(file)
        rows = csv.reader(lines, strict=True)
        count = 0
        while True:
            begins = lines.number + 1
            try:
                row = next(rows, None)
            except UnicodeDecodeError as error:
                raise Unreadable(
                    lines.number,
                    text("This row is not written in UTF-8"),
                    text("OneRoster files are UTF-8: write them anew in that encoding."),
                ) from error
            except csv.Error as error:
                raise Unreadable(
                    lines.number,
                    text("From here on this is not CSV: ${reason}", reason=error),
                    text("Write the file anew; quotation marks in a cell are doubled."),
                ) from error
            except (BadZipFile, EOFError, OSError, zlib.error) as error:
                raise Unreadable(
                    lines.number,
                    text("From here on the file is damaged"),
                    text("Send it again."),
                ) from error
            if row is None:
                return
            if not any(row):
                continue
            count += 1
            if count > MAX_ROWS + 1:
                raise Unreadable(
                    begins,
                    text("The file has more than ${limit} rows", limit=MAX_ROWS),
                    text("Split the file and load its parts one after the other."),
                )
            yield begins, row


def write_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The file in pieces of some rows."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % _ROWS_A_PIECE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: StringIO) -> bytes:
    written = buffer.getvalue().encode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return written
