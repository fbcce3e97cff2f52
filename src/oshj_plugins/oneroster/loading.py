"""From the files to rows that fit the specification — or to all that is wrong with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

import attrs

from oshj_core.errors import Invalid
from oshj_core.exchange import Files
from oshj_core.lists import Problems, RowError
from oshj_core.lists.cells import shown
from oshj_core.lists.problems import ErrorList
from oshj_core.text import Text, text
from oshj_plugins.oneroster.cells import GONE, Wrong, split
from oshj_plugins.oneroster.csvs import Unreadable, read_rows
from oshj_plugins.oneroster.tables import FILES, MANIFEST_HEADER, METADATA, TABLES, Column, Table

MANIFEST = "manifest.csv"
_ABSENT, _BULK, _DELTA = "absent", "bulk", "delta"
# Only counted: a university has millions, and none is taken in (4.3).
_NOT_KEPT = frozenset({"results"})
_STATUS = 1


@attrs.define
class Rows:
    """The rows of a file: the line and the cells of each, in the order of the table's header.

    ``ids`` gives the line of each ``sourcedId``; ``count`` is how many rows there are, also
    where they are not kept; ``gone`` how many more are marked as no longer there.
    """

    table: Table
    rows: list[tuple[int, tuple[str, ...]]] = attrs.field(factory=list)
    ids: dict[str, int] = attrs.field(factory=dict)
    count: int = 0
    gone: int = 0

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Each row's line and its cells by column; our own columns without ``metadata.``"""
        names = (*(one.name for one in self.table.columns), *self.table.own)
        return ((line, dict(zip(names, cells, strict=True))) for line, cells in self.rows)


@attrs.frozen
class Roster:
    """Files without an error: the rows by the table's name, and what was not read of them."""

    tables: Mapping[str, Rows]
    notes: tuple[Text, ...]

    def rows(self, name: str) -> Rows:
        """The rows of a file; none where it is absent."""
        found = self.tables.get(name)
        return found if found is not None else Rows(Table(name, ()))


def load(files: Files, version: str) -> Roster | Problems:
    """Read and check the files of a OneRoster export of that version.

    :raises Invalid: there is no manifest, or it is of another version.
    """
    loader = _Loader({name.casefold(): opener for name, opener in files.items()}, version)
    loader.load()
    if loader.errors.count:
        order = (MANIFEST, *(table.file for table in TABLES[version]))
        return loader.errors.problems(order)
    return Roster(loader.tables, tuple(loader.notes))


@attrs.define
class _Loader:
    files: Mapping[str, Callable[[], BinaryIO]]
    version: str
    errors: ErrorList = attrs.field(factory=ErrorList, init=False)
    tables: dict[str, Rows] = attrs.field(factory=dict, init=False)
    notes: list[Text] = attrs.field(factory=list, init=False)
    # Files whose ids could not be read: nothing is said about references to them.
    unread: set[str] = attrs.field(factory=set, init=False)

    def load(self) -> None:
        """All files the manifest names."""
        modes = self._manifest()
        known = {table.name for table in TABLES[self.version]}
        for name, (line, mode) in modes.items():
            if mode == _DELTA and name in known:
                self._error(
                    MANIFEST,
                    line,
                    "value",
                    text("Delta files are not supported"),
                    text("Export all data of the file, as “bulk”."),
                )
            elif mode == _BULK and f"{name}.csv".casefold() not in self.files:
                self._error(
                    MANIFEST,
                    line,
                    "value",
                    text("The file ${name} is not there", name=f"{name}.csv"),
                    text("Add it, or write “absent”."),
                )
                self.unread.add(name)
        for table in TABLES[self.version]:
            if modes.get(table.name, (0, _ABSENT))[1] == _BULK and table.name not in self.unread:
                self._read(table)
        not_read = sorted(
            f"{name}.csv"
            for name in FILES[self.version]
            if f"{name}.csv".casefold() in self.files
            and (name not in known or modes.get(name, (0, _ABSENT))[1] == _ABSENT)
        )
        if not_read:
            self.notes.append(
                text("These files are not read: ${names}.", names=", ".join(not_read))
            )
        gone = [f"{rows.table.file}: {rows.gone}" for rows in self.tables.values() if rows.gone]
        if gone:
            self.notes.append(
                text(
                    "Rows marked “inactive” or “tobedeleted” are not taken in, and nothing is "
                    "deleted: ${files}.",
                    files=", ".join(gone),
                )
            )

    def _manifest(self) -> dict[str, tuple[int, str]]:
        """The line and the mode of each file; a fault of the manifest itself is a refusal."""
        opener = self.files.get(MANIFEST)
        if opener is None:
            raise Invalid(
                text("The file manifest.csv is missing: this is no OneRoster export"),
                place="file",
                advice=text("Give the ZIP as the other program wrote it."),
            )
        values: dict[str, tuple[int, str]] = {}
        try:
            for line, row in read_rows(opener):
                cells = tuple(cell.strip() for cell in _fitted(row, len(MANIFEST_HEADER)))
                if cells == MANIFEST_HEADER:
                    continue
                if len(cells) != len(MANIFEST_HEADER):
                    self._error(MANIFEST, line, "", text("This is no name and value"))
                elif cells[0] in values:
                    self._error(
                        MANIFEST,
                        line,
                        MANIFEST_HEADER[0],
                        text("“${name}” stands here twice", name=shown(cells[0])),
                    )
                else:
                    values[cells[0]] = (line, cells[1])
        except Unreadable as fault:
            self._error(MANIFEST, fault.row, "", fault.reason, fault.advice)
        _, version = values.get("oneroster.version", (0, ""))
        if version != self.version and not self.errors.count:
            raise Invalid(
                text(
                    "The files say they are OneRoster “${found}”, not ${version}",
                    found=shown(version),
                    version=self.version,
                ),
                place="format",
                advice=text("Choose the format of that version."),
            )
        modes = {}
        read = {table.name for table in TABLES[self.version]}
        for name in FILES[self.version]:
            line, mode = values.get(f"file.{name}", (0, ""))
            mode = mode.casefold()
            if mode in (_ABSENT, _BULK, _DELTA):
                modes[name] = (line, mode)
            elif mode or (name in read and f"{name}.csv".casefold() in self.files):
                self._error(
                    MANIFEST,
                    line,
                    f"file.{name}",
                    text("It is not said whether the file is “bulk” or “absent”"),
                )
        return modes

    def _read(self, table: Table) -> None:
        rows = Rows(table)
        self.tables[table.name] = rows
        try:
            lines = read_rows(self.files[table.file.casefold()])
            line, heading = next(lines, (1, []))
            heading = _fitted(heading, 0)
            places = self._places(table, line, heading)
            if places is None:
                self.unread.add(table.name)
                return
            for line, cells in lines:
                row = _fitted(cells, len(heading))
                if len(row) != len(heading):
                    self._error(
                        table.file,
                        line,
                        "",
                        text(
                            "The row has ${count} cells, the headings are ${headings}",
                            count=len(row),
                            headings=len(heading),
                        ),
                    )
                    continue
                self._take(rows, line, row, places)
        except Unreadable as fault:
            self._error(table.file, fault.row, "", fault.reason, fault.advice)
            self.unread.add(table.name)
        self._check_own_references(rows)

    def _places(self, table: Table, line: int, heading: list[str]) -> list[int | None] | None:
        """Where each of the table's columns stands; ``None`` if a required one is missing."""
        found: dict[str, int] = {}
        unknown = []
        wanted = {name.casefold(): name.casefold() for name in table.header}
        wanted |= {one.older.casefold(): one.name.casefold() for one in table.columns if one.older}
        before = self.errors.count
        for place, name in enumerate(heading):
            written = name.strip().casefold()
            key = wanted.get(written, written)
            if key in found:
                self._error(table.file, line, shown(name), text("This column is there twice"))
            elif written in wanted:
                found[key] = place
            elif not key.startswith(METADATA):
                unknown.append(shown(name))
        for column in table.columns:
            if column.required and column.name.casefold() not in found:
                self._error(
                    table.file,
                    line,
                    column.name,
                    text("This column is missing"),
                    text("OneRoster ${version} requires it.", version=self.version),
                )
        if unknown:
            self.notes.append(
                text(
                    "${file} has columns that are not of OneRoster and are not read: ${names}.",
                    file=table.file,
                    names=", ".join(unknown),
                )
            )
        if self.errors.count > before:
            return None
        return [found.get(name.casefold()) for name in table.header]

    def _take(self, rows: Rows, line: int, row: list[str], places: list[int | None]) -> None:
        table = rows.table
        cells = ["" if place is None else sys.intern(row[place].strip()) for place in places]
        status = cells[_STATUS]
        gone = bool(status) and status.casefold() in GONE
        for number, column in enumerate(table.columns):
            # Of a row that is no longer there only the id matters, which others still name.
            if number == 0 or not gone:
                cells[number] = self._value(table, line, column, cells[number])
        first = rows.ids.setdefault(cells[0], line)
        if first != line and cells[0]:
            self._error(
                table.file,
                line,
                table.columns[0].name,
                text("The sourcedId stands in row ${row} already", row=first),
            )
        if gone:
            rows.gone += 1
            return
        rows.count += 1
        if table.name not in _NOT_KEPT:
            rows.rows.append((line, tuple(cells)))

    def _value(self, table: Table, line: int, column: Column, written: str) -> str:
        """What a cell says; empty where that cannot be told."""
        if not written:
            if column.required and not column.may_be_empty:
                self._error(table.file, line, column.name, text("The cell is empty"))
            return ""
        try:
            value = column.read(written)
        except Wrong as fault:
            self._error(table.file, line, column.name, fault.reason)
            return ""
        if column.refers and column.refers != table.name:
            self._follow(table, line, column, value)
        return value

    def _check_own_references(self, rows: Rows) -> None:
        for number, column in enumerate(rows.table.columns):
            if column.refers == rows.table.name:
                for line, cells in rows.rows:
                    if cells[number]:
                        self._follow(rows.table, line, column, cells[number])

    def _follow(self, table: Table, line: int, column: Column, value: str) -> None:
        """Each id stands in the file it refers to; of an absent file the lists decide later."""
        target = self.tables.get(column.refers)
        if target is None or column.refers in self.unread:
            return
        for one in split(value) if column.many else (value,):
            if one not in target.ids:
                self._error(
                    table.file,
                    line,
                    column.name,
                    text("There is no “${id}” in ${file}", id=shown(one), file=target.table.file),
                )

    def _error(
        self, file: str, line: int, column: str, message: Text, advice: Text | None = None
    ) -> None:
        self.errors.add(RowError(file, line, column, message, advice))


def _fitted(row: list[str], width: int) -> list[str]:
    """The row without the empty cells behind that many, which spreadsheets leave there."""
    filled = len(row)
    while filled > width and not row[filled - 1].strip():
        filled -= 1
    return row[:filled]
