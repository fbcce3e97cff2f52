"""Entering the values of a table into an index that its class has got since, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from oshj_portal.store.pairs import Pairs

if TYPE_CHECKING:
    from oshj_portal.store import Site
    from oshj_portal.store.tables import StoredTable


def enter(
    site: Site, cursor: str, index: str, tables: Sequence[str], batch: int
) -> tuple[str | None, int]:
    """Enter at most ``batch`` values of those of the university's tables whose stored indexes
    lack the one of that name.

    Returns the next cursor, which is ``table/id`` of the last value, ``None`` when all is done,
    and how many were entered.
    """
    count, last = 0, cursor
    for name, table, identifier in islice(_to_enter(site, cursor, index, tables), batch):
        keys = table.indexes[index](table.get(identifier))
        table.index(index).replace(identifier, (), keys)
        count, last = count + 1, f"{name}/{identifier}"
    return (last if count == batch else None), count


def _to_enter(
    site: Site, cursor: str, index: str, tables: Sequence[str]
) -> Iterator[tuple[str, StoredTable[Any], str]]:
    begun, _, last = cursor.partition("/")
    for name in tables:
        table: StoredTable[Any] = getattr(site.university, name)
        if name == begun:
            identifiers = table._rows.keys(min=last, excludemin=True)
        elif index in table._indexes:
            continue
        else:
            table._indexes = {**table._indexes, index: Pairs()}
            identifiers = table._rows.keys()
        for identifier in identifiers:
            yield name, table, identifier
