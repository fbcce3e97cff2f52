"""In a browser: lessons follow the load, a lesson is withdrawn, what is overdue is drawn."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest
from playwright.sync_api import expect

from oshj_core.timetable import Bells, weekly_lesson
from tests.functional.test_substitution import looked_at, sign_in
from tests.support.chromium import NewContext
from tests.support.university import ANATOMY, AUTUMN, JOURNAL_PATH, LECTURE, PRACTICE

pytestmark = pytest.mark.browser

WIDTHS = [1280, 390]


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The browser's tests look at the pages, not at the storage."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def address(portal, serve) -> str:
    """A timetable of which one lesson is another teacher's by now, and one would clash."""
    with portal.site() as site:
        for number, taught in enumerate((LECTURE, PRACTICE, ANATOMY)):
            slot = number % 2 + 1
            lesson = weekly_lesson(f"l{number}", taught, AUTUMN, Bells.parse(), 1, slot)
            site.timetable.put(lesson)
        assignments = site.university.assignments
        for code, teacher in (("a-prac", "other"), ("a-anat", "asanova")):
            assignments.put(attrs.evolve(assignments.get(code), teacher=teacher))
    return serve(portal.app)


@pytest.mark.parametrize("width", WIDTHS)
def test_lessons_follow_the_load_at_once(address, new_context: NewContext, width):
    page = sign_in(new_context(viewport={"width": width, "height": 900}), address, "admin")
    page.goto(f"{address}/timetable/clashes")
    expect(page.locator("#load tbody tr")).to_have_count(2)
    expect(page.locator("#load tbody p.bad")).to_have_count(1)
    looked_at(page)
    page.fill("#align-reason", "Окутуучу алмашты")
    page.press("#align-reason", "Enter")
    expect(page.locator("#load tbody tr")).to_have_count(1)
    expect(page.locator(".flash.warn")).to_be_visible()
    looked_at(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_lesson_is_withdrawn_and_struck_through(address, new_context: NewContext, width):
    page = sign_in(new_context(viewport={"width": width, "height": 900}), address, "asanova")
    page.goto(f"{address}{JOURNAL_PATH}/open-lesson")
    page.select_option("[name=assignment]", "a-lec")
    page.click("#open-lesson-open")
    expect(page.locator("#sheet")).to_be_visible()
    page.click("#withdraw summary")
    looked_at(page)
    page.fill("#withdraw-reason", "Жаңылыш ачылды")
    page.press("#withdraw-reason", "Enter")
    expect(page.locator("h1 s")).to_be_visible()
    looked_at(page)
    page.goto(f"{address}{JOURNAL_PATH}/")
    head = page.locator("th.withdrawn b")
    expect(head).to_have_css("text-decoration-line", "line-through")
    looked_at(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_overdue_is_drawn_beside_its_table(portal, address, new_context, width):
    portal.clock.moment += timedelta(days=2)
    page = sign_in(new_context(viewport={"width": width, "height": 900}), address, "dean")
    page.goto(f"{address}/units/math/overdue")
    expect(page.locator("svg.plot rect.bar-late").first).to_be_visible()
    bars, rows = page.locator("svg.plot rect.bar-late"), page.locator(".card tbody tr")
    assert bars.count() == rows.count()
    looked_at(page)
