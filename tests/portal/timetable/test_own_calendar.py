"""The timetable goes by the calendar and the bells of each group (3.2)."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.calendar import DEFAULT_BELLS, Semester
from oshj_core.timetable import Interval, weekly_lesson
from tests.portal.timetable.conftest import ANATOMY_LECTURE, BELLS, MONDAY_LECTURE
from tests.portal.timetable.test_arranging import add
from tests.support.university import AUTUMN, GROUP_PATH, JOURNAL, PRACTICE

MED = "/units/med/%D0%94%D0%9B-1-24"
CLASHES = "/timetable/clashes"


@pytest.fixture
def admin(timetable):
    return timetable.browser("admin")


def put(portal, kind, starts, ends, reach, semester=""):
    with portal.site() as site:
        site.calendar.periods.put(
            Period(
                f"{kind.value}-{reach}", 2026, kind, starts, ends, reach=reach, semester=semester
            )
        )


def in_one_room(portal, **changes):
    """The medical faculty's lecture at Monday's second hour in the lecture hall."""
    other = attrs.evolve(
        ANATOMY_LECTURE,
        **{
            "weekday": 1,
            "time": MONDAY_LECTURE.time,
            "building": MONDAY_LECTURE.building,
            "room": MONDAY_LECTURE.room,
        }
        | changes,
    )
    with portal.site() as site:
        site.timetable.put(other)


def test_a_holiday_of_one_faculty_is_no_clash_of_its_lessons(timetable, admin):
    in_one_room(timetable)
    page = admin.get(CLASHES)
    assert "31.08.2026" not in page
    assert "07.09.2026" in page
    put(timetable, PeriodKind.HOLIDAY, date(2026, 9, 7), date(2026, 9, 7), Reach("med"))
    page = admin.get(CLASHES)
    assert "07.09.2026" not in page
    assert "14.09.2026" in page
    put(timetable, PeriodKind.PRACTICE, AUTUMN.starts, AUTUMN.ends, Reach("med"))
    assert not admin.get(CLASHES).html.select("a[href='/timetable/l-anat']")


def test_hours_of_other_bells_clash_by_the_clock(timetable, admin):
    early = {slot: (f"{7 + slot:02}:50", f"{8 + slot:02}:40") for slot in range(1, 5)}
    with timetable.site() as site:
        site.calendar.bells.put(BellTable.of(early, Reach("med")))
    # The third hour of the medical faculty is in the midst of the second one of the others.
    form = admin.get(f"{MED}/add-lesson").forms["add-lesson"]
    assert [one[2] for one in form["slot"].options][:2] == ["1 · 08:50–09:40", "2 · 09:50–10:40"]
    form["assignment"], form["weekday"], form["slot"], form["room"] = "a-anat", "1", "2", "b-214"
    page = form.submit("add", status=422)
    assert "09:50–10:40" in page.html.select_one("#clashes").get_text()
    form["slot"] = "4"
    form.submit("add", status=303)
    with timetable.site() as site:
        (lesson,) = [one for one in site.timetable.in_semester("2026-1") if one.slot == 4]
    assert lesson.time == Interval.parse("11:50", "12:40")
    assert DEFAULT_BELLS[4] != ("11:50", "12:40")


def test_a_day_is_not_moved_to_a_holiday_of_the_faculty(timetable, admin):
    put(timetable, PeriodKind.HOLIDAY, date(2026, 10, 8), date(2026, 10, 8), Reach("math"))
    form = admin.get("/timetable/l-prac/day?on=2026-10-06").forms["change-day"]
    form["change-day-way"], form["day"], form["reason"] = "change", "08.10.2026", "Конференция"
    page = form.submit("save", status=422)
    assert page.html.select_one('.form-errors a[href="#change-day-day"]')
    form["day"] = "09.10.2026"
    form.submit("save", status=303)


def test_a_lesson_lasts_as_long_as_the_semester_of_its_group(timetable, admin):
    begins, ends = AUTUMN.starts - timedelta(14), AUTUMN.ends + timedelta(14)
    put(timetable, PeriodKind.SEMESTER, begins, ends, Reach("math"), "2026-1")
    form = add(admin, assignment="a-prac", weekday="5", slot="4")
    form.submit("add", status=303)
    with timetable.site() as site:
        (lesson,) = [one for one in site.timetable.in_semester("2026-1") if one.slot == 4]
    assert lesson.starts == begins
    for day, shown in ((begins, True), (AUTUMN.starts - timedelta(21), False)):
        for path in (f"{GROUP_PATH}/timetable", "/people/asanova/timetable"):
            page = admin.get(path, {"day": day.isoformat()})
            assert bool(page.html.select(".lesson")) is shown, (path, day)


def test_a_moved_lesson_lands_in_the_module_of_its_group(timetable, admin):
    """4.3: which module a lesson belongs to, the calendar of its group says."""
    form = (
        timetable.browser("asanova")
        .get("/units/math/%D0%90%D0%A3%D0%91-1-24/algebra@2026-1/open-lesson")
        .forms["open-lesson"]
    )
    form["assignment"], form["slot"] = "a-lec", "2"
    form.submit("open", status=303)
    window = AUTUMN.modules[1].entry
    with timetable.site() as site:
        for number, (starts, ends) in enumerate(
            ((AUTUMN.starts, date(2026, 9, 29)), (date(2026, 9, 30), date(2026, 12, 20))), 1
        ):
            site.calendar.periods.put(
                Period(
                    f"m{number}",
                    2026,
                    PeriodKind.MODULE,
                    starts,
                    ends,
                    reach=Reach("math"),
                    semester="2026-1",
                    number=number,
                    entry=attrs.evolve(window, opens=starts),
                )
            )
    form = admin.get("/timetable/l-lec/day?on=2026-09-28").forms["change-day"]
    form["change-day-way"], form["day"], form["reason"] = "change", "02.10.2026", "Конференция"
    form.submit("save", status=303)
    with timetable.site() as site:
        (lesson,) = site.registers.get(JOURNAL).lessons()
    assert (lesson.date, lesson.module) == (date(2026, 10, 2), 2)


def test_a_teacher_of_two_semesters_at_once_clashes(timetable, admin):
    """The medical faculty is in the autumn still while the others have begun the spring."""
    with timetable.site() as site:
        spring = Semester("2026-2", 2026, 2, date(2027, 2, 1), date(2027, 6, 30))
        site.university.semesters.put(spring)
        practice = attrs.evolve(PRACTICE, id="s-prac", semester="2026-2")
        site.university.assignments.put(practice)
        site.timetable.put(weekly_lesson("l-spring", practice, spring, BELLS, 1, 1))
        late = attrs.evolve(
            ANATOMY_LECTURE,
            teacher="asanova",
            weekday=1,
            slot=1,
            time=BELLS.interval(1),
            ends=date(2027, 2, 14),
        )
        site.timetable.put(late)
    assert "/timetable/l-spring" not in admin.get(CLASHES)
    put(
        timetable,
        PeriodKind.SEMESTER,
        AUTUMN.starts,
        date(2027, 2, 14),
        Reach("med"),
        semester="2026-1",
    )
    page = admin.get(CLASHES)
    links = {link["href"] for link in page.html.select(".clashes a")}
    assert links == {"/timetable/l-spring", "/timetable/l-anat"}
    assert "01.02.2027" in page
    for path in ("/timetable/l-anat", "/timetable/l-spring"):
        shown = admin.get(path).html.select("#clashes a")
        assert {link["href"] for link in shown} >= links
    week = admin.get("/people/asanova/timetable", {"day": "2027-02-08"})
    assert len(week.html.select(".lesson.clash")) == 2
    form = admin.get("/timetable/l-spring/day?on=2027-02-22").forms["change-day"]
    form["change-day-way"], form["day"], form["reason"] = "change", "08.02.2027", "майрам"
    page = form.submit("save", status=422)
    assert page.html.select("#clashes a[href='/timetable/l-anat']")
