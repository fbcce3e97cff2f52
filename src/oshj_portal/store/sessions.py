"""The sessions people have open: kept here, so that one can be ended from afar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import attrs
from persistent import Persistent

from oshj_core.accounts import Audience
from oshj_portal.store.convert import converter
from oshj_portal.store.tables import Keys, StoredTable


@attrs.frozen
class SessionRecord:
    """A session: ``key`` is the digest of its secret reference, never the reference itself.

    ``generation`` is that of the account when it was opened; ``opened_at`` is in milliseconds
    since the epoch; ``device`` is what a person recognises it by.
    """

    key: str
    person: str
    login: str
    audience: Audience
    generation: int
    opened_at: int
    device: str = ""


class SessionTable(StoredTable[SessionRecord]):
    """Sessions by key."""

    kind = "session"
    values = converter(SessionRecord)
    key = "key"
    indexes: ClassVar[Mapping[str, Keys]] = {"person": lambda record: (record.person,)}


class StoredSessions(Persistent):
    """The open sessions of everybody."""

    def __init__(self) -> None:
        self._records = SessionTable()

    def open(self, record: SessionRecord) -> None:
        """Keep the record of a new session."""
        self._records.put(record)

    def find(self, key: str) -> SessionRecord | None:
        """The session of that key, ``None`` when there is none or it was closed."""
        return self._records.find(key)

    def of(self, person: str) -> Sequence[SessionRecord]:
        """The open sessions of a person, oldest first."""
        return sorted(self._records.by("person", person), key=lambda record: record.opened_at)

    def close(self, key: str) -> None:
        """End a session; ending it again changes nothing."""
        if key in self._records:
            self._records.remove(key)

    def close_all(self, person: str) -> int:
        """End all sessions of a person; returns how many there were."""
        records = self.of(person)
        for record in records:
            self._records.remove(record.key)
        return len(records)

    def __len__(self) -> int:
        return len(self._records)
