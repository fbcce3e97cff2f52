"""At start-up: no view without an explicit permission, context and method.

A forgotten permission is the hole content portals are known for; here it is a start-up error.
"""

from __future__ import annotations

from pyramid.exceptions import ConfigurationError
from pyramid.interfaces import IExceptionResponse
from zope.interface import Interface

AFTER_ALL_VIEWS = 10_000


def check_views(introspector) -> None:
    """Raise :class:`ConfigurationError` naming every view that leaves something open."""
    faults = []
    for item in introspector.get_category("views") or ():
        view = item["introspectable"]
        fault = _fault(view, item["related"])
        if fault is not None:
            faults.append(f"{view['callable']!r}: {fault}")
    if faults:
        raise ConfigurationError("Views must be explicit:\n" + "\n".join(faults))


def _fault(view, related) -> str | None:
    if _is_exception_view(view) or view["route_name"] is not None:
        return None
    if not any(other.category_name == "permissions" for other in related):
        return "no permission"
    if view["context"] in (None, Interface):
        return "no context"
    if not view["request_methods"]:
        return "no request method"
    return None


def _is_exception_view(view) -> bool:
    context = view["context"]
    return (
        view["exception_only"]
        or context is IExceptionResponse
        or (isinstance(context, type) and issubclass(context, Exception))
    )


def includeme(config):
    config.action(None, lambda: check_views(config.introspector), order=AFTER_ALL_VIEWS)
