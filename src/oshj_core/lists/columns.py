"""What a sheet and a column are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from oshj_core.lists import cells
from oshj_core.ports import Table, University
from oshj_core.text import Text


@attrs.frozen
class Column:
    """A column: its machine ``name`` and Kyrgyz ``heading`` (either is accepted), what it means,
    how a cell becomes a value (``parse``) and a value's part becomes a cell (``write``).

    ``refers`` names the sheet whose codes stand in the column.  An empty cell of a column that
    is not ``required`` gives ``default``.
    """

    name: str
    heading: str
    explanation: Text
    parse: Callable[[str], Any]
    write: Callable[[Any], str]
    required: bool = True
    default: Any = ""
    refers: str = ""
    choices: tuple[str, ...] = ()


@attrs.frozen
class Sheet:
    """A sheet: its machine ``name`` and Kyrgyz ``heading``, the columns, the table its values
    are kept in, and ``make``, which builds a value from the parsed cells by column name and
    raises ``Invalid`` (``place`` = the column) for cells that do not fit each other.

    ``subject`` names its values in the audit: ``student:s240017``.  ``keys`` are the columns by
    which people know a value; where that is no code of its own, ``code`` makes the value's id of
    the parsed cells.
    """

    name: str
    heading: str
    subject: str
    explanation: Text
    columns: tuple[Column, ...]
    table: Callable[[University], Table[Any]]
    make: Callable[[Mapping[str, Any]], Any]
    example: tuple[str, ...]
    required: bool = True
    keys: tuple[str, ...] = ("id",)
    code: Callable[[Mapping[str, Any]], str] = lambda row: str(row["id"])

    def cells(self, value: Any) -> tuple[str, ...]:
        """The value as a row of the sheet."""
        return tuple(column.write(value) for column in self.columns)

    def called(self, value: Any) -> str:
        """What people know the value by: its code, or the cells that stand for one."""
        written = (column.write(value) for column in self.columns if column.name in self.keys)
        return " · ".join(filter(None, written)) or "—"


def id_column(explanation: Text) -> Column:
    """The column of the code by which a value is known."""
    return Column("id", "Коду", explanation, cells.identifier, lambda value: value.id)


def reference_column(name: str, heading: str, explanation: Text, refers: str) -> Column:
    """A column of the code of a value in the sheet ``refers``."""
    return Column(
        name,
        heading,
        explanation,
        cells.identifier,
        lambda value: str(getattr(value, name)),
        refers=refers,
    )
