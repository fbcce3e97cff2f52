"""The portal on a real store, with a small university and somebody of every role."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from webtest import TestApp

import oshj_portal
from oshj_core.accounts import Account, read_secret
from oshj_portal.persistence import database, open_site
from oshj_portal.signin.passwords import Argon2Hasher
from tests.support.university import PEOPLE, build_university

CONFIG = Path(__file__).parents[2] / "config"
SECRET = "kmnp-qrst-uvwx"
HASHED = Argon2Hasher().hash(read_secret(SECRET))

# Monday, in the first module of the autumn semester.
NOW = datetime(2026, 9, 28, 10, 0, tzinfo=timezone(timedelta(hours=6)))


class SetClock:
    """A clock that stands where the test puts it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Portal:
    """The application and what a test wants of it."""

    def __init__(self, app) -> None:
        self.app = app
        self.registry = app.registry
        self.clock = app.registry.clock = SetClock(NOW)

    @contextmanager
    def site(self):
        """The site in a transaction that is committed at the end."""
        with open_site(self.registry) as site:
            yield site

    def browser(self, person: str | None = None, **environ) -> TestApp:
        """A browser of its own, in which that person has signed in."""
        browser = TestApp(self.app, extra_environ={"HTTP_HOST": "localhost", **environ})
        browser.person = person
        if person is not None:
            page = browser.get("/sign-in")
            form = page.forms["sign-in"]
            form["login"] = person
            form["secret"] = SECRET
            form.submit("sign_in", status=303)
        return browser

    def token(self, browser: TestApp) -> str:
        """The CSRF token of that browser."""
        page = browser.get("/sessions" if browser.person else "/sign-in")
        return page.html.find("meta", {"name": "csrf-token"})["content"]

    def post(self, browser: TestApp, path: str, fields=(), **kw):
        """Send a form as the browser would, with its token."""
        return browser.post(path, {**dict(fields), "csrf_token": self.token(browser)}, **kw)


def settings_for(storage: str) -> dict[str, str]:
    """What the ini file says, with the storage to be tested."""
    return {
        "zodbconn.uri": f"zconfig://{CONFIG}/{storage}.conf",
        "oshj.secret": "testing",
        "oshj.https": "false",
        "oshj.address": "http://localhost",
        "oshj.plugins": "five_point",
    }


@pytest.fixture(params=["filestorage", pytest.param("relstorage", marks=pytest.mark.postgres)])
def storage(request, tmp_path, monkeypatch) -> str:
    """Each storage the portal may run on."""
    if request.param == "relstorage":
        monkeypatch.setenv("OSHJ_DSN", request.getfixturevalue("postgres_dsn"))
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return request.param


@pytest.fixture
def empty_portal(storage):
    """The portal over an empty database."""
    portal = Portal(oshj_portal.main({}, **settings_for(storage)))
    yield portal
    database(portal.registry).close()


@pytest.fixture
def portal(empty_portal):
    """The portal with the small university of :mod:`tests.support.university`."""
    with empty_portal.site() as site:
        build_university(site)
        for person, audience in PEOPLE.items():
            site.accounts.put(Account(person, person, audience, HASHED, 1, "test"))
    return empty_portal
