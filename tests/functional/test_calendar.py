"""The academic calendar in a browser: holidays taken, a period narrowed, a lesson on a holiday."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.chromium import accessibility_violations
from tests.support.portal import SECRET
from tests.support.university import JOURNAL, JOURNAL_PATH

pytestmark = pytest.mark.browser

ENGLISH = {"name": "oshj-language", "value": "en"}


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The browser's tests look at the pages, not at the storage."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def address(portal, serve) -> str:
    return serve(portal.app)


def sign_in(context: BrowserContext, address: str, person: str) -> Page:
    context.add_cookies([{**ENGLISH, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", person)
    page.fill("[name=secret]", SECRET)
    page.click("#sign-in-sign_in")
    expect(page.locator(".who-name")).to_be_visible()
    return page


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_holidays_a_narrowed_vacation_and_the_page_everybody_sees(address, new_context):
    admin = sign_in(new_context(), address, "admin")
    admin.goto(f"{address}/control/calendar?year=2026")
    admin.get_by_role("link", name="Propose public holidays").click()
    ait = admin.locator("tr", has_text="Орозо айт")
    expect(ait.get_by_text("the day is not announced yet")).to_be_visible()
    ait.get_by_role("checkbox").check()
    admin.get_by_role("button", name="Take over the ticked ones").click()
    expect(admin.locator("tr", has_text="Орозо айт")).to_be_visible()
    for whom, first, last in (
        ("", "25.01.2027", "07.02.2027"),
        ("med", "01.02.2027", "14.02.2027"),
    ):
        admin.get_by_role("link", name="Vacation", exact=True).last.click()
        admin.fill("[name=name]", "Кышкы каникул" if not whom else "Медиктердин каникулу")
        admin.fill("[name=starts]", first)
        admin.fill("[name=ends]", last)
        admin.select_option("[name=unit]", whom)
        admin.get_by_role("button", name="Save").click()
        expect(admin.locator(".flash.good")).to_be_visible()
    assert accessibility_violations(admin) == []
    guest = new_context(viewport={"width": 390, "height": 800}).new_page()
    guest.goto(f"{address}/calendar?year=2026")
    expect(guest.get_by_text("Медиктердин каникулу")).to_have_count(0)
    guest.select_option("[name=unit]", "med")
    guest.locator("form.filter button").click()
    seasons = guest.locator(".periods").first
    expect(seasons).to_contain_text("Медиктердин каникулу")
    expect(seasons).to_contain_text("25.01.2027 – 31.01.2027")
    expect(guest.locator("svg.year .band-vacation")).to_have_count(2)
    assert fits(guest)
    assert accessibility_violations(guest) == []


def test_a_lesson_on_a_new_holiday(portal, address, new_context):
    teacher = sign_in(new_context(), address, "asanova")
    teacher.goto(f"{address}{JOURNAL_PATH}/open-lesson")
    teacher.select_option("[name=assignment]", "a-prac")
    teacher.get_by_role("button", name="Open the lesson").click()
    expect(teacher.locator("h1")).to_contain_text("28.09.2026")
    admin = sign_in(new_context(), address, "admin")
    admin.goto(f"{address}/control/period?kind=holiday&year=2026")
    admin.fill("[name=starts]", "28.09.2026")
    admin.fill("[name=ends]", "28.09.2026")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_role("alert").first).to_contain_text("АУБ-1-24")
    assert accessibility_violations(admin) == []
    admin.locator("[name=confirmed]").check()
    admin.get_by_role("button", name="Save").click()
    expect(admin.locator(".flash.good")).to_be_visible()
    teacher.goto(address)
    expect(teacher.locator(".day-note")).to_contain_text("Public holiday")
    teacher.goto(f"{address}{JOURNAL_PATH}/open-lesson")
    teacher.select_option("[name=assignment]", "a-prac")
    teacher.select_option("[name=slot]", "5")
    teacher.get_by_role("button", name="Open the lesson").click()
    expect(teacher.locator(".form-errors")).to_contain_text("Public holiday")
    teacher.fill("[name=despite]", "Жума күнкү сабактын ордуна")
    teacher.get_by_role("button", name="Open the lesson").click()
    expect(teacher.locator(".flash.good")).to_be_visible()
    with portal.site() as site:
        assert len(list(site.registers.get(JOURNAL).lessons())) == 2
