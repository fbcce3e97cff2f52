"""The head inspects, the teacher is told and answers, the quality department sees it (3.5, 5.3)."""

from __future__ import annotations

from datetime import date, timedelta
from secrets import token_hex
from urllib.parse import quote, unquote

import attrs
import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.journal import Act
from oshj_core.ports import RoleHolding
from oshj_core.roles import Actor, Role, Scope, ScopeKind
from oshj_portal.notices.reminding import remind
from tests.support.university import AUTUMN, JOURNAL, JOURNAL_PATH

DAY = timedelta(days=1)
FIRST = "math:2026-1:2026-08-31"
NEIGHBOUR = "АУБ-2-24:algebra:2026-1"
THIRD = "math:2026-1:2026-09-28"


@pytest.fixture
def late(portal):
    """A lesson that was opened and left empty."""
    teacher = portal.browser("asanova")
    form = teacher.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
    form["assignment"], form["date"], form["slot"] = "a-prac", "28.09.2026", "3"
    form.submit("open", status=303)
    portal.clock.moment += 2 * DAY


def tick(form, *journals):
    """Say that these journals were looked through."""
    for box in form.fields["journal"]:
        box.checked = box._value in journals


def inspect(browser, remark="Темасы жок сабак бар"):
    first = browser.get("/units/math/inspections").html.select_one("td a.btn")
    form = browser.get(first["href"]).forms["inspect"]
    tick(form, JOURNAL)
    form[f"remark-{JOURNAL}"] = remark
    return form.submit()


def test_findings_go_to_the_teacher_and_the_answer_comes_back(portal, late):
    head = portal.browser("head")
    listed = inspect(head).follow()
    assert listed.html.select_one("tbody .chip.good") is not None
    teacher = portal.browser("asanova")
    notice = teacher.get("/notices")
    report = notice.click("Алгебра", index=0)
    assert "Темасы жок сабак бар" in report.text
    form = report.forms["answer"]
    form["answer"] = "Бүгүн толтурам"
    assert "answer" not in form.submit(status=303).follow().forms
    assert "Бүгүн толтурам" in head.get("/notices").click("Asanovaова", index=0).text
    [row] = portal.browser("quality").get("/units/inspections").html.select("tbody tr")
    assert row.select("td")[-1].text == "1 / 2"
    with portal.site() as site:
        actions = [event.action for event in site.audit.latest(20)]
    assert {"inspection.do", "findings.send", "findings.answer"} <= set(actions)


def test_the_same_sent_twice_changes_nothing(portal, late):
    head = portal.browser("head")
    form = head.get(f"/units/math/inspect?fortnight={THIRD}").forms["inspect"]
    tick(form, JOURNAL)
    form.submit(status=303)
    with portal.site() as site:
        before = [list(site.inspections.of_unit("math")), site.notices.unread("asanova")]
    form.submit(status=303)
    with portal.site() as site:
        after = [list(site.inspections.of_unit("math")), site.notices.unread("asanova")]
    assert after == before
    assert after[1] == 1


def test_nothing_is_signed_unread(portal, late):
    """3.5: the inspector opens each journal and says so; nothing is ticked in advance."""
    page = portal.browser("head").get(f"/units/math/inspect?fortnight={THIRD}")
    form = page.forms["inspect"]
    assert not any(box.checked for box in form.fields["journal"])
    form.submit(status=422)
    links = [one["href"] for one in page.html.select("#inspect h2 a")]
    assert f"{unquote(JOURNAL_PATH)}/" in map(unquote, links)
    portal.browser("head").get(links[0], status=200)


def test_journals_in_groups_of_other_units_are_looked_through_as_well(portal, late):
    """3.5: the head of a department inspects what its staff teaches anywhere: without names of
    students (7.7)."""
    with portal.site() as site:
        asanova = site.university.staff.get("asanova")
        site.university.staff.put(attrs.evolve(asanova, unit="med"))
        scope = Scope(ScopeKind.UNIT, "med")
        site.holdings.give(RoleHolding("other", Role.METHODIST, scope))
    browser = portal.browser("other")
    page = browser.get("/units/med/inspect?fortnight=med:2026-1:2026-09-28")
    (link,) = [one for one in page.html.select("#inspect h2 a") if "Алгебра" in one.text][:1]
    page = browser.get(link["href"])
    (row,) = page.html.select("tbody tr")
    assert "28.09.2026" in row.text
    assert "Абдыкеримова" not in page
    browser.get("/units/med/inspected-journal?journal=none", status=404)
    browser.get(f"/units/med/inspected-journal?journal={quote(NEIGHBOUR)}", status=200)
    portal.browser("head").get(link["href"], status=403)


def test_what_was_sent_is_shown_as_still_open_and_not_sent_again(portal, late):
    def look(fortnight):
        page = portal.browser("head").get(f"/units/math/inspect?fortnight={fortnight}")
        tick(page.forms["inspect"], JOURNAL)
        page.forms["inspect"].submit(status=303)
        return page.html.select_one("#inspect").text

    assert "28.09.2026" not in look(THIRD)
    portal.clock.moment += 14 * DAY
    assert "28.09.2026" in look("math:2026-1:2026-10-12")
    with portal.site() as site:
        assert len(site.inspections.reports_to("asanova")) == 1


def test_the_own_journal_is_left_to_another_inspector(portal, late):
    with portal.site() as site:
        practice = site.university.assignments.get("a-prac")
        site.university.assignments.put(attrs.evolve(practice, teacher="head"))
    head = portal.browser("head")
    page = head.get(f"/units/math/inspect?fortnight={THIRD}")
    offered = {box["value"] for box in page.html.select("[name=journal]")}
    assert JOURNAL not in offered
    assert offered
    fields = {"fortnight": THIRD, "journal": JOURNAL}
    portal.post(head, "/units/math/inspect", fields, status=403)
    portal.post(portal.browser("method"), "/units/math/inspect", fields, status=303)


def test_a_second_inspector_s_remark_reaches_the_teacher(portal, late):
    pages = [
        portal.browser(person).get(f"/units/math/inspect?fortnight={THIRD}")
        for person in ("head", "method")
    ]
    for page, remark in zip(pages, ("", "Темасы жок"), strict=True):
        form = page.forms["inspect"]
        tick(form, JOURNAL)
        form[f"remark-{JOURNAL}"] = remark
        form.submit(status=303)
    with portal.site() as site:
        reports = site.inspections.reports_to("asanova")
        sent = [(one.inspector, one.remark) for one in reports if one.journal == JOURNAL]
    assert sent == [("head", ""), ("method", "Темасы жок")]


def test_a_narrowed_calendar_shows_no_other_fortnight_as_inspected(portal, late):
    inspect(portal.browser("head"))
    later = Period(
        "x",
        2026,
        PeriodKind.SEMESTER,
        date(2026, 9, 7),
        AUTUMN.ends,
        reach=Reach("math"),
        semester=AUTUMN.id,
    )
    with portal.site() as site:
        site.university.calendar.periods.put(later)
    rows = portal.browser("head").get("/units/math/inspections").html.select("tbody tr")
    done = [row.select_one(".chip.good") is not None for row in rows]
    assert done[0]
    assert not any(done[1:3])
    assert "07.09.2026" in rows[0].text


def test_nothing_chosen_is_refused(portal, late):
    head = portal.browser("head")
    fields = {"fortnight": FIRST}
    page = portal.post(head, "/units/math/inspect", fields, status=422)
    assert page.html.select_one(".form-errors") is not None


def test_what_is_ahead_cannot_be_inspected(portal):
    ahead = FIRST.replace("08-31", "10-26")
    portal.browser("head").get(f"/units/math/inspect?fortnight={ahead}", status=404)
    portal.browser("head").get("/units/math/inspect?fortnight=x", status=404)


def test_a_report_is_read_by_its_teacher_and_by_those_who_inspect(portal, late):
    inspect(portal.browser("head"))
    with portal.site() as site:
        report = next(
            one.id for one in site.inspections.reports_to("asanova") if one.journal == JOURNAL
        )
    path = f"/findings/{quote(report)}"
    for person, status in (("head", 200), ("quality", 200), ("dean", 200), ("other", 403)):
        portal.browser(person).get(path, status=status)
    # A colleague in the same journal reads what concerns both, and answers for nobody else.
    assert "answer" not in portal.browser("bekov").get(f"{path}/answer", status=200).forms
    portal.post(portal.browser("bekov"), f"{path}/answer", {}, status=403)


def test_reminders_are_written_once_a_day(portal, late):
    def reminded():
        with portal.site() as site:
            act = Act(Actor("machine"), portal.clock.now(), token_hex(6))
            return remind(site, act, lambda: None)

    # One for Asanova's lesson, and the last fortnight for head and methodist.
    assert reminded() == 1 + 2
    assert reminded() == 0
    assert portal.browser("asanova").get("/notices").html.select_one(".notices a")["href"] == (
        "/overdue"
    )
    portal.clock.moment += DAY
    assert reminded() == 1
