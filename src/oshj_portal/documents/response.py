"""A template as a PDF that the browser shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pyramid.renderers import get_renderer, render
from pyramid.request import Request
from pyramid.response import Response
from translationstring import ChameleonTranslate

from oshj_portal.documents.pdf import render_pdf
from oshj_portal.site_settings import university_name

_FRAME = "oshj_portal.documents:templates/base.pt"


def render_document(request: Request, renderer: str, values: Mapping[str, Any]) -> bytes:
    """The PDF of a template (an asset such as ``oshj_portal.documents:templates/x.pt``).

    The template may fill the slots ``style`` and ``content`` of the printed page, ``page``;
    ``values`` then hold its ``title``.  The texts are in the request's language.  Raises
    :class:`~oshj_portal.documents.pdf.DocumentError`.
    """
    frame = get_renderer(_FRAME, registry=request.registry).implementation()
    system = {
        "university": university_name(request),
        "page": frame.macros["page"],
        "translate": ChameleonTranslate(request.localizer.translate),
    }
    return render_pdf(render(renderer, {**system, **values}, request=request))


def pdf_response(pdf: bytes, filename: str) -> Response:
    """The PDF as an answer the browser shows and nobody stores on the way.

    ``filename`` is what "save" offers, with its Kyrgyz letters where the browser knows how.
    """
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = "".join(char for char in plain if char.isalnum() or char in "-_.").strip("-_.")
    if plain in ("", "pdf"):
        plain = "document.pdf"
    response = Response(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def render_template_pdf(
    request: Request, renderer: str, values: Mapping[str, Any], *, filename: str = "document.pdf"
) -> Response:
    """:func:`render_document` as a :func:`pdf_response`."""
    return pdf_response(render_document(request, renderer, values), filename)
