"""The overdue lists (4.3): counts by teacher, links, and relief when a lesson is filled in."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.calendar import Module, Semester, Window
from oshj_core.enrolment import open_registers
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.roles import Actor
from oshj_core.timetable import Bells, weekly_lesson
from oshj_portal.notices.reminding import remind
from oshj_portal.overdue import views
from oshj_portal.overdue.lookup import Overdue
from tests.support.university import ANATOMY, AUTUMN, JOURNAL_PATH, PRACTICE

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


class TestReassigned:
    """The practical lessons of Asanova's are Bekov's from today on (4.3)."""

    @pytest.fixture
    def handed_on(self, portal, late):
        with portal.site() as site:
            site.timetable.put(weekly_lesson("l-prac", PRACTICE, AUTUMN, Bells.parse(), 3, 2))
            site.university.assignments.put(attrs.evolve(PRACTICE, teacher="bekov"))
        return late

    def test_what_is_not_closed_is_the_duty_of_who_teaches_it_today(self, portal, handed_on):
        assert portal.browser("asanova").get("/overdue").html.select("td a") == []
        rows = portal.browser("bekov").get("/overdue").html.select("tbody tr")
        assert len(rows) == 4 + 1  # Wednesdays of September before today, and the open one
        with portal.site() as site:
            remind(site, Act(Actor("machine"), portal.clock.now(), "r"), lambda: None)
            assert site.notices.unread("asanova") == 0
            assert [str(one.values[0].value) for one in site.notices.of("bekov")] == ["5"]

    def test_the_day_offers_the_lesson_to_whoever_may_open_it(self, portal, handed_on):
        before, now = (portal.browser(person).get("/") for person in ("asanova", "bekov"))
        asked = 'a[href*="open-lesson?assignment=a-prac"]'
        assert before.html.select(asked) == []
        [link] = now.html.select(asked)
        form = now.goto(link["href"]).forms["open-lesson"]
        form.submit("open", status=303)


class TestOverlapping:
    """One faculty's autumn lasts until the spring of the others has begun."""

    @pytest.fixture
    def spring(self, portal):
        window = Window(date(2027, 2, 1), date(2027, 6, 30))
        modules = (
            Module(1, date(2027, 2, 1), date(2027, 4, 4), window),
            Module(2, date(2027, 4, 5), date(2027, 6, 20), window),
        )
        semester = Semester("2026-2", 2026, 2, date(2027, 2, 1), date(2027, 6, 30), modules)
        assignment = attrs.evolve(PRACTICE, id="b-prac", semester="2026-2")
        with portal.site() as site:
            site.university.semesters.put(semester)
            site.university.assignments.put(assignment)
            open_registers(site.university, site.registers, assignment, shipped_schemes())
            site.timetable.put(weekly_lesson("sp", assignment, semester, Bells.parse(), 1, 1))
        portal.clock.moment = portal.clock.moment.replace(year=2027, month=2, day=17)
        return portal

    def late(self, portal, site, person="asanova"):
        act = Act(Actor("machine"), portal.clock.now(), "r")
        return [one.day for one in Overdue(site, act).of_person(person)]

    def test_each_group_goes_by_its_own_calendar(self, spring):
        mondays = [date(2027, 2, day) for day in (1, 8, 15)]
        longer = Period(
            "x",
            2026,
            PeriodKind.SEMESTER,
            AUTUMN.starts,
            date(2027, 2, 21),
            reach=Reach("med"),
            semester=AUTUMN.id,
        )
        with spring.site() as site:
            assert self.late(spring, site) == mondays
            site.timetable.put(weekly_lesson("md", ANATOMY, AUTUMN, Bells.parse(), 2, 1))
            site.university.calendar.periods.put(longer)
            assert self.late(spring, site) == mondays
            assert self.late(spring, site, "other")[-1] == date(2027, 1, 19)
            act = Act(Actor("machine"), spring.clock.now(), "r")
            remind(site, act, lambda: None)
            assert site.notices.unread("asanova") == 1
            assert [one.about for one in site.notices.of("head")] == [
                "inspection:math:2026-2:2027-02-01"
            ]
        tasks = spring.browser("head").get("/units/math/inspections").html.select("tbody tr")
        assert "01.02.2027" in tasks[0].text
