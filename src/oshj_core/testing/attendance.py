"""Excuses in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oshj_core.attendance.excuses import Excuse
from oshj_core.errors import NotFound


class MemoryExcuses:
    """Excuses in a dict."""

    def __init__(self) -> None:
        self._excuses: dict[str, Excuse] = {}

    def get(self, identifier: str) -> Excuse:
        try:
            return self._excuses[identifier]
        except KeyError:
            raise NotFound("excuse", identifier) from None

    def find(self, identifier: str) -> Excuse | None:
        return self._excuses.get(identifier)

    def put(self, excuse: Excuse) -> None:
        self._excuses[excuse.id] = excuse

    def of(self, student: str) -> Sequence[Excuse]:
        own = [excuse for excuse in self if excuse.student == student]
        return sorted(own, key=lambda excuse: excuse.first)

    def under(self, document: str, number: str) -> Sequence[Excuse]:
        return [excuse for excuse in self if (excuse.document, excuse.number) == (document, number)]

    def __iter__(self) -> Iterator[Excuse]:
        return iter([self._excuses[identifier] for identifier in sorted(self._excuses)])
