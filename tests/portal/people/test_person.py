"""The page of a person: what it shows and to whom."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from oshj_core.audit import AuditEvent
from tests.support.university import PEOPLE


def english(portal, person):
    browser = portal.browser(person)
    browser.set_cookie("oshj-language", "en")
    return browser


def text_of(page, selector="main"):
    return page.html.select_one(selector).get_text(" ", strip=True)


SEES_S1 = {"admin", "rector", "edu", "quality", "dean"}


def test_who_sees_a_student(portal):
    for person in PEOPLE:
        status = 200 if person in SEES_S1 else 403
        portal.browser(person).get("/people/s1", status=status)


def test_what_it_shows_of_a_teacher(portal):
    page = english(portal, "admin").get("/people/asanova")
    shown = text_of(page)
    assert "Asanovaова Гүлнара Төлөновна" in shown
    assert "Математика жана МТ факультети" in shown
    assert "Алгебра · АУБ-1-24" in shown
    assert "Алгебра · АУБ-2-24" in shown
    with portal.site() as site:
        assert site.accounts.of("asanova").secret not in page.text
    assert "argon2" not in page.text


def test_journals_are_linked_for_those_who_may_read_them(portal):
    page = portal.browser("admin").get("/people/asanova")
    links = [link["href"] for link in page.html.select("main a") if "algebra@" in link["href"]]
    assert len(links) == 2
    for link in links:
        assert portal.browser("admin").get(link).status_int == 200


def test_what_was_done_is_told_with_names_and_reasons(portal):
    dean = english(portal, "dean")
    portal.post(dean, "/people/s1/student-close-account", {"reason": "academic leave"})
    row = dean.get("/people/s1").html.select("main table tbody tr")[0].get_text("|", strip=True)
    assert row.startswith("28.09.2026, 10:00|Deanова Г. Т.|Account closed|Абдыкеримова А.")
    assert row.endswith("academic leave")


def test_forms_are_offered_to_those_who_issue(portal):
    def actions(reader, person):
        page = portal.browser(reader).get(f"/people/{person}")
        return [form["action"].rpartition("/")[2] for form in page.html.select("main form")]

    portal.browser("s1")
    assert actions("dean", "s1") == [
        "student-issue",
        "student-close-account",
        "student-end-sessions",
    ]
    assert actions("admin", "s1") == []
    assert actions("edu", "s1") == []
    assert actions("dean", "asanova") == []
    assert "staff-issue" in actions("admin", "asanova")


def test_a_name_is_only_ever_text(portal):
    with portal.site() as site:
        site.audit.append(
            AuditEvent(
                1, "dean", "account.close", "person:s1", "<i>", "</td>", "<script>x</script>"
            )
        )
    page = portal.browser("admin").get("/people/s1")
    assert "<script>x" not in page.text
    assert "&lt;script&gt;x" in page.text


class TestRights:
    def rights(self, portal, path):
        page = english(portal, "admin").get(quote(path, safe="/?=:"))
        return {
            row.select("td")[0].get_text(strip=True): (
                bool(row.select(".good")),
                row.select_one("summary").get_text(strip=True),
            )
            for row in page.html.select("main tbody tr")
        }

    @pytest.mark.parametrize(
        ("path", "right", "answer"),
        [
            ("/people/dean/rights?at=unit:math", "Issue credentials to students", (True, "3.3")),
            ("/people/dean/rights?at=unit:med", "Issue credentials to students", (False, "3.3")),
            ("/people/dean/rights?at=unit:algebra", "Issue credentials to students", (True, "3.3")),
            ("/people/dean/rights", "Issue credentials to students", (False, "3.3")),
            ("/people/dean/rights?at=rubbish", "Use the journal around the clock", (True, "7.2")),
            ("/people/curator/rights?at=group:АУБ-1-24", "Read a journal", (True, "7.5")),
            ("/people/curator/rights?at=group:АУБ-2-24", "Read a journal", (False, "7.5")),
            (
                "/people/asanova/rights?at=journal:АУБ-1-24:algebra:2026-1",
                "Enter attendance and marks",
                (True, "4.3"),
            ),
            (
                "/people/bekov/rights?at=journal:ДЛ-1-24:anatomy:2026-1",
                "Enter attendance and marks",
                (False, "4.3"),
            ),
            ("/people/s1/rights", "See the own marks and attendance", (True, "4.2")),
            ("/people/s1/rights?at=university", "See the own marks and attendance", (False, "4.2")),
            ("/people/admin/rights", "Give and take roles", (True, "4.1")),
        ],
    )
    def test_it_says_what_is_allowed_where_and_why(self, portal, path, right, answer):
        assert self.rights(portal, path)[right] == answer

    @pytest.mark.parametrize("person", ["dean", "edu", "asanova", "s1"])
    def test_only_the_administrator_asks(self, portal, person):
        portal.browser(person).get("/people/s1/rights", status=403)
