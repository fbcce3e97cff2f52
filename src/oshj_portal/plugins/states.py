"""What a site keeps about its plugins: primitives only, settings and data as JSON texts.

A JSON text can hold no class of a plugin, so nothing breaks when the plugin's code is gone,
and every value read is a copy that nobody else sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableMapping
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs
from BTrees.OOBTree import OOBTree

from oshj_core.extension import Json
from oshj_portal.plugins.manifest import Plugin

if TYPE_CHECKING:
    from oshj_portal.plugins.discovery import LoadedPlugins
    from oshj_portal.store import Site


class PluginState(Enum):
    """How far a plugin has come at a site.  Uninstalled, it is available again."""

    AVAILABLE = "available"
    INSTALLED = "installed"
    ENABLED = "enabled"
    DISABLED = "disabled"


@attrs.frozen
class PluginRecord:
    """A plugin at a site; ``settings`` is what :func:`write_settings` made of them."""

    state: PluginState = PluginState.AVAILABLE
    version: str = ""
    settings: Mapping[str, Json] = attrs.field(factory=dict)

    @property
    def is_installed(self) -> bool:
        """Whether the site keeps anything for it."""
        return self.state is not PluginState.AVAILABLE


NOT_INSTALLED = PluginRecord()


def to_json(value: Json) -> str:
    """The text a value is kept as.

    :raises TypeError: the value is not JSON-like; floats are not, marks are decimals.
    """
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _check(value: Any) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key must be a text: {key!r}")
            _check(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _check(part)
    elif not (value is None or isinstance(value, bool | int | str)):
        raise TypeError(f"plugins keep JSON-like values, not {value!r}")


class SiteData(MutableMapping[str, Json]):
    """A plugin's data at a site, over a tree of JSON texts."""

    def __init__(self, tree: OOBTree) -> None:
        self._tree = tree

    def __getitem__(self, key: str) -> Json:
        return json.loads(self._tree[key])

    def __setitem__(self, key: str, value: Json) -> None:
        if not isinstance(key, str):
            raise TypeError(f"a key must be a text: {key!r}")
        self._tree[str(key)] = to_json(value)

    def __delitem__(self, key: str) -> None:
        del self._tree[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tree)

    def __len__(self) -> int:
        return len(self._tree)


class Plugins:
    """The plugins of one site."""

    def __init__(self, site: Site) -> None:
        self._kept = site.plugins

    def record(self, plugin_id: str) -> PluginRecord:
        """How the plugin stands."""
        kept = self._kept.get(plugin_id)
        if kept is None:
            return NOT_INSTALLED
        return PluginRecord(
            PluginState(kept["state"]), kept["version"], json.loads(kept["settings"])
        )

    def put(self, plugin_id: str, record: PluginRecord) -> None:
        """Keep how an installed plugin stands."""
        kept = self._kept.get(plugin_id)
        if kept is None:
            kept = self._kept[plugin_id] = OOBTree({"data": OOBTree()})
        kept["state"] = record.state.value
        kept["version"] = str(record.version)
        kept["settings"] = to_json(dict(record.settings))

    def data(self, plugin_id: str) -> SiteData:
        """The data of an installed plugin."""
        return SiteData(self._kept[plugin_id]["data"])

    def remove(self, plugin_id: str) -> None:
        """Forget the plugin with its settings and data."""
        del self._kept[plugin_id]

    def ids(self) -> list[str]:
        """The plugins something is kept for."""
        return sorted(self._kept)

    def is_active(self, loaded: LoadedPlugins, plugin_id: str) -> bool:
        """Whether the plugin does anything at this site: loaded, enabled, its data of the shape
        it knows, and all it requires active as well."""
        plugin = loaded.find(plugin_id)
        if plugin is None:
            return False
        record = self.record(plugin_id)
        return (
            record.state is PluginState.ENABLED
            and not needs_upgrade(plugin, record)
            and all(self.is_active(loaded, needed) for needed in plugin.requires)
        )

    def active(self, loaded: LoadedPlugins) -> list[Plugin]:
        """The active plugins, each after those it requires."""
        return [plugin for plugin in loaded.by_id.values() if self.is_active(loaded, plugin.id)]


def needs_upgrade(plugin: Plugin, record: PluginRecord) -> bool:
    """Whether the data was kept by another version and has to be brought up first."""
    return plugin.upgrade is not None and record.is_installed and record.version != plugin.version
