"""Chromium as a person's browser: one process a test run, a fresh profile for every test.

A page that throws, that the content security policy stops, or that asks another machine for
anything fails its test.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    sync_playwright,
)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = frozenset({"127.0.0.1", "localhost"})

#: Makes a browser window of one more person: own cookies, own storage.
NewContext = Callable[..., BrowserContext]


class BrowserMissing(RuntimeError):
    """The machine has no Chromium; the tests that need one fail."""


def executable() -> str:
    """Return the path of the installed Chromium.

    :raises BrowserMissing: when there is none.
    """
    if found := shutil.which("chromium") or shutil.which("chromium-browser"):
        return found
    raise BrowserMissing("chromium was not found: install it (Debian: chromium)")


def accessibility_violations(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.1 A and AA on the page as it is now."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    return [
        f"{violation['id']}: {node['html']}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def windows(browser: Browser) -> Iterator[NewContext]:
    """Make windows, each of a person of its own, and close them all at the end of the block.

    :raises AssertionError: when a page did what no page of ours may do.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def keep_local(route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOOPBACK:
            route.continue_()
        else:
            complaints.append(f"asked another machine for {route.request.url}")
            route.abort()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(
            **{"locale": "ky-KG", "timezone_id": "Asia/Bishkek", **options}
        )
        context.route("**/*", keep_local)
        context.on("console", listen)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """Windows for several persons in one test; takes Playwright's context options."""
    with windows(browser) as make:
        yield make


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """One window with one page."""
    return new_context().new_page()
