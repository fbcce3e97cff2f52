"""Rooms are added and corrected; one in which lessons are held keeps its name."""

import attrs
import pytest

from oshj_core.timetable import Change
from tests.portal.timetable.conftest import MONDAY
from tests.support.university import LABORATORY


@pytest.fixture
def admin(timetable):
    return timetable.browser("admin")


def rooms(portal):
    with portal.site() as site:
        return {room.id: (room.building, room.name, room.seats) for room in site.rooms}


def test_a_room_is_added(timetable, admin):
    form = admin.get("/rooms").click(href="/rooms/add").forms["room"]
    form["id"], form["building"], form["name"], form["seats"] = "b-7", "Башкы корпус", "7", "20"
    page = form.submit("save", status=303).follow()
    assert "Башкы корпус, 7" in page.html.h1.get_text()
    form.submit("save", status=303)  # sent twice
    assert rooms(timetable)["b-7"] == ("Башкы корпус", "7", 20)
    with timetable.site() as site:
        assert [one.action for one in site.audit.latest(9)].count("room.put") == 1


@pytest.mark.parametrize(("code", "name"), [("b-8", "214"), ("b/8", "8"), ("b-8", "")])
def test_what_cannot_be_a_room_is_refused(timetable, admin, code, name):
    form = admin.get("/rooms/add").forms["room"]
    form["id"], form["building"], form["name"] = code, "Башкы корпус", name
    assert form.submit("save", status=422).html.select(".form-errors")
    assert len(rooms(timetable)) == 2


def test_a_room_with_lessons_is_corrected_but_not_renamed(timetable, admin):
    form = admin.get("/rooms/b-214").click(href="/rooms/b-214/edit").forms["room"]
    form["seats"] = "80"
    form.submit("save", status=303)
    form["name"] = "215"
    assert form.submit("save", status=422).html.select(".field-error")
    assert rooms(timetable)["b-214"] == ("Башкы корпус", "214", 80)


def test_all_clashes_of_the_semester_stand_on_one_page(timetable, admin):
    assert not admin.get("/timetable/clashes").html.select(".clashes")
    with timetable.site() as site:
        lesson = site.timetable.get("l-lec")
        site.timetable.put(
            attrs.evolve(
                lesson, id="l-two", assignment=LABORATORY.id, teacher="bekov", groups=("АУБ-1-24",)
            )
        )
        site.timetable.put_change(Change("l-lec", MONDAY, cancelled=True, reason="майрам"))
    page = admin.get("/timetable/clashes")
    links = {link["href"] for link in page.html.select(".clashes a")}
    assert links == {"/timetable/l-lec", "/timetable/l-two"}
    assert "28.09.2026" not in page.html.select_one(".clashes").get_text()


def test_a_lesson_follows_the_teaching_load_from_a_day_on(timetable, admin):
    with timetable.site() as site:
        assignments = site.university.assignments
        assignments.put(attrs.evolve(assignments.get("a-prac"), teacher="bekov"))
    page = admin.get("/timetable/clashes")
    (line,) = page.html.select("#load tbody tr")
    assert "Asanovaова Г. Т." in line.get_text()
    assert "Bekovова Г. Т." in line.get_text()
    form = page.click("Алгебра").forms["change-lesson"]
    form["starts"], form["reason"] = "29.09.2026", "окутуучу алмашты"
    form.submit("change", status=303)
    with timetable.site() as site:
        teachers = {one.teacher for one in site.timetable.of_assignment("a-prac")}
        assert teachers == {"asanova", "bekov"}
    assert not admin.get("/timetable/clashes").html.select("#load")
