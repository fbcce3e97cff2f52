"""CSVW descriptions of the tables (W3C *CSV on the Web*): one file for each kind of table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from oshj_core.archive.kinds import ID
from oshj_core.archive.tables import Table

_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_DIALECT = {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]}


def _schema(table: Table, *, described: bool) -> dict[str, object]:
    parts = [(column.name, column.kind, column.title) for column in table.columns]
    if table.filed:
        parts.append((table.filed, ID, f"the {table.filed} in which it is filed"))
    columns: list[dict[str, object]] = []
    for name, kind, title in parts:
        column: dict[str, object] = {"name": name, "datatype": kind.csvw}
        column["required"] = kind.required
        if described:
            column["dc:description"] = title
        columns.append(column)
    schema: dict[str, object] = {"columns": columns}
    key = table.columns[: table.key]
    if all(column.kind.required for column in key):
        schema["primaryKey"] = [column.name for column in key]
    return schema


def write_csvw(table: Table, paths: Iterable[str]) -> Iterator[bytes]:
    """The description of all files of one kind of table, in pieces.

    ``paths`` are theirs, seen from the folder of the description.  The columns are explained
    once, for all; each table repeats what a tool checks, since not every tool knows defaults.
    """
    head = {
        "@context": _CONTEXT,
        "dialect": _DIALECT,
        "tableSchema": _schema(table, described=True),
    }
    schema = json.dumps(_schema(table, described=False), separators=(",", ":"))
    yield json.dumps(head, indent=1)[:-2].encode() + b',\n "tables": ['
    separator = "\n"
    for path in paths:
        yield f'{separator}  {{"url": {json.dumps(path)}, "tableSchema": {schema}}}'.encode()
        separator = ",\n"
    yield b"\n ]\n}\n"
