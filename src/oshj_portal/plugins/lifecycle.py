"""How a plugin moves at a site: installed, enabled, disabled, uninstalled; each move audited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.errors import Invalid, NotFound
from oshj_core.extension import Removal
from oshj_core.text import text
from oshj_portal.plugins.hooks import call_hook
from oshj_portal.plugins.settings import read_settings, write_settings
from oshj_portal.plugins.states import (
    PluginRecord,
    Plugins,
    PluginState,
    needs_upgrade,
    to_json,
)

if TYPE_CHECKING:
    from oshj_core.journal import Act
    from oshj_portal.plugins.discovery import LoadedPlugins
    from oshj_portal.plugins.manifest import Plugin
    from oshj_portal.store import Site


class Lifecycle:
    """The moves of a site's plugins by one actor.

    A move to where the plugin already is changes nothing, so that each is safe to repeat.
    Every move raises ``NotFound`` for a plugin that was not loaded, and ``Invalid`` when
    another plugin or the plugin's state stands against it.
    """

    def __init__(self, site: Site, registry: Any, act: Act) -> None:
        self._site = site
        self._registry = registry
        self._act = act
        self._plugins = Plugins(site)

    def install(self, plugin_id: str) -> None:
        """Let the plugin begin at this site, with its default settings."""
        plugin, record = self._find(plugin_id)
        if record.is_installed:
            return
        for needed in plugin.requires:
            if not self._plugins.record(needed).is_installed:
                raise Invalid(text("Install the plugin “${id}” first.", id=needed), place="plugin")
        self._plugins.put(plugin.id, PluginRecord(PluginState.INSTALLED, plugin.version))
        data = self._plugins.data(plugin.id)
        self._call(plugin, "install", lambda: plugin.install(data))
        self._audit("install", plugin.id, record.state.value, PluginState.INSTALLED.value)

    def enable(self, plugin_id: str) -> None:
        """Let the plugin work; its data is upgraded first."""
        plugin, record = self._find_installed(plugin_id)
        for needed in plugin.requires:
            if not self._plugins.is_active(self._loaded, needed):
                raise Invalid(text("Enable the plugin “${id}” first.", id=needed), place="plugin")
        self.upgrade(plugin_id)
        if record.state is PluginState.ENABLED:
            return
        self._move("enable", plugin_id, PluginState.ENABLED)

    def disable(self, plugin_id: str) -> None:
        """Let the plugin rest; settings and data stay."""
        _, record = self._find_installed(plugin_id)
        if record.state is not PluginState.ENABLED:
            return
        for other in self._dependents(plugin_id):
            if self._plugins.record(other).state is PluginState.ENABLED:
                raise Invalid(
                    text("The plugin “${id}” needs it: disable that one first.", id=other),
                    place="plugin",
                )
        self._move("disable", plugin_id, PluginState.DISABLED)

    def upgrade(self, plugin_id: str) -> None:
        """Bring the plugin's data to the shape its present version knows."""
        plugin, record = self._find_installed(plugin_id)
        if record.version == plugin.version:
            return
        upgrade = plugin.upgrade
        if upgrade is not None and needs_upgrade(plugin, record):
            data = self._plugins.data(plugin_id)
            self._call(plugin, "upgrade", lambda: upgrade(data, record.version))
        self._plugins.put(plugin_id, attrs.evolve(record, version=plugin.version))
        self._audit("upgrade", plugin_id, record.version, plugin.version)

    def configure(self, plugin_id: str, values: Mapping[str, Any]) -> None:
        """Keep the settings a form gave."""
        plugin, record = self._find_installed(plugin_id)
        settings = write_settings(plugin, values)
        if settings == dict(record.settings):
            return
        self._plugins.put(plugin_id, attrs.evolve(record, settings=settings))
        self._audit("configure", plugin_id, to_json(dict(record.settings)), to_json(settings))

    def preview_removal(self, plugin_id: str) -> Removal:
        """What :meth:`uninstall` would take away; asked of a copy of the data."""
        plugin, _ = self._find_installed(plugin_id)
        copy = dict(self._plugins.data(plugin_id))
        return self._call(plugin, "uninstall", lambda: plugin.uninstall(copy))

    def uninstall(self, plugin_id: str) -> Removal:
        """Remove the plugin's settings and data; says what went and what stays."""
        plugin, record = self._find(plugin_id)
        if not record.is_installed:
            return Removal()
        if record.state is PluginState.ENABLED:
            raise Invalid(text("Disable the plugin first."), place="plugin")
        for other in self._dependents(plugin_id):
            if self._plugins.record(other).is_installed:
                raise Invalid(
                    text("The plugin “${id}” needs it: uninstall that one first.", id=other),
                    place="plugin",
                )
        data = self._plugins.data(plugin_id)
        removal = self._call(plugin, "uninstall", lambda: plugin.uninstall(data))
        self._plugins.remove(plugin_id)
        self._audit("uninstall", plugin_id, record.state.value, PluginState.AVAILABLE.value)
        return removal

    def export(self, plugin_id: str) -> dict[str, Any]:
        """All that is kept for the plugin, to be taken away before it is uninstalled."""
        _, record = self._find_installed(plugin_id)
        return {
            "plugin": plugin_id,
            "version": record.version,
            "settings": dict(record.settings),
            "data": dict(self._plugins.data(plugin_id)),
        }

    def settings(self, plugin_id: str) -> Mapping[str, Any]:
        """The settings as the plugin reads them; the defaults if what is kept no longer fits."""
        plugin, record = self._find_installed(plugin_id)
        try:
            return read_settings(plugin, record.settings)
        except Invalid:
            return read_settings(plugin, {})

    @property
    def _loaded(self) -> LoadedPlugins:
        return self._registry.plugins

    def _find(self, plugin_id: str) -> tuple[Plugin, PluginRecord]:
        plugin = self._loaded.find(plugin_id)
        if plugin is None:
            raise NotFound("plugin", plugin_id)
        return plugin, self._plugins.record(plugin_id)

    def _find_installed(self, plugin_id: str) -> tuple[Plugin, PluginRecord]:
        plugin, record = self._find(plugin_id)
        if not record.is_installed:
            raise Invalid(text("Install the plugin “${id}” first.", id=plugin_id), place="plugin")
        return plugin, record

    def _dependents(self, plugin_id: str) -> list[str]:
        return [other.id for other in self._loaded.by_id.values() if plugin_id in other.requires]

    def _call(self, plugin: Plugin, hook: str, call: Any) -> Any:
        return call_hook(self._registry, plugin, hook, call)

    def _move(self, action: str, plugin_id: str, state: PluginState) -> None:
        record = self._plugins.record(plugin_id)
        self._plugins.put(plugin_id, attrs.evolve(record, state=state))
        self._audit(action, plugin_id, record.state.value, state.value)

    def _audit(self, action: str, plugin_id: str, before: str, after: str) -> None:
        self._site.audit.append(
            AuditEvent(
                self._act.millis,
                self._act.actor.id,
                f"plugin.{action}",
                f"plugin:{plugin_id}",
                before,
                after,
                request=self._act.request,
            )
        )
