"""What a plugin's entry point gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import colander

from oshj_core.extension import ExchangeFormat, GradingSchemes, PluginData, Removal

_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")


def _nothing_to_register(registry: Any) -> None:
    """Most plugins need nothing of the process."""


def _nothing_to_install(data: PluginData) -> None:
    """Most plugins keep nothing but their settings."""


def _nothing_to_remove(data: PluginData) -> Removal:
    return Removal()


@attrs.frozen(kw_only=True)
class Plugin:
    """A manifest, implementing :class:`oshj_core.extension.Plugin`.

    ``settings`` is a colander schema class whose every node has a ``missing`` value: a plugin
    works as soon as it is switched on.  ``includeme`` is the dotted name of what the
    configurator includes; its views carry the predicate ``plugin=<id>``.  ``upgrade`` is given
    by a plugin that keeps data; such a plugin rests at a site until it was upgraded there.
    """

    id: str = attrs.field(validator=attrs.validators.matches_re(_ID))
    title: str
    version: str
    api: str = "1.0"
    requires: tuple[str, ...] = ()
    settings: type[colander.Schema] | None = None
    includeme: str | None = None
    register: Callable[[Any], None] = _nothing_to_register
    install: Callable[[PluginData], None] = _nothing_to_install
    upgrade: Callable[[PluginData, str], None] | None = None
    uninstall: Callable[[PluginData], Removal] = _nothing_to_remove
    grading_schemes: GradingSchemes | None = None
    exchange_formats: Sequence[ExchangeFormat] = ()
