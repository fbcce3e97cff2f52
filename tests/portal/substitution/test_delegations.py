"""A role is lent with an end, by its holder, and ends by itself (4.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oshj_core.roles import Role
from oshj_portal.security.identity import actor_of
from tests.support.university import PEOPLE


def lend(browser, delegate="bekov", until="29.09.2026"):
    form = browser.get("/delegations").forms["lend"]
    form["delegate"], form["until"], form["reason"] = delegate, until, "Өргүү"
    return form.submit("lend", status="*")


def holds(portal, person, role):
    with portal.site() as site:
        actor = actor_of(site, person, PEOPLE[person], portal.clock.now().date())
    return actor.holds(role)


def test_the_dean_lends_the_office_until_a_day(portal):
    page = lend(portal.browser("dean")).follow()
    assert "Bekovова Г. Т." in page.text
    clerk = portal.browser("bekov")
    clerk.get("/units/math/substitutions", status=200)
    assert "Deanова Г. Т." in clerk.get("/delegations").text
    portal.clock.moment += timedelta(days=2)
    portal.browser("bekov").get("/units/math/substitutions", status=403)


def test_it_is_ended_early(portal):
    dean = portal.browser("dean")
    lend(dean)
    with portal.site() as site:
        [one] = site.delegations.by("dean")
    portal.post(
        portal.browser("other"),
        "/end-delegation",
        {"delegation": one.id, "reason": "Х"},
        status=403,
    )
    assert holds(portal, "bekov", Role.DEANERY)
    portal.post(dean, "/end-delegation", {"delegation": one.id, "reason": "Кайттым"}, status=303)
    assert not holds(portal, "bekov", Role.DEANERY)


@pytest.mark.parametrize("delegate", ["dean", "s1", "nobody"])
def test_who_cannot_hold_it_is_refused(portal, delegate):
    page = lend(portal.browser("dean"), delegate)
    assert page.status_int == 422
    with portal.site() as site:
        assert site.delegations.by("dean") == []


def test_who_holds_no_office_has_nothing_to_lend(portal):
    assert "lend" not in portal.browser("asanova").get("/delegations").forms


def test_a_role_that_is_not_the_own_is_not_lent(portal):
    dean = portal.browser("dean")
    fields = {
        "role": "quality-department@university",
        "delegate": "bekov",
        "starts": "28.09.2026",
        "until": "29.09.2026",
        "reason": "Өргүү",
        "attempt": "a",
    }
    portal.post(dean, "/delegations", fields, status=422)
