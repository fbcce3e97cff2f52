"""The week of a group, a teacher, a student and a room."""

from datetime import date
from urllib.parse import quote, unquote

import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.timetable import Change
from tests.portal.timetable.conftest import BELLS, MONDAY
from tests.support.university import GROUP_PATH, JOURNAL_PATH


def lessons(page, day=None):
    """The lessons a page shows: (name of the day, time, subject and what else stands there)."""
    found = []
    for section in page.html.select("section.day"):
        for lesson in section.select(".lesson"):
            found.append((section["aria-label"], " ".join(lesson.get_text(" ").split())))
    return [text for label, text in found if day is None or day in label]


def test_a_group_sees_its_week_with_streams_and_subgroups(timetable):
    page = timetable.browser("dean").get(f"{GROUP_PATH}/timetable")
    monday, tuesday, wednesday = (
        lessons(page, f"{day}.09.2026")[0] if day != 30 else lessons(page, "30.09.2026")
        for day in (28, 29, 30)
    )
    assert "Алгебра" in monday
    assert "АУБ-1-24" in monday
    assert "АУБ-2-24" in monday
    assert "08:00–09:20" in tuesday
    assert len(wednesday) == 1  # the fifth week is odd
    assert "2" in wednesday[0]


def test_the_next_week_leaves_out_what_is_of_odd_weeks(timetable):
    browser = timetable.browser("dean")
    page = browser.get(f"{GROUP_PATH}/timetable").click(linkid="", href="day=2026-10-05")
    assert len(lessons(page)) == 2
    assert lessons(page, "07.10.2026") == []


@pytest.mark.parametrize(("person", "count"), [("asanova", 2), ("bekov", 1), ("other", 1)])
def test_a_teacher_has_the_own_lessons(timetable, person, count):
    page = timetable.browser(person).get("/timetable").click(href=f"/people/{person}/timetable")
    assert len(lessons(page)) == count


def test_a_student_sees_the_lessons_of_the_own_subgroup_only(timetable):
    first = timetable.browser("s1").get("/people/s1/timetable")
    second = timetable.browser("s3").get("/people/s3/timetable")
    assert len(lessons(first)) == 2
    assert len(lessons(second)) == 3
    assert not first.html.select(".lesson a")
    timetable.browser("s1").get("/people/s3/timetable", status=403)


def test_a_room_shows_who_is_in_it(timetable):
    page = timetable.browser("dean").get("/rooms").click("214")
    assert len(lessons(page)) == 2
    assert "Алгебра" in lessons(page)[0]


def test_a_cancelled_and_a_moved_lesson_say_so(timetable):
    with timetable.site() as site:
        site.timetable.put_change(
            Change("l-lec", date(2026, 9, 28), cancelled=True, reason="майрам")
        )
        site.timetable.put_change(
            Change(
                "l-prac",
                date(2026, 9, 29),
                day=date(2026, 10, 2),
                slot=3,
                time=BELLS.interval(3),
                reason="оору",
            )
        )
    page = timetable.browser("dean").get(f"{GROUP_PATH}/timetable")
    assert "майрам" in lessons(page, "28.09.2026")[0]
    assert page.html.select(".lesson.cancelled")
    assert lessons(page, "29.09.2026") == []
    assert "29.09.2026" in lessons(page, "02.10.2026")[0]


def test_a_week_outside_the_semesters_leads_to_the_nearest(timetable):
    page = timetable.browser("dean").get(f"{GROUP_PATH}/timetable?day=2027-07-05")
    assert not lessons(page)
    assert page.click(href="day=2026-09-01", index=0)


@pytest.mark.parametrize("day", ["gestern", "9999-12-31", "0001-01-01", "2101-01-01"])
def test_a_day_that_is_none_is_refused(timetable, day):
    browser = timetable.browser("dean")
    for path in (f"{GROUP_PATH}/timetable", "/people/asanova/timetable", "/rooms/b-214"):
        browser.get(path, {"day": day}, status=422)


def test_the_finder_leads_to_groups_teachers_and_rooms(timetable):
    browser = timetable.browser("dean")
    page = browser.get("/timetable", {"q": "АУБ-1"})
    assert page.click("АУБ-1-24").request.path == quote("/units/math/АУБ-1-24/timetable")
    assert browser.get("/timetable", {"q": "214"}).click("214").request.path == "/rooms/b-214/"


def test_a_day_off_of_one_faculty_is_one_for_its_teachers_and_rooms_too(timetable):
    with timetable.site() as site:
        site.calendar.periods.put(
            Period(
                "math-day",
                2026,
                PeriodKind.HOLIDAY,
                MONDAY,
                MONDAY,
                "Факультеттин күнү",
                Reach("math"),
            )
        )
    browser = timetable.browser("dean")
    for path in (f"{GROUP_PATH}/timetable", "/people/asanova/timetable", "/rooms/b-214"):
        assert lessons(browser.get(path), "28.09.2026") == []
        assert len(lessons(browser.get(path), "29.09.2026")) == 1
    assert not timetable.browser("asanova").get("/").html.select("a[href*='open-lesson?']")


class TestOwnTiles:
    """A teacher goes from the own week to the lesson."""

    def way(self, portal, person="asanova", week="", of="Алгебра"):
        page = portal.browser(person).get(f"/people/asanova/timetable{week}")
        return [
            link["href"]
            for link in page.html.select(".lesson > a")
            if link.find("b") and of in link.text
        ]

    def test_today_s_lesson_is_opened_and_then_leads_to_itself(self, timetable):
        monday, tuesday = self.way(timetable)
        assert monday.endswith("/open-lesson?assignment=a-lec&date=2026-09-28&slot=2")
        # What is not held yet leads to its journal.
        assert unquote(tuesday) == unquote(f"{JOURNAL_PATH}/")
        teacher = timetable.browser("asanova")
        form = teacher.get(monday).forms["open-lesson"]
        path = form.submit("open", status=303).follow().request.path
        assert unquote(self.way(timetable)[0]) == unquote(path)

    def test_a_cancelled_lesson_leads_to_its_journal(self, timetable):
        with timetable.site() as site:
            site.timetable.put_change(Change("l-lec", MONDAY, cancelled=True, reason="х"))
        assert unquote(self.way(timetable)[0]) == unquote(f"{JOURNAL_PATH}/")

    def test_others_have_no_such_way(self, timetable):
        assert self.way(timetable, "bekov") == []


def test_a_holiday_is_called_by_its_name(timetable):
    with timetable.site() as site:
        monday = date(2026, 10, 5)
        site.calendar.periods.put(
            Period("h1", 2026, PeriodKind.HOLIDAY, monday, monday, "Мугалимдердин күнү", Reach())
        )
    for person, path in (
        ("dean", f"{GROUP_PATH}/timetable"),
        ("asanova", "/people/asanova/timetable"),
        ("s1", "/people/s1/timetable"),
    ):
        page = timetable.browser(person).get(f"{path}?day=2026-10-05")
        assert "Мугалимдердин күнү" in page.html.select_one(".free").text
