"""Opening a lesson (3.4), publishing a total (4.3), and the history of both (1.4)."""

from datetime import timedelta

import pytest

from tests.portal.journal.conftest import LESSON
from tests.support.university import JOURNAL, JOURNAL_PATH

NEIGHBOUR = "АУБ-2-24:algebra:2026-1"


def lessons(portal, journal=JOURNAL):
    with portal.site() as site:
        return list(site.registers.get(journal).lessons())


def form_of(browser):
    return browser.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]


def events(portal, action):
    with portal.site() as site:
        subjects = (f"journal:{JOURNAL}", f"journal:{NEIGHBOUR}")
        found = [event for subject in subjects for event in site.audit.about(subject)]
    return [event for event in found if event.action == action]


def test_a_streams_lesson_is_opened_in_every_group(portal):
    browser = portal.browser("asanova")
    form = form_of(browser)
    assert form["date"].value == "28.09.2026"
    assert form["slot"].value == "2"
    form["assignment"] = "a-lec"
    form["topic"] = "Матрица"
    form["room"] = "214"
    page = form.submit("open", status=303).follow()
    assert page.status_int == 200
    (here,), (there,) = lessons(portal), lessons(portal, NEIGHBOUR)
    assert here == there
    assert (here.room, here.slot) == ("214", 2)
    assert page.forms["sheet"]["topic"].value == "Матрица"
    assert len(events(portal, "lesson.open")) == 2


def test_the_same_form_sent_twice_opens_one_lesson(portal):
    browser = portal.browser("asanova")
    form = form_of(browser)
    first, second = form.submit("open", status=303), form.submit("open", status=303)
    assert first.location == second.location
    assert len(lessons(portal)) == 1
    assert len(events(portal, "lesson.open")) == 2  # one for each group of the stream


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"date": "29.09.2026"}, 422),
        ({"date": "01.01.2020"}, 422),
        ({"date": "эртең"}, 422),
        ({"slot": "99"}, 422),
        ({"slot": "x"}, 422),
        ({"assignment": "a-lab"}, 403),
        ({"assignment": "a-anat"}, 422),
        ({"assignment": "a-lec", "topic": "x" * 301}, 422),
        ({"room": "x" * 41}, 422),
        ({"assignment": "a-lec\x00"}, 422),
    ],
)
def test_what_cannot_be_opened_is_refused_and_stays_typed(portal, fields, status):
    browser = portal.browser("asanova")
    sent = {"assignment": "a-prac", "date": "28.09.2026", "slot": "2", "room": "", "topic": "Тема"}
    body = {
        name: value.encode("utf-8", "replace").decode() for name, value in (sent | fields).items()
    }
    page = portal.post(browser, f"{JOURNAL_PATH}/open-lesson", body, status=status)
    assert page.html.select_one(".form-errors") is not None
    assert page.forms["open-lesson"]["topic"].value == body["topic"]
    assert lessons(portal) == []


def test_those_who_do_not_teach_here_open_nothing(portal):
    for person in ("other", "dean", "admin", "s1"):
        browser = portal.browser(person)
        browser.get(f"{JOURNAL_PATH}/open-lesson", status=403)
        portal.post(browser, f"{JOURNAL_PATH}/open-lesson", {"assignment": "a-prac"}, status=403)
    assert lessons(portal) == []


def test_a_lesson_that_is_open_keeps_its_topic(teaching, portal, asanova):
    form = form_of(asanova)
    form["assignment"] = "a-prac"
    form["topic"] = "Башка"
    assert form.submit("open", status=303).location.endswith(f"/{LESSON}/")
    assert asanova.get(f"{teaching.lesson}/").forms["sheet"]["topic"].value == "Матрица"


def test_publishing_waits_for_everybodys_points(teaching, portal, asanova):
    page = asanova.get(f"{JOURNAL_PATH}/intermediate-1/publish")
    text = page.html.select_one("main").get_text()
    assert "Ниязов Ырыскелди" in text
    assert "28.09.2026" in text
    assert page.html.select_one("#publish button").has_attr("disabled")
    portal.post(asanova, f"{JOURNAL_PATH}/intermediate-1/publish", status=422)
    assert teaching.act(lambda journal: journal.register.sealed(1)) is None


def test_publishing_locks_the_module(teaching, portal, asanova):
    points = [(slot, 1, "20") for slot in range(4)]
    teaching.save(asanova, f"{JOURNAL_PATH}/intermediate-1", points)
    page = asanova.get(f"{JOURNAL_PATH}/intermediate-1/publish")
    page = page.forms["publish"].submit(status=303).follow()
    assert page.html.select_one(".flash.good") is not None
    assert page.html.select_one(".lock") is not None
    assert [event.after for event in events(portal, "journal.publish")] == ["intermediate-1"]
    portal.post(asanova, f"{JOURNAL_PATH}/intermediate-1/publish", status=403)
    teaching.save(asanova, teaching.lesson, [(0, 0, "к")], status=403)


def test_a_stranger_publishes_nothing(teaching, portal):
    for person in ("other", "dean", "admin"):
        browser = portal.browser(person)
        browser.get(f"{JOURNAL_PATH}/intermediate-1/publish", status=403)
        portal.post(browser, f"{JOURNAL_PATH}/intermediate-1/publish", status=403)


def test_the_history_of_a_cell_tells_every_step(teaching, portal, asanova):
    teaching.save(asanova, teaching.lesson, [(0, 0, "ж")], "request-1")
    portal.clock.moment += timedelta(minutes=5)
    teaching.save(asanova, teaching.lesson, [(0, 0, "ч")], "request-2")
    path = f"{teaching.lesson}/history?slot=0&field=0"
    changes = asanova.get(path, headers={"Accept": "application/json"}).json["changes"]
    assert [(one["before"], one["after"]) for one in changes] == [("ж", "ч"), ("", "ж")]
    assert changes[0]["when"] == "28.09.2026, 10:05"
    page = portal.browser("dean").get(f"{teaching.lesson}/history")
    rows = [line.get_text(" ") for line in page.html.select("tbody tr")]
    assert any("Абдыкеримова Айсулуу" in row and "ж" in row for row in rows)
    assert any("Матрица" in row for row in rows)


@pytest.mark.parametrize(
    "query", ["slot=9&field=0", "slot=0&field=x", "slot=0", "slot=0&field=99999"]
)
def test_a_history_of_nothing_is_refused(teaching, asanova, query):
    asanova.get(f"{teaching.lesson}/history?{query}", status=422)


def test_the_journals_history_lists_the_acts_of_all_sheets(teaching, portal, asanova):
    teaching.publish()
    page = portal.browser("dean").get(f"{JOURNAL_PATH}/history")
    links = [link["href"] for link in page.html.select("tbody a")]
    assert any(LESSON in link for link in links)
    assert any("intermediate-1" in link for link in links)
    for person in ("other", "s1", "curator"):
        portal.browser(person).get(f"{JOURNAL_PATH}/history", status=403)
