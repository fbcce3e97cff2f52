"""The timetable follows the teaching load by a button (3.2)."""

from datetime import date

import attrs
import pytest

from oshj_core.timetable import Interval, occurrence_id
from tests.support.university import JOURNAL, JOURNAL_PATH

CLASHES = "/timetable/clashes"
TODAY = date(2026, 9, 28)


@pytest.fixture
def admin(timetable):
    return timetable.browser("admin")


def assign(portal, identifier, **changes):
    with portal.site() as site:
        table = site.university.assignments
        table.put(attrs.evolve(table.get(identifier), **changes))


def follow(page, lesson, reason="окутуучу алмашты", **fields):
    form = page.forms["align"]
    form["reason"] = reason
    for name, value in fields.items():
        form[name] = value
    return form.submit("lesson", value=lesson, expect_errors=True)


def lessons(portal):
    with portal.site() as site:
        return {one.id: one for one in site.timetable.in_semester("2026-1")}


def test_what_would_change_is_shown_and_done_from_the_day_on(timetable, admin):
    assert admin.get(CLASHES).html.select_one("#load") is None
    assign(timetable, "a-prac", teacher="bekov")
    page = admin.get(CLASHES)
    (row,) = page.html.select("#load tbody tr")
    assert row.find("del").get_text() == "Asanovaова Г. Т."
    assert row.find("ins").get_text() == "Bekovова Г. Т."
    answer = follow(page, "l-prac")
    assert answer.status_int == 303
    assert admin.get(CLASHES).html.select_one("#load") is None
    stored = lessons(timetable)
    later = stored["l-prac-20260928"]
    assert (stored["l-prac"].teacher, later.teacher, later.starts) == ("asanova", "bekov", TODAY)
    follow(page, "l-prac")  # sent twice
    assert lessons(timetable) == stored
    with timetable.site() as site:
        (event,) = [one for one in site.audit.latest(9) if one.action == "timetable.align"]
    assert (event.actor, event.reason) == ("admin", "окутуучу алмашты")
    week = timetable.browser("bekov").get("/people/bekov/timetable")
    assert week.html.select(f'a[href="/timetable/{later.id}"]') or "Алгебра" in week


def test_another_day_may_be_chosen_before(timetable, admin):
    assign(timetable, "a-prac", teacher="bekov")
    page = admin.get(CLASHES, {"from": "12.10.2026"})
    assert page.forms["align"]["from"].value == "12.10.2026"
    follow(page, "l-prac")
    assert lessons(timetable)["l-prac-20261012"].starts == date(2026, 10, 12)
    assert admin.get(CLASHES, {"from": "тез"}, status=422)


def test_an_opened_lesson_stays_the_lesson_of_its_day(timetable, admin):
    teacher = timetable.browser("asanova")
    form = teacher.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
    form["assignment"], form["slot"] = "a-lec", "2"
    form.submit("open", status=303)
    assign(timetable, "a-lec", teacher="bekov")
    follow(admin.get(CLASHES), "l-lec")
    with timetable.site() as site:
        (lesson,) = site.registers.get(JOURNAL).lessons()
        assert lesson.id == occurrence_id("l-lec", TODAY, site.timetable.key)
    assert lesson.teacher == "asanova"
    waiting = timetable.browser("bekov").get("/")
    assert f"date={TODAY.isoformat()}" not in waiting


def test_all_follow_but_those_that_clash(timetable, admin):
    assign(timetable, "a-prac", teacher="bekov")
    assign(timetable, "a-anat", teacher="asanova")
    with timetable.site() as site:
        busy = site.timetable.get("l-anat")
        site.timetable.put(attrs.evolve(busy, weekday=1, time=site.timetable.get("l-lec").time))
    page = admin.get(CLASHES)
    assert len(page.html.select("#load tbody tr")) == 2
    assert len(page.html.select("#load tbody .bad")) == 1
    page = follow(page, "").follow()
    assert len(page.html.select(".flash.warn")) == 1
    (row,) = page.html.select("#load tbody tr")
    assert "Анатомия" in row.get_text()
    refused = follow(page, "l-anat")
    assert refused.status_int == 422
    follow(page, "", despite="Экинчи окутуучу бар")
    assert admin.get(CLASHES).html.select_one("#load") is None


def test_without_a_reason_nothing_follows(timetable, admin):
    assign(timetable, "a-prac", teacher="bekov")
    before = lessons(timetable)
    for lesson in ("l-prac", ""):
        assert follow(admin.get(CLASHES), lesson, reason=" ").status_int == 422
    assert lessons(timetable) == before


def ring(admin, first):
    """Other bells for everybody: the first lesson at that time."""
    form = admin.get("/control/bells").forms["bells"]
    lines = form["bells"].value.splitlines()
    form["bells"] = "\n".join([f"1: {first}", *lines[1:]])
    return form.submit("save", status=303)


def test_other_bells_are_followed_from_a_day_on(timetable, admin):
    page = ring(admin, "07:30–08:50").follow()
    assert page.request.path == CLASHES
    (row,) = page.html.select("#load tbody tr")
    assert (row.find("del").get_text(), row.find("ins").get_text()) == (
        "08:00–09:20",
        "07:30–08:50",
    )
    follow(page, "l-prac", reason="Коңгуроо өзгөрдү")
    stored = lessons(timetable)
    assert stored["l-prac"].time == Interval.parse("08:00", "09:20")
    assert stored["l-prac-20260928"].time == Interval.parse("07:30", "08:50")
    assert ring(admin, "07:30–08:40").follow().request.path == CLASHES


def test_bells_that_no_lesson_goes_by_lead_back_to_the_bells(timetable, admin):
    with timetable.site() as site:
        site.timetable.remove("l-prac")
    assert ring(admin, "07:30–08:50").location.endswith("/control/bells")


def test_a_lesson_that_gets_a_room_stays_at_its_time(timetable, admin):
    ring(admin, "07:30–08:50")
    form = admin.get("/timetable/l-prac").forms["change-lesson"]
    form["room"], form["starts"], form["reason"] = "b-101", "05.10.2026", "ремонт"
    form.submit("change", status=303)
    (new,) = [one for one in lessons(timetable).values() if one.room == "101" and one.slot == 1]
    assert new.time == Interval.parse("08:00", "09:20")


def test_a_second_lesson_of_one_number_clashes_whatever_the_bells(timetable, admin):
    ring(admin, "07:00–07:50")
    form = admin.get("/units/math/%D0%90%D0%A3%D0%91-1-24/add-lesson").forms["add-lesson"]
    form["assignment"], form["weekday"], form["slot"] = "a-lab", "2", "1"
    page = form.submit("add", status=422)
    assert page.html.select("#clashes a[href='/timetable/l-prac']")
    form = page.forms["add-lesson"]
    form["despite"] = "убактылуу"
    week = form.submit("add", status=303).follow()
    assert len(week.html.select(".lesson.clash")) == 2
