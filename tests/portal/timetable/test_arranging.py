"""The administrator fills in the timetable: adding, clashes, changing from a day on, one day."""

from datetime import date

import pytest

from oshj_core.delegation import Substitution
from oshj_core.timetable import Change, occurrence_id
from oshj_portal.store.timetable import FeedKind
from oshj_portal.timetable.lookup import Whose, occurrences
from tests.support.university import GROUP_PATH, JOURNAL, JOURNAL_PATH

ADD = f"{GROUP_PATH}/add-lesson"
FIRST = date(2026, 9, 28)


@pytest.fixture
def admin(timetable):
    return timetable.browser("admin")


def add(browser, **fields):
    form = browser.get(ADD).forms["add-lesson"]
    for name, value in fields.items():
        form[name] = value
    return form


def stored(portal):
    with portal.site() as site:
        return {one.id: one for one in site.timetable.in_semester("2026-1")}


def name(portal, lesson, day):
    """Bekov is named for one day of Asanova's lesson."""
    with portal.site() as site:
        taken = occurrence_id(lesson, day, site.timetable.key)
        site.substitutions.put(
            Substitution(f"s-{taken}", "asanova", "bekov", day, day, "оору", (taken,), "dean")
        )


def events(portal, prefix="timetable."):
    with portal.site() as site:
        return [one for one in site.audit.latest(50) if one.action.startswith(prefix)]


def test_a_lesson_is_added_and_stands_in_the_week(timetable, admin):
    form = add(admin, assignment="a-prac", weekday="5", slot="4", weeks="odd", room="b-101")
    page = form.submit("add", status=303).follow()
    assert "Алгебра" in page.html.select_one("section[aria-label*='02.10.2026']").get_text()
    (lesson,) = [one for one in stored(timetable).values() if one.slot == 4]
    assert (lesson.weekday, lesson.room, lesson.teacher) == (5, "101", "asanova")
    assert lesson.ends == date(2026, 12, 20)
    form.submit("add", status=303)  # sent twice
    assert len([one for one in stored(timetable).values() if one.slot == 4]) == 1
    assert [one.action for one in events(timetable)] == ["timetable.add"]


def test_a_lesson_never_has_the_name_of_a_page(timetable, admin):
    form = add(admin, assignment="a-prac", weekday="5", slot="4")
    form["attempt"].force_value("clashes")
    form.submit("add", status=303)
    (lesson,) = [one for one in stored(timetable).values() if one.slot == 4]
    form = admin.get(f"/timetable/{lesson.id}").forms["change-lesson"]
    form["attempt"].force_value("../import")
    form["slot"], form["starts"], form["reason"] = "5", "05.10.2026", "ката"
    page = form.submit("change", status=303).follow()
    assert page.forms["change-lesson"]["slot"].value == "5"


def test_a_clash_is_refused_with_all_parties_and_stands_for_a_reason(timetable, admin):
    form = add(admin, assignment="a-lab", weekday="1", slot="2", room="b-214")
    page = form.submit("add", status=422)
    clashes = page.html.select_one("#clashes")
    assert {link["href"] for link in clashes.select("a")} == {"/timetable/l-lec"}
    text = clashes.get_text()
    assert "Башкы корпус, 214" in text
    assert "Asanovaова Г. Т." in text
    assert "Bekovова Г. Т." in text
    assert len(stored(timetable)) == 4
    form = page.forms["add-lesson"]
    form["despite"] = "лабораториялык бөлүм экинчи бөлмөдө"
    page = form.submit("add", status=303).follow()
    assert len(page.html.select(".lesson.clash")) == 2
    assert page.html.select(".lesson.clash a[href='/timetable/l-lec']")
    assert events(timetable)[0].reason == "лабораториялык бөлүм экинчи бөлмөдө"


def test_what_another_semester_or_nobody_teaches_cannot_be_chosen(timetable, admin):
    form = add(admin)
    form["assignment"].force_value("a-anat")
    form.submit("add", status=422)
    assert len(stored(timetable)) == 4


def test_an_extra_lesson_is_held_once(timetable, admin):
    form = add(admin, assignment="a-prac", weekday="1", slot="5", weeks="once")
    assert len(form.submit("add", status=422).html.select(".field-error")) == 1
    form = add(admin, assignment="a-prac", weekday="1", slot="5", weeks="once", starts="03.10.2026")
    form.submit("add", status=303)
    (lesson,) = [one for one in stored(timetable).values() if one.extra]
    assert (lesson.starts, lesson.ends, lesson.weekday) == (date(2026, 10, 3),) * 2 + (6,)


def test_from_a_day_on_a_lesson_has_another_hour(timetable, admin):
    form = admin.get("/timetable/l-prac").forms["change-lesson"]
    form["weekday"], form["starts"], form["reason"] = "4", "05.10.2026", "бөлмө оңдолууда"
    page = form.submit("change", status=303).follow()
    assert "Алгебра" in page.html.h1.get_text()
    lessons = stored(timetable)
    assert lessons["l-prac"].ends == date(2026, 10, 4)
    (new,) = [one for one in lessons.values() if one.weekday == 4]
    assert (new.starts, new.room) == (date(2026, 10, 5), "214")
    form.submit("change", status=303)  # sent twice
    assert len(stored(timetable)) == 5


def test_from_the_first_day_on_the_new_one_takes_its_place(timetable, admin):
    form = admin.get("/timetable/l-prac").forms["change-lesson"]
    form["slot"], form["starts"], form["reason"] = "6", "01.09.2026", "ката"
    form.submit("change", status=303)
    lessons = stored(timetable)
    assert "l-prac" not in lessons
    assert len(lessons) == 4


def test_a_day_keeps_its_cancellation_and_its_substitute_under_another_hour(timetable, admin):
    day = admin.get("/timetable/l-prac/day?on=2026-10-13").forms["change-day"]
    day["change-day-way"], day["reason"] = "cancel", "майрам"
    day.submit("save", status=303)
    name(timetable, "l-prac", date(2026, 10, 6))
    form = admin.get("/timetable/l-prac").forms["change-lesson"]
    form["slot"], form["starts"], form["reason"] = "5", "05.10.2026", "бөлмө оңдолууда"
    form.submit("change", status=303)
    with timetable.site() as site:
        found = occurrences(
            site, Whose(FeedKind.TEACHER, "asanova"), date(2026, 10, 6), date(2026, 10, 13)
        )[1]
        (taken,) = site.substitutions.for_teacher("asanova")
    found = [one for one in found if one.assignment == "a-prac"]
    assert [(one.slot, one.cancelled) for one in found] == [(5, False), (5, True)]
    assert taken.lessons == (found[0].id,)


def test_what_hung_on_days_that_are_gone_is_listed_and_asked(timetable, admin):
    day = admin.get("/timetable/l-prac/day?on=2026-10-13").forms["change-day"]
    day["change-day-way"], day["reason"] = "cancel", "майрам"
    day.submit("save", status=303)
    name(timetable, "l-prac", date(2026, 10, 6))
    form = admin.get("/timetable/l-prac").forms["change-lesson"]
    form["weekday"], form["starts"], form["reason"] = "4", "05.10.2026", "бөлмө оңдолууда"
    page = form.submit("change", status=422)
    lines = [line.get_text(" ", strip=True) for line in page.html.select("#dropped li")]
    assert len(lines) == 2
    assert "06.10.2026" in lines[0]
    assert "Bekovова Г. Т." in lines[0]
    assert "майрам" in lines[1]
    assert len(stored(timetable)) == 4
    form = page.forms["change-lesson"]
    form["dropping"] = True
    form.submit("change", status=303)
    assert [one.subject for one in events(timetable, "timetable.drop")] == [
        "lesson:l-prac:2026-10-13",
        "lesson:l-prac:2026-10-06",
    ]
    notices = timetable.browser("bekov").get("/notices")
    assert "06.10.2026" in notices


def test_a_change_that_clashes_names_the_others_only(timetable, admin):
    form = admin.get("/timetable/l-prac").forms["change-lesson"]
    form["weekday"], form["slot"], form["starts"], form["reason"] = "1", "2", "05.10.2026", "ката"
    page = form.submit("change", status=422)
    assert "/timetable/l-lec" in {
        link["href"] for link in page.html.select("#clashes a") if link.get("href")
    }
    assert len(stored(timetable)) == 4


def test_a_lesson_is_removed_for_a_reason_unless_it_was_opened(timetable, admin):
    timetable.post(admin, "/timetable/l-lab/remove", {"reason": ""}, status=422)
    timetable.post(admin, "/timetable/l-lab/remove", {"reason": "ката"}, status=303)
    assert "l-lab" not in stored(timetable)
    teacher = timetable.browser("asanova")
    teacher.get("/").click(href="open-lesson.assignment=a-lec").forms["open-lesson"].submit("open")
    timetable.post(admin, "/timetable/l-lec/remove", {"reason": "ката"}, status=422)
    assert "l-lec" in stored(timetable)


def test_one_day_is_moved_with_its_register_and_put_back(timetable, admin):
    teacher = timetable.browser("asanova")
    teacher.get("/").click(href="open-lesson.assignment=a-lec").forms["open-lesson"].submit("open")
    form = admin.get("/timetable/l-lec/day?on=2026-09-28").forms["change-day"]
    form["change-day-way"], form["day"], form["slot"] = "change", "02.10.2026", "4"
    form["room"], form["reason"] = "b-101", "оору"
    form.submit("save", status=303)
    form.submit("save", status=303)  # sent twice
    with timetable.site() as site:
        identifier = occurrence_id("l-lec", FIRST, site.timetable.key)
        lesson = site.registers.get(JOURNAL).lesson(identifier)
        assert (lesson.date, lesson.slot, lesson.room) == (date(2026, 10, 2), 4, "101")
    form = admin.get("/timetable/l-lec/day?on=2026-09-28").forms["change-day"]
    assert form["change-day-way"].value == "change"
    form["change-day-way"], form["reason"] = "plan", "келди"
    form.submit("save", status=303)
    form.submit("save", status=303)
    with timetable.site() as site:
        lesson = site.registers.get(JOURNAL).lesson(identifier)
        assert (lesson.date, lesson.slot, lesson.room) == (FIRST, 2, "214")
    assert len(events(timetable)) == 2


def test_one_day_is_cancelled(timetable, admin):
    form = admin.get("/timetable/l-prac/day?on=2026-09-29").forms["change-day"]
    form["change-day-way"] = "cancel"
    form.submit("save", status=422)
    form["reason"] = "шаардык майрам"
    form.submit("save", status=303)
    assert admin.get(f"{GROUP_PATH}/timetable").html.select(".lesson.cancelled")


def test_a_stale_page_does_not_overwrite_what_somebody_changed_meanwhile(timetable, admin):
    path = "/timetable/l-prac/day?on=2026-09-29"
    first, second = (admin.get(path).forms["change-day"] for _ in range(2))
    first["change-day-way"], first["reason"] = "cancel", "майрам"
    first.submit("save", status=303)
    second["change-day-way"], second["slot"], second["reason"] = "change", "5", "оору"
    page = second.submit("save", status=409)
    assert page.html.select(".chip.bad")
    with timetable.site() as site:
        (change,) = site.timetable.changes_of("l-prac")
    assert change.cancelled
    again = page.forms["change-day"]
    assert (again["slot"].value, again["reason"].value) == ("5", "оору")
    again.submit("save", status=303)
    with timetable.site() as site:
        (change,) = site.timetable.changes_of("l-prac")
    assert change.slot == 5


def test_another_room_for_a_day_leaves_its_other_teacher(timetable, admin):
    day = date(2026, 9, 29)
    with timetable.site() as site:
        site.timetable.put_change(Change("l-prac", day, teacher="bekov", reason="оору"))
    form = admin.get(f"/timetable/l-prac/day?on={day}").forms["change-day"]
    form["room"], form["reason"] = "b-101", "проектор"
    form.submit("save", status=303)
    with timetable.site() as site:
        (change,) = site.timetable.changes_of("l-prac")
    assert (change.teacher, change.room) == ("bekov", "101")


def test_a_day_moved_onto_another_lesson_names_it(timetable, admin):
    form = admin.get("/timetable/l-prac/day?on=2026-09-29").forms["change-day"]
    form["change-day-way"], form["day"], form["slot"], form["reason"] = (
        "change",
        "28.09.2026",
        "2",
        "оору",
    )
    page = form.submit("save", status=422)
    assert {"/timetable/l-lec"} <= {link["href"] for link in page.html.select("#clashes a")}


def test_a_day_on_which_nothing_is_planned_is_not_there(admin):
    admin.get("/timetable/l-prac/day?on=2026-09-30", status=404)


def test_others_see_the_lesson_and_change_nothing(timetable):
    dean = timetable.browser("dean")
    page = dean.get("/timetable/l-prac")
    assert "change-lesson" not in page.forms
    dean.get(ADD, status=403)
    timetable.post(dean, "/timetable/l-prac/remove", {"reason": "жок"}, status=403)
    assert not dean.get(f"{JOURNAL_PATH}").html.select("a[href*='add-lesson']")


def test_the_sign_at_a_day_begins_a_lesson_of_that_day(timetable, admin):
    page = admin.get(f"{GROUP_PATH}/timetable").click(href="add-lesson.weekday=4")
    assert page.forms["add-lesson"]["weekday"].value == "4"
    page = admin.get(f"{ADD}?weekday=x&slot=3")
    assert page.forms["add-lesson"]["slot"].value == "3"
    assert not timetable.browser("dean").get(f"{GROUP_PATH}/timetable").html.select("a.add")
