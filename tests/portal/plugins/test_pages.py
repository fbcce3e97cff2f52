"""The plugins in the control panel, as the administrator and others meet them."""

from __future__ import annotations

import json

import pytest

from oshj_core.grading import load_scheme
from oshj_core.text import Text
from oshj_portal.plugins.discovery import LoadedPlugins, LoadFailure
from oshj_portal.plugins.schemes import schemes

PAGES = "/control"
SCALE = "/five-point-scale"


def move(portal, browser, action: str, status: int = 303):
    return portal.post(browser, f"{PAGES}/plugin-{action}/five_point", status=status)


def test_from_available_to_enabled_and_back_without_a_restart(portal):
    admin, student = portal.browser("admin"), portal.browser("s1")
    page = admin.get(f"{PAGES}/plugins")
    assert page.html.find(id="plugin-five_point") is not None
    student.get(SCALE, status=404)
    move(portal, admin, "install")
    student.get(SCALE, status=404)
    move(portal, admin, "enable")
    assert "эң жакшы" in student.get(SCALE, status=200)
    move(portal, admin, "disable")
    student.get(SCALE, status=404)
    with portal.site() as site:
        actions = [event.action for event in site.audit.about("plugin:five_point")]
    assert actions == ["plugin.install", "plugin.enable", "plugin.disable"]


def test_the_list_offers_what_can_be_done_next(portal):
    admin = portal.browser("admin")

    def offered() -> set[str]:
        row = admin.get(f"{PAGES}/plugins").html.find(id="plugin-five_point")
        places = [one["action"] for one in row.find_all("form")]
        places += [one["href"] for one in row.find_all("a")]
        return {place.split("plugin-")[1].split("/")[0] for place in places}

    assert offered() == {"install"}
    move(portal, admin, "install")
    assert offered() == {"enable", "settings", "uninstall"}
    move(portal, admin, "enable")
    assert offered() == {"disable", "settings"}
    move(portal, admin, "disable")
    assert offered() == {"enable", "settings", "uninstall"}


def test_settings_are_entered_with_a_comma_and_change_the_scheme(portal):
    admin = portal.browser("admin")
    move(portal, admin, "install")
    move(portal, admin, "enable")
    with portal.site() as site:
        before = schemes(site, portal.registry)["five-point"]
    form = admin.get(f"{PAGES}/plugin-settings/five_point").forms["plugin-settings"]
    assert form["lowest_mean"].value == "2,5"
    form["lowest_mean"] = "3,25"
    form["exam_percent"] = "40"
    form["plugin-settings-rounding"] = "half-even"
    form.submit("save", status=303)
    with portal.site() as site:
        scheme = load_scheme(schemes(site, portal.registry)["five-point"], source="five-point")
        event = site.audit.about("plugin:five_point")[-1]
    assert str(scheme.component("current").minimum) == "3.25"
    assert str(scheme.component("final").weight) == "40"
    assert scheme.total.rounding.mode == "half-even"
    assert scheme.version != load_scheme(before, source="before").version
    assert event.action == "plugin.configure"
    assert json.loads(event.after)["lowest_mean"] == "3,25"
    form = admin.get(f"{PAGES}/plugin-settings/five_point").forms["plugin-settings"]
    assert (form["lowest_mean"].value, form["exam_percent"].value) == ("3,25", "40")


@pytest.mark.parametrize(("field", "value"), [("lowest_mean", "6"), ("exam_percent", "100")])
def test_wrong_settings_are_shown_and_not_stored(portal, field, value):
    admin = portal.browser("admin")
    move(portal, admin, "install")
    form = admin.get(f"{PAGES}/plugin-settings/five_point").forms["plugin-settings"]
    form[field] = value
    page = form.submit("save", status=422)
    assert page.forms["plugin-settings"][field].value == value
    with portal.site() as site:
        assert [event.action for event in site.audit.about("plugin:five_point")] == [
            "plugin.install"
        ]


def test_uninstalling_shows_what_goes_and_gives_it_away_first(portal):
    admin = portal.browser("admin")
    move(portal, admin, "install")
    page = admin.get(f"{PAGES}/plugin-uninstall/five_point")
    export = page.html.find("a", href=lambda href: href and "plugin-export" in href)["href"]
    taken = admin.get(export)
    assert taken.json == {"plugin": "five_point", "version": "1.0", "settings": {}, "data": {}}
    assert "attachment" in taken.headers["Content-Disposition"]
    move(portal, admin, "uninstall")
    with portal.site() as site:
        assert list(site.plugins) == []


def test_a_move_that_is_refused_says_why(portal):
    admin = portal.browser("admin")
    move(portal, admin, "enable", status=422)
    portal.post(admin, f"{PAGES}/plugin-install/unknown", status=404)
    portal.post(admin, f"{PAGES}/plugin-install", status=404)
    admin.get(f"{PAGES}/plugin-settings/five_point", status=422)


def test_a_move_needs_the_token_and_a_post(portal):
    admin = portal.browser("admin")
    admin.post(f"{PAGES}/plugin-install/five_point", status=400)
    admin.get(f"{PAGES}/plugin-install/five_point", status=404)


@pytest.mark.parametrize("person", ["asanova", "s1", "dean", "rector", "moder"])
def test_nobody_else_moves_a_plugin(portal, person):
    browser = portal.browser(person)
    browser.get(f"{PAGES}/plugins", status=403)
    move(portal, browser, "install", status=403)


def test_what_does_not_work_is_on_the_page(portal):
    admin = portal.browser("admin")
    move(portal, admin, "install")
    broken = LoadFailure("broken", Text("ImportError: no such thing"))
    portal.registry.plugins = LoadedPlugins({}, (broken,))
    page = admin.get(f"{PAGES}/plugins")
    alert = page.html.find("section", role="alert").get_text()
    assert "ImportError: no such thing" in alert
    assert "five_point" in alert


def test_the_page_says_the_scale_in_the_readers_language(portal):
    admin, student = portal.browser("admin"), portal.browser("s1")
    for action in ("install", "enable"):
        portal.post(admin, f"/control/plugin-{action}/five_point", status=303)
    page = student.get("/five-point-scale")
    assert "Салттык беш упайлуу шкала" in page
    assert "канааттандырарлык эмес" in page
    portal.post(student, "/language", {"language": "en", "next": "/"})
    page = student.get("/five-point-scale")
    assert "Traditional five-point scale" in page
    assert "unsatisfactory" in page
    portal.browser().get("/five-point-scale", status=401)
