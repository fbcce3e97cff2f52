"""The overdue lists (4.3): counts by teacher, links, and relief when a lesson is filled in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oshj_core.timetable import Bells, weekly_lesson
from oshj_portal.overdue import views
from tests.support.university import AUTUMN, JOURNAL_PATH, PRACTICE

DAY = timedelta(days=1)


@pytest.fixture
def late(portal):
    """A lesson opened on Monday and left empty; it is Wednesday."""
    teacher = portal.browser("asanova")
    form = teacher.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
    form["assignment"], form["date"], form["slot"] = "a-prac", "28.09.2026", "3"
    page = form.submit("open", status=303).follow()
    portal.clock.moment += 2 * DAY
    return page.request.path


def fill_in(browser, path):
    form = browser.get(path).forms["sheet"]
    form["topic"] = "Матрицалар"
    for name in [name for name in form.fields if name and name.startswith("attendance-")]:
        form[name] = "к"
    form.submit(status=303)


def test_the_teacher_sees_what_is_late_until_it_is_filled_in(portal, late):
    teacher = portal.browser("asanova")
    links = [link["href"] for link in teacher.get("/overdue").html.select("td a")]
    assert links == [late]
    assert teacher.get("/").html.select_one(f'.due a[href="{late}"]') is not None
    fill_in(teacher, late)
    assert teacher.get("/overdue").html.select("td a") == []
    assert teacher.get("/").html.select(".due") == []


@pytest.mark.parametrize("person", ["head", "method", "dean", "quality"])
def test_the_unit_sees_it_by_teacher(portal, late, person):
    page = portal.browser(person).get("/units/math/overdue")
    [row] = page.html.select(".card tbody tr")
    assert [cell.text for cell in row.select("td")] == ["Asanovaова Г. Т.", "1", "28.09.2026"]
    narrowed = page.click("Asanovaова Г. Т.", index=0)
    assert [link["href"] for link in narrowed.html.select(".stack td a")] == [late]
    assert not page.goto("/units/math/overdue?teacher=bekov").html.select(".stack td a")


def test_a_plot_shows_the_numbers_of_the_table(portal, late):
    page = portal.browser("dean").get("/units/math/overdue").html
    plot = page.select_one("svg[role=img]")
    assert plot.title.get_text()
    assert plot.desc.get_text()
    assert [bar["width"] for bar in plot.select("rect.bar-late")] == ["480.0"]
    assert [word.get_text() for word in plot.select("text")] == ["Asanovaова Г. Т.", "1"]
    assert portal.browser("head").get("/units/med/overdue", status=403)


def test_more_bars_than_can_be_read_are_not_drawn(portal, late, monkeypatch):
    monkeypatch.setattr(views, "MAX_BARS", 0)
    page = portal.browser("dean").get("/units/math/overdue").html
    assert not page.select("svg rect")
    assert len(page.select(".card tbody tr")) == 1


def test_others_do_not(portal):
    for person in ("asanova", "deanmed", "s1"):
        portal.browser(person).get("/units/math/overdue", status=403)


def test_a_planned_lesson_that_nobody_opened_is_late_too(portal):
    with portal.site() as site:
        site.timetable.put(weekly_lesson("l-prac", PRACTICE, AUTUMN, Bells.parse(), 2, 2))
    teacher = portal.browser("asanova")
    # Tuesdays from 1 September to the day before Monday, 28 September.
    assert len(teacher.get("/overdue").html.select("tbody tr")) == 4
    assert teacher.get("/").html.select_one('a[href="/overdue"]') is not None


def test_nothing_is_late_at_first(portal):
    page = portal.browser("asanova").get("/overdue")
    assert page.html.select_one(".empty") is not None
    assert portal.browser("head").get("/units/math/overdue").html.select_one(".empty") is not None
