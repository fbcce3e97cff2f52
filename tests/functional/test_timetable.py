"""The timetable in a browser: a week on a wide screen and a phone, a clash seen and accepted."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from oshj_core.timetable import Bells, Room, RoomKind, weekly_lesson
from tests.support.chromium import accessibility_violations
from tests.support.portal import SECRET
from tests.support.university import AUTUMN, GROUP_PATH, LECTURE, PRACTICE

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
PLACE = {"building": "Башкы корпус", "room": "214"}


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The browser's tests look at the pages, not at the storage."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def address(portal, serve) -> str:
    bells = Bells.parse()
    with portal.site() as site:
        site.rooms.put(Room("b-214", "Башкы корпус", "214", 60, RoomKind.LECTURE_HALL))
        site.timetable.put(weekly_lesson("l-lec", LECTURE, AUTUMN, bells, 1, 2, **PLACE))
        site.timetable.put(weekly_lesson("l-prac", PRACTICE, AUTUMN, bells, 2, 1))
    return serve(portal.app)


def sign_in(context: BrowserContext, address: str, person: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", person)
    page.fill("[name=secret]", SECRET)
    page.click("#sign-in-sign_in")
    expect(page.locator(".who-name")).to_be_visible()
    return page


def test_a_clash_is_shown_with_its_parties_and_stands_for_a_reason(new_context, address):
    page = sign_in(new_context(), address, "admin")
    page.goto(f"{address}{GROUP_PATH}/timetable")
    page.locator("main .btn.primary").click()
    expect(page.locator("#add-lesson")).to_be_visible()
    # By the keyboard alone.
    page.locator("#add-lesson-assignment").focus()
    page.select_option("#add-lesson-assignment", "a-lab")
    page.keyboard.press("Tab")
    expect(page.locator("#add-lesson-weekday")).to_be_focused()
    page.select_option("#add-lesson-weekday", "1")
    page.select_option("#add-lesson-slot", "2")
    page.select_option("#add-lesson-room", "b-214")
    page.locator("#add-lesson-ends").focus()
    page.keyboard.press("Enter")
    clashes = page.locator("#clashes")
    expect(clashes).to_contain_text("Башкы корпус, 214")
    expect(clashes).to_contain_text("Asanovaова Г. Т.")
    expect(clashes.locator("a").first).to_have_attribute("href", "/timetable/l-lec")
    expect(page.locator("#add-lesson-errors")).to_be_visible()
    assert accessibility_violations(page) == []
    page.fill("#add-lesson-despite", "экинчи бөлмө жок")
    page.keyboard.press("Enter")
    lessons = page.locator(".lesson.clash")
    expect(lessons).to_have_count(2)
    assert accessibility_violations(page) == []
    lessons.first.locator("a[href*='/day']").first.click()
    expect(page.locator("#change-day")).to_be_visible()


def test_a_lesson_of_one_day_is_moved(new_context, address):
    page = sign_in(new_context(), address, "admin")
    page.goto(f"{address}/timetable/l-lec/day?on=2026-09-28")
    page.locator("input[value=change]").check()
    page.fill("#change-day-day", "01.10.2026")
    page.fill("#change-day-reason", "конференция")
    page.keyboard.press("Enter")
    expect(page.locator("table.list")).to_contain_text("01.10.2026")
    assert accessibility_violations(page) == []
    page.goto(f"{address}{GROUP_PATH}/timetable")
    expect(page.locator("section.day", has_text="01.10.2026")).to_contain_text("28.09.2026")


def test_a_phone_shows_the_days_one_under_the_other(new_context, address):
    page = sign_in(new_context(viewport=PHONE), address, "s1")
    page.goto(f"{address}/people/s1/timetable")
    boxes = [box.bounding_box() for box in page.locator("section.day").all()]
    assert len({box["x"] for box in boxes}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert accessibility_violations(page) == []
    page.locator("a[rel=next]").click()
    expect(page.locator("section.day").first).to_contain_text("05.10.2026")


def test_a_wide_screen_shows_the_days_beside_each_other_by_hour(new_context, address):
    page = sign_in(new_context(), address, "dean")
    page.goto(f"{address}{GROUP_PATH}/timetable")
    first, second = page.locator(".lesson").all()
    monday, tuesday = first.bounding_box(), second.bounding_box()
    assert monday["x"] < tuesday["x"]
    # Tuesday's lesson is the first of the day, Monday's the second.
    assert tuesday["y"] < monday["y"]
    assert accessibility_violations(page) == []


def test_a_link_is_made_and_followed_by_a_program(new_context, address):
    page = sign_in(new_context(), address, "s1")
    page.goto(f"{address}/people/s1/timetable")
    page.click("#make-link button")
    link = page.locator("#links a.mono").get_attribute("href")
    path = link.partition("//")[2].partition("/")[2]
    answer = new_context().request.get(f"{address}/{path}")
    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")
    page.locator("#links button.link").click()
    expect(page.locator("#links a.mono")).to_have_count(0)
    assert new_context().request.get(f"{address}/{quote(path)}").status == 404
