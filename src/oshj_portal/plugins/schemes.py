"""The grading schemes a journal may be opened with: shipped ones and those of plugins."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.errors import Refusal
from oshj_core.grading import load_scheme, shipped_schemes
from oshj_core.text import Text, text
from oshj_portal.plugins.hooks import call_hook
from oshj_portal.plugins.settings import read_settings
from oshj_portal.plugins.states import Plugins

if TYPE_CHECKING:
    from oshj_portal.plugins.manifest import Plugin
    from oshj_portal.store import Site

log = logging.getLogger(__name__)


@attrs.frozen
class SchemeFault:
    """A plugin's scheme that is left out, and why."""

    plugin: str
    scheme: str
    reason: Text


def schemes(site: Site, registry: Any) -> Mapping[str, str]:
    """Scheme id → TOML text, shipped ones first; a plugin's unusable text is left out."""
    texts, _ = collect(site, registry)
    return texts


def collect(site: Site, registry: Any) -> tuple[dict[str, str], list[SchemeFault]]:
    """The schemes, and those of plugins that are left out."""
    texts = dict(shipped_schemes())
    faults: list[SchemeFault] = []
    for plugin in Plugins(site).active(registry.plugins):
        nothing: dict[str, str] = {}
        contributed = call_hook(
            registry,
            plugin,
            "grading_schemes",
            partial(_contributed, site, plugin),
            blank=nothing,
        )
        for name, toml in contributed.items():
            reason = _fault(plugin, name, toml, texts)
            if reason is None:
                texts[name] = toml
            else:
                log.error("plugin %s: scheme %s is left out: %s", plugin.id, name, reason)
                faults.append(SchemeFault(plugin.id, name, reason))
    return texts, faults


def _contributed(site: Site, plugin: Plugin) -> dict[str, str]:
    if plugin.grading_schemes is None:
        return {}
    settings = read_settings(plugin, Plugins(site).record(plugin.id).settings)
    contributed = dict(plugin.grading_schemes(settings))
    if not all(isinstance(part, str) for pair in contributed.items() for part in pair):
        raise TypeError("schemes are texts by their ids")
    return contributed


def _fault(plugin: Plugin, name: str, toml: str, known: Mapping[str, str]) -> Text | None:
    if name in known:
        return text("There is another scheme of that name")
    try:
        scheme = load_scheme(toml, source=f"{plugin.id}/{name}")
    except Refusal as refusal:
        return refusal.text
    if scheme.id != name:
        return text("The scheme's own id is “${id}”", id=scheme.id)
    return None


def includeme(config):
    config.add_request_method(
        lambda request: schemes(request.site, request.registry), "schemes", reify=True
    )
