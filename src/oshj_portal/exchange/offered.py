"""The formats that the active plugins of a site bring, and the exchange of one of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from oshj_core.errors import NotFound
from oshj_core.exchange import Exchange, Files, Incoming
from oshj_core.extension import ExchangeFormat
from oshj_core.lists import Problems
from oshj_portal.exchange.files import DAMAGED, pack
from oshj_portal.lists.archive import broken
from oshj_portal.plugins.hooks import call_hook
from oshj_portal.plugins.schemes import schemes
from oshj_portal.plugins.settings import read_settings
from oshj_portal.plugins.states import Plugins

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oshj_portal.plugins.manifest import Plugin
    from oshj_portal.store import Site


@attrs.frozen
class Offered:
    """A format of an active plugin at a site: the one place that calls it."""

    plugin: Plugin
    format: ExchangeFormat
    site: Site
    registry: Any

    def exchange(self, semester: str, at: datetime) -> Exchange:
        """What the format works on.

        :raises Invalid: the stored settings do not fit the plugin.
        """
        settings = read_settings(self.plugin, Plugins(self.site).record(self.plugin.id).settings)
        return Exchange(self.site, at, semester, schemes(self.site, self.registry), settings)

    def read(self, files: Files, semester: str, at: datetime) -> Incoming | Problems:
        """What the files would change, or all that is wrong with them.

        :raises PluginFailed: the plugin crashed.
        :raises Invalid: not files of this format.
        """
        return self.read_for(files, self.exchange(semester, at))

    def read_for(self, files: Files, exchange: Exchange) -> Incoming | Problems:
        """The same for an exchange whose stores are not the site's own but stand for them.

        :raises PluginFailed, Invalid: see :meth:`read`.
        """

        def call() -> Incoming | Problems:
            try:
                return self.format.read(files, exchange)
            except DAMAGED as error:
                # What a ZIP of strangers does while it is unpacked is no fault of the plugin.
                raise broken() from error

        return self._call("exchange.read", call)

    def write(
        self,
        target: BinaryIO | Path,
        semester: str,
        at: datetime,
        progress: Callable[[int], None] = lambda pieces: None,
    ) -> None:
        """Write the files: into a stream as one file or one ZIP, or into a folder.

        :raises PluginFailed: the plugin crashed.
        :raises Invalid: the exchange lacks what the format needs.
        """
        exchange = self.exchange(semester, at)
        self._call(
            "exchange.write",
            lambda: pack(self.format, self.format.write(exchange), target, progress),
        )

    def _call(self, hook: str, call: Callable[[], Any]) -> Any:
        return call_hook(self.registry, self.plugin, hook, call)


def offered(site: Site, registry: Any) -> list[Offered]:
    """The formats by id; of two with one id the plugin's that comes first."""
    found: dict[str, Offered] = {}
    for plugin in Plugins(site).active(registry.plugins):
        for one in plugin.exchange_formats:
            found.setdefault(one.id, Offered(plugin, one, site, registry))
    return [found[identifier] for identifier in sorted(found)]


def find(site: Site, registry: Any, identifier: str) -> Offered:
    """The format of that id.

    :raises NotFound: no active plugin brings it.
    """
    for one in offered(site, registry):
        if one.format.id == identifier:
            return one
    raise NotFound("format", identifier)
