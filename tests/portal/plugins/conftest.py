"""A site in memory, plugins made up for a test, and the moves of an administrator."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
import transaction
from ZODB.DB import DB
from ZODB.MappingStorage import MappingStorage

from oshj_core.journal import Act
from oshj_core.roles import Actor
from oshj_portal.i18n import _
from oshj_portal.plugins.discovery import LoadedPlugins
from oshj_portal.plugins.hooks import CrashCounter
from oshj_portal.plugins.lifecycle import Lifecycle
from oshj_portal.plugins.manifest import Plugin
from oshj_portal.store import create_site, site_of

NOW = datetime(2026, 9, 28, 10, 0, tzinfo=timezone(timedelta(hours=6)))


def make_plugin(plugin_id: str, **kw) -> Plugin:
    return Plugin(id=plugin_id, **{"title": _("Plugins"), "version": "1.0", **kw})


class Place:
    """A stored site, the plugins a process has loaded, and a clock."""

    def __init__(self, db: DB) -> None:
        self.manager = transaction.TransactionManager(explicit=True)
        self.manager.begin()
        self.connection = db.open(transaction_manager=self.manager)
        self.site = create_site(self.connection)
        self.moment = NOW
        self.registry = SimpleNamespace(
            plugins=LoadedPlugins(),
            plugin_crashes=CrashCounter(),
            clock=SimpleNamespace(now=lambda: self.moment),
            _zodb_databases={"": db},
        )
        self.commit()

    def load(self, *plugins: Plugin) -> None:
        self.registry.plugins = LoadedPlugins({plugin.id: plugin for plugin in plugins})

    @property
    def lifecycle(self) -> Lifecycle:
        return Lifecycle(self.site, self.registry, Act(Actor("admin"), self.moment, "r1"))

    def commit(self) -> None:
        self.manager.commit()
        self.manager.begin()

    def undo(self) -> None:
        self.manager.abort()
        self.manager.begin()

    def actions(self, plugin_id: str) -> list[str]:
        return [event.action for event in self.site.audit.about(f"plugin:{plugin_id}")]


@pytest.fixture
def place():
    db = DB(MappingStorage())
    made = Place(db)
    assert made.site is site_of(made.connection)
    yield made
    made.manager.abort()
    made.connection.close()
    db.close()
