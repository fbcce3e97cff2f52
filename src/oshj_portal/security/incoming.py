"""What a request may carry, checked before a view reads any of it.

WebOb raises whatever its parsers meet when a form is first read, and gives a file where a view
expects a text; here both are a 400, and a body that no page of ours sends is a 413.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from pyramid.events import ContextFound
from pyramid.httpexceptions import HTTPBadRequest, HTTPRequestEntityTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable

MEGABYTE = 2**20
MAX_BODY = MEGABYTE


@attrs.frozen
class Upload:
    """A view that takes a file: the field it comes in and the size of the largest."""

    field: str
    megabytes: int


_NONE = Upload("", 0)


def add_upload(config, context, view, field, megabytes) -> None:
    """Directive: a view of that kind of resource takes a file in that field."""
    config.registry.uploads[context, view] = Upload(field, megabytes)


def check_incoming(event) -> None:
    """Refuse what cannot be read, what is too large, and files where none are taken."""
    request = event.request
    key = (type(request.context), request.view_name)
    upload = request.registry.uploads.get(key, _NONE)
    if (request.content_length or 0) > MAX_BODY + upload.megabytes * MEGABYTE:
        raise HTTPRequestEntityTooLarge
    try:
        fields: Iterable[tuple[str, Any]] = (*request.GET.items(), *request.POST.items())
    except (ValueError, DeprecationWarning):
        # Neither UTF-8 nor a form; WebOb raises the warning for any other charset.
        request.environ["QUERY_STRING"] = ""  # the error page could not read it either
        raise HTTPBadRequest from None
    if any(not isinstance(value, str) and name != upload.field for name, value in fields):
        raise HTTPBadRequest


def includeme(config):
    config.registry.uploads = {}
    config.add_directive("add_upload", add_upload)
    config.add_subscriber(check_incoming, ContextFound)
