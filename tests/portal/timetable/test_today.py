"""Today from the timetable; opening a lesson takes its id, and a move takes the register along."""

from datetime import date

from oshj_core.timetable import Arranging, Change, occurrence_id
from oshj_portal.calendar.lookup import teaching_weeks
from tests.portal.timetable.conftest import BELLS
from tests.support.portal import NOW
from tests.support.university import JOURNAL, JOURNAL_PATH

MONDAY, FRIDAY = date(2026, 9, 28), date(2026, 10, 2)
STREAM = (JOURNAL, "АУБ-2-24:algebra:2026-1")


def open_waiting(portal):
    """Open the lecture that «Бүгүн» offers."""
    browser = portal.browser("asanova")
    form = browser.get("/").click(href="open-lesson.assignment=a-lec").forms["open-lesson"]
    return form


def arranging(portal, site):
    from oshj_core.accounts import Audience
    from oshj_core.journal import Act
    from oshj_portal.security.identity import actor_of

    act = Act(actor_of(site, "admin", Audience.STAFF, NOW.date()), NOW, "test")
    return Arranging(
        site.timetable,
        site.university,
        site.registers,
        site.audit,
        act,
        teaching_weeks(site, "2026-1"),
        site.timetable.key,
    )


def test_opening_takes_the_hour_the_room_and_the_id_of_the_timetable(timetable):
    form = open_waiting(timetable)
    assert form["assignment"].value == "a-lec"
    assert form["date"].value == "28.09.2026"
    assert form["slot"].value == "2"
    assert form["room"].value == "214"
    form.submit("open", status=303)
    with timetable.site() as site:
        identifier = occurrence_id("l-lec", MONDAY, site.timetable.key)
        for journal in STREAM:
            lesson = site.registers.get(journal).lesson(identifier)
            assert (lesson.date, lesson.slot, lesson.room) == (MONDAY, 2, "214")
    assert not timetable.browser("asanova").get("/").html.select("a[href*='open-lesson?']")


def test_the_form_of_the_journal_takes_the_next_lesson_of_today(timetable):
    page = timetable.browser("asanova").get(f"{JOURNAL_PATH}/open-lesson")
    form = page.forms["open-lesson"]
    assert (form["assignment"].value, form["room"].value) == ("a-lec", "214")


def test_a_lesson_at_another_hour_is_one_by_hand(timetable):
    form = open_waiting(timetable)
    form["slot"] = "5"
    form.submit("open", status=303)
    with timetable.site() as site:
        (lesson,) = site.registers.get(JOURNAL).lessons()
        assert lesson.slot == 5
        assert lesson.id != occurrence_id("l-lec", MONDAY, site.timetable.key)
    assert timetable.browser("asanova").get("/").html.select("a[href*='open-lesson?']")


def test_moving_an_opened_lesson_moves_its_registers(timetable):
    open_waiting(timetable).submit("open", status=303)
    with timetable.site() as site:
        moved = Change(
            "l-lec", MONDAY, day=FRIDAY, slot=4, time=BELLS.interval(4), room="101", reason="оору"
        )
        occurrence = arranging(timetable, site).change(moved)
        for journal in STREAM:
            lesson = site.registers.get(journal).lesson(occurrence.id)
            assert (lesson.date, lesson.slot, lesson.room) == (FRIDAY, 4, "101")


def test_a_student_sees_the_lessons_of_the_day(timetable):
    page = timetable.browser("s1").get("/")
    (line,) = page.html.select(".now")
    assert "09:30" in line.get_text()
    assert "Алгебра" in line.get_text()
    assert "214" in line.get_text()
