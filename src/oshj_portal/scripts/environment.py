"""The application as a command sees it: settings, store and transaction, without the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import attrs
from pyramid.paster import bootstrap
from transaction.interfaces import NoTransaction
from zc.lockfile import LockError

from oshj_core.errors import Refusal
from oshj_core.text import text

if TYPE_CHECKING:
    from pyramid.registry import Registry
    from pyramid.request import Request
    from transaction import TransactionManager

    from oshj_core.ports import Clock
    from oshj_portal.store import Site


@attrs.frozen
class Environment:
    """What a command works with.  A transaction has begun; the command commits it."""

    request: Request
    tm: TransactionManager

    @property
    def registry(self) -> Registry:
        """The application's registry."""
        return self.request.registry

    @property
    def site(self) -> Site:
        """The stored university."""
        return self.request.site

    @property
    def clock(self) -> Clock:
        """The application's clock."""
        return self.request.clock

    @property
    def schemes(self) -> Mapping[str, str]:
        """The grading schemes that may be assigned: id → TOML text."""
        return self.request.schemes


@contextmanager
def open_environment(config_uri: str) -> Iterator[Environment]:
    """The environment of an ini file; what was not committed is undone at the end."""
    with _started(config_uri) as env:
        request = env["request"]
        manager = request.tm
        manager.begin()
        try:
            yield Environment(request, manager)
        finally:
            with suppress(NoTransaction):
                manager.abort()


def _started(config_uri: str):
    try:
        return bootstrap(config_uri)
    except LockError as error:
        raise Refusal(
            text("Another process uses the database file."),
            advice=text("Stop the portal first, or use PostgreSQL, which serves many processes."),
        ) from error
