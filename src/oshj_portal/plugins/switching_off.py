"""Switching off a plugin that keeps crashing, with those that cannot work without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_portal.plugins.states import Plugins, PluginState

if TYPE_CHECKING:
    from datetime import datetime

    from oshj_portal.plugins.discovery import LoadedPlugins
    from oshj_portal.store import Site

MACHINE = "machine"


def switch_off(
    site: Site, loaded: LoadedPlugins, plugin_id: str, now: datetime, reason: str
) -> None:
    """Disable the plugin and those that require it; each leaves its event with the reason."""
    plugins = Plugins(site)
    for plugin in reversed(list(loaded.by_id.values())):
        record = plugins.record(plugin.id)
        concerned = plugin.id == plugin_id or plugin_id in all_requirements(loaded, plugin.id)
        if concerned and record.state is PluginState.ENABLED:
            plugins.put(plugin.id, attrs.evolve(record, state=PluginState.DISABLED))
            site.audit.append(
                AuditEvent(
                    int(now.timestamp() * 1000),
                    MACHINE,
                    "plugin.disable",
                    f"plugin:{plugin.id}",
                    PluginState.ENABLED.value,
                    PluginState.DISABLED.value,
                    reason,
                )
            )


def all_requirements(loaded: LoadedPlugins, plugin_id: str) -> set[str]:
    """The ids of all that the plugin requires, directly or not."""
    plugin = loaded.find(plugin_id)
    if plugin is None:
        return set()
    return set(plugin.requires).union(
        *(all_requirements(loaded, needed) for needed in plugin.requires)
    )
