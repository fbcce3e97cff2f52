"""The log of a lesson or a control: the object that many write at once."""

from __future__ import annotations

from typing import Any

from persistent import Persistent
from ZODB.POSException import ConflictError

from oshj_core.register import Entry, Overlap, merge

StoredEntry = tuple[Any, ...]
_EMPTY_TAIL = ((), "")


class SheetLog(Persistent):
    """The entries of one sheet, in the order they were stored."""

    def __init__(self) -> None:
        self._stored: tuple[StoredEntry, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        """The entries."""
        return tuple(map(Entry.fromtuple, self._stored))

    def append(self, entry: Entry) -> None:
        """Add an entry."""
        self._stored = (*self._stored, _compact(entry))

    def __getstate__(self) -> tuple[StoredEntry, ...]:
        return _sharing(self._stored)

    def __setstate__(self, state: tuple[StoredEntry, ...]) -> None:
        self._stored = state

    def _p_resolveConflict(  # noqa: N802
        self,
        old: tuple[StoredEntry, ...],
        theirs: tuple[StoredEntry, ...],
        ours: tuple[StoredEntry, ...],
    ) -> tuple[StoredEntry, ...]:
        """Both sides' entries, where the core says that both may stand."""
        try:
            merged = merge(*(tuple(map(Entry.fromtuple, log)) for log in (old, ours, theirs)))
        except Overlap as overlap:
            raise ConflictError(str(overlap)) from overlap
        return _sharing(tuple(map(_compact, merged)))


def _compact(entry: Entry) -> StoredEntry:
    """The entry without the fields at its end that say nothing."""
    stored = entry.astuple()
    while stored[-1] in _EMPTY_TAIL:
        stored = stored[:-1]
    return stored


def _sharing(entries: tuple[StoredEntry, ...]) -> tuple[StoredEntry, ...]:
    """The same with one object for equal texts: a pickle writes an object only once."""
    texts: dict[str, str] = {}
    return tuple(
        tuple(texts.setdefault(part, part) if type(part) is str else part for part in entry)
        for entry in entries
    )
