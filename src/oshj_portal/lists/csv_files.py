"""A folder of CSV files, or a ZIP of them, as rows of texts: one file for each sheet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from oshj_core.errors import Invalid
from oshj_core.lists import Row
from oshj_core.text import text
from oshj_portal.lists.archive import broken
from oshj_portal.lists.limits import MAX_MEGABYTES, limited

SUFFIX = ".csv"
_SEPARATORS = ";,\t"
_MAX_LINE = 2**20


def folder_sheets(folder: Path) -> dict[str, Iterator[Row]]:
    """The rows of each CSV file of a folder by the file's name.

    :raises Invalid: there is none, or one is too large.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == SUFFIX)
    if any(path.stat().st_size > MAX_MEGABYTES * 2**20 for path in files):
        raise Invalid(
            text("The file is larger than ${megabytes} MB", megabytes=MAX_MEGABYTES),
            place="file",
        )
    return _sheets({path.stem: _opener(path) for path in files})


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def archive_sheets(archive: ZipFile) -> dict[str, Iterator[Row]]:
    """The rows of each CSV file of an archive by the file's name.

    :raises Invalid: there is none, or two have one name.
    """
    openers: dict[str, Callable[[], BinaryIO]] = {}
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if path.suffix.lower() != SUFFIX or "__MACOSX" in path.parts:
            continue
        if path.stem in openers:
            raise Invalid(
                text("The archive has two files of the name ${name}", name=path.name),
                place="file",
                advice=text("Leave one of them."),
            )
        openers[path.stem] = _member_opener(archive, member.filename)
    return _sheets(openers)


def _member_opener(archive: ZipFile, name: str) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        return archive.open(name)  # type: ignore[return-value]

    return opener


def _sheets(openers: dict[str, Callable[[], BinaryIO]]) -> dict[str, Iterator[Row]]:
    if not openers:
        raise Invalid(
            text("There are no lists in it"),
            place="file",
            advice=text("Give an XLSX workbook, or CSV files such as units.csv, students.csv."),
        )
    return {name: limited(name, _rows(name, opener)) for name, opener in openers.items()}


def _short_lines(lines: TextIOWrapper) -> Iterator[str]:
    """The lines, without ever holding one that would fill the memory."""
    while line := lines.readline(_MAX_LINE):
        if len(line) == _MAX_LINE:
            raise csv.Error("a line is too long")
        yield line


def _rows(name: str, opener: Callable[[], BinaryIO]) -> Iterator[Row]:
    try:
        with TextIOWrapper(opener(), encoding="utf-8-sig", newline="") as lines:
            head = lines.readline(_MAX_LINE)
            separator = max(_SEPARATORS, key=head.count)
            lines.seek(0)
            rows = csv.reader(_short_lines(lines), delimiter=separator, strict=True)
            yield from enumerate(rows, start=1)
    except UnicodeDecodeError as error:
        raise Invalid(
            text("The file ${name} is not written in UTF-8", name=f"{name}{SUFFIX}"),
            place="file",
            advice=text("Save it as “CSV UTF-8”: other encodings lose ң, ө and ү."),
        ) from error
    except csv.Error as error:
        raise Invalid(
            text(
                "The file ${name} is not a table: ${reason}", name=f"{name}{SUFFIX}", reason=error
            ),
            place="file",
            advice=text("Open it in the spreadsheet program and save it again as “CSV UTF-8”."),
        ) from error
    except (BadZipFile, EOFError, OSError) as error:
        raise broken() from error
