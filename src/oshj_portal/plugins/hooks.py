"""The one place that calls into a plugin, so that its crash is never the portal's.

A deciding hook fails closed: its crash is a refusal that says so.  A decorating hook fails to
blank.  A refusal a deciding hook means is passed on.  Three crashes in an hour switch the
plugin off.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

from transaction import TransactionManager
from transaction.interfaces import TransientError

from oshj_core.errors import Refusal
from oshj_core.text import text
from oshj_portal.persistence import database
from oshj_portal.plugins.manifest import Plugin
from oshj_portal.plugins.switching_off import switch_off
from oshj_portal.store import site_of

if TYPE_CHECKING:
    from datetime import datetime

CRASHES = 3
WITHIN_SECONDS = 3600
WRITE_ATTEMPTS = 5

log = logging.getLogger(__name__)
Result = TypeVar("Result")


class _Closed:
    """Marks a hook whose answer decides: there is nothing to go on with instead of it."""


CLOSED: Final = _Closed()


class PluginFailed(Refusal):
    """A deciding hook crashed; nothing was stored."""

    def __init__(self, plugin: Plugin) -> None:
        super().__init__(
            text("The plugin “${id}” failed; nothing was stored.", id=plugin.id),
            advice=text("Tell the administrator; the log of the server says what happened."),
        )


class CrashCounter:
    """The crashes of each plugin in this process within the last hour."""

    def __init__(self) -> None:
        self._crashes: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def count(self, plugin_id: str, at: datetime) -> bool:
        """Count one; whether it was one too many, after which counting begins anew."""
        with self._lock:
            crashes = self._crashes.setdefault(plugin_id, deque(maxlen=CRASHES))
            crashes.append(at)
            full = len(crashes) == CRASHES
            too_many = full and (at - crashes[0]).total_seconds() < WITHIN_SECONDS
            if too_many:
                crashes.clear()
            return too_many


def call_hook(
    registry: Any,
    plugin: Plugin,
    hook: str,
    call: Callable[[], Result],
    *,
    blank: Result | _Closed = CLOSED,
) -> Result:
    """The answer of ``call``, which calls the plugin's ``hook``.

    With ``blank`` the hook decorates, and ``blank`` is the answer when it crashes.

    :raises PluginFailed: a deciding hook crashed.
    :raises Refusal: a deciding hook refused.
    """
    try:
        return call()
    except TransientError:
        raise
    except Exception as problem:
        if isinstance(blank, _Closed) and isinstance(problem, Refusal):
            raise
        log.exception("plugin %s crashed in %s", plugin.id, hook)
        if registry.plugin_crashes.count(plugin.id, registry.clock.now()):
            _switch_off(registry, plugin.id)
        if isinstance(blank, _Closed):
            raise PluginFailed(plugin) from problem
        return blank


def _switch_off(registry: Any, plugin_id: str) -> None:
    """In a transaction of its own: the one that crashed may be undone."""
    reason = f"{plugin_id}: {CRASHES} crashes within {WITHIN_SECONDS // 60} minutes"
    log.error("plugin %s is switched off: %s", plugin_id, reason)
    manager = TransactionManager(explicit=True)
    connection = database(registry).open(transaction_manager=manager)
    try:
        for attempt in manager.attempts(WRITE_ATTEMPTS):
            with attempt:
                switch_off(
                    site_of(connection),
                    registry.plugins,
                    plugin_id,
                    registry.clock.now(),
                    reason,
                )
    finally:
        connection.close()
