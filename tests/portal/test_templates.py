"""Templates are ready before the first request."""

from __future__ import annotations

import pytest
from chameleon.template import BaseTemplate


def test_no_page_is_compiled_while_people_wait(portal, monkeypatch):
    def build(source, filename):
        pytest.fail(f"{filename} was compiled during a request")

    monkeypatch.setattr(BaseTemplate.loader, "build", build)
    portal.browser().get("/sign-in")
    portal.browser().get("/nowhere", status=404)
    portal.browser("asanova").get("/")
    portal.browser("admin").get("/control/plugins")
