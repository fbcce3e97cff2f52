"""A database on each storage the portal may run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import transaction
import ZODB.config
from ZODB.Connection import Connection
from ZODB.DB import DB

from oshj_portal.store import Site, create_site

CONFIG = Path(__file__).parents[3] / "config"


class Database:
    """A site in a database that can be opened again, as a second process would."""

    def __init__(self, connect: Callable[[], DB]) -> None:
        self._connect = connect
        self.db = connect()
        with self.site():
            pass

    def reopen(self) -> None:
        """Close the database and open it anew, with nothing in any cache."""
        self.db.close()
        self.db = self._connect()

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """A connection with a transaction of its own, committed unless something is raised."""
        manager = transaction.TransactionManager(explicit=True)
        connection = self.db.open(transaction_manager=manager)
        try:
            with manager:
                yield connection
        finally:
            connection.close()

    @contextmanager
    def site(self) -> Iterator[Site]:
        """The site in a transaction, committed unless something is raised."""
        with self.opened() as connection:
            yield create_site(connection)


@pytest.fixture(params=["filestorage", pytest.param("relstorage", marks=pytest.mark.postgres)])
def database(request, tmp_path, monkeypatch) -> Iterator[Database]:
    """A database opened by the configuration the portal ships with."""
    if request.param == "relstorage":
        monkeypatch.setenv("OSHJ_DSN", request.getfixturevalue("postgres_dsn"))
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    file = CONFIG / f"{request.param}.conf"
    database = Database(lambda: ZODB.config.databaseFromURL(str(file)))
    yield database
    database.db.close()


@pytest.fixture
def site(database) -> Iterator[Site]:
    """A site in an open transaction, that of the test."""
    with database.site() as site:
        yield site
