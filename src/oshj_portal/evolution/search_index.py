"""Step ``search-index``: sites made before people and places were found by their words.

The shape it tests: a table whose class declares the index of words, but whose stored indexes
lack it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text
from oshj_portal.evolution.entering import enter
from oshj_portal.store.search import WORDS

if TYPE_CHECKING:
    from oshj_portal.store import Site

TABLES = ("units", "staff", "students", "groups", "subjects")
BATCH = 10_000


def build_search_index(site: Site, cursor: str) -> tuple[str | None, Text]:
    """Enter at most :data:`BATCH` values; the cursor is ``table/id`` of the last one."""
    following, count = enter(site, cursor, WORDS, TABLES, BATCH)
    return following, text("Entered into the search index: ${count}", count=count)


def includeme(config):
    config.add_evolution_step("search-index", build_search_index, batched=True)
