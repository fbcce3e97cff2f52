"""4.2: a student never changes the own credentials, whatever is sent wherever."""

from __future__ import annotations

from urllib.parse import quote

from tests.support.credentials import signs_in
from tests.support.places import PLACES, fill
from tests.support.portal import SECRET
from tests.support.university import PEOPLE

# Whose pages are tried beside one place of every kind.
OTHER_PEOPLE = ("/people/s2", "/people/asanova")
TRIED = {
    "reason": "I would like to",
    "login": "s1",
    "secret": "chosen-by-myself",
    "password": "chosen-by-myself",
    "person": "s1",
    "role": "administrator",
    "scope": "university",
    "active": "1",
    "generation": "9",
    "next": "/",
}


def posted_views(registry):
    """The context and the name of every view that takes a POST."""
    for item in registry.introspector.get_category("views"):
        view = item["introspectable"]
        methods = view["request_methods"] or ()
        if "POST" in ([methods] if isinstance(methods, str) else methods):
            yield view["context"].__name__, view["name"]


def test_no_view_changes_credentials_or_roles_for_a_student(portal):
    fill(portal)
    with portal.site() as site:
        accounts, holdings = list(site.accounts), list(site.holdings)
    views = sorted(set(posted_views(portal.registry)))
    assert {context for context, _ in views} <= set(PLACES), "a new kind of place: add it here"
    assert ("PersonResource", "student-issue") in views
    tried = 0
    for context, name in views:
        others = OTHER_PEOPLE if context == "PersonResource" else ()
        for place in (PLACES[context], *others):
            browser = portal.browser("s1")
            path = f"{place.rstrip('/')}/{name}"
            portal.post(browser, quote(path), TRIED, expect_errors=True)
            tried += 1
    assert tried >= len(views)
    with portal.site() as site:
        assert list(site.accounts) == accounts
        assert list(site.holdings) == holdings
        done = {
            (one.subject.partition(":")[0], one.action) for one in site.audit if one.actor == "s1"
        }
        assert done == {("account", "session.open"), ("calendar-link", "calendar-link.make")}
    assert all(signs_in(portal, person, SECRET) for person in PEOPLE)
