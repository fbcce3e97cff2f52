"""Plan, timetable and fact on the pages of a journal, a group, a unit and a teacher."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs
import pytest

from oshj_core.planning import CoverageTotal, WeekPoint
from oshj_core.timetable import Bells, weekly_lesson
from oshj_portal.plans import coverage
from oshj_portal.plans.chart import bar_plot, course_plot
from tests.portal.plans.conftest import PLAN, TOPICS
from tests.support.portal import NOW
from tests.support.university import AUTUMN, GROUP_PATH, JOURNAL_PATH, LECTURE, PRACTICE


@pytest.fixture
def term(planners):
    """The semester: a plan of twelve hours, two lectures a week in the timetable, one held."""
    planners.approved()
    portal = planners.portal
    with portal.site() as site:
        for number, weekday in enumerate((1, 3), start=1):
            site.timetable.put(
                weekly_lesson(f"l{number}", LECTURE, AUTUMN, Bells.parse(), weekday, 1)
            )
        site.timetable.put(weekly_lesson("l9", PRACTICE, AUTUMN, Bells.parse(), 5, 2))
    portal.clock.moment = NOW
    form = portal.browser("asanova").get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
    form["assignment"], form["slot"] = "a-lec", "1"
    form.submit("open", status=303)
    return planners


def numbers(page, css):
    return [chip.get_text() for chip in page.html.select(css)]


def test_a_journal_shows_hours_topics_and_what_will_remain(term):
    page = term.portal.browser("asanova").get(f"{JOURNAL_PATH}/coverage")
    lectures = page.html.select_one("#a-lec")
    shown = [chip.b.get_text() for chip in lectures.select(".bar .chip") if chip.b]
    # 20 Mondays and 21 Wednesdays of two hours; eight of them until 28.09.2026.
    assert shown[0] == "12"
    assert shown[3] == "2"
    assert int(shown[1]) > int(shown[2]) > 2
    assert len(lectures.select("table")[0].select("tbody tr")) == len(TOPICS)
    assert lectures.select_one("svg title").get_text()
    assert "2" in [cell.get_text() for cell in lectures.select("table")[1].select("td")]
    # The practical classes have no plan.
    assert page.html.select("#a-prac .chip.warn")


@pytest.mark.parametrize(
    ("person", "path"),
    [
        ("head", "/units/math/coverage"),
        ("head", "/units/math/algebra/coverage"),
        ("dean", f"{GROUP_PATH}/coverage"),
        ("asanova", "/plans/coverage"),
    ],
)
def test_totals_are_shown_with_a_plot_and_a_table(term, person, path):
    page = term.portal.browser(person).get(path)
    cells = [cell.get_text() for cell in page.html.select("table")[0].select("tbody tr")[0]]
    assert cells[0] == "Алгебра"
    assert cells[1] == "12"
    assert cells[4] == "2"
    assert len(page.html.select("svg rect")) == 3 * len(
        page.html.select("table")[0].select("tbody tr")
    )


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("group", ["АУБ-1-24", "АУБ-2-24"]),
        ("unit", ["Алгебра кафедрасы"]),
        ("subject", ["Алгебра"]),
        ("nonsense", ["Алгебра"]),
    ],
)
def test_totals_by(term, by, names):
    page = term.portal.browser("head").get(f"/units/math/coverage?by={by}")
    rows = page.html.select("table")[0].select("tbody th")
    assert [row.get_text() for row in rows] == names


def test_another_semester_is_chosen(term):
    with term.portal.site() as site:
        site.university.semesters.put(attrs.evolve(AUTUMN, id="2025-1", year=2025))
    page = term.portal.browser("head").get("/units/math/coverage?semester=2025-1")
    assert page.html.select(".empty")
    assert not page.html.select("table")


def test_a_large_unit_asks_for_one_below(term, monkeypatch):
    monkeypatch.setattr(coverage, "MAX_ASSIGNMENTS", 2)
    page = term.portal.browser("head").get("/units/math/coverage")
    assert page.html.select(".cards a")
    assert not page.html.select("table")


def test_others_see_none_of_it(term):
    for person, path in (
        ("head", "/units/med/coverage"),
        ("other", f"{JOURNAL_PATH}/coverage"),
        ("s1", f"{GROUP_PATH}/coverage"),
    ):
        term.portal.browser(person).get(path, status=403)


def test_bars_are_as_long_as_their_hours():
    totals = [
        ("Алгебра", CoverageTotal(planned=Decimal(40), scheduled=Decimal(20), held=Decimal(10))),
        ("Т" * 60, CoverageTotal()),
    ]
    plot = bar_plot(totals)
    lengths = [bar.length for bar in plot.rows[0].bars]
    assert lengths == [lengths[0], lengths[0] / 2, lengths[0] / 4]
    assert [bar.length for bar in plot.rows[1].bars] == [0, 0, 0]
    assert plot.rows[1].label == "Т" * 28 + "…"
    assert bar_plot([]).rows == ()


def test_a_course_ends_where_its_hours_end():
    points = [
        WeekPoint(1, AUTUMN.starts, Decimal(2), Decimal(2)),
        WeekPoint(2, AUTUMN.starts, Decimal(4), None),
    ]
    plot = course_plot(points, Decimal(4))
    assert plot.planned == plot.top
    assert plot.scheduled.split()[-1] == f"{float(plot.right)},{float(plot.top)}"
    assert len(plot.held.split()) == 2
    assert plot.today == float(plot.held.split()[-1].split(",")[0])
    empty = course_plot([WeekPoint(1, AUTUMN.starts, Decimal(0), Decimal(0))], Decimal(0))
    assert empty.today is None


def test_the_administrator_sets_the_hours_of_a_lesson(term):
    admin = term.portal.browser("admin")
    form = admin.get("/control/settings").forms["settings"]
    assert form["academic-hours"].value == "2"
    form["academic-hours"] = "0"
    form.submit("save", status=422)
    form["academic-hours"] = "1,5"
    form.submit("save", status=303)
    page = term.portal.browser("asanova").get(f"{JOURNAL_PATH}/coverage")
    shown = [chip.b.get_text() for chip in page.html.select("#a-lec .bar .chip") if chip.b]
    assert shown[3] == "1,5"


def test_the_administrator_sets_the_days_for_a_plan_that_was_sent_back(planners):
    planners.submitted()
    with planners.portal.site() as site:
        planners.planning(site, "head").send_back(PLAN, "саат аз")
    planners.portal.clock.moment = datetime(2026, 9, 2, 10, tzinfo=NOW.tzinfo)

    def state():
        page = planners.portal.browser("head").get("/units/math/plans")
        row = next(one for one in page.html.select("tbody tr") if PLAN in str(one))
        return "bad" in str(row.select_one("td .chip")["class"])

    assert not state()
    form = planners.portal.browser("admin").get("/control/settings").forms["settings"]
    assert form["plan-return-days"].value == "14"
    form["plan-return-days"] = "-1"
    form.submit("save", status=422)
    form["plan-return-days"] = "7"
    form.submit("save", status=303)
    assert state()
