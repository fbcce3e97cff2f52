"""The notices of everybody, found by person and time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import attrs
from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from oshj_core.notices import Notice
from oshj_portal.store.convert import converter
from oshj_portal.store.pairs import Pairs

_NOTICE = converter(Notice)


class StoredNotices(Persistent):
    """Notices, implementing :class:`oshj_core.notices.Notices`."""

    def __init__(self) -> None:
        self._notices = OOBTree()
        # (person, -at, id): a person's newest notices are the first of theirs.
        self._by_time = OOTreeSet()
        self._unread = Pairs()

    def add(self, notice: Notice) -> bool:
        """Add it; one of its id that is there already stays as it is.  Whether it was added."""
        if not self._notices.insert(notice.id, _NOTICE.dump(notice)):
            return False
        self._by_time.insert((notice.person, -notice.at, notice.id))
        if not notice.read:
            self._unread.replace(notice.id, (), (notice.person,))
        return True

    def of(self, person: str, limit: int = 100) -> Sequence[Notice]:
        """The newest notices of a person, the newest first."""
        keys = self._by_time.keys((person,), (person + "\0",), excludemax=True)
        return [_NOTICE.load(self._notices[identifier]) for _, _, identifier in islice(keys, limit)]

    def unread(self, person: str) -> int:
        """How many the person has not read."""
        return sum(1 for _ in self._unread.ids(person))

    def read(self, person: str, identifiers: Iterable[str], at: int) -> int:
        """Mark those of the person as read at ``at``; returns how many were not before."""
        own = set(self._unread.ids(person))
        wanted = own.intersection(identifiers)
        for identifier in sorted(wanted):
            known = _NOTICE.load(self._notices[identifier])
            self._notices[identifier] = _NOTICE.dump(attrs.evolve(known, read=at))
            self._unread.replace(identifier, (person,), ())
        return len(wanted)
