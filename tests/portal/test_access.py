"""Every view, for everybody, in every state: nothing is open by accident.

``views.toml`` declares each view with the permission it asks for.  Who has a permission where
is declared, role by role, in the core's own table (``tests/core``); here the portal is held
to ``decide()``.
"""

from __future__ import annotations

import itertools
import tomllib
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from pyramid.interfaces import ISecurityPolicy
from pyramid.request import Request
from pyramid.scripting import prepare
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.traversal import find_resource

from oshj_core.decisions import decide
from oshj_core.journal import Write
from oshj_core.register import Field
from oshj_core.roles import GUEST, Permission
from oshj_portal.security.acl import principals
from oshj_portal.security.identity import actor_of
from tests.support.places import LABORATORY_LESSON, PLACES, fill, journal_of
from tests.support.university import JOURNAL_PATH, PEOPLE

DECLARED = tomllib.loads((Path(__file__).parent / "views.toml").read_text("utf-8"))["views"]

OTHER_PLACES = (
    f"{unquote(JOURNAL_PATH)}/{LABORATORY_LESSON}",
    f"{unquote(JOURNAL_PATH)}/final",
    "/people/s6",
    "/people/asanova",
    "/people/other",
    "/units/med/ДЛ-1-24",
    "/units/med/ДЛ-1-24/anatomy@2026-1",
    "/units/math/algebra",
)
MOMENTS = {
    "in the window": datetime.fromisoformat("2026-09-28T10:00:00+06:00"),
    "after the window": datetime.fromisoformat("2026-11-28T10:00:00+06:00"),
    "after the year": datetime.fromisoformat("2028-01-10T10:00:00+06:00"),
}


@pytest.fixture
def filled(portal):
    """The portal with one place of every kind."""
    fill(portal)
    return portal


def publish(portal):
    """Lock the first module (4.3)."""
    with portal.site() as site:
        journal = journal_of(portal, site, "asanova")
        roster = range(len(journal.register.roster()))
        journal.record("intermediate-1", [Write(slot, Field.POINTS, 2000) for slot in roster])
        journal.publish(journal.control("intermediate-1"))


@contextmanager
def walking(portal):
    """A root to walk from, in a transaction of its own."""
    with prepare(Request.blank("/"), registry=portal.registry) as env:
        request = env["request"]
        request.tm.begin()
        try:
            yield request, env["root"]
        finally:
            request.tm.abort()


def actors(request):
    today = request.clock.now().date()
    yield "guest", GUEST
    for person, audience in PEOPLE.items():
        yield person, actor_of(request.site, person, audience, today)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("published", [False, True])
def test_access_lists_say_what_the_policy_decides(filled, moment, published):
    if published:
        publish(filled)
    filled.clock.moment = MOMENTS[moment]
    security = filled.registry.getUtility(ISecurityPolicy)
    with walking(filled) as (request, root):
        places = [find_resource(root, quote(path)) for path in (*PLACES.values(), *OTHER_PLACES)]
        for (person, actor), place, permission in itertools.product(
            actors(request), places, Permission
        ):
            allowed = security._acl.permits(place, principals(actor), permission.value)
            decision = decide(actor, permission, place.facts)
            assert bool(allowed) == decision.allowed, (person, place, permission)


def registered_views(registry):
    """(context, name, method) → permission, of every traversal view."""
    found = {}
    for item in registry.introspector.get_category("views"):
        view = item["introspectable"]
        context = view["context"]
        if view["route_name"] or view["exception_only"] or not hasattr(context, "facts"):
            continue
        permission = next(
            other["value"] for other in item["related"] if other.category_name == "permissions"
        )
        methods = view["request_methods"]
        for method in (methods,) if isinstance(methods, str) else methods:
            found[f"{context.__name__} {view['name'] or '-'} {method}"] = permission
    return found


def test_every_view_is_declared_with_its_permission(empty_portal):
    found = registered_views(empty_portal.registry)
    assert NO_PERMISSION_REQUIRED not in found.values()
    assert found == DECLARED


def allowed_persons(portal, place, permission):
    with walking(portal) as (request, root):
        resource = find_resource(root, quote(place))
        asked = Permission(permission)
        return {
            person
            for person, actor in actors(request)
            if decide(actor, asked, resource.facts).allowed
        }


def test_every_page_opens_for_those_it_is_meant_for_and_nobody_else(filled):
    browsers = {person: filled.browser(person) for person in PEOPLE} | {"guest": filled.browser()}
    for view, permission in DECLARED.items():
        context, name, method = view.split()
        place = PLACES[context]
        allowed = allowed_persons(filled, place, permission)
        path = place.rstrip("/") + ("" if name == "-" else f"/{name}")
        for person, browser in browsers.items():
            if method == "GET":
                status = get(browser, path or "/")
            elif person in allowed:
                continue  # what a permitted write does is the test of its feature
            else:
                before = last_transaction(filled)
                status = post(filled, browser, path)
                assert last_transaction(filled) == before, (view, person)
            expected = "open" if person in allowed else "closed"
            meaning = "closed" if status in (401, 403) else "open" if status < 500 else "error"
            assert meaning == expected, (view, person, status)


def get(browser, path):
    return send(browser, path, "GET").status_int


def post(portal, browser, path):
    return send(browser, path, "POST", csrf_token=portal.token(browser)).status_int


def send(browser, path, method, **fields):
    request = Request.blank("/", method=method, POST=fields if method == "POST" else None)
    request.environ["PATH_INFO"] = path.encode().decode("latin-1")
    request.environ["HTTP_COOKIE"] = "; ".join(
        f"{name}={value}" for name, value in browser.cookies.items()
    )
    return request.get_response(browser.app)


def last_transaction(portal):
    return portal.registry._zodb_databases[""].lastTransaction()
