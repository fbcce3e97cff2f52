"""Signing in and out (3.3, 4.2, 4.3)."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from urllib.parse import unquote

import attrs
import pytest
from webob import Request

from oshj_portal.security.cookies import ticket
from tests.support.portal import SECRET
from tests.support.university import JOURNAL_PATH


def attempt(browser, login, secret, status="*"):
    form = browser.get("/sign-in").forms["sign-in"]
    form["login"], form["secret"] = login, secret
    return form.submit("sign_in", status=status)


def test_the_slip_may_be_typed_as_people_type(portal):
    browser = portal.browser()
    assert attempt(browser, " ASANOVA ", SECRET.upper().replace("-", " ")).status_int == 303
    assert "Асан" in browser.get("/").text or "Asanova" in browser.get("/").text


def test_a_wrong_secret_and_an_unknown_login_are_answered_alike(portal):
    wrong = attempt(portal.browser(), "asanova", "wrong")
    unknown = attempt(portal.browser(), "nobody", "wrong")
    assert wrong.status_int == unknown.status_int == 422
    alert = [page.html.find(class_="form-errors").get_text() for page in (wrong, unknown)]
    assert alert[0] == alert[1]


def test_ten_failures_make_a_stranger_wait_but_not_the_known_device(portal):
    known = portal.browser("asanova")
    portal.post(known, "/sign-out", status=303)
    stranger = portal.browser()
    for _ in range(10):
        assert attempt(stranger, "asanova", "wrong").status_int == 422
    assert attempt(stranger, "asanova", SECRET).status_int == 422
    assert attempt(known, "asanova", SECRET).status_int == 303
    portal.clock.moment += timedelta(minutes=15)
    assert attempt(stranger, "asanova", SECRET).status_int == 303


def test_a_closed_or_reissued_account_ends_its_sessions(portal):
    browser = portal.browser("asanova")
    browser.get("/", status=200)
    with portal.site() as site:
        account = site.accounts.find("asanova")
        site.accounts.put(attrs.evolve(account, generation=account.generation + 1))
    browser.get("/", status=401)


def test_signing_out_ends_the_session_itself_not_only_the_cookie(portal):
    browser = portal.browser("asanova")
    cookies = dict(browser.cookies)
    portal.post(browser, "/sign-out", status=303)
    thief = portal.browser()
    for name, value in cookies.items():
        thief.set_cookie(name, value)
    thief.get("/", status=401)


def test_a_fourth_session_ends_the_first(portal):
    browsers = []
    for _ in range(4):
        browsers.append(portal.browser("asanova"))
        portal.clock.moment += timedelta(seconds=1)
    browsers[0].get("/", status=401)
    for browser in browsers[1:]:
        browser.get("/", status=200)


def test_somebody_elses_session_cannot_be_ended(portal):
    victim, other = portal.browser("asanova"), portal.browser("bekov")
    with portal.site() as site:
        key = site.sessions.of("asanova")[0].key
    portal.post(other, "/sessions", {"key": key}, status=303)
    victim.get("/", status=200)
    portal.post(victim, "/sessions", {"key": key}, status=303)
    victim.get("/", status=401)


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil", "javascript:1", "/no/such/place"]
)
def test_signing_in_leads_nowhere_else(portal, path):
    browser = portal.browser()
    form = browser.get("/sign-in").forms["sign-in"]
    form["login"], form["secret"], form["next"] = "asanova", SECRET, path
    assert form.submit("sign_in").location == "http://localhost/"


def test_signing_in_leads_back(portal):
    browser = portal.browser()
    page = browser.get(JOURNAL_PATH, status=401)
    form = page.forms["sign-in"]
    form["login"], form["secret"] = "asanova", SECRET
    assert form.submit("sign_in").follow().status_int == 200


def test_what_was_typed_survives_an_ended_session(portal):
    browser = portal.browser("asanova")
    token = portal.token(browser)
    with portal.site() as site:
        site.sessions.close_all("asanova")
    page = browser.post("/sessions", {"key": "«Матрица» <b>", "csrf_token": token}, status=401)
    form = page.forms["sign-in"]
    assert json.loads(form["kept"].value) == [["key", "«Матрица» <b>"]]
    form["login"], form["secret"] = "asanova", SECRET
    again = form.submit("sign_in", status=200).forms[0]
    sends = [one for one in form_pages(again) if one == "«Матрица» <b>"]
    assert sends == ["«Матрица» <b>"]


def form_pages(form):
    return [field.value for fields in form.fields.values() for field in fields]


def test_a_forged_form_is_refused(portal):
    browser = portal.browser("asanova")
    browser.post("/sign-out", {}, status=400)
    browser.get("/", status=200)


def test_cookies_are_hardened(portal):
    portal.registry.https = True
    browser = portal.browser()
    page = browser.get("/sign-in")
    assert "Strict-Transport-Security" in page.headers
    for header in page.headers.getall("Set-Cookie"):
        assert "HttpOnly" in header
        assert "SameSite=Lax" in header


def test_every_answer_carries_the_headers(portal):
    for path in ("/sign-in", "/nothing", "/units"):
        headers = portal.browser().get(path, status="*").headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/\xff", "/units/\xff", "/static/../../setup.py", "/a/" * 300, "/units/\x00"]
)
def test_hostile_paths_are_answered_with_4xx(portal, path):
    request = Request.blank("/")
    request.environ["PATH_INFO"] = path
    assert 400 <= request.get_response(portal.app).status_int < 500


def test_the_language_can_be_chosen(portal):
    browser = portal.browser()
    assert browser.get("/sign-in").html.html["lang"] == "ky"
    portal.post(browser, "/language", {"language": "en", "next": "/sign-in"}, status=303)
    assert browser.get("/sign-in").html.html["lang"] == "en"


@pytest.mark.parametrize(("person", "minutes", "status"), [
    ("asanova", 19, 200), ("asanova", 21, 401), ("s1", 21, 200),
])  # fmt: skip
def test_a_session_left_alone_ends_for_staff_and_stays_ended(portal, person, minutes, status):
    browser = portal.browser(person)
    helper = ticket(portal.registry)
    old = int(time.time()) - minutes * 60
    _time, reference, _tokens, data = helper.parse_ticket(
        helper.secret, unquote(browser.cookies[helper.cookie_name]), "0.0.0.0", "sha512"
    )
    left = helper.AuthTicket(
        helper.secret, reference, "0.0.0.0", user_data=data, time=old, hashalg="sha512",
        cookie_name=helper.cookie_name,
    )  # fmt: skip
    browser.set_cookie(helper.cookie_name, left.cookie_value())
    first = browser.get("/timetable", status=status)
    renewed = [one for one in first.headers.getall("Set-Cookie") if helper.cookie_name in one]
    assert bool(renewed) == (status == 200)
    assert browser.get("/timetable", status="*").status_int == status
