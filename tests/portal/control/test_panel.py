"""The panel, the settings, and the table of rights."""

from __future__ import annotations

import pytest

from oshj_core.policy import POLICY
from oshj_core.roles import Role
from oshj_portal.site_settings import ADDRESS, UNIVERSITY_NAME
from tests.support.university import PEOPLE

CARDS = {
    "admin": {
        *("users", "roles", "lists", "calendar", "new-year"),
        *("exchange", "plugins", "audit", "settings"),
    },
    "respo": {"plugins", "audit", "settings"},
    "datac": {"audit"},
}


class TestPanel:
    def test_each_sees_the_cards_of_the_own_concerns_and_they_open(self, portal):
        for person in PEOPLE:
            browser = portal.browser(person)
            if person not in CARDS:
                browser.get("/control", status=403)
                assert not browser.get("/").html.select('.menu a[href="/control"]')
                continue
            assert browser.get("/").html.select('.menu a[href="/control"]')
            links = [link["href"] for link in browser.get("/control").html.select(".cards a")]
            assert {link.rpartition("/")[2] for link in links} == CARDS[person] | {"rights"}
            for link in links:
                assert browser.get(link).maybe_follow().status_int == 200


class TestSettings:
    @pytest.fixture
    def admin(self, portal):
        browser = portal.browser("admin")
        browser.set_cookie("oshj-language", "en")
        return browser

    def fill(self, admin, status=303, **values):
        form = admin.get("/control/settings").forms["settings"]
        for name, value in values.items():
            form[name] = value
        return form.submit("save", status=status)

    def test_what_was_set_is_shown_used_and_recorded(self, portal, admin):
        self.fill(admin, university="ОшМУ", address="https://portal.oshsu.kg")
        form = admin.get("/control/settings").forms["settings"]
        assert form["university"].value == "ОшМУ"
        assert form["address"].value == "https://portal.oshsu.kg"
        with portal.site() as site:
            recorded = {
                one.subject: (one.before, one.after)
                for one in site.audit
                if one.action == "settings.change"
            }
        assert recorded == {
            "settings:university": ("Osh State University", "ОшМУ"),
            "settings:address": ("http://localhost", "https://portal.oshsu.kg"),
        }

    def test_the_slips_carry_the_address(self, portal, admin):
        from io import BytesIO

        from pypdf import PdfReader

        self.fill(admin, address="https://portal.oshsu.kg")
        slip = portal.post(admin, "/people/asanova/staff-issue", {"reason": "lost"})
        text = PdfReader(BytesIO(slip.body)).pages[0].extract_text()
        assert "https://portal.oshsu.kg" in text.replace("\n", "")

    def test_storing_the_same_again_changes_nothing(self, portal, admin):
        self.fill(admin)
        with portal.site() as site:
            assert dict(site.settings) == {}
            assert all(one.action != "settings.change" for one in site.audit)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"university": " "},
            {"university": "ү" * 151},
            {"address": "portal.oshsu.kg"},
            {"address": "javascript:alert(1)"},
            {"address": "https://portal.oshsu.kg/?q=1"},
        ],
    )
    def test_what_is_wrong_is_refused_as_a_whole(self, portal, admin, wrong):
        values = {"university": "ОшМУ", "address": "https://portal.oshsu.kg", **wrong}
        page = self.fill(admin, 422, **values)
        assert page.html.select(".form-errors")
        with portal.site() as site:
            assert UNIVERSITY_NAME not in site.settings
            assert ADDRESS not in site.settings

    @pytest.mark.parametrize("person", ["datac", "dean", "asanova", "s1"])
    def test_nobody_else(self, portal, person):
        browser = portal.browser(person)
        browser.get("/control/settings", status=403)
        portal.post(browser, "/control/settings", {"university": "мен"}, status=403)


class TestRights:
    def test_it_shows_every_grant_with_its_clause_to_everybody_signed_in(self, portal):
        for person in ("s1", "asanova", "admin"):
            rows = portal.browser(person).get("/rights").html.select("main tbody tr")
            clauses = [row.select_one("summary").get_text(strip=True) for row in rows]
            assert sorted(clauses) == sorted(grant.clause for grant in POLICY)

    def test_the_own_roles_come_first(self, portal):
        student = portal.browser("s1")
        student.set_cookie("oshj-language", "en")
        sections = student.get("/rights").html.select("main section h2")
        own = [bool(section.select(".chip")) for section in sections]
        assert own == sorted(own, reverse=True)
        assert {section.get_text("|", strip=True).split("|")[0] for section in sections[:2]} == {
            "Student",
            "User",
        }
        assert len(sections) == len({grant.role for grant in POLICY} & set(Role))

    def test_a_guest_signs_in_first(self, portal):
        portal.browser().get("/rights", status=401)
