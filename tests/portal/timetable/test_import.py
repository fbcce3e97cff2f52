"""The timetable from a workbook: errors by their place, the diff, the clashes, all or nothing."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from oshj_core.timetable import Change, Room
from oshj_core.timetable.sheet import LESSONS_HEADING, ROOMS_HEADING
from tests.portal.lists.conftest import csv_of, workbook_of, zip_of
from tests.support.portal import NOW

ROOM_HEAD = ["Коду", "Корпус", "Аудитория", "Орундардын саны", "Түрү"]
HEAD = ["Жүктөмдүн коду", "Күнү", "Пара", "Жума", "Корпус", "Аудитория"]
LECTURE = ["a-lec", "дүйшөмбү", "2", "", "Башкы корпус", "214"]


@pytest.fixture
def admin(portal):
    return portal.browser("admin")


ROOM_ROWS = (["b-214", "Башкы корпус", "214", "60", "лекциялык зал"],)


def file_of(*rows, rooms=ROOM_ROWS):
    return {ROOMS_HEADING: [ROOM_HEAD, *rooms], LESSONS_HEADING: [HEAD, *rows]}


def check(portal, browser, file, since=None):
    form = browser.get("/timetable/import").forms["upload"]
    if since is not None:
        form["since"] = since
    form["file"] = ("timetable.xlsx", workbook_of(file))
    page = form.submit("check", status=303)
    portal.registry.job_worker.wait()
    return page.follow()


def apply(portal, page, **fields):
    form = next(one for one in page.forms.values() if one.action.endswith("import-apply"))
    for name, value in fields.items():
        form[name] = value
    answer = form.submit(status=303)
    portal.registry.job_worker.wait()
    return answer.follow()


def lessons(portal):
    with portal.site() as site:
        return site.timetable.in_semester("2026-1")


def errors(page):
    return [
        tuple(cell.get_text(" ", strip=True) for cell in row.select("td"))[:3]
        for row in page.html.select("table.list tbody tr")
    ]


def test_a_file_is_checked_shown_and_applied(portal, admin):
    page = check(portal, admin, file_of(LECTURE, ["a-lab", "3", "3", "так", "", ""]))
    assert not lessons(portal)
    assert len(page.html.select("details li")) == 3
    page = apply(portal, page)
    assert page.html.select(".card.good")
    lecture, laboratory = sorted(lessons(portal), key=lambda one: one.weekday)
    assert (lecture.room, lecture.building, lecture.slot) == ("214", "Башкы корпус", 2)
    assert (laboratory.subgroup, laboratory.weeks.value) == (2, "odd")
    with portal.site() as site:
        assert site.rooms.get("b-214").seats == 60
        actions = sorted(one.action for one in site.audit.latest(10))
    assert actions.count("timetable.add") == 2
    assert actions.count("room.put") == 1


def test_a_second_import_of_the_same_file_changes_nothing(portal, admin):
    apply(portal, check(portal, admin, file_of(LECTURE)))
    before = lessons(portal)
    page = check(portal, admin, file_of(LECTURE))
    assert not [one for one in page.forms.values() if one.action.endswith("import-apply")]
    assert lessons(portal) == before


def test_every_error_stands_with_its_place_and_nothing_is_applied(portal, admin):
    page = check(
        portal,
        admin,
        file_of(
            ["a-none", "дүйшөмбү", "2", "", "", ""],
            ["a-lec", "күн", "2", "", "", ""],
            ["a-lec", "дүйшөмбү", "9", "", "", ""],
            ["a-lec", "дүйшөмбү", "2", "кээде", "", ""],
            ["a-lec", "дүйшөмбү", "2", "", "Башкы корпус", "999"],
            LECTURE,
            LECTURE,
            rooms=(["b-214", "Башкы корпус", "214", "көп", ""],) * 2,
        ),
    )
    assert errors(page) == [
        (ROOMS_HEADING, "2", "Орундардын саны"),
        (ROOMS_HEADING, "3", "Орундардын саны"),
        (LESSONS_HEADING, "2", "Жүктөмдүн коду"),
        (LESSONS_HEADING, "3", "Күнү"),
        (LESSONS_HEADING, "4", "Пара"),
        (LESSONS_HEADING, "5", "Жума"),
        (LESSONS_HEADING, "6", "Аудитория"),
        (LESSONS_HEADING, "8", "Пара"),
    ]
    assert not lessons(portal)


def test_clashes_are_listed_with_all_parties_and_need_a_reason(portal, admin):
    file = file_of(LECTURE, ["a-lab", "дүйшөмбү", "2", "", "Башкы корпус", "214"])
    page = check(portal, admin, file)
    parties = page.html.select("#clashes > ul > li")
    assert len(parties) == 2  # the room and the group's subgroup
    assert "Asanovaова Г. Т." in page.html.select_one("#clashes").get_text()
    form = next(one for one in page.forms.values() if one.action.endswith("import-apply"))
    form.submit(status=422)
    assert not lessons(portal)
    apply(portal, page, despite="убактылуу")
    assert len(lessons(portal)) == 2
    with portal.site() as site:
        (one, other) = [e for e in site.audit.latest(10) if e.action == "timetable.add"]
        assert one.reason == other.reason == "убактылуу"


def test_what_a_named_assignment_no_longer_has_is_removed(portal, admin):
    moved = ["a-lec", "дүйшөмбү", "3", "", "Башкы корпус", "214"]
    lab = ["a-lab", "3", "3", "", "", ""]
    apply(portal, check(portal, admin, file_of(LECTURE, lab)))
    apply(portal, check(portal, admin, file_of(moved)))
    assert sorted((one.assignment, one.slot) for one in lessons(portal)) == [
        ("a-lab", 3),
        ("a-lec", 3),
    ]


def test_days_that_were_opened_stay(portal, admin):
    apply(portal, check(portal, admin, file_of(LECTURE)))
    teacher = portal.browser("asanova")
    teacher.get("/").click(href="open-lesson.assignment=a-lec").forms["open-lesson"].submit("open")
    moved = ["a-lec", "дүйшөмбү", "3", "", "Башкы корпус", "214"]
    page = check(portal, admin, file_of(moved))
    apply(portal, page)
    old = next(one for one in lessons(portal) if one.slot == 2)
    assert f"{old.ends:%d.%m.%Y}" == "28.09.2026"
    page = check(portal, admin, file_of(moved))
    assert not [one for one in page.forms.values() if one.action.endswith("import-apply")]


def test_the_workbook_that_was_downloaded_changes_nothing(portal, admin):
    apply(portal, check(portal, admin, file_of(LECTURE, ["a-lab", "3", "3", "так", "", ""])))
    content = admin.get("/timetable/workbook").body
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == [ROOMS_HEADING, LESSONS_HEADING]
    form = admin.get("/timetable/import").forms["upload"]
    form["file"] = ("timetable.xlsx", content)
    page = form.submit("check", status=303)
    portal.registry.job_worker.wait()
    page = page.follow()
    assert not page.html.select("details li")
    assert not errors(page)


def test_a_file_that_was_overtaken_is_not_applied(portal, admin):
    page = check(portal, admin, file_of(LECTURE))
    other = check(portal, admin, file_of([*LECTURE[:2], "4", "", "", ""]))
    apply(portal, other)
    page = apply(portal, page)
    assert page.html.select(".card.bad")
    assert [one.slot for one in lessons(portal)] == [4]


def test_a_room_that_is_called_like_a_formula_is_none(timetable, admin):
    with timetable.site() as site:
        site.rooms.put(Room("r-x", "=1+1", "@SUM(A1)"))
    book = load_workbook(BytesIO(admin.get("/timetable/workbook").body))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    (building,) = [cell for cell in cells if cell.value == "=1+1"]
    assert building.quotePrefix


def test_csv_files_in_a_zip_say_the_same_as_a_workbook(portal, admin):
    file = file_of(LECTURE)
    members = {
        f"{name}.csv": csv_of(file[heading])
        for name, heading in (("rooms", ROOMS_HEADING), ("timetable", LESSONS_HEADING))
    }
    form = admin.get("/timetable/import").forms["upload"]
    form["file"] = ("timetable.zip", zip_of(members))
    page = form.submit("check", status=303)
    portal.registry.job_worker.wait()
    apply(portal, page.follow())
    (lesson,) = lessons(portal)
    assert (lesson.assignment, lesson.room) == ("a-lec", "214")


def test_a_file_that_is_no_workbook_is_refused(portal, admin):
    form = admin.get("/timetable/import").forms["upload"]
    form["file"] = ("timetable.xlsx", b"PK\x03\x04 broken")
    page = form.submit("check", status=303)
    portal.registry.job_worker.wait()
    assert page.follow().html.select(".card.bad")
    assert not lessons(portal)


class TestFromADayOn:
    """Monday, 28 September is today: it is proposed, and what was before stays."""

    def test_the_next_monday_is_proposed_and_before_the_semester_its_first_day(self, portal, admin):
        def proposed():
            return admin.get("/timetable/import").forms["upload"]["since"].value

        assert proposed() == "28.09.2026"
        portal.clock.moment = datetime(2026, 9, 29, 10, 0, tzinfo=NOW.tzinfo)
        assert proposed() == "05.10.2026"
        portal.clock.moment = datetime(2026, 8, 25, 10, 0, tzinfo=NOW.tzinfo)
        assert portal.browser("admin").get("/timetable/import").forms["upload"]["since"].value == (
            "01.09.2026"
        )

    def test_another_room_is_shown_with_its_day_and_leaves_the_past_alone(self, portal, admin):
        apply(portal, check(portal, admin, file_of(LECTURE), since="01.09.2026"))
        other = (*ROOM_ROWS, ["b-9", "Башкы корпус", "9", "60", "лекциялык зал"])
        file = file_of([*LECTURE[:5], "9"], rooms=other)
        page = check(portal, admin, file, since="05.10.2026")
        text = page.html.get_text(" ", strip=True)
        assert "05.10.2026" in text
        assert "Алгебра" in page.html.select("details li b")[-1].text
        apply(portal, page)
        before, after = sorted(lessons(portal), key=lambda one: one.starts)
        assert (before.room, before.ends) == ("214", date(2026, 10, 4))
        assert (after.room, after.starts) == ("9", date(2026, 10, 5))

    def test_a_word_that_is_no_weekday_is_answered_with_the_weekdays(self, portal, admin):
        page = check(portal, admin, file_of(["a-lec", "шембиш", "2", "", "", ""]))
        assert "дүйшөмбү, шейшемби" in page.html.select_one("table.list").text

    def test_the_workbook_names_subject_groups_and_teacher_and_is_read_again(self, portal, admin):
        apply(portal, check(portal, admin, file_of(LECTURE)))
        content = admin.get("/timetable/workbook").body
        rows = list(load_workbook(BytesIO(content))[LESSONS_HEADING].values)
        assert rows[0][-3:] == ("Предмет", "Тайпалар", "Окутуучу")
        assert rows[1][-3] == "Алгебра"
        assert "АУБ-1-24" in rows[1][-2]
        form = admin.get("/timetable/import").forms["upload"]
        form["file"] = ("timetable.xlsx", content)
        page = form.submit("check", status=303)
        portal.registry.job_worker.wait()
        page = page.follow()
        assert not [one for one in page.forms.values() if one.action.endswith("import-apply")]
        assert not page.html.select(".card.bad, .form-errors")


def test_what_hangs_on_days_that_are_gone_is_dropped_by_a_tick_only(portal, admin):
    apply(portal, check(portal, admin, file_of(LECTURE)))
    (lesson,) = lessons(portal)
    with portal.site() as site:
        day = date(2026, 10, 12)
        site.timetable.put_change(Change(lesson.id, day, cancelled=True, reason="майрам"))
    page = check(portal, admin, file_of([LECTURE[0], "жума", *LECTURE[2:]]))
    (line,) = page.html.select("#dropped li")
    assert "12.10.2026" in line.get_text()
    assert "майрам" in line.get_text()
    form = next(one for one in page.forms.values() if one.action.endswith("import-apply"))
    form.submit(status=422)
    apply(portal, page, dropping=True)
    assert {one.weekday for one in lessons(portal) if one.starts > date(2026, 9, 1)} == {5}
    with portal.site() as site:
        assert all(not site.timetable.changes_of(one.id) for one in lessons(portal))
        (event,) = [one for one in site.audit.latest(9) if one.action == "timetable.drop"]
    assert event.before == "cancelled"
