"""Values by their key: stored as tuples, found by secondary indexes, searched by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from oshj_core.errors import NotFound
from oshj_portal.store.convert import Converter
from oshj_portal.store.pairs import Pairs
from oshj_portal.store.watching import watch

Value = TypeVar("Value")
Keys = Callable[[Any], Iterable[str]]


class StoredTable(Persistent, Generic[Value]):
    """A table of one kind of value; a subclass says which.

    ``kind`` names a missing value in a refusal; ``values`` converts; ``key`` is the field that
    identifies a value; ``indexes`` maps the name of an index to the function that gives a
    value's keys in it.
    """

    kind: ClassVar[str]
    values: ClassVar[Converter[Any]]
    key: ClassVar[str] = "id"
    indexes: ClassVar[Mapping[str, Keys]] = {}

    def __init__(self) -> None:
        self._rows = OOBTree()
        self._count = Length()
        self._indexes = {name: Pairs() for name in self.indexes}

    def get(self, identifier: str) -> Value:
        """The value.  Raises :class:`oshj_core.errors.NotFound`."""
        value = self.find(identifier)
        if value is None:
            raise NotFound(self.kind, identifier)
        return value

    def find(self, identifier: str) -> Value | None:
        """The value, or ``None``."""
        stored = self._rows.get(identifier)
        return None if stored is None else self.values.load(stored)

    def put(self, value: Value) -> None:
        """Add the value or replace the one with its key; an equal one is not written again."""
        identifier = getattr(value, self.key)
        stored, old = self.values.dump(value), self._rows.get(identifier)
        if stored == old:
            return
        self._rows[identifier] = stored
        watch(self)
        if old is None:
            self._count.change(1)
        self._reindex(identifier, None if old is None else self.values.load(old), value)

    def remove(self, identifier: str) -> None:
        """Remove the value.  Raises :class:`oshj_core.errors.NotFound`."""
        value = self.get(identifier)
        del self._rows[identifier]
        self._count.change(-1)
        self._reindex(identifier, value, None)

    def claim(self) -> None:
        """Let this transaction and any other that adds a value at the same time conflict; to be
        called first by whoever takes something away because no value refers to it."""
        watch(self._count)
        # Lengths of two sides are added up; one that only one side writes is not.
        self._count = Length(self._count())

    def by(self, index: str, key: str) -> list[Value]:
        """The values that have that key in the index, by id."""
        rows, load = self._rows, self.values.load
        return [load(rows[identifier]) for identifier in self._indexes[index].ids(key)]

    def index(self, name: str) -> Pairs:
        """The index of that name, to be read."""
        return self._indexes[name]

    def _reindex(self, identifier: str, old: Value | None, new: Value | None) -> None:
        for name, keys in self.indexes.items():
            self._indexes[name].replace(
                identifier, () if old is None else keys(old), () if new is None else keys(new)
            )

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._rows

    def __iter__(self) -> Iterator[Value]:
        """All values in the order of their keys."""
        return map(self.values.load, self._rows.values())

    def __len__(self) -> int:
        return self._count()
