"""A plugin's settings: checked by its schema, kept as JSON-like values.

What is kept is what the schema serializes to, texts for the most part, so that a decimal stays
exact; it goes through the schema again each time it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import colander

from oshj_core.errors import Invalid
from oshj_core.extension import Json
from oshj_core.text import text
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.plugins.manifest import Plugin


def _schema(plugin: Plugin) -> colander.Schema:
    schema = plugin.settings() if plugin.settings is not None else colander.Schema()
    schema.typ = colander.Mapping(unknown="raise")
    return schema


def read_settings(plugin: Plugin, stored: Mapping[str, Json]) -> Mapping[str, Any]:
    """The settings as the plugin uses them, defaults included; ``stored`` is what is kept.

    :raises Invalid: an unknown key, a value the schema refuses, or a setting without a default.
    """
    try:
        return MappingProxyType(_schema(plugin).deserialize(dict(stored)))
    except colander.Invalid as problem:
        place, reason = next(iter(problem.asdict().items()))
        raise Invalid(
            text("Setting ${place}: ${reason}", place=place, reason=reason), place=place
        ) from problem


def write_settings(plugin: Plugin, values: Mapping[str, Any]) -> dict[str, Json]:
    """What is kept of the ``values`` a form gave.

    :raises Invalid: as :func:`read_settings`.
    """
    schema = _schema(plugin)
    for name in values:
        if name not in schema:
            raise Invalid(text("There is no setting “${name}”", name=name), place=name)
    stored = _without_null(schema.serialize(_given(values)))
    read_settings(plugin, stored)
    return stored


def _given(value: Any) -> Any:
    """Without what is ``None``: colander would write the word, and its default says it better."""
    if isinstance(value, Mapping):
        return {key: _given(part) for key, part in value.items() if part is not None}
    return value


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_null(part) for key, part in value.items() if part is not colander.null
        }
    if isinstance(value, list | tuple):
        return [_without_null(part) for part in value if part is not colander.null]
    return value


def settings_form_schema(plugin: Plugin) -> colander.Schema:
    """The plugin's schema as a form of the control panel."""
    own = _schema(plugin)
    schema = BaseSchema(validator=own.validator)
    for node in own.children:
        schema.add(node)
    return schema
