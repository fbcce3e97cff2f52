"""What a day without lessons means on the pages: the start page, opening a lesson (4.3)."""

from __future__ import annotations

import pytest

from oshj_core.academic_calendar import WHOLE, Period, PeriodKind, Reach
from tests.support.university import JOURNAL, JOURNAL_PATH

PATH = f"{JOURNAL_PATH}/open-lesson"


def put(portal, kind=PeriodKind.HOLIDAY, reach=WHOLE):
    day = portal.clock.now().date()
    with portal.site() as site:
        site.calendar.periods.put(Period("h", 2026, kind, day, day, "Тарых күнү", reach))


def lessons(portal):
    with portal.site() as site:
        return list(site.registers.get(JOURNAL).lessons())


class TestOpening:
    def test_today_the_form_asks_why(self, portal):
        browser = portal.browser("asanova")
        assert "despite" not in browser.get(PATH).forms["open-lesson"].fields
        put(portal)
        form = browser.get(PATH).forms["open-lesson"]
        form["assignment"] = "a-prac"
        page = form.submit("open", status=422)
        assert page.html.select_one('.form-errors a[href="#open-lesson-despite"]')
        assert "Тарых күнү" in page.html.find(class_="form-errors").get_text()
        form = page.forms["open-lesson"]
        form["despite"] = "Жума күнкү сабактын ордуна"
        form.submit("open", status=303)
        assert len(lessons(portal)) == 1
        with portal.site() as site:
            (event,) = [one for one in site.audit if one.action == "lesson.open"]
        assert event.reason == "Жума күнкү сабактын ордуна"

    def test_for_another_day_it_asks_when_the_day_is_sent(self, portal):
        put(portal)
        browser = portal.browser("asanova")
        portal.clock.moment = portal.clock.moment.replace(day=29)
        form = browser.get(PATH).forms["open-lesson"]
        assert "despite" not in form.fields
        form["assignment"], form["date"], form["room"] = "a-prac", "28.09.2026", "214"
        page = form.submit("open", status=422)
        form = page.forms["open-lesson"]
        assert form["room"].value == "214"
        form["despite"] = "Алмаштыруу"
        form.submit("open", status=303)
        assert len(lessons(portal)) == 1


class TestStartPage:
    @pytest.mark.parametrize("person", ["s1", "asanova", "dean", "admin"])
    def test_a_holiday_is_named_to_everybody(self, portal, person):
        assert "Тарых күнү" not in portal.browser(person).get("/").text
        put(portal)
        notice = portal.browser(person).get("/").html.find(class_="day-note")
        assert "Тарых күнү" in notice.get_text()
        assert notice.a["href"].startswith("/calendar")

    def test_a_session_of_one_part_is_named_there_alone(self, portal):
        put(portal, PeriodKind.EXAM_SESSION, Reach("med"))
        for person, told in (("s6", True), ("s1", False), ("asanova", False), ("deanmed", True)):
            page = portal.browser(person).get("/")
            assert ("Тарых күнү" in page.text) is told, person
