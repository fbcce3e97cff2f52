"""Step ``search-index``: sites made before people and places were found by their words.

The shape it tests: a table whose class declares the index of words, but whose stored indexes
lack it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from oshj_core.text import Text, text
from oshj_portal.store.pairs import Pairs
from oshj_portal.store.search import WORDS

if TYPE_CHECKING:
    from oshj_portal.store import Site
    from oshj_portal.store.tables import StoredTable

TABLES = ("units", "staff", "students", "groups", "subjects")
BATCH = 10_000


def build_search_index(site: Site, cursor: str) -> tuple[str | None, Text]:
    """Enter at most :data:`BATCH` values; the cursor is ``table/id`` of the last one."""
    count, last = 0, cursor
    for name, table, identifier in islice(_to_enter(site, cursor), BATCH):
        keys = table.indexes[WORDS](table.get(identifier))
        table.index(WORDS).replace(identifier, (), keys)
        count, last = count + 1, f"{name}/{identifier}"
    told = text("Entered into the search index: ${count}", count=count)
    return (last if count == BATCH else None), told


def _to_enter(site: Site, cursor: str) -> Iterator[tuple[str, StoredTable[Any], str]]:
    begun, _, last = cursor.partition("/")
    for name in TABLES:
        table: StoredTable[Any] = getattr(site.university, name)
        if name == begun:
            identifiers = table._rows.keys(min=last, excludemin=True)
        elif WORDS in table._indexes:
            continue
        else:
            table._indexes = {**table._indexes, WORDS: Pairs()}
            identifiers = table._rows.keys()
        for identifier in identifiers:
            yield name, table, identifier


def includeme(config):
    config.add_evolution_step("search-index", build_search_index, batched=True)
