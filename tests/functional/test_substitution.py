"""In browsers: a substitution fills one lesson and is refused the next; a head inspects."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from oshj_core.timetable import Bells, occurrence_id, weekly_lesson
from tests.support.chromium import accessibility_violations
from tests.support.portal import SECRET
from tests.support.university import ANATOMY, AUTUMN, JOURNAL_PATH, PRACTICE

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
WEEK = timedelta(weeks=1)


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The browser's tests look at the pages, not at the storage."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def lessons(portal) -> list[str]:
    """The ids of Asanova's lessons of today and in a week; the substitute's clash with them."""
    with portal.site() as site:
        site.timetable.put(weekly_lesson("l-prac", PRACTICE, AUTUMN, Bells.parse(), 1, 2))
        site.timetable.put(weekly_lesson("l-anat", ANATOMY, AUTUMN, Bells.parse(), 1, 2))
        key = site.timetable.key
    today = portal.clock.now().date()
    return [occurrence_id("l-prac", day, key) for day in (today, today + WEEK)]


@pytest.fixture
def address(portal, lessons, serve) -> str:
    return serve(portal.app)


def sign_in(context: BrowserContext, address: str, person: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", person)
    page.fill("[name=secret]", SECRET)
    page.click("#sign-in-sign_in")
    expect(page.locator(".who-name")).to_be_visible()
    return page


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def looked_at(page: Page) -> None:
    """What every page of these has to keep, at the width of the window."""
    assert accessibility_violations(page) == []
    assert fits(page)


def name_substitute(page: Page, address: str, lesson: str) -> None:
    page.goto(f"{address}/units/math/substitutions")
    looked_at(page)
    page.select_option("#absence-teacher", "asanova")
    page.fill("#absence-until", "05.10.2026")
    page.fill("#absence-reason", "Оорулуу, №12 буйрук")
    page.click("#absence-show")
    looked_at(page)
    page.fill(f"[name='take-{lesson}']", "other")
    page.click("#substitute button[type=submit]")
    expect(page.locator(".form-errors li")).to_have_count(1)
    looked_at(page)
    page.check("[name=despite]")
    page.click("#substitute button[type=submit]")
    expect(page.locator("tbody tr")).to_have_count(1)
    looked_at(page)


def test_a_substitution_fills_one_lesson_and_is_refused_the_next(
    new_context, address, portal, lessons
):
    name_substitute(sign_in(new_context(), address, "dean"), address, lessons[0])
    substitute = sign_in(new_context(viewport=PHONE), address, "other")
    expect(substitute.locator(".bell .chip")).to_have_text("1")
    looked_at(substitute)
    substitute.click(f"form:has([value='{lessons[0]}']) button")
    expect(substitute.locator(".taken")).to_be_visible()
    looked_at(substitute)
    substitute.fill("#topic-text", "Матрицанын рангы")
    substitute.click("#sheet button[type=submit]:not(#rest)")
    expect(substitute.locator(".flash.good")).to_be_visible()

    teacher = sign_in(new_context(), address, "asanova")
    teacher.goto(f"{address}{JOURNAL_PATH}/")
    expect(teacher.locator(".substitutes li")).to_have_count(1)
    teacher.goto(f"{address}/notices")
    looked_at(teacher)
    teacher.click(".bar button")
    expect(teacher.locator(".bell .chip")).to_have_count(0)

    # A week later the lesson was not given away: the teacher opens it, the substitute may not.
    portal.clock.moment += WEEK
    teacher = sign_in(new_context(), address, "asanova")
    teacher.goto(f"{address}{JOURNAL_PATH}/open-lesson?assignment=a-prac&date=2026-10-05&slot=2")
    teacher.click("#open-lesson button[type=submit]")
    expect(teacher.locator("#sheet")).to_be_visible()
    lesson = teacher.url
    substitute = sign_in(new_context(), address, "other")
    assert substitute.goto(lesson).status == 403
    expect(substitute.locator("main")).to_contain_text("4.3")
    looked_at(substitute)


def test_the_head_inspects_and_the_teacher_answers(new_context, address, portal):
    teacher = sign_in(new_context(), address, "asanova")
    teacher.goto(f"{address}{JOURNAL_PATH}/open-lesson?assignment=a-prac&date=2026-09-28&slot=2")
    teacher.click("#open-lesson button[type=submit]")
    expect(teacher.locator("#sheet")).to_be_visible()
    portal.clock.moment += timedelta(days=2)
    for size in (None, PHONE):
        head = sign_in(new_context(**({"viewport": size} if size else {})), address, "head")
        for path in ("overdue", "inspections", "inspect?fortnight=math:2026-1:2026-08-31"):
            head.goto(f"{address}/units/math/{path}")
            looked_at(head)
    expect(head.locator("[name=journal]:checked")).to_have_count(0)
    head.check("[name=journal] >> nth=0")
    head.fill("#remark-1", "Темасы жок сабак бар")
    head.click("#inspect button[type=submit]")
    expect(head.locator("tbody .chip.good")).to_have_count(1)

    for page in ("overdue", "delegations", "findings"):
        teacher = sign_in(new_context(viewport=PHONE), address, "asanova")
        teacher.goto(f"{address}/{page}")
        looked_at(teacher)
    teacher.click("main .cards a")
    looked_at(teacher)
    teacher.fill("#answer-text", "Бүгүн толтурам")
    teacher.click("#answer button")
    expect(teacher.locator("main")).to_contain_text("Бүгүн толтурам")
    quality = sign_in(new_context(), address, "quality")
    quality.goto(f"{address}/units/inspections")
    expect(quality.locator("tbody tr")).to_have_count(1)
    looked_at(quality)
