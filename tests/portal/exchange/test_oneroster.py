"""OneRoster through the pages of the panel, over the stored university."""

from __future__ import annotations

import pytest

from oshj_core.journal import Act
from oshj_core.roles import Actor
from oshj_plugins.oneroster import plugin
from oshj_portal.plugins.lifecycle import Lifecycle
from tests.plugins.oneroster_files import Generator, files, zipped
from tests.portal.exchange.conftest import switch_on
from tests.portal.exchange.test_pages import apply, apply_form, upload, write


@pytest.fixture
def school(portal):
    """The portal with the plugin switched on."""
    switch_on(portal, plugin)
    return portal


@pytest.fixture
def admin(school):
    browser = school.browser("admin")
    yield browser
    school.registry.job_worker.wait()


def roster(version="1.1", change=lambda members: None):
    members = files(Generator(5, schools=1, students=3).make(), version)
    change(members)
    return zipped(members)


def kept(portal):
    """How much is stored."""
    with portal.site() as site:
        university = site.university
        return [
            len(table) for table in (university.units, university.students, university.assignments)
        ] + [site.audit.latest(1)[0].at]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_taken_in_the_journals_are_open_and_out_it_goes_again(school, admin, version):
    page = upload(school, admin, roster(version), "roster.zip", f"oneroster-{version}")
    apply(school, admin, page)
    with school.site() as site:
        assignments = [
            one for one in site.university.assignments if one.id not in ("a-lec", "a-prac")
        ]
        groups = {group for one in assignments for group in one.groups}
        assert len([one for group in groups for one in site.registers.of_group(group)]) >= 6
    again = upload(school, admin, roster(version), "roster.zip", f"oneroster-{version}")
    assert apply_form(again) is None
    out = write(school, admin, f"oneroster-{version}")
    data = admin.get(out.html.find("a", {"download": True})["href"]).body
    same = upload(school, admin, data, "ours.zip", f"oneroster-{version}")
    assert same.html.find("section", {"class": "bad"}) is None
    assert apply_form(same) is None


@pytest.mark.parametrize(
    "data",
    [
        zipped({"../manifest.csv": b"x"}),
        zipped({"manifest.csv": b"0" * (20 * 2**20)}),
        zipped({}),
        zipped({"orgs.csv": b"x"}),
        roster()[:-200],
        roster("1.2"),
        b"PK\x03\x04" + bytes(100),
        b"sourcedId,name",
        roster(change=lambda members: members.update({"orgs.csv": b"\xff\xfe"})),
    ],
    ids=lambda data: str(len(data)),
)
def test_hostile_files_are_told_and_store_nothing(school, admin, data):
    before = kept(school)
    page = upload(school, admin, data, "roster.zip", "oneroster-1.1")
    assert page.html.find("section", {"class": "bad"})
    assert apply_form(page) is None
    assert kept(school) == before
    with school.site() as site:
        # Bad files are no fault of the plugin.
        assert site.plugins["oneroster"]["state"] == "enabled"


def test_the_scheme_of_the_settings_is_used_and_an_unknown_one_is_told(school, admin):
    form = admin.get("/control/plugin-settings/oneroster").forms["plugin-settings"]
    form["scheme"] = "none"
    form.submit("save", status=303)
    page = upload(school, admin, roster(), "roster.zip", "oneroster-1.1")
    places = {
        (cells[0].text, cells[2].text)
        for cells in (row.find_all("td") for row in page.html.find("table").tbody.find_all("tr"))
    }
    assert places == {("enrollments.csv", "metadata.scheme")}


def test_switched_off_between_the_check_and_the_application_nothing_is_stored(school, admin):
    page = upload(school, admin, roster(), "roster.zip", "oneroster-1.1")
    before = kept(school)
    with school.site() as site:
        act = Act(Actor("admin"), school.clock.now(), "off")
        Lifecycle(site, school.registry, act).disable("oneroster")
    result = apply(school, admin, page)
    assert result.html.find("section", {"class": "bad"})
    assert kept(school)[:3] == before[:3]
