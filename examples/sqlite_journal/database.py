"""One SQLite file: values by kind and id, the places they are found at, and logs.

A request does all it does inside one :meth:`Database.transaction`.  It begins as the file's
only writer, so nothing that it read can change before it ends: what :meth:`Register.watch`
of the core asks for needs nothing more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from examples.sqlite_journal.codec import dumps, loads
from oshj_core.errors import NotFound

_SCHEMA = """
CREATE TABLE IF NOT EXISTS value (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (kind, id)
);
CREATE TABLE IF NOT EXISTS place (
    kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (kind, name, value, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS place_of ON place (kind, id);
CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, log TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_of ON entry (kind, log);
"""
_AT = """
SELECT body FROM place JOIN value USING (kind, id) WHERE kind = ? AND name = ? AND value = ?
"""

Places = Mapping[str, Iterable[str]]
"""Name of a question → the answers a value is found under."""
NOWHERE: Places = MappingProxyType({})


class Database:
    """A connection to the file, for one thread; ``wait`` is how many seconds a writer waits
    for another one before :class:`sqlite3.OperationalError`."""

    def __init__(self, path: Path | str, wait: float = 10) -> None:
        self._connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
        # 5.7: what was destroyed is overwritten, in the file and in its log.
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Store everything that is done inside, or nothing if it raises."""
        if self._connection.in_transaction:  # part of the one that is going on
            yield
            return
        with self._within("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read inside as if nobody wrote meanwhile; waits for nobody."""
        with self._within("BEGIN"):
            yield

    @contextmanager
    def _within(self, begin: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def settle(self) -> None:
        """Write the log into the file and empty it, so that nothing destroyed is left there."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def load(self, kind: str, identifier: str) -> Any:
        """The value, or ``None``."""
        found = self._bodies("SELECT body FROM value WHERE kind = ? AND id = ?", kind, identifier)
        return next(found, None)

    def store(self, kind: str, identifier: str, value: object, places: Places = NOWHERE) -> None:
        """Add the value or replace the one with its id, and its places with it."""
        with self.transaction():
            self._connection.execute(
                "INSERT INTO value (kind, id, body) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
                (kind, identifier, dumps(value)),
            )
            self._forget_places(kind, identifier)
            self._connection.executemany(
                "INSERT INTO place (kind, name, value, id) VALUES (?, ?, ?, ?)",
                {
                    (kind, name, answer, identifier)
                    for name, answers in places.items()
                    for answer in answers
                },
            )

    def drop(self, kind: str, identifier: str) -> None:
        """Remove the value and its places, if it is there."""
        with self.transaction():
            self._connection.execute(
                "DELETE FROM value WHERE kind = ? AND id = ?", (kind, identifier)
            )
            self._forget_places(kind, identifier)

    def _forget_places(self, kind: str, identifier: str) -> None:
        self._connection.execute("DELETE FROM place WHERE kind = ? AND id = ?", (kind, identifier))

    def drop_all(self, kind: str) -> None:
        """Remove everything of a kind: values, places, logs."""
        with self.transaction():
            self._connection.execute("DELETE FROM value WHERE kind = ?", (kind,))
            self._connection.execute("DELETE FROM place WHERE kind = ?", (kind,))
            self._connection.execute("DELETE FROM entry WHERE kind = ?", (kind,))

    def all(self, kind: str) -> Iterator[Any]:
        """The values of a kind in the order of their ids."""
        return self._bodies("SELECT body FROM value WHERE kind = ? ORDER BY id", kind)

    def count(self, kind: str) -> int:
        """How many values of a kind there are."""
        found = self._connection.execute("SELECT count(*) FROM value WHERE kind = ?", (kind,))
        return int(found.fetchone()[0])

    def at(self, kind: str, name: str, answer: str) -> Iterator[Any]:
        """The values found there, by id."""
        return self._bodies(f"{_AT} ORDER BY id", kind, name, answer)

    def added_at(self, kind: str, name: str, answer: str) -> Iterator[Any]:
        """The values found there, in the order they were added in."""
        return self._bodies(f"{_AT} ORDER BY number", kind, name, answer)

    def append(self, kind: str, log: str, value: object) -> None:
        """Add the value to the end of a log."""
        self._connection.execute(
            "INSERT INTO entry (kind, log, body) VALUES (?, ?, ?)", (kind, log, dumps(value))
        )

    def log(self, kind: str, log: str) -> Iterator[Any]:
        """What a log holds, oldest first."""
        return self._bodies(
            "SELECT body FROM entry WHERE kind = ? AND log = ? ORDER BY number", kind, log
        )

    def latest(self, kind: str, limit: int) -> Iterator[Any]:
        """The newest of all logs of a kind, newest first."""
        return self._bodies(
            "SELECT body FROM entry WHERE kind = ? ORDER BY number DESC LIMIT ?", kind, limit
        )

    def _bodies(self, query: str, *values: object) -> Iterator[Any]:
        # Fetched at once: who goes through them may write meanwhile.
        for (body,) in self._connection.execute(query, values).fetchall():
            yield loads(body)


Value = TypeVar("Value")


class SqliteTable(Generic[Value]):
    """Values of one kind by their id: the core's ``Table``.

    ``kind`` is what refusals call them and the file knows them by; ``places`` says where a
    value is found besides.
    """

    def __init__(
        self, database: Database, kind: str, places: Callable[[Value], Places] = lambda _: NOWHERE
    ) -> None:
        self._database = database
        self._kind = kind
        self._places = places

    def get(self, identifier: str) -> Value:
        """The value.  Raises :class:`NotFound`."""
        value = self.find(identifier)
        if value is None:
            raise NotFound(self._kind, identifier)
        return value

    def find(self, identifier: str) -> Value | None:
        """The value, or ``None``."""
        value: Value | None = self._database.load(self._kind, identifier)
        return value

    def put(self, value: Value) -> None:
        """Add the value or replace the one with its id."""
        identifier: str = value.id  # type: ignore[attr-defined]
        self._database.store(self._kind, identifier, value, self._places(value))

    def remove(self, identifier: str) -> None:
        """Remove the value.  Raises :class:`NotFound`."""
        self.get(identifier)
        self._database.drop(self._kind, identifier)

    def at(self, name: str, answer: str) -> Sequence[Value]:
        """The values found there, by id."""
        return list(self._database.at(self._kind, name, answer))

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and self.find(identifier) is not None

    def __iter__(self) -> Iterator[Value]:
        return self._database.all(self._kind)

    def __len__(self) -> int:
        return self._database.count(self._kind)
