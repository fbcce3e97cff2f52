"""FET through the pages of the panel and the command, over the stored university."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from pyramid.scripting import prepare
from webtest import Upload

from oshj_plugins.fet import plugin
from oshj_portal.scripts import environment
from oshj_portal.scripts.main import main
from tests.plugins.fet_files import ROOMS, solve
from tests.portal.exchange.conftest import switch_on, zipped
from tests.portal.exchange.test_pages import PAGE, apply, apply_form, upload, write

SEMESTER = "2026-1"


@pytest.fixture
def university(portal):
    """The portal with the plugin switched on, with rooms and no timetable."""
    switch_on(portal, plugin)
    with portal.site() as site:
        for room in ROOMS:
            site.rooms.put(room)
    return portal


@pytest.fixture
def admin(university):
    browser = university.browser("admin")
    yield browser
    university.registry.job_worker.wait()


def written(portal, browser) -> bytes:
    """The file as the administrator downloads it."""
    page = write(portal, browser, "fet", SEMESTER)
    return browser.get(page.html.find("a", {"download": True})["href"]).body


def checked(portal, browser, data: bytes, name="ours.fet"):
    """Upload the file for a check of the semester; gives the page of the check."""
    form = browser.get(PAGE).forms["exchange-read"]
    form["format"] = "fet"
    form["semester"] = SEMESTER
    form["file"] = Upload(name, data)
    answer = form.submit("check", status=303)
    portal.registry.job_worker.wait()
    return browser.get(answer.location)


def lessons(portal):
    with portal.site() as site:
        return [one.assignment for one in site.timetable.in_semester(SEMESTER)]


def test_out_through_the_solver_and_in_again(university, admin, tmp_path):
    files = solve(written(university, admin), tmp_path)
    page = checked(university, admin, files["ours_data_and_timetable.fet"])
    assert apply_form(page) is not None
    assert lessons(university) == []
    result = apply(university, admin, page)
    assert result.html.find("section", {"class": "good"})
    assert sorted(lessons(university)) == ["a-anat", "a-lab", "a-lec", "a-prac"]
    with university.site() as site:
        assert site.audit.latest(1)
        added = [one for one in site.audit.latest(20) if one.action == "timetable.add"]
        assert len(added) == 4
        assert {one.actor for one in added} == {"admin"}
    # What goes out now is the whole timetable, and changes nothing where it came from.
    again = checked(university, admin, written(university, admin))
    assert again.html.find("section", {"class": "bad"}) is None
    assert apply_form(again) is None


@pytest.mark.parametrize(
    "data",
    [
        b"<fet version='6.8.5'>",
        b"<!DOCTYPE fet [<!ENTITY a 'a'>]><fet version='6.8.5'>&a;</fet>",
        b"<html/>",
        b"PK\x03\x04" + bytes(100),
        zipped({"a.fet": b"x", "b.fet": b"x"}),
        zipped({"a.fet": b"<fet version='6.8.5'>"}),
    ],
    ids=lambda data: str(len(data)),
)
def test_hostile_files_are_told_and_store_nothing(university, admin, data):
    page = checked(university, admin, data)
    assert page.html.find("section", {"class": "bad"})
    assert apply_form(page) is None
    assert lessons(university) == []
    with university.site() as site:
        # Bad files are no fault of the plugin.
        assert site.plugins["fet"]["state"] == "enabled"


def test_a_file_that_is_not_solved_is_told_by_its_line(university, admin):
    page = checked(university, admin, written(university, admin))
    cells = [cell.text for cell in page.html.find("table").tbody.find_all("td")]
    assert cells[0] == "ours.fet"
    assert cells[2] == "Activities_List"
    assert apply_form(page) is None


def test_without_a_semester_the_file_is_not_read(university, admin):
    page = upload(university, admin, b"<fet version='6.8.5'/>", "a.fet", "fet")
    assert page.html.find("section", {"class": "bad"})


def test_changed_between_check_and_application_nothing_is_stored(university, admin, tmp_path):
    files = solve(written(university, admin), tmp_path)
    solved = files["ours_data_and_timetable.fet"]
    first = checked(university, admin, solved)
    second = checked(university, admin, solved)
    apply(university, admin, second)
    result = apply(university, admin, first)
    assert result.html.find("section", {"class": "bad"})
    assert len(lessons(university)) == 4


def test_by_the_command_as_well(university, admin, tmp_path, monkeypatch):
    """4.1: whoever runs the command administers the journal, so lessons may be arranged."""

    @contextmanager
    def bootstrap(_uri):
        request = university.app.request_factory.blank("/")
        with prepare(request=request, registry=university.registry) as env:
            yield env

    monkeypatch.setattr(environment, "bootstrap", bootstrap)
    path = tmp_path / "solved.fet"
    path.write_bytes(solve(written(university, admin), tmp_path)["ours_data_and_timetable.fet"])
    assert main(["exchange", "fet", "in", str(path), "--semester", SEMESTER, "--yes"]) == 0
    assert len(lessons(university)) == 4
