"""Templates are compiled before the first request, once in a process.

A page first asked for in a busy minute is then as quick as any other. And it is safe: CPython
3.11 keeps the depth of its ``ast`` for all threads in one place, so a template compiled while
another thread wrote out the traceback of a conflict failed at times.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from chameleon.loader import MemoryLoader
from chameleon.template import BaseTemplate
from pyramid.config import Configurator
from pyramid.events import ApplicationCreated
from pyramid.renderers import get_renderer

from oshj_portal.forms.renderer import load_templates


class RememberedModules(MemoryLoader):
    """Chameleon's place for compiled templates; by name, which says file and contents."""

    def __init__(self) -> None:
        self._modules: dict[str, dict[str, Any]] = {}

    def get(self, name: str) -> dict[str, Any] | None:  # type: ignore[override]
        return self._modules.get(name)

    def build(self, source: str, filename: str) -> dict[str, Any]:
        return self._modules.setdefault(filename, super().build(source, filename))


def compile_templates(event: ApplicationCreated) -> None:
    """Compile the widgets, the pages and what plugins show; a broken one ends the start."""
    for name in _templates_of("oshj_portal.forms"):
        load_templates(auto_reload=False).load(Path(name).name).cook_check()
    for shown in event.app.registry.introspector.get_category("templates"):
        template = shown["introspectable"]
        if template["type"] == ".pt":
            template["renderer"].renderer.implementation().cook_check()
    for name in _templates_of("oshj_portal"):
        if not name.startswith("forms/"):
            get_renderer(f"oshj_portal:{name}").implementation().cook_check()


def _templates_of(package: str) -> Iterator[str]:
    """Their paths inside the package."""
    with as_file(files(package)) as folder:
        for path in sorted(folder.rglob("*.pt")):
            yield path.relative_to(folder).as_posix()


def includeme(config: Configurator) -> None:
    if not isinstance(BaseTemplate.loader, RememberedModules):
        BaseTemplate.loader = RememberedModules()
    config.add_subscriber(compile_templates, ApplicationCreated)
