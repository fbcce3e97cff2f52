"""Finding and loading the plugins the ini allows; a broken one is left out and named."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import EntryPoint, entry_points

import attrs
from pyramid.config import Configurator

from oshj_core.errors import Refusal
from oshj_core.extension import check_api
from oshj_core.text import Text, text
from oshj_portal.plugins.manifest import Plugin
from oshj_portal.plugins.settings import read_settings

GROUP = "oshj.plugins"

log = logging.getLogger(__name__)


@attrs.frozen
class LoadFailure:
    """A plugin that is allowed but could not be loaded, and why."""

    id: str
    reason: Text


@attrs.frozen
class LoadedPlugins:
    """What the process has: ``by_id`` in an order in which each comes after what it requires."""

    by_id: Mapping[str, Plugin] = attrs.field(factory=dict)
    failures: tuple[LoadFailure, ...] = ()

    def find(self, plugin_id: str) -> Plugin | None:
        """The plugin, or ``None`` if it was not loaded."""
        return self.by_id.get(plugin_id)


def installed_entry_points() -> Sequence[EntryPoint]:
    """The entry points of all installed distributions."""
    return list(entry_points(group=GROUP))


def load_plugins(
    config: Configurator, allowed: Sequence[str], found: Iterable[EntryPoint]
) -> LoadedPlugins:
    """Load and include the ``allowed`` plugins among those ``found``.

    What is not allowed is never imported.
    """
    plugins, failures = discover(allowed, found)
    included: dict[str, Plugin] = {}
    for plugin in plugins:
        try:
            _include(config, plugin)
        except Exception as problem:
            log.exception("plugin %s cannot be included", plugin.id)
            failures.append(LoadFailure(plugin.id, _crash(problem)))
        else:
            included[plugin.id] = plugin
    for failure in failures:
        log.error("plugin %s is left out: %s", failure.id, failure.reason)
    return LoadedPlugins(included, tuple(failures))


def discover(
    allowed: Sequence[str], found: Iterable[EntryPoint]
) -> tuple[list[Plugin], list[LoadFailure]]:
    """The ``allowed`` plugins, each after those it requires, and those that cannot be had."""
    wanted = [point for point in found if point.name in allowed]
    times = Counter(point.name for point in wanted)
    plugins: dict[str, Plugin] = {}
    failures: list[LoadFailure] = []
    for name in dict.fromkeys(allowed):
        if times[name] != 1:
            failures.append(LoadFailure(name, _MISSING if not times[name] else _TWICE))
            continue
        point = next(point for point in wanted if point.name == name)
        try:
            plugins[name] = _checked(name, point.load())
        except Refusal as refusal:
            failures.append(LoadFailure(name, refusal.text))
        except Exception as problem:
            # Whatever a plugin's module does while it is imported, the portal starts.
            log.exception("plugin %s cannot be loaded", name)
            failures.append(LoadFailure(name, _crash(problem)))
    return _in_order(plugins, failures), failures


_MISSING = text("It is not installed on this machine")
_TWICE = text("Two installed packages give a plugin of this name")


def _crash(problem: Exception) -> Text:
    return text("${kind}: ${problem}", kind=type(problem).__name__, problem=problem)


def _checked(name: str, plugin: object) -> Plugin:
    if not isinstance(plugin, Plugin):
        raise Refusal(text("The entry point does not give a plugin"))
    if plugin.id != name:
        raise Refusal(text("Its id is “${id}”, not the entry point's name", id=plugin.id))
    check_api(plugin.api)
    read_settings(plugin, {})
    return plugin


def _in_order(plugins: dict[str, Plugin], failures: list[LoadFailure]) -> list[Plugin]:
    """Those that require one another in a circle can never be installed and are left out."""
    left = dict(plugins)
    while True:
        needs = {
            one.id: [other for other in sorted(one.requires) if other in left]
            for one in left.values()
        }
        try:
            return [left[one] for one in TopologicalSorter(needs).static_order()]
        except CycleError as problem:
            circle = dict.fromkeys(problem.args[1])
            reason = text("Plugins require one another: ${circle}", circle=" → ".join(circle))
            for one in circle:
                failures.append(LoadFailure(one, reason))
                del left[one]


def _include(config: Configurator, plugin: Plugin) -> None:
    actions = config.action_state.actions
    before = len(actions)
    try:
        plugin.register(config.registry)
        if plugin.includeme is not None:
            config.include(plugin.includeme)
    except Exception:
        # Half of its views would be worse than none.
        del actions[before:]
        raise
