"""The way of a timetable in a browser: given to FET, solved by it, seen, taken in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from oshj_plugins.fet import plugin
from tests.plugins.fet_files import ROOMS, solve
from tests.portal.exchange.conftest import switch_on
from tests.support.chromium import accessibility_violations
from tests.support.portal import SECRET

pytestmark = pytest.mark.browser


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The browser's tests look at the pages, not at the storage."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def address(portal, serve) -> str:
    switch_on(portal, plugin)
    with portal.site() as site:
        for room in ROOMS:
            site.rooms.put(room)
    return serve(portal.app)


@pytest.fixture
def admin(new_context, address) -> Page:
    page = new_context(viewport={"width": 390, "height": 900}).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", "admin")
    page.fill("[name=secret]", SECRET)
    page.click("#sign-in-sign_in")
    expect(page.locator(".who-name")).to_be_visible()
    return page


def given_out(page: Page, address: str) -> bytes:
    """The file of the semester, downloaded."""
    page.goto(f"{address}/control/exchange")
    form = page.locator("form#exchange-write")
    form.locator("[name=format]").select_option("fet")
    form.locator("[name=semester]").select_option("2026-1")
    form.locator("button[type=submit]").click()
    with page.expect_download() as download:
        page.locator("a[download]").click()
    assert download.value.suggested_filename == "fet-2026-09-28.fet"
    return download.value.path().read_bytes()


def check(page: Page, address: str, data: bytes) -> None:
    """Upload the file for a check, by keyboard, and wait for what it says."""
    page.goto(f"{address}/control/exchange")
    form = page.locator("form#exchange-read")
    form.locator("[name=format]").select_option("fet")
    form.locator("[name=semester]").select_option("2026-1")
    form.locator("input[type=file]").set_input_files(
        {"name": "solved.fet", "mimeType": "application/xml", "buffer": data}
    )
    form.locator("button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-job]")).to_have_count(0)


def test_out_solved_seen_taken_in_and_out_again(admin, address, portal, tmp_path):
    data = given_out(admin, address)

    # Not solved yet: told, and nothing to press.
    check(admin, address, data)
    expect(admin.locator("section.card.bad")).to_be_visible()
    expect(admin.locator("form[action='/control/exchange-apply']")).to_have_count(0)
    assert accessibility_violations(admin) == []

    check(admin, address, solve(data, tmp_path)["ours_data_and_timetable.fet"])
    assert accessibility_violations(admin) == []
    with portal.site() as site:
        assert list(site.timetable.in_semester("2026-1")) == []
    admin.click("form[action='/control/exchange-apply'] button")
    expect(admin.locator("section.card.good")).to_be_visible()
    with portal.site() as site:
        assert len(site.timetable.in_semester("2026-1")) == 4

    # The whole timetable goes out with its hours locked, and changes nothing here.
    check(admin, address, given_out(admin, address))
    expect(admin.locator("section.card.bad")).to_have_count(0)
    expect(admin.locator("form[action='/control/exchange-apply']")).to_have_count(0)
