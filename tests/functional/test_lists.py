"""A teacher finds the list wrong, the deanery moves the student, the journal follows; the load."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.chromium import accessibility_violations
from tests.support.portal import SECRET
from tests.support.university import GROUP_PATH, JOURNAL_PATH

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 800}


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
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", person)
    page.fill("[name=secret]", SECRET)
    page.click("#sign-in-sign_in")
    expect(page.locator(".who-name")).to_be_visible()
    return page


def test_a_report_is_settled_by_a_move_and_the_teacher_reads_the_outcome(new_context, address):
    teacher = sign_in(new_context(viewport=PHONE), address, "asanova")
    teacher.goto(f"{address}{JOURNAL_PATH}/list")
    assert accessibility_violations(teacher) == []
    teacher.select_option("#list-error-kind", "wrong-subgroup")
    teacher.select_option("#list-error-student", "s3")
    teacher.fill("#list-error-words", "1-тайпачада окуйт")
    teacher.click("#list-error-report")
    expect(teacher.locator("#report + section .chip.warn")).to_be_visible()

    dean = sign_in(new_context(), address, "dean")
    dean.goto(f"{address}/units/math/list-errors")
    assert accessibility_violations(dean) == []
    dean.click("main .card a")
    assert accessibility_violations(dean) == []
    dean.click("main a.primary")
    expect(dean.locator("#move-kind")).to_have_value("subgroup")
    dean.select_option("#move-subgroup", "1")
    dean.fill("#move-reason", "тизме оңдолду")
    dean.keyboard.press("Enter")
    expect(dean.locator("main .chip.good")).to_be_visible()

    teacher.goto(f"{address}{JOURNAL_PATH}/")
    expect(teacher.locator("p.flash.good")).to_contain_text("тизме оңдолду")


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_the_pages_of_lists_and_load_keep_to_the_guidelines(new_context, address, viewport):
    pages = {
        "dean": (
            f"{GROUP_PATH}/members",
            f"{GROUP_PATH}/enrol",
            f"{GROUP_PATH}/move?student=s3",
            "/units/math/load",
        ),
        "admin": (f"{GROUP_PATH}/subgroups?count=2", "/control/load"),
        "asanova": ("/plans/load",),
    }
    for person, paths in pages.items():
        page = sign_in(new_context(viewport=viewport), address, person)
        for path in paths:
            page.goto(f"{address}{path}")
            assert accessibility_violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
