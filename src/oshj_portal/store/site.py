"""The root of all that is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent
from persistent.mapping import PersistentMapping
from ZODB.Connection import Connection

from oshj_core.errors import NotFound
from oshj_portal.store.academic_calendar import StoredCalendar
from oshj_portal.store.accounts import StoredAccounts, StoredHoldings
from oshj_portal.store.audit import StoredAudit
from oshj_portal.store.inspections import StoredInspections
from oshj_portal.store.load import StoredLoads
from oshj_portal.store.membership import StoredListErrors, StoredMoves
from oshj_portal.store.notices import StoredNotices
from oshj_portal.store.plans import StoredPlans
from oshj_portal.store.registers import StoredRegisters
from oshj_portal.store.rollover import StoredRollovers
from oshj_portal.store.search import search
from oshj_portal.store.sessions import StoredSessions
from oshj_portal.store.substitution import StoredDelegations, StoredSubstitutions
from oshj_portal.store.tables import StoredTable
from oshj_portal.store.timetable import Feeds, Rooms, StoredTimetable
from oshj_portal.store.university import StoredUniversity

_NAME = "site"


class Site(Persistent):
    """A university's journal: the core's ports, the sessions, and the portal's own state.

    ``settings``, ``plugins`` and ``jobs`` hold primitives only, by name; ``evolution`` is the
    set of the names of the steps that were done.
    """

    def __init__(self) -> None:
        self.university = StoredUniversity()
        self.holdings = StoredHoldings()
        self.accounts = StoredAccounts()
        self.audit = StoredAudit()
        self.registers = StoredRegisters()
        self.rooms = Rooms()
        self.timetable = StoredTimetable()
        self.feeds = Feeds()
        self.sessions = StoredSessions()
        self.settings = PersistentMapping()
        self.plugins = PersistentMapping()
        self.evolution = OOTreeSet()
        self.jobs = OOBTree()
        self.plans = StoredPlans()
        self.loads = StoredLoads()
        self.moves = StoredMoves()
        self.list_errors = StoredListErrors()
        self.substitutions = StoredSubstitutions()
        self.delegations = StoredDelegations()
        self.inspections = StoredInspections()
        self.notices = StoredNotices()
        self.rollovers = StoredRollovers()

    @property
    def calendar(self) -> StoredCalendar:
        """The academic calendar, a part of the university's own data."""
        return self.university.calendar

    def search(self, kind: str, words: str, limit: int) -> list[str]:
        """The ids of at most ``limit`` ``units``, ``staff``, ``students``, ``groups`` or
        ``subjects`` whose words begin with all of the typed ones."""
        table: StoredTable[Any] = getattr(self.university, kind)
        return search(table, words, limit)


def site_of(source: Connection | Mapping[str, Any]) -> Site:
    """The site of an open connection, or of its root object.

    :raises NotFound: the database has none yet; see :func:`create_site`.
    """
    root = source.root() if isinstance(source, Connection) else source
    try:
        return root[_NAME]
    except KeyError:
        raise NotFound("site", _NAME) from None


def create_site(connection: Connection) -> Site:
    """The site of the database, made if there is none.  Nothing is committed."""
    return connection.root().setdefault(_NAME, Site())
