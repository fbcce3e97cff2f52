"""The frame of every page: header, breadcrumb, tabs, flash messages, footer."""

from __future__ import annotations

from importlib.metadata import version

from pyramid.events import BeforeRender
from pyramid.renderers import get_renderer
from pyramid.session import JSONSerializer, SignedCookieSessionFactory

from oshj_portal.layout import compiling, navigation
from oshj_portal.layout.frame import Frame
from oshj_portal.security.cookies import cookie_name

STATIC_CACHE_SECONDS = 365 * 24 * 3600


def add_frame(event) -> None:
    """Give templates ``page``, the frame's macro, and ``frame``, what stands in it."""
    request = event.get("request")
    if request is not None:
        event["page"] = get_renderer("oshj_portal:layout/templates/page.pt").implementation()
        event["frame"] = Frame(request)


def includeme(config):
    registry = config.registry
    settings = config.get_settings()
    config.set_session_factory(
        # Holds nothing but what is to be flashed on the next page.
        SignedCookieSessionFactory(
            settings["oshj.secret"],
            cookie_name=cookie_name("flash", https=registry.https),
            secure=registry.https,
            httponly=True,
            samesite="Lax",
            timeout=600,
            serializer=JSONSerializer(),
        )
    )
    # The version in the path lets browsers keep the files until the next release.
    path = f"static/{version('oshj')}"
    config.add_static_view(path, "oshj_portal:static", cache_max_age=STATIC_CACHE_SECONDS)
    config.add_subscriber(add_frame, BeforeRender)
    config.include(compiling)
    config.include(navigation)
