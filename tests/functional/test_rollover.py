"""The August rollover in a browser: from workbooks to a running September, then undone."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from oshj_core.rollover import Step
from tests.portal.rollover.test_pages import dumped
from tests.portal.rollover.year_books import AUGUST, FILES, GROUP, SEPTEMBER, timetable_file
from tests.support.chromium import accessibility_violations
from tests.support.portal import SECRET

pytestmark = pytest.mark.browser

NARROW, WIDE = {"width": 390, "height": 900}, {"width": 1280, "height": 900}


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The browser's tests look at the pages, not at the storage."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def address(portal, serve) -> str:
    portal.clock.moment = AUGUST
    return serve(portal.app)


@pytest.fixture
def enter(new_context, address):
    """Signs somebody in, in a browser of its own."""

    def entered(person: str, viewport) -> Page:
        page = new_context(viewport=viewport).new_page()
        page.goto(f"{address}/sign-in")
        page.fill("[name=login]", person)
        page.fill("[name=secret]", SECRET)
        page.click("#sign-in-sign_in")
        expect(page.locator(".who-name")).to_be_visible()
        return page

    return entered


def prepare(page: Page, address: str, step: Step, way: str, data: bytes | None = None) -> None:
    """Prepare a step by keyboard, and wait until it is."""
    page.goto(f"{address}/new-year/2027/step?step={step.value}")
    form = page.locator("form#step")
    form.locator(f"input[value={way}]").focus()
    page.keyboard.press("Space")
    if data is not None:
        file = {"name": f"{step.value}.xlsx", "mimeType": "application/zip", "buffer": data}
        form.locator("input[type=file]").set_input_files(file)
    if step is Step.CLOSING:
        form.locator("[name=note]").fill("17-буйрук, 15.08.2027")
    form.locator("button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("section.card.good")).to_be_visible()


def test_from_workbooks_to_a_running_september_then_undone(enter, address, portal):
    with portal.site() as site:
        before = dumped(site)
    admin, edu = enter("admin", NARROW), enter("edu", WIDE)

    edu.goto(f"{address}/units/")
    edu.click("nav.tabs a[href$='/new-year']")
    expect(edu.locator("#steps tbody tr")).to_have_count(7)
    assert accessibility_violations(edu) == []
    prepare(edu, address, Step.CLOSING, "order")
    for step in (Step.PROMOTION, Step.CALENDAR, Step.LISTS, Step.LOAD):
        prepare(admin, address, step, "workbook", FILES[step])
    assert accessibility_violations(admin) == []
    prepare(admin, address, Step.ASSIGNMENTS, "from-load")
    admin.goto(f"{address}/new-year/2027/step?step=assignments")
    codes = admin.locator("details li b").all_text_contents()
    assert len(codes) == 2
    prepare(admin, address, Step.TIMETABLE, "workbook", timetable_file(*codes))
    admin.goto(f"{address}/new-year/2027/step?step=timetable")
    expect(admin.locator("#staged")).to_contain_text("timetable.xlsx")
    assert accessibility_violations(admin) == []

    admin.goto(f"{address}/new-year/2027")
    expect(admin.locator("#steps .chip.good")).to_have_count(7)
    assert accessibility_violations(admin) == []
    with portal.site() as site:
        assert dumped(site) == before
    admin.click("form[action$='/begin'] button")
    expect(admin.locator("section.card.good")).to_be_visible()

    # A Monday in September: the teacher finds the new group's lesson of the day.
    portal.clock.moment = SEPTEMBER
    teacher = enter("asanova", NARROW)
    expect(teacher.locator("main")).to_contain_text(GROUP)
    teacher.goto(f"{address}/units/math/{quote(GROUP)}/algebra@2027-1")
    expect(teacher.locator("main")).to_contain_text("Токтогулова")

    admin.goto(f"{address}/new-year/2027")
    admin.fill("#undo-reason", "Жүктөм эски файлдан алынды")
    admin.click("form[action$='/ask-undo'] button")
    expect(admin.locator("form[action$='/new-year/2027/undo']")).to_have_count(0)
    edu.goto(f"{address}/new-year/2027")
    expect(edu.locator("section.card.warn")).to_contain_text("Жүктөм эски файлдан алынды")
    assert accessibility_violations(edu) == []
    edu.click("form[action$='/new-year/2027/undo'] button")
    expect(edu.locator("section.card.good")).to_be_visible()
    with portal.site() as site:
        assert dumped(site) == before
    teacher.goto(f"{address}/units/math/{quote(GROUP)}")
    expect(teacher.locator("main")).not_to_contain_text("Токтогулова")


def test_errors_of_a_workbook_are_told_by_place(enter, address):
    admin = enter("admin", NARROW)
    admin.goto(f"{address}/new-year/2027/step?step=load")
    form = admin.locator("form#step")
    form.locator("input[value=workbook]").check()
    file = {"name": "load.xlsx", "mimeType": "application/zip", "buffer": FILES[Step.LOAD]}
    form.locator("input[type=file]").set_input_files(file)
    form.locator("button[type=submit]").click()
    expect(admin.locator("section.card.bad")).to_be_visible()
    cells = admin.locator("main table tbody td").all_inner_texts()
    assert cells[:2] == ["Жүктөм", "2"]
    assert accessibility_violations(admin) == []
