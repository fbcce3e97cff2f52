"""Finding by the beginnings of words, the way names are typed: without ң ө ү, in any order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from oshj_core.kyrgyz import fold
from oshj_portal.store.tables import StoredTable

WORDS = "words"
"""The name of the index that a searchable table has."""

_PARTS = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> frozenset[str]:
    """The words a value is found by: those of its texts, and the parts of hyphenated ones."""
    words = {word for text in texts for word in fold(text).split()}
    return frozenset(words.union(*(_PARTS.findall(word) for word in words)))


def search(table: StoredTable[Any], typed: str, limit: int) -> list[str]:
    """The ids of at most ``limit`` values that have, for every typed word, one that begins so.

    Nothing typed finds nothing.
    """
    prefixes = sorted(fold(typed).split(), key=len)
    if not prefixes:
        return []
    # The longest word is the rarest beginning: only its values have to be looked at.
    longest, others = prefixes.pop(), prefixes
    keys: Callable[[Any], Iterable[str]] = table.indexes[WORDS]
    found: dict[str, None] = {}
    for identifier in table.index(WORDS).ids_with_prefix(longest):
        if identifier not in found and (
            not others or _all_begin(others, keys(table.get(identifier)))
        ):
            found[identifier] = None
            if len(found) >= limit:
                break
    return list(found)


def _all_begin(prefixes: Iterable[str], words: Iterable[str]) -> bool:
    return all(any(word.startswith(prefix) for word in words) for prefix in prefixes)
