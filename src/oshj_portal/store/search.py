"""Finding by the beginnings of words, the way names are typed: without ң ө ү, in any order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from oshj_core.kyrgyz import fold
from oshj_portal.store.pairs import Pairs
from oshj_portal.store.tables import StoredTable

WORDS = "words"
"""The name of the index that a searchable table has."""

_COUNTED = 200
_MAX_WORDS = 8
_PARTS = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> frozenset[str]:
    """The words a value is found by: those of its texts, and the parts of hyphenated ones."""
    words = {word for text in texts for word in fold(text).split()}
    return frozenset(words.union(*(_PARTS.findall(word) for word in words)))


def search(table: StoredTable[Any], typed: str, limit: int) -> list[str]:
    """The ids of at most ``limit`` values that have, for every typed word, one that begins so.

    Nothing typed finds nothing; of many words the first eight count.
    """
    prefixes = list(dict.fromkeys(fold(typed).split()))[:_MAX_WORDS]
    if not prefixes:
        return []
    words = table.index(WORDS)
    # Only what the rarest word finds has to be looked at.
    rarest = min(prefixes, key=lambda prefix: (_frequency(words, prefix), -len(prefix)))
    keys: Callable[[Any], Iterable[str]] = table.indexes[WORDS]
    found: dict[str, None] = {}
    for identifier in words.ids_with_prefix(rarest):
        if len(prefixes) == 1 or _all_begin(prefixes, keys(table.get(identifier))):
            found[identifier] = None
            if len(found) >= limit:
                break
    return list(found)


def _frequency(words: Pairs, prefix: str) -> int:
    """How often a beginning occurs, as far as it is worth counting."""
    return sum(1 for _ in islice(words.ids_with_prefix(prefix), _COUNTED))


def _all_begin(prefixes: Iterable[str], words: Iterable[str]) -> bool:
    return all(any(word.startswith(prefix) for word in words) for prefix in prefixes)
