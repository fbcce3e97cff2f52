"""Issuing in the browser: who may, what comes out, and that nothing is kept of it (3.3, 4.2)."""

from __future__ import annotations

import attrs
import pytest

from oshj_core.accounts import read_secret
from tests.support.credentials import CREDENTIALS, NEWCOMERS, secrets_in, signs_in, stored
from tests.support.portal import SECRET
from tests.support.university import GROUP_PATH


class TestGroup:
    def test_the_deanery_prints_the_missing_slips_once(self, newcomers):
        dean = newcomers.browser("dean")
        secrets = secrets_in(newcomers.post(dean, CREDENTIALS))
        assert len(set(secrets)) == len(NEWCOMERS)
        for person, secret in zip(NEWCOMERS, secrets, strict=True):
            assert signs_in(newcomers, person, secret)
        assert signs_in(newcomers, "s1", SECRET), "the others keep theirs"
        with newcomers.site() as site:
            assert site.accounts.of("gone") is None, "one who left gets none"

    def test_again_issues_nothing(self, newcomers):
        dean = newcomers.browser("dean")
        newcomers.post(dean, CREDENTIALS)
        before = stored(newcomers)
        assert newcomers.post(dean, CREDENTIALS, status=303).location.endswith(CREDENTIALS)
        assert stored(newcomers) == before

    def test_the_secret_is_kept_nowhere(self, newcomers):
        dean = newcomers.browser("dean")
        secrets = secrets_in(newcomers.post(dean, CREDENTIALS))
        pages = [dean.get(path).text for path in (CREDENTIALS, "/people/n1", "/people/n2")]
        with newcomers.site() as site:
            kept = repr(
                [
                    attrs.asdict(one, recurse=False)
                    for one in (*site.accounts, *site.audit.latest(10_000))
                ]
            )
        for secret in secrets:
            for form in (secret, read_secret(secret)):
                assert form not in kept
                assert all(form not in page for page in pages)

    def test_the_page_shows_who_has_none(self, newcomers):
        page = newcomers.browser("dean").get(CREDENTIALS).html
        rows = [row.get_text(" ", strip=True) for row in page.select("main tbody tr")]
        assert len(rows) == 4 + len(NEWCOMERS)
        assert [row.split()[1] for row in rows] == [
            "Абдыкеримова", "Жаңыбеков", "Жаңыбеков", "Жаңыбеков", "Ниязов", "Өмүрзакова", "Үсөн",
        ]  # fmt: skip
        assert len(page.select("main tbody .chip.warn")) == len(NEWCOMERS)

    def test_reissuing_all_needs_a_reason_and_ends_what_was(self, newcomers):
        dean, student = newcomers.browser("dean"), newcomers.browser("s1")
        before = stored(newcomers)
        reissue = f"{GROUP_PATH}/reissue-credentials"
        newcomers.post(dean, reissue, {"reason": " "}, status=422)
        assert stored(newcomers) == before
        assert student.get("/").status_int == 200
        secrets = secrets_in(newcomers.post(dean, reissue, {"reason": "slips were lost"}))
        assert len(set(secrets)) == 4
        student.get("/", status=401)
        assert not signs_in(newcomers, "s1", SECRET)
        assert signs_in(newcomers, "s1", secrets[0])
        assert signs_in(newcomers, "s5", SECRET), "another group keeps theirs"

    @pytest.mark.parametrize(
        "person", ["deanmed", "admin", "asanova", "curator", "edu", "s1", "head", "rector"]
    )
    def test_nobody_else(self, newcomers, person):
        browser, before = newcomers.browser(person), stored(newcomers)
        browser.get(CREDENTIALS, status=403)
        for name in ("credentials", "reissue-credentials"):
            newcomers.post(browser, f"{GROUP_PATH}/{name}", {"reason": "lost"}, status=403)
        assert stored(newcomers)[:2] == before[:2]


class TestUnit:
    def test_the_administrator_prints_the_slips_of_the_staff(self, newcomers):
        admin = newcomers.browser("admin")
        assert len(admin.get("/units/math/credentials").html.select("tbody .chip.warn")) == 1
        [secret] = secrets_in(newcomers.post(admin, "/units/math/credentials"))
        assert signs_in(newcomers, "t9", secret)

    @pytest.mark.parametrize("person", ["dean", "asanova", "respo", "s1"])
    def test_nobody_else(self, newcomers, person):
        browser, before = newcomers.browser(person), stored(newcomers)
        browser.get("/units/math/credentials", status=403)
        newcomers.post(browser, "/units/math/credentials", status=403)
        assert stored(newcomers)[:2] == before[:2]


class TestPerson:
    def test_the_first_slip(self, newcomers):
        [secret] = secrets_in(newcomers.post(newcomers.browser("dean"), "/people/n1/student-issue"))
        assert signs_in(newcomers, "n1", secret)

    def test_reissuing_needs_a_reason_and_ends_the_sessions(self, portal):
        admin, teacher = portal.browser("admin"), portal.browser("asanova")
        before = stored(portal)
        portal.post(admin, "/people/asanova/staff-issue", status=422)
        assert stored(portal) == before
        [secret] = secrets_in(
            portal.post(admin, "/people/asanova/staff-issue", {"reason": "seen by a student"})
        )
        teacher.get("/", status=401)
        assert not signs_in(portal, "asanova", SECRET)
        assert signs_in(portal, "asanova", secret)

    def test_a_closed_account_opens_nothing_until_it_is_opened_again(self, portal):
        dean, student = portal.browser("dean"), portal.browser("s1")
        portal.post(dean, "/people/s1/student-close-account", {"reason": ""}, status=422)
        portal.post(dean, "/people/s1/student-close-account", {"reason": "left"}, status=303)
        student.get("/", status=401)
        assert not signs_in(portal, "s1", SECRET)
        portal.post(dean, "/people/s1/student-open-account", {"reason": "came back"}, status=303)
        student.get("/", status=401)
        assert signs_in(portal, "s1", SECRET)
        with portal.site() as site:
            events = [one for one in site.audit.about("account:s1") if one.actor == "dean"]
        assert [(one.action, one.reason) for one in events] == [
            ("account.close", "left"),
            ("account.open", "came back"),
        ]

    def test_sessions_are_ended_from_afar(self, portal):
        dean, student = portal.browser("dean"), portal.browser("s1")
        portal.post(dean, "/people/s1/student-end-sessions", status=303)
        student.get("/", status=401)
        assert signs_in(portal, "s1", SECRET)
        with portal.site() as site:
            assert [one.action for one in site.audit.about("person:s1")] == ["sessions.end"]

    @pytest.mark.parametrize(
        ("actor", "person", "audience"),
        [
            ("admin", "s1", "student"),
            ("admin", "s1", "staff"),
            ("dean", "asanova", "staff"),
            ("dean", "asanova", "student"),
            ("dean", "s6", "student"),
            ("deanmed", "s1", "student"),
            ("asanova", "s1", "student"),
            ("asanova", "asanova", "staff"),
            ("s1", "s1", "student"),
            ("s1", "s2", "student"),
        ],
    )
    def test_nobody_reaches_the_account_of_another_s_care(self, portal, actor, person, audience):
        browser, victim = portal.browser(actor), portal.browser(person)
        before = stored(portal)
        for action in ("issue", "close-account", "open-account", "end-sessions"):
            path = f"/people/{person}/{audience}-{action}"
            portal.post(browser, path, {"reason": "because"}, status=403)
        assert stored(portal) == before
        assert victim.get("/").status_int == 200

    def test_nobody_closes_the_own_account(self, portal):
        admin, before = portal.browser("admin"), None
        before = stored(portal)
        portal.post(admin, "/people/admin/staff-close-account", {"reason": "tired"}, status=403)
        assert stored(portal) == before

    def test_reading_issues_nothing(self, portal):
        dean = portal.browser("dean")
        before = stored(portal)
        dean.get("/people/s1/student-issue", status=404)
        assert stored(portal) == before

    def test_a_forged_form_issues_nothing(self, newcomers):
        dean, before = newcomers.browser("dean"), None
        before = stored(newcomers)
        dean.post("/people/n1/student-issue", {"csrf_token": "forged"}, status=400)
        dean.post(CREDENTIALS, status=400)
        assert stored(newcomers) == before
