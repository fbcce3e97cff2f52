"""A report as data: declared columns, rows one at a time, totals, notes with their clauses.

Nothing is kept while a report is read, so a university's takes no more memory than a group's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from enum import Enum

import attrs

from oshj_core.attendance.share import Share
from oshj_core.grading.components import ARITHMETIC
from oshj_core.reports.sums import Distribution, Means
from oshj_core.roles import Permission
from oshj_core.text import Text

Cell = str | int | Decimal | Text | Share | Means | Distribution | None
Row = tuple[Cell, ...]


class CellKind(Enum):
    """What the cells of a column are; all but words add up."""

    WORDS = "words"
    """``str`` (a code or a name) or ``Text``."""
    COUNT = "count"
    """``int``."""
    HOURS = "hours"
    """``Decimal`` academic hours."""
    SHARE = "share"
    """:class:`~oshj_core.attendance.Share`: a part of a whole, shown as a percentage."""
    MEANS = "means"
    """:class:`Means`: a mean for each scale."""
    DISTRIBUTION = "distribution"
    """:class:`Distribution`: how often each name occurs."""


@attrs.frozen
class Column:
    """A column: a stable ``id``, its title, and what its cells are."""

    id: str
    title: Text
    kind: CellKind


@attrs.frozen
class Note:
    """Something to be read with a report, and the clause it rests on, if any."""

    text: Text
    clause: str | None = None


@attrs.frozen
class ReportKind:
    """A report there is: its clause, the permission it asks for, its columns and notes."""

    id: str
    title: Text
    clause: str
    permission: Permission
    columns: tuple[Column, ...]
    notes: tuple[Note, ...] = ()

    def named(self, row: Row) -> dict[str, Cell]:
        """The cells of a row by the ids of the columns."""
        return dict(zip((column.id for column in self.columns), row, strict=True))


@attrs.frozen
class Totals:
    """The end of a report: the number of rows and the sum of each column, ``None`` where the
    column is of words or there is no row."""

    rows: int
    cells: Row


@attrs.frozen
class Table:
    """A whole report in memory."""

    kind: ReportKind
    notes: tuple[Note, ...]
    rows: tuple[Row, ...]
    totals: Totals


@attrs.frozen
class Report:
    """A report that can be read: every reading goes over the data anew.

    ``notes`` are those of the kind and what was asked (unit, days).
    """

    kind: ReportKind
    notes: tuple[Note, ...]
    _read: Callable[[], Iterator[Row]] = attrs.field(eq=False, repr=False)

    def __iter__(self) -> Iterator[Row]:
        return self._read()

    def each(self, take: Callable[[Row], object]) -> Totals:
        """Give every row to ``take`` and return the totals, which there are only at the end.

        :raises Refusal: what the data was refused for; the rows taken so far are no report.
        """
        sums = Sums(self.kind.columns)
        for row in self:
            sums.add(row)
            take(row)
        return sums.totals

    def table(self) -> Table:
        """The whole report at once, where it is known to be short."""
        rows: list[Row] = []
        totals = self.each(rows.append)
        return Table(self.kind, self.notes, tuple(rows), totals)


class Sums:
    """The totals while rows are read."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._summed = [column.kind is not CellKind.WORDS for column in columns]
        self._cells: list[Cell] = [None] * len(self._summed)
        self._rows = 0

    def add(self, row: Row) -> None:
        """Add a row, which has a cell for each column."""
        self._rows += 1
        for place, (summed, cell) in enumerate(zip(self._summed, row, strict=True)):
            if summed:
                self._cells[place] = add_cells(self._cells[place], cell)

    @property
    def totals(self) -> Totals:
        """The sum of the rows so far."""
        return Totals(self._rows, tuple(self._cells))


def add_cells(one: Cell, other: Cell) -> Cell:
    """The sum of two cells of a column; ``None`` adds nothing.

    :raises TypeError: cells that do not add up.
    """
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return ARITHMETIC.add(one, other)
    for kind in (int, Share, Means, Distribution):
        if isinstance(one, kind) and isinstance(other, kind):
            return one + other  # type: ignore[operator]
    raise TypeError(f"{one!r} and {other!r} do not add up")


def summed(rows: Iterable[tuple[str, Row]]) -> dict[str, Row]:
    """The sum of the rows of each key, by key; their order does not matter."""
    sums: dict[str, Row] = {}
    for key, row in rows:
        known = sums.get(key)
        sums[key] = row if known is None else add_rows(known, row)
    return {key: sums[key] for key in sorted(sums)}


def add_rows(one: Row, other: Row) -> Row:
    """The sum of two rows, cell by cell."""
    return tuple(add_cells(mine, theirs) for mine, theirs in zip(one, other, strict=True))
