"""Renders deform's widgets with the templates of this package, in the request's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.resources import files
from typing import Any

import deform
from pyramid.request import Request
from translationstring import ChameleonTranslate


@cache
def load_templates(auto_reload: bool) -> deform.ZPTRendererFactory:
    """The templates, compiled once in a process; ``auto_reload`` looks for changes of the files."""
    folder = str(files("oshj_portal.forms") / "templates")
    return deform.ZPTRendererFactory((folder,), auto_reload=auto_reload)


def renderer_for(request: Request, templates: deform.ZPTRendererFactory) -> Callable[..., str]:
    """The renderer a form of this request uses: ``renderer(template_name, **values)``."""
    return partial(_render, templates, ChameleonTranslate(request.localizer.translate))


def _render(
    templates: deform.ZPTRendererFactory,
    translate: Callable[..., str],
    template_name: str,
    *,
    field: deform.Field,
    **values: Any,
) -> str:
    described_by = " ".join(_notes(field)) or None
    attributes = {
        "aria-describedby": described_by,
        "aria-invalid": "true" if field.error is not None else None,
        **getattr(field.widget, "attributes", {}),
    }
    return templates(
        template_name,
        field=field,
        translate=translate,
        described_by=described_by,
        attributes={name: value for name, value in attributes.items() if value is not None},
        **values,
    )


def _notes(field: deform.Field) -> Iterator[str]:
    """The ids of the field's help and error, as ``field_notes.pt`` gives them."""
    if field.description:
        yield f"help-{field.oid}"
    if field.error is not None:
        yield f"error-{field.oid}"
