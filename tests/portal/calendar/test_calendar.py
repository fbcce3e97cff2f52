"""The calendar: everybody reads it, the administrator keeps it (3.7, 4.1)."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.structure import StudyForm
from oshj_core.timetable import Interval, WeeklyLesson
from oshj_portal.calendar.lookup import bell_times, bells_for, day_of, teaching_weeks
from oshj_portal.calendar.public_holidays import proposed_holidays
from tests.support.places import LESSON, journal_of
from tests.support.university import AUTUMN, PRACTICE

K = PeriodKind
HOLIDAY = Period("h1", 2026, K.HOLIDAY, date(2026, 11, 7), date(2026, 11, 8), "Тарых күндөрү")
NARROW = Period(
    "p1", 2026, K.PRACTICE, date(2026, 11, 2), date(2026, 11, 14), reach=Reach("med", None, 3)
)


def put(portal, *periods):
    with portal.site() as site:
        for period in periods:
            site.calendar.periods.put(period)


@pytest.fixture
def admin(portal):
    browser = portal.browser("admin")
    browser.set_cookie("oshj-language", "en")
    return browser


def fill(browser, path, status=303, **values):
    form = browser.get(path).forms["period"]
    for name, value in values.items():
        form[name] = value
    return form.submit("save", status=status)


def periods_of(portal):
    with portal.site() as site:
        return list(site.calendar.periods)


class TestPublic:
    def test_a_guest_reads_it(self, portal):
        put(portal, HOLIDAY, NARROW)
        page = portal.browser().get("/calendar?year=2026")
        lists = page.html.find_all(class_="periods")
        told = "".join(one.get_text() for one in lists)
        assert "07.11.2026 – 08.11.2026" in told
        assert "Тарых күндөрү" in told
        assert "02.11.2026" not in told, "what is given for a part is not everybody's"
        drawn = [one.get_text() for one in page.html.select("svg .band title")]
        assert any("Тарых күндөрү" in one for one in drawn)

    def test_a_part_of_the_university_sees_its_own(self, portal):
        vacation = Period("v", 2026, K.VACATION, date(2026, 11, 9), date(2026, 11, 20))
        put(portal, HOLIDAY, NARROW, vacation)
        page = portal.browser("asanova").get("/calendar?year=2026&unit=med&course=3")
        seasons = page.html.find_all(class_="periods")[0].get_text()
        assert "02.11.2026 – 14.11.2026" in seasons
        assert "15.11.2026 – 20.11.2026" in seasons, "the vacation begins when the practice ends"

    def test_a_student_sees_the_own_part_first(self, portal):
        put(portal, NARROW)
        for student, expected in (("s6", True), ("s1", False)):
            page = portal.browser(student).get("/calendar?year=2026")
            assert ("02.11.2026 – 14.11.2026" in page.text) is expected

    @pytest.mark.parametrize(
        "query", ["year=x", "year=²²²²", "unit=none&form=none&course=x", "course=²", "year=9999"]
    )
    def test_what_nobody_knows_is_the_whole_university_now(self, portal, query):
        assert portal.browser().get(f"/calendar?{quote(query, safe='=&')}").html.h1 is not None

    def test_an_empty_year_says_what_to_do(self, portal):
        assert portal.browser("s1").get("/calendar?year=2030").html.find(class_="empty")


class TestPeriods:
    def test_one_is_added_changed_and_struck(self, portal, admin):
        answer = fill(
            admin,
            "/control/period?kind=holiday&year=2026",
            name="Тарых күндөрү",
            starts="07.11.2026",
            ends="08.11.2026",
        )
        page = answer.follow()
        (stored,) = periods_of(portal)
        assert (stored.starts, stored.ends, stored.certain) == (HOLIDAY.starts, HOLIDAY.ends, True)
        assert "07.11.2026 – 08.11.2026" in page
        path = f"/control/period?id={stored.id}"
        fill(admin, path, ends="07.11.2026", reason="токтом")
        assert periods_of(portal)[0].ends == date(2026, 11, 7)
        fields = {"id": stored.id, "reason": "жокко чыгарылды"}
        portal.post(admin, "/control/strike-period", fields, status=303)
        assert periods_of(portal) == []
        with portal.site() as site:
            found = [(one.action, one.reason) for one in site.audit if "calendar" in one.subject]
        assert found[::-1] == [
            ("calendar.add", ""),
            ("calendar.change", "токтом"),
            ("calendar.remove", "жокко чыгарылды"),
        ]
        audit = admin.get("/control/audit")
        assert "calendar.add" not in audit.html.find("main").get_text()

    def test_sent_twice_it_is_stored_once(self, portal, admin):
        form = admin.get("/control/period?kind=vacation&year=2026").forms["period"]
        form["starts"], form["ends"] = "01.02.2027", "07.02.2027"
        form.submit("save", status=303)
        form.submit("save", status=303)
        assert len(periods_of(portal)) == 1

    def test_what_somebody_changed_meanwhile_is_a_conflict(self, portal, admin):
        put(portal, HOLIDAY)
        form = admin.get("/control/period?id=h1").forms["period"]
        fill(admin, "/control/period?id=h1", name="Башка ат")
        form["ends"] = "09.11.2026"
        assert form.submit("save", status=409).html.select(".form-errors")
        assert periods_of(portal)[0].name == "Башка ат"

    @pytest.mark.parametrize(
        ("kind", "values", "field"),
        [
            ("holiday", {"starts": "07.11.2026", "ends": "06.11.2026"}, "period-ends"),
            ("holiday", {"starts": "07.11.2025", "ends": "07.11.2025"}, "period-starts"),
            ("vacation", {"starts": "07.11.2026", "ends": "?"}, "period-ends"),
            (
                "module",
                {
                    "starts": "07.09.2026",
                    "ends": "24.10.2026",
                    "entry_opens": "07.09.2026",
                    "entry_closes": "20.10.2026",
                    "unit": "med",
                },
                "period-entry_closes",
            ),
        ],
    )
    def test_an_error_stands_at_its_field(self, portal, admin, kind, values, field):
        page = fill(admin, f"/control/period?kind={kind}&year=2026", 422, **values)
        assert page.html.select_one(f'.form-errors a[href="#{field}"]')
        assert periods_of(portal) == []

    def test_a_semester_of_the_university_is_changed_in_place(self, portal, admin):
        fill(admin, "/control/period?id=2026-1.1", entry_closes="07.11.2026")
        with portal.site() as site:
            semester = site.university.semesters.get("2026-1")
            assert semester.modules[0].entry.closes == date(2026, 11, 7)
            assert len(site.calendar.periods) == 0

    def test_a_narrowed_window_is_the_one_of_the_journal(self, portal, admin):
        fill(
            admin,
            "/control/period?kind=module&year=2026",
            starts="01.09.2026",
            ends="20.09.2026",
            entry_opens="01.09.2026",
            entry_closes="20.09.2026",
            number="1",
            unit="math",
            course="3",
            form="full-time",
        )
        with portal.site() as site:
            semester = journal_of(portal, site, "asanova").semester
            assert semester.module(1).ends == date(2026, 9, 20)

    def test_it_asks_before_it_touches_open_lessons(self, portal, admin):
        with portal.site() as site:
            journal_of(portal, site, "asanova").open_lesson(
                PRACTICE, portal.clock.now().date(), 2, LESSON
            )
        page = fill(
            admin,
            "/control/period?kind=holiday&year=2026",
            422,
            starts="28.09.2026",
            ends="28.09.2026",
        )
        assert "АУБ-1-24" in page.html.find(class_="form-errors").get_text()
        assert periods_of(portal) == []
        form = page.forms["period"]
        form["confirmed"] = True
        form.submit("save", status=303)
        assert len(periods_of(portal)) == 1

    def test_it_tells_what_the_timetable_loses_and_gets_back(self, portal, admin):
        with portal.site() as site:
            site.timetable.put(
                WeeklyLesson(
                    "l1",
                    "2026-1",
                    PRACTICE.id,
                    "asanova",
                    PRACTICE.groups,
                    1,
                    2,
                    Interval(570, 650),
                    AUTUMN.starts,
                    AUTUMN.ends,
                )
            )
        path = "/control/period?kind=holiday&year=2026"
        page = fill(admin, path, starts="09.11.2026", ends="09.11.2026").follow()
        assert "no longer held: 1" in page.html.select_one(".flash.warn").get_text()
        (stored,) = periods_of(portal)
        fields = {"id": stored.id, "reason": "жокко чыгарылды"}
        page = portal.post(admin, "/control/strike-period", fields, status=303).follow()
        assert "held again: 1" in page.html.select_one(".flash.warn").get_text()

    @pytest.mark.parametrize("path", ["period?kind=none", "period?id=none", "period"])
    def test_no_such_period(self, admin, path):
        admin.get(f"/control/{path}", status=[400, 404])
        assert admin.get("/control/calendar?year=2026").status_int == 200

    def test_one_that_is_gone_is_not_struck_twice(self, portal, admin):
        portal.post(admin, "/control/strike-period", {"id": "x", "reason": "r"}, status=404)


class TestHolidays:
    def test_proposals_follow_the_law_and_say_what_is_not_announced(self):
        found = {one.name: one for one in proposed_holidays(2026)}
        assert found["Элдик Нооруз майрамы"].starts == date(2027, 3, 21)
        assert not found["Орозо айт"].certain
        assert found["Жаңы жылдык каникулдар"].ends == date(2027, 1, 6)
        assert all(date(2026, 8, 1) <= one.starts <= date(2027, 7, 31) for one in found.values())

    def test_the_ticked_ones_are_taken_with_the_days_that_were_typed(self, portal, admin):
        form = next(
            one
            for one in admin.get("/control/holidays?year=2026").forms.values()
            if "take" in one.fields
        )
        ticked = {box.checked for box in form.fields["take"]}
        assert ticked == {True, False}, "a day that is not announced is not ticked"
        for box in form.fields["take"]:
            box.checked = box._value in ("holiday-2027-03-21", "holiday-2027-03-09")
        form["starts-holiday-2027-03-09"] = form["ends-holiday-2027-03-09"] = "10.03.2027"
        form.submit(status=303)
        stored = {one.name: one for one in periods_of(portal)}
        assert set(stored) == {"Орозо айт", "Элдик Нооруз майрамы"}
        assert (stored["Орозо айт"].starts, stored["Орозо айт"].certain) == (
            date(2027, 3, 10),
            True,
        )
        again = admin.get("/control/holidays?year=2026")
        assert len(again.html.select(".chip.good")) == 2
        form.submit(status=303)
        assert len(periods_of(portal)) == 2

    def test_nothing_ticked_or_a_wrong_day_is_refused(self, portal, admin):
        portal.post(admin, "/control/holidays?year=2026", {}, status=422)
        fields = {"take": "holiday-2027-03-21", "starts-holiday-2027-03-21": "эртең"}
        portal.post(admin, "/control/holidays?year=2026", fields, status=422)
        assert periods_of(portal) == []


class TestBells:
    def save(self, admin, query="", status=303, **values):
        form = admin.get(f"/control/bells{query}").forms["bells"]
        for name, value in values.items():
            form[name] = value
        return form.submit("save", status=status)

    def test_all_go_by_one_table_until_a_part_has_its_own(self, portal, admin):
        self.save(admin, bells="1: 8:30–9:50\n2: 10:00–11:20")
        self.save(admin, unit="med", form="full-time", bells="1: 9:00–9:45")
        with portal.site() as site:
            whole = {1: ("08:30", "09:50"), 2: ("10:00", "11:20")}
            assert bell_times(site) == bell_times(site, "АУБ-1-24") == whole
            assert bell_times(site, "ДЛ-1-24") == {1: ("09:00", "09:45")}
            assert bell_times(site, unit="med") == whole
            assert str(bells_for(site, "ДЛ-1-24").interval(1)) == "09:00–09:45"
        fields = {"unit": "med", "form": "full-time", "reason": "бирдей болду"}
        portal.post(admin, "/control/strike-bells", fields, status=303)
        with portal.site() as site:
            assert bell_times(site, "ДЛ-1-24") == whole
            found = [one.action for one in site.audit if one.subject.startswith("bells:")]
        assert found == ["bells.remove", "bells.put", "bells.put"]

    def test_what_somebody_changed_meanwhile_is_a_conflict(self, portal, admin):
        form = admin.get("/control/bells").forms["bells"]
        self.save(admin, bells="1: 8:30–9:50")
        form["bells"] = "1: 07:30–09:50"
        form.submit("save", status=409)

    @pytest.mark.parametrize(
        "wrong", ["", "noon", "1: 09:00–08:00", "1: 08:00–09:00\n2: 08:30–10:00"]
    )
    def test_what_is_wrong_is_refused(self, portal, admin, wrong):
        page = self.save(admin, "", 422, bells=wrong)
        assert page.html.select(".form-errors")
        with portal.site() as site:
            assert len(site.calendar.bells) == 0


class TestLookup:
    def test_teaching_weeks_leave_out_the_days_off_of_a_group(self, portal):
        put(portal, HOLIDAY, NARROW)
        with portal.site() as site:
            site.university.groups.put(
                site.university.groups.get("ДЛ-1-24").__class__(
                    "ДЛ-1-24", "med", "ДЛ", 2024, 0, StudyForm.EVENING
                )
            )
            whole = teaching_weeks(site, "2026-1")
            assert whole.holidays == set(HOLIDAY.days)
            assert teaching_weeks(site, "2026-1", "АУБ-1-24").holidays == whole.holidays
            assert len(teaching_weeks(site, "2026-1", "ДЛ-1-24").holidays) == 13
            assert day_of(site, "ДЛ-1-24", date(2026, 11, 3)).off == NARROW
            assert day_of(site, "АУБ-1-24", date(2026, 11, 3)).off is None


def test_an_old_site_gets_a_calendar_and_keeps_its_bells(portal):
    from oshj_portal.evolution.academic_calendar import add_calendar

    with portal.site() as site:
        del site.university.calendar
        site.settings["bells"] = {1: ("08:30", "09:50")}
        add_calendar(site)
        add_calendar(site)
        assert bell_times(site) == {1: ("08:30", "09:50")}
        assert "bells" not in site.settings
        assert list(site.calendar.bells) == [BellTable.of({1: ("08:30", "09:50")})]
