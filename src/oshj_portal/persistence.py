"""Transactions and the database: one connection a request, opened only when it is used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyramid_tm
import transaction
from pyramid.events import ApplicationCreated
from pyramid_zodbconn import get_connection

from oshj_portal.evolution import mark_all_done
from oshj_portal.store import Site, create_site, site_of

# Hot lessons meet conflicts in bursts; three attempts were measured to be too few.
RETRY_ATTEMPTS = 8


def get_site(request) -> Site:
    """The stored university; the connection opens at the first use."""
    return site_of(get_connection(request))


@contextmanager
def open_site(registry) -> Iterator[Site]:
    """The site in a connection and a transaction of its own, for work outside requests.

    Committed at the end, undone if the block raises.
    """
    manager = transaction.TransactionManager(explicit=True)
    connection = database(registry).open(transaction_manager=manager)
    try:
        with manager:
            yield site_of(connection)
    finally:
        connection.close()


def database(registry):
    """The application's database."""
    return registry._zodb_databases[""]


def found_site(event) -> None:
    """A new database gets its site when the application starts; it needs no evolution."""
    registry = event.app.registry
    manager = transaction.TransactionManager(explicit=True)
    connection = database(registry).open(transaction_manager=manager)
    try:
        for attempt in manager.attempts(RETRY_ATTEMPTS):
            with attempt:
                if "site" not in connection.root():
                    mark_all_done(create_site(connection), registry)
    finally:
        connection.close()


def includeme(config):
    settings = config.get_settings()
    settings["tm.commit_veto"] = pyramid_tm.default_commit_veto
    settings["tm.manager_hook"] = pyramid_tm.explicit_manager
    settings.setdefault("retry.attempts", RETRY_ATTEMPTS)
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    config.include("pyramid_zodbconn")
    config.add_request_method(get_site, "site", reify=True)
    config.add_subscriber(found_site, ApplicationCreated)
