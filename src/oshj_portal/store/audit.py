"""The audit trail: events that are only ever added, by many processes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import count, islice
from secrets import randbits

from BTrees.LOBTree import LOBTree
from persistent import Persistent

from oshj_core.audit import AuditEvent
from oshj_portal.store.convert import converter
from oshj_portal.store.pairs import Pairs

_EVENT = converter(AuditEvent)
_SERIAL_BITS = 20
# Events are spread over trees: in one tree all would be added at its end, where writers that
# come at the same time meet whenever a bucket is full.
_TREES = 16
_serials = count(randbits(_SERIAL_BITS))


def _key(at: int) -> int:
    """A key that sorts by time, the newest first, and that no other process is likely to take.

    Within a process the serial keeps events of one millisecond in their order.
    """
    return -(at << _SERIAL_BITS | next(_serials) % (1 << _SERIAL_BITS))


class StoredAudit(Persistent):
    """Events, implementing :class:`oshj_core.ports.AuditTrail`."""

    def __init__(self) -> None:
        self._trees = tuple(LOBTree() for _ in range(_TREES))
        self._subjects = Pairs()

    def append(self, event: AuditEvent) -> None:
        """Add the event."""
        key = _key(event.at)
        while not self._tree(key).insert(key, _EVENT.dump(event)):
            key = _key(event.at)
        self._subjects.replace(key, (), (event.subject,))

    def about(self, subject: str) -> Sequence[AuditEvent]:
        """The events of one object, oldest first."""
        newest_first = [_EVENT.load(self._tree(key)[key]) for key in self._subjects.ids(subject)]
        return newest_first[::-1]

    def latest(self, limit: int) -> Sequence[AuditEvent]:
        """The newest events of all objects, newest first."""
        return list(islice(self, limit))

    def __iter__(self) -> Iterator[AuditEvent]:
        """All events, newest first."""
        for key in merge(*(tree.keys() for tree in self._trees)):
            yield _EVENT.load(self._tree(key)[key])

    def _tree(self, key: int) -> LOBTree:
        return self._trees[key % len(self._trees)]
