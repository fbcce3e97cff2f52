"""Records under retention, in memory."""

from __future__ import annotations

from collections.abc import Iterator

from oshj_core.errors import Conflict, NotFound
from oshj_core.retention import (
    Disposal,
    DisposalAct,
    Hold,
    Record,
)
from oshj_core.roles import UNIVERSITY, Scope
from oshj_core.testing.memory import MemoryTable
from oshj_core.text import text


class MemoryRecords:
    """Records under retention in a dict."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def put(self, record: Record) -> None:
        """Add a record or replace the one with its id."""
        self._records[record.id] = record

    def __iter__(self) -> Iterator[Record]:
        return iter(tuple(self._records.values()))

    def find(self, identifier: str) -> Record | None:
        return self._records.get(identifier)

    def destroy(self, identifier: str) -> None:
        self._records.pop(identifier, None)


class MemoryActs:
    """Acts of disposal in a list."""

    def __init__(self) -> None:
        self._acts: list[DisposalAct] = []

    def append(self, act: DisposalAct) -> None:
        for known in self._acts:
            if known.id == act.id:
                raise Conflict(
                    text("There is an act “${id}” already.", id=act.id), stored=known, offered=act
                )
        self._acts.append(act)

    def of_record(self, record: str) -> DisposalAct | None:
        for act in self._acts:
            if any(item.record == record for item in act.items):
                return act
        return None

    def __iter__(self) -> Iterator[DisposalAct]:
        return iter(tuple(self._acts))


class MemoryRetentionStore:
    """Everything retention needs, in memory."""

    def __init__(self) -> None:
        self.records = MemoryRecords()
        self.holds: MemoryTable[Hold] = MemoryTable("hold")
        self.disposals: MemoryTable[Disposal] = MemoryTable("disposal list")
        self.acts = MemoryActs()
        self._places: dict[Scope, tuple[Scope, ...]] = {UNIVERSITY: (UNIVERSITY,)}

    def locate(self, *place: Scope) -> None:
        """Say where things lie: a scope, the one it lies in, and so on up to the university."""
        for start, scope in enumerate(place):
            self._places[scope] = place[start:]

    def place_of(self, scope: Scope) -> tuple[Scope, ...]:
        try:
            return self._places[scope]
        except KeyError:
            raise NotFound("place", scope) from None
