"""The tables of a bundle: their columns, and reading and writing them as CSV.

UTF-8, CRLF, a header, quotes only where they are needed: exactly one text for the same rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from operator import itemgetter, lt
from typing import Any, BinaryIO, NoReturn

import attrs

from oshj_core.archive import rows
from oshj_core.archive.kinds import (
    DAY,
    ID,
    MOMENT,
    OPTIONAL_DAY,
    OPTIONAL_ID,
    OPTIONAL_SMALL,
    POINTS,
    SMALL,
    SOME_TEXT,
    TEXT,
    YEAR,
    Kind,
)
from oshj_core.archive.names import file_name
from oshj_core.archive.refusals import refused, unreadable, unwritable
from oshj_core.errors import Invalid
from oshj_core.text import text

_BATCH = 4096
_NEEDS_QUOTES = frozenset(',"\n')

References = Mapping[str, Collection[Any]]
"""Column → the values it may have."""


@attrs.frozen
class Column:
    """A column: its name in the file, its kind, and what it holds, in English."""

    name: str
    kind: Kind
    title: str


@attrs.frozen
class Table:
    """A table: the kind of its rows, its columns, how many of the first make its key.

    With ``filed`` a last column is added that holds the name of the file or folder in which
    what the first column names is filed.
    """

    name: str
    row: Callable[..., Any]
    columns: tuple[Column, ...]
    key: int = 1
    filed: str = ""

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [*(column.name for column in self.columns), *([self.filed] if self.filed else [])]


class _Cells(dict[Any, str]):
    """The written cells of a column, each value written once."""

    def __init__(self, write: Callable[[Any], str]) -> None:
        self._write = write

    def all(self, values: Iterable[Any]) -> Iterator[str]:
        """The cells of the column, from top to bottom."""
        return map(self.__getitem__, values)

    def __missing__(self, value: Any) -> str:
        written = _quoted(self._write(value))
        self[value] = written
        return written


class _Moments(_Cells):
    """The written moments of a column: in the hour that a clock turned back shows twice, two
    different ones are equal but for their ``fold``."""

    def all(self, values: Iterable[Any]) -> Iterator[str]:
        return map(self.__getitem__, ((moment, moment.fold) for moment in values))

    def __missing__(self, value: Any) -> str:
        written = self._write(value[0])
        self[value] = written
        return written


def _quoted(written: str) -> str:
    if _NEEDS_QUOTES.isdisjoint(written):
        return written
    return '"' + written.replace('"', '""') + '"'


def write_table(
    table: Table, values: Iterable[Any], place: str, references: References
) -> Iterator[bytes]:
    """The table as CSV, in pieces.

    :param place: the path of the file, for refusals.
    :raises Invalid: a value that does not fit its column, a row out of order or given twice, a
        reference to what is not there; the place is ``<path>, row <number>, <column>``.
    """
    yield (",".join(table.header) + "\r\n").encode()
    key = itemgetter(*range(table.key))
    iterator = iter(values)
    last: list[Any] = []
    done = 0
    while batch := list(islice(iterator, _BATCH)):
        try:
            piece = _fast(table, batch, last, references)
        except (AttributeError, IndexError, TypeError, ValueError, Invalid):
            piece = None
        if piece is None:
            _explain(table, batch, last, references, place, done)
        yield piece
        last = [key(batch[-1])]
        done += len(batch)


def _fast(table: Table, batch: list[Any], last: list[Any], references: References) -> bytes | None:
    """The batch written column by column; ``None`` when something in it is wrong."""
    columns = list(zip(*batch, strict=True))
    if len(columns) != len(table.columns):
        return None
    cells = [
        (_Moments if column.kind is MOMENT else _Cells)(column.kind.write)
        for column in table.columns
    ]
    for column, values in zip(table.columns, columns, strict=True):
        if column.kind.types != _STR and not column.kind.types.issuperset(map(type, values)):
            return None
    keys: Callable[[], Iterator[Any]]
    if table.key == 1:
        keys = lambda: iter(columns[0])  # noqa: E731
    else:
        keys = lambda: zip(*columns[: table.key], strict=True)  # noqa: E731
    if last and not last[0] < next(keys()):
        return None
    if not all(map(lt, keys(), islice(keys(), 1, None))):
        return None
    written = [cell.all(values) for cell, values in zip(cells, columns, strict=True)]
    if table.filed:
        written.append(map(file_name, columns[0]))
    lines = "\r\n".join(map(",".join, zip(*written, strict=True)))
    for column, distinct in zip(table.columns, cells, strict=True):
        known = references.get(column.name)
        if known is not None and not all(value in known for value in distinct):
            return None
    return f"{lines}\r\n".encode()


_STR = frozenset({str})


def _explain(
    table: Table,
    batch: list[Any],
    last: list[Any],
    references: References,
    place: str,
    done: int,
) -> NoReturn:
    """Find what is wrong in a batch, row by row, and refuse it with its place."""
    before = last[0] if last else None
    key = itemgetter(*range(table.key))
    for number, row in enumerate(batch, done + 1):
        here = f"{place}, row {number}"
        if not isinstance(row, tuple) or len(row) != len(table.columns):
            raise refused(text("is not a row of this table"), here)
        for column, value in zip(table.columns, row, strict=True):
            _check_cell(column, value, references.get(column.name), f"{here}, {column.name}")
        if before is not None and not before < key(row):
            raise refused(text("stands twice or out of order"), f"{here}, {table.columns[0].name}")
        before = key(row)
    raise refused(text("cannot be written"), place)


def _check_cell(column: Column, value: Any, known: Collection[Any] | None, place: str) -> None:
    if type(value) not in column.kind.types:
        raise refused(text("is of a wrong type"), place)
    try:
        column.kind.write(value)
    except (ValueError, Invalid) as problem:
        raise unwritable(problem, place) from problem
    if known is not None and value not in known:
        raise refused(text("“${value}” is not known", value=ascii(value)[:80]), place)


def read_table(table: Table, stream: BinaryIO, place: str, references: References) -> Iterator[Any]:
    """The rows of a CSV file, checked as they are read.

    :raises Invalid: anything :func:`write_table` would not have written; the place is
        ``<path>, row <number>, <column>``.
    """
    lines = io.TextIOWrapper(stream, "utf-8", newline="")
    try:
        reader = csv.reader(lines, strict=True)
        if next(reader, None) != table.header:
            raise refused(text("has other columns than it should"), place)
        key = itemgetter(*range(table.key))
        before = None
        for number, cells in enumerate(reader, 1):
            here = f"{place}, row {number}"
            row = _read_row(table, cells, references, here)
            if before is not None and not before < key(row):
                raise refused(
                    text("stands twice or out of order"), f"{here}, {table.columns[0].name}"
                )
            before = key(row)
            yield row
    except (csv.Error, UnicodeDecodeError) as problem:
        raise unreadable(problem, place) from problem
    finally:
        lines.detach()


def _read_row(table: Table, cells: list[str], references: References, here: str) -> Any:
    if len(cells) != len(table.header):
        raise refused(text("is not a row of this table"), here)
    if table.filed and cells.pop() != file_name(cells[0]):
        raise refused(text("is filed under another name"), f"{here}, {table.filed}")
    values = []
    for column, cell in zip(table.columns, cells, strict=True):
        at = f"{here}, {column.name}"
        try:
            value = column.kind.read(cell)
        except (ValueError, OverflowError, Invalid) as problem:
            raise unreadable(problem, at) from problem
        known = references.get(column.name)
        if known is not None and value not in known:
            raise refused(text("“${value}” is not known", value=ascii(value)[:80]), at)
        values.append(value)
    return table.row(*values)


def _table(
    name: str,
    row: Callable[..., Any],
    *columns: tuple[str, Kind, str],
    key: int = 1,
    filed: str = "",
) -> Table:
    return Table(name, row, tuple(Column(*column) for column in columns), key, filed)


CODES = _table(
    "codes",
    rows.Code,
    ("list", ID, "the list the code belongs to"),
    ("code", ID, "the code, as it stands in the tables"),
    ("ky", SOME_TEXT, "its meaning in Kyrgyz"),
    ("ru", SOME_TEXT, "its meaning in Russian"),
    ("en", SOME_TEXT, "its meaning in English"),
    key=2,
)
GROUPS = _table(
    "groups",
    rows.GroupRow,
    ("group", ID, "the study group"),
    ("unit", ID, "the structural unit the group belongs to"),
    ("speciality", TEXT, "the speciality"),
    ("entry_year", YEAR, "the year the group began its studies"),
    ("subgroups", SMALL, "how many subgroups it is split into, 0 for none"),
    filed="folder",
)
STUDENTS = _table(
    "students",
    rows.StudentRow,
    ("student", ID, "the student's code"),
    ("family_name", SOME_TEXT, "family name"),
    ("given_name", TEXT, "given name"),
    ("patronymic", TEXT, "patronymic, if any"),
    ("latin_name", TEXT, "the name in Latin letters, if known"),
    ("subgroup", SMALL, "the subgroup, 0 for none"),
    ("joined", OPTIONAL_DAY, "the first day in the group; empty: from the beginning"),
    ("left", OPTIONAL_DAY, "the first day no longer in the group; empty: to the end"),
)
JOURNALS = _table(
    "journals",
    rows.JournalRow,
    ("subject", ID, "the subject's code"),
    ("journal", ID, "the journal"),
    ("title", SOME_TEXT, "the name of the subject"),
    ("credits", SMALL, "credits of the subject"),
    ("control", ID, "how the subject ends: list control-form"),
    ("scheme", ID, "the grading scheme"),
    ("digest", TEXT, "digest of the journal's content, as the system computed it"),
    filed="folder",
)
PLAN = _table(
    "plan",
    rows.PlanRow,
    ("line", SMALL, "number of the line"),
    ("module", SMALL, "the module, 0 for none"),
    ("topic", SOME_TEXT, "the topic"),
    ("kind", ID, "kind of lesson: list lesson-kind"),
    ("hours", POINTS, "hours in class"),
    ("independent_hours", POINTS, "hours of independent work"),
)
LESSONS = _table(
    "lessons",
    rows.LessonRow,
    ("lesson", ID, "the lesson"),
    ("held_on", DAY, "the day it was held"),
    ("slot", SMALL, "the number of the lesson on that day"),
    ("module", SMALL, "the module, 0 for none"),
    ("kind", ID, "kind of lesson: list lesson-kind"),
    ("subgroup", SMALL, "the subgroup, 0 for the whole group"),
    ("teacher", ID, "the teacher's code"),
    ("teacher_name", TEXT, "the teacher's name"),
    ("room", TEXT, "the room"),
    ("topic", TEXT, "the topic"),
    ("works", TEXT, "kinds of work, with spaces between: list work"),
    ("plan_line", OPTIONAL_SMALL, "the line of the plan, if any"),
)
ATTENDANCE = _table(
    "attendance",
    rows.AttendanceRow,
    ("lesson", ID, "the lesson; or the control that was missed: list work"),
    ("student", ID, "the student"),
    ("value", ID, "attendance: list attendance"),
    ("recorded_at", MOMENT, "when it was recorded"),
    ("recorded_by", ID, "who recorded it"),
    key=2,
)
MARKS = _table(
    "marks",
    rows.MarkRow,
    ("lesson", OPTIONAL_ID, "the lesson; empty: the mark of a control or a total"),
    ("work", ID, "the kind of work, the control or the total: list work"),
    ("student", ID, "the student"),
    ("points", POINTS, "points"),
    ("recorded_at", MOMENT, "when they were recorded"),
    ("recorded_by", ID, "who recorded them"),
    key=3,
)
FORUMS = _table(
    "forums",
    rows.ForumRow,
    ("forum", ID, "the forum"),
    ("title", SOME_TEXT, "its title"),
    filed="file",
)
CERTIFICATES = _table(
    "certificates",
    rows.CertificateRow,
    ("certificate", ID, "the certificate"),
    ("journal", ID, "the journal it speaks of"),
    ("issued_on", DAY, "the day it was issued"),
    ("digest", SOME_TEXT, "digest of the journal's content when it was issued"),
    filed="file",
)

JOURNAL_TABLES = (PLAN, LESSONS, ATTENDANCE, MARKS)
ALL_TABLES = (CODES, GROUPS, STUDENTS, JOURNALS, *JOURNAL_TABLES, FORUMS, CERTIFICATES)
