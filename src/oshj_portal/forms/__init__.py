"""Forms: deform's schemas and widgets in our own templates, without scripts or jQuery."""

from __future__ import annotations

from pyramid.config import Configurator
from pyramid.settings import asbool

from oshj_portal.forms.renderer import load_templates, renderer_for


def includeme(config: Configurator) -> None:
    """Give every request its ``form_renderer`` and load the catalogues of deform and colander."""
    config.add_translation_dirs("deform:locale/", "colander:locale/")
    auto_reload = asbool(config.registry.settings.get("pyramid.reload_templates"))
    templates = load_templates(auto_reload)
    config.add_request_method(
        lambda request: renderer_for(request, templates), "form_renderer", reify=True
    )
