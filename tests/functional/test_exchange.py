"""OneRoster files of another program in a browser: seen, taken in, and given out again."""

from __future__ import annotations

import io
import zipfile

import pytest
from playwright.sync_api import Page, expect

from oshj_plugins.oneroster import plugin
from tests.plugins.oneroster_files import Generator, files, zipped
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


def choose(page: Page, address: str, data: bytes, version: str = "1.1") -> None:
    """Upload the file for a check, by keyboard, and wait for what it says."""
    page.goto(f"{address}/control/exchange")
    form = page.locator("form#exchange-read")
    form.locator("[name=format]").select_option(f"oneroster-{version}")
    form.locator("input[type=file]").set_input_files(
        {"name": "oneroster.zip", "mimeType": "application/zip", "buffer": data}
    )
    form.locator("button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-job]")).to_have_count(0)


def test_files_of_another_program_are_seen_then_taken_in_then_given_out(admin, address, portal):
    rows = Generator(3).make()
    choose(admin, address, zipped(files(rows, "1.1")))
    assert accessibility_violations(admin) == []
    table = admin.locator("main table").first
    expect(table.get_by_role("row", name="Студенттер")).to_contain_text("80")
    with portal.site() as site:
        assert len(site.university.students) == 6
    admin.click("form[action='/control/exchange-apply'] button")
    expect(admin.locator("section.card.good")).to_be_visible()
    with portal.site() as site:
        assert len(site.university.students) == 86

    admin.goto(f"{address}/control/exchange")
    assert accessibility_violations(admin) == []
    form = admin.locator("form#exchange-write")
    form.locator("[name=format]").select_option("oneroster-1.2")
    form.locator("button[type=submit]").click()
    with admin.expect_download() as download:
        admin.locator("a[download]").click()
    assert download.value.suggested_filename == "oneroster-1.2-2026-09-28.zip"
    data = download.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {"manifest.csv", "roles.csv", "lineItems.csv"} <= set(archive.namelist())

    # What went out changes nothing where it came from.
    choose(admin, address, data, "1.2")
    expect(admin.locator("form[action='/control/exchange-apply']")).to_have_count(0)
    expect(admin.locator("section.card.bad")).to_have_count(0)


def test_bad_files_are_told_by_place_and_store_nothing(admin, address, portal):
    rows = Generator(3).make()
    rows["enrollments"][4]["userSourcedId"] = "nobody"
    choose(admin, address, zipped(files(rows, "1.1")))
    expect(admin.locator("section.card.bad")).to_be_visible()
    cells = admin.locator("main table tbody td")
    assert cells.all_inner_texts()[:3] == ["enrollments.csv", "6", "userSourcedId"]
    assert accessibility_violations(admin) == []
    with portal.site() as site:
        assert len(site.university.students) == 6
