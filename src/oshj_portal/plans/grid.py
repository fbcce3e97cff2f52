"""A plan as a grid of text fields: what is stored, what was typed, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.lists import Problems
from oshj_core.planning import PLAN_COLUMNS, read_topics, write_topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from webob.multidict import MultiDict

    from oshj_core.calendar import Semester
    from oshj_core.lists import Row, RowError
    from oshj_core.planning import Topic

FIELDS = tuple(column.name for column in PLAN_COLUMNS if column.name != "number")
SPARE_ROWS = 3
MAX_ROWS = 3000
LONGEST = 1000
# A row whose lists alone say something holds nothing.
_TYPED = tuple(name for name in FIELDS if name not in ("kind", "work"))


@attrs.define
class GridRow:
    """A row: its number on the page, the topic's number where one begins, its cells by column."""

    line: int
    number: str
    cells: dict[str, str]
    errors: dict[str, RowError] = attrs.field(factory=dict)
    marked: str = ""

    @property
    def error(self) -> RowError | None:
        """The first error of the row."""
        return next(iter(self.errors.values()), None)


@attrs.define
class Grid:
    """The rows of a plan, from the store, a form or a file."""

    rows: list[GridRow]
    errors: tuple[RowError, ...] = ()

    @classmethod
    def of(cls, topics: Iterable[Topic]) -> Grid:
        """The grid of topics."""
        return cls(
            [
                GridRow(line, cells[0], dict(zip(FIELDS, cells[1:], strict=True)))
                for line, cells in enumerate(write_topics(topics), start=1)
            ]
        )

    @classmethod
    def typed(cls, posted: MultiDict) -> Grid:
        """The grid as it came with a form; rows that hold nothing are left out."""
        columns = [posted.getall(name)[:MAX_ROWS] for name in FIELDS]
        rows: list[GridRow] = []
        number = 0
        for values in zip(*columns, strict=False):
            cells = {
                name: " ".join(value.split())[:LONGEST]
                for name, value in zip(FIELDS, values, strict=True)
            }
            if any(cells[name] for name in _TYPED):
                number += bool(cells["topic"])
                shown = str(number) if cells["topic"] else ""
                rows.append(GridRow(len(rows) + 1, shown, cells))
        return cls(rows)

    def read(self, semester: Semester) -> tuple[Topic, ...] | None:
        """The topics, or ``None`` where something is wrong; the rows then say what."""
        lines: list[Row] = [(0, FIELDS)]
        lines += [(row.line, [row.cells[name] for name in FIELDS]) for row in self.rows]
        topics = read_topics(lines, semester)
        if not isinstance(topics, Problems):
            return topics
        self.errors = topics.errors
        names = {column.heading: column.name for column in PLAN_COLUMNS}
        by_line = {row.line: row for row in self.rows}
        for error in topics.errors:
            if error.row in by_line:
                by_line[error.row].errors.setdefault(names.get(error.column, "topic"), error)
        return None

    def mark(self, added: Sequence[Topic], changed: Sequence[Topic]) -> None:
        """Mark the rows of topics that differ from what is stored."""
        marks = {topic.number: "added" for topic in added}
        marks |= {topic.number: "changed" for topic in changed}
        for row in self.rows:
            row.marked = marks.get(int(row.number), "") if row.number else ""

    def with_spare(self) -> list[GridRow]:
        """The rows, and empty ones below them to write in."""
        last = self.rows[-1].cells if self.rows else {}
        spare = {**dict.fromkeys(FIELDS, ""), "kind": last.get("kind", "")}
        lines = range(len(self.rows) + 1, len(self.rows) + SPARE_ROWS + 1)
        return [*self.rows, *(GridRow(line, "", dict(spare)) for line in lines)]
