"""``plugin="five_point"`` on a view: there is no such page unless the plugin is active here."""

from __future__ import annotations

from oshj_portal.plugins.states import Plugins


class PluginPredicate:
    """Asks the site at every request, so that switching a plugin needs no restart."""

    def __init__(self, plugin_id: str, info) -> None:
        self.plugin_id = plugin_id

    def text(self) -> str:
        """How the predicate is shown by ``pviews``."""
        return f"plugin = {self.plugin_id}"

    phash = text

    def __call__(self, context, request) -> bool:
        return Plugins(request.site).is_active(request.registry.plugins, self.plugin_id)


def includeme(config):
    config.add_view_predicate("plugin", PluginPredicate)
