"""Credential slips as a test reads them, and what is kept of accounts."""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PdfReader

from tests.support.university import GROUP_PATH

SECRET = re.compile(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b")
NEWCOMERS = ("n1", "n2", "n3")
CREDENTIALS = f"{GROUP_PATH}/credentials"


def secrets_in(response) -> list[str]:
    """The secrets of the slips in an answer."""
    assert response.content_type == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "no-store" in response.headers["Cache-Control"]
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.body)).pages)
    return SECRET.findall(text)


def signs_in(portal, login: str, secret: str) -> bool:
    """Whether the sign-in page takes the pair."""
    form = portal.browser().get("/sign-in").forms["sign-in"]
    form["login"], form["secret"] = login, secret
    return form.submit("sign_in", expect_errors=True).status_int == 303


def stored(portal):
    """Everything that is kept of accounts and roles."""
    with portal.site() as site:
        return list(site.accounts), list(site.holdings), len(site.audit.latest(10_000))
