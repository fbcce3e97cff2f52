"""Which ids belong to a key: one set of ``(key, id)`` pairs for a whole index.

A set of ids for every key would be an object for every key; fifty thousand students would
bring as many objects for each word of a name that nobody shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

# Sorts behind every text that begins with the same letters.
_LAST = "\U0010ffff"


class Pairs(Persistent):
    """Pairs of a text key and an id, sorted, each once."""

    def __init__(self) -> None:
        self._pairs = OOTreeSet()

    def replace(self, identifier: Any, old: Iterable[str], new: Iterable[str]) -> None:
        """Let the id belong to the ``new`` keys instead of the ``old`` ones."""
        before, after = set(old), set(new)
        for key in before - after:
            self._pairs.remove((key, identifier))
        for key in sorted(after - before):
            self._pairs.insert((key, identifier))

    def ids(self, key: str) -> Iterator[Any]:
        """The ids of exactly that key, sorted."""
        # No text lies between a key and the key with the least letter behind it.
        for _, identifier in self._pairs.keys((key,), (key + "\0",), excludemax=True):
            yield identifier

    def ids_with_prefix(self, prefix: str) -> Iterator[Any]:
        """The ids of the keys that begin so, in the order of the keys; an id may come again."""
        for _, identifier in self.with_prefix(prefix):
            yield identifier

    def with_prefix(self, prefix: str) -> Iterator[tuple[str, Any]]:
        """The pairs of the keys that begin so, in their order."""
        yield from self._pairs.keys((prefix,), (prefix + _LAST,))
