"""Users and roles in the browser (4.1)."""

from __future__ import annotations

from datetime import date

import pytest

from oshj_core.roles import UNIVERSITY, Role, Scope, ScopeKind

MATH = Scope(ScopeKind.UNIT, "math")


@pytest.fixture
def admin(portal):
    browser = portal.browser("admin")
    browser.set_cookie("oshj-language", "en")
    return browser


def holdings(portal):
    with portal.site() as site:
        return [(one.person, one.role, one.scope, one.until) for one in site.holdings]


def give(admin, status=303, **fields):
    form = admin.get("/control/roles").forms["give-role"]
    given = {
        "person": "asanova",
        "role": "head",
        "scope": "unit:math",
        "until": "30.06.2027",
        "reason": "order 12",
        **fields,
    }
    for name, value in given.items():
        form[name].force_value(value) if name in ("role", "scope") else form.set(name, value)
    return form.submit("give", status=status)


class TestGive:
    def test_it_is_held_and_told_on_the_person_s_page(self, portal, admin):
        page = give(admin).follow()
        assert "The role was given." in page.text
        assert ("asanova", Role.HEAD, MATH, date(2027, 6, 30)) in holdings(portal)
        row = page.html.select("main tbody tr")[0].get_text("|", strip=True)
        assert row.startswith("Head of department|Asanovaова Г. Т.|Математика жана МТ факультети")
        told = admin.get("/people/asanova").html.select("main table tbody tr")[0]
        shown = told.get_text("|", strip=True)
        assert "Role given" in shown
        assert "Head of department · Математика жана МТ факультети · until 30.06.2027" in shown
        assert shown.endswith("order 12")

    def test_it_is_held_at_once_and_to_its_last_day(self, portal, admin):
        give(admin, until="28.09.2026")
        teacher = portal.browser("asanova")
        assert teacher.get("/units/math/%D0%90%D0%A3%D0%91-2-24").html.select("main table")
        portal.clock.moment = portal.clock.moment.replace(day=29)
        assert not teacher.get("/units/math/%D0%90%D0%A3%D0%91-2-24").html.select("main table")
        assert "ended" in admin.get("/control/roles?person=asanova").text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"person": ""},
            {"person": "nobody"},
            {"person": "s1"},
            {"role": ""},
            {"role": "teacher"},
            {"role": "king"},
            {"scope": "university"},
            {"scope": "unit:moon"},
            {"scope": "rubbish"},
            {"until": "31.02.2027"},
            {"until": "27.09.2026"},
            {"reason": " "},
        ],
    )
    def test_what_is_wrong_is_shown_and_what_was_typed_is_kept(self, portal, admin, wrong):
        before = holdings(portal)
        page = give(admin, 422, **wrong)
        assert page.html.select(".form-errors")
        kept = {"reason": "order 12", **wrong}["reason"].strip()
        assert page.forms["give-role"]["reason"].value == kept
        assert holdings(portal) == before


class TestTake:
    def take(self, portal, admin, person, role, scope, reason="order 13", status=303):
        fields = {"person": person, "role": role, "scope": scope, "reason": reason}
        return portal.post(admin, "/control/take-role", fields, status=status)

    def test_it_is_gone_at_once(self, portal, admin):
        dean = portal.browser("dean")
        dean.get("/people/s1", status=200)
        self.take(portal, admin, "dean", "deanery", "unit:math")
        dean.get("/people/s1", status=403)
        assert "dean" not in {person for person, *_ in holdings(portal)}

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            (("dean", "deanery", "unit:med"), 404),
            (("dean", "deanery", "unit:math", " "), 422),
            (("dean", "king", "unit:math"), 400),
            (("dean", "deanery", "moon"), 400),
            (("admin", "administrator", "university"), 403),
        ],
    )
    def test_a_refusal_takes_nothing(self, portal, admin, fields, status):
        before = holdings(portal)
        self.take(portal, admin, *fields, status=status)
        assert holdings(portal) == before

    def test_the_page_has_a_form_for_every_role_held(self, portal, admin):
        page = admin.get("/control/roles")
        rows = page.html.select("main tbody tr")
        assert len(rows) == len(holdings(portal))
        forms = page.html.select('form[action$="/take-role"]')
        offered = {
            tuple(
                form.select_one(f"[name={name}]")["value"] for name in ("person", "role", "scope")
            )
            for form in forms
        }
        assert offered == {
            (person, role.value, str(scope)) for person, role, scope, _ in holdings(portal)
        }


class TestUsers:
    @pytest.mark.parametrize("typed", ["омурз", "Өмүрзакова", "алтынай омур", "s2"])
    def test_people_are_found_as_they_are_typed(self, admin, typed):
        page = admin.get("/control/users", {"q": typed.encode()})
        rows = [row.get_text("|", strip=True) for row in page.html.select("main tbody tr")]
        assert [row.split("|")[1] for row in rows] == ["s2"]
        assert "АУБ-1-24" in rows[0]

    def test_roles_and_the_page_of_the_person_are_there(self, admin):
        page = admin.get("/control/users", {"q": "dean"})
        row = page.html.select_one('main tbody tr:has(a[href="/people/dean"])')
        assert "Deanery · Математика жана МТ факультети" in row.get_text(" ", strip=True)

    @pytest.mark.parametrize("typed", ["", "  ", "жок мындай"])
    def test_nothing_found_says_what_to_do(self, admin, typed):
        page = admin.get("/control/users", {"q": typed.encode()})
        assert page.html.select("main .empty")
        assert not page.html.select("main tbody")


@pytest.mark.parametrize(
    "person", ["respo", "datac", "moder", "dean", "edu", "rector", "asanova", "s1"]
)
def test_nobody_but_the_administrator(portal, person):
    browser, before = portal.browser(person), holdings(portal)
    for path in ("/control/users", "/control/roles"):
        browser.get(path, status=403)
    fields = {"person": person, "role": "administrator", "scope": "university", "reason": "me"}
    for path in ("/control/roles", "/control/take-role"):
        portal.post(browser, path, fields, status=403)
    assert holdings(portal) == before
    assert (person, Role.ADMINISTRATOR, UNIVERSITY, None) not in before
