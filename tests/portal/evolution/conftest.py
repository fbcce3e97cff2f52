"""A site on disk in the shape it had before people were found by their words."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import transaction
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from oshj_portal.evolution.search_index import TABLES, build_search_index
from oshj_portal.evolution.steps import Step
from oshj_portal.store import create_site, site_of
from oshj_portal.store.search import WORDS
from tests.support.university import build_university


def make_old_shape(site) -> None:
    """Take away what the program of that time did not know."""
    site.evolution.clear()
    for name in TABLES:
        table = getattr(site.university, name)
        table._indexes = {key: index for key, index in table._indexes.items() if key != WORDS}


def registry_of(*steps: Step) -> SimpleNamespace:
    return SimpleNamespace(evolution_steps={step.name: step for step in steps})


SEARCH_INDEX = Step("search-index", build_search_index, batched=True)


class OldSite:
    """A file with a site, opened anew for each look at it."""

    def __init__(self, path) -> None:
        self.path = str(path)

    @contextmanager
    def opened(self):
        """The site, its connection's manager, and the storage; a transaction has begun."""
        db = DB(FileStorage(self.path))
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = db.open(transaction_manager=manager)
        try:
            yield SimpleNamespace(
                site=site_of(connection), manager=manager, connection=connection, db=db
            )
        finally:
            manager.abort()
            connection.close()
            db.close()

    @property
    def last_tid(self) -> bytes:
        storage = FileStorage(self.path, read_only=True)
        try:
            return storage.lastTransaction()
        finally:
            storage.close()


@pytest.fixture
def old_site(tmp_path):
    path = tmp_path / "data.fs"
    db = DB(FileStorage(str(path)))
    with db.transaction() as connection:
        site = create_site(connection)
        build_university(site)
        make_old_shape(site)
    db.close()
    return OldSite(path)
