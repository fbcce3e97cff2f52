"""The record of changes: read by three roles, changed by nobody (1.4, 7.7)."""

from __future__ import annotations

import pytest

from oshj_core.audit import AuditEvent
from oshj_core.timetable import Bells, weekly_lesson
from oshj_portal.audit.titles import ACTION_TITLES
from oshj_portal.audit.views import SHOWN
from oshj_portal.resources import University
from tests.support.university import AUTUMN, LECTURE, PEOPLE

READERS = {"admin", "respo", "datac"}


@pytest.fixture
def reader(portal):
    browser = portal.browser("datac")
    browser.set_cookie("oshj-language", "en")
    return browser


def rows(page):
    return [row.get_text("|", strip=True) for row in page.html.select("main tbody tr")]


def record(portal, *events):
    with portal.site() as site:
        for number, (actor, action, subject, more) in enumerate(events):
            at = 1_790_568_000_000 + number * 60_000  # 28.09.2026, 10:00
            site.audit.append(AuditEvent(at, actor, action, subject, **more))


def test_who_reads_it(portal):
    for person in PEOPLE:
        portal.browser(person).get("/control/audit", status=200 if person in READERS else 403)


def test_the_newest_come_first_with_names_for_codes(portal, reader):
    record(
        portal,
        ("dean", "account.issue", "account:s2", {}),
        ("machine", "role.give", "person:dean", {"after": "deanery@unit:math until 2027-06-30"}),
        ("admin", "something.new", "thing:7", {"before": "a", "after": "b", "reason": "order 7"}),
    )
    newest = rows(reader.get("/control/audit"))
    assert newest[0].endswith("|something.new|thing:7|a → b|order 7")
    assert newest[0].startswith("28.09.2026, ")
    assert "|Role given|Deanова Г. Т.|— → Deanery · Математика жана МТ факультети" in newest[1]
    assert newest[1].endswith("until 30.06.2027")
    assert "|Deanова Г. Т.|Credentials issued|Өмүрзакова А." in newest[2]


def test_subjects_and_periods_are_named(portal, reader):
    with portal.site() as site:
        site.timetable.put(weekly_lesson("2c23", LECTURE, AUTUMN, Bells.parse(), 1, 2))
    holiday = "holiday; 05.10.2026–05.10.2026; Мугалимдер күнү; unit:math course:2"
    record(
        portal,
        ("admin", "calendar.add", "calendar:h1", {"after": holiday}),
        ("admin", "calendar.add", "calendar:h2", {"after": "holiday; form:none"}),
        ("machine", "timetable.add", "lesson:2c23", {}),
        ("admin", "timetable.change", "lesson:2c23:2026-10-05", {}),
        ("admin", "timetable.remove", "lesson:gone", {}),
        ("asanova", "journal.publish", "journal:АУБ-1-24:algebra:2026-1", {}),
        ("head", "findings.send", "findings:gone", {}),
        ("admin", "bells.put", "bells:unit:math", {}),
        ("admin", "group.split", "group:АУБ-1-24", {}),
    )
    found = [line.split("|") for line in rows(reader.get("/control/audit"))[:9]][::-1]
    assert found[0][4].startswith(
        "— → Public holiday; 05.10.2026–05.10.2026; Мугалимдер күнү; Математика"
    )
    assert found[1][4] == "— → Public holiday; form:none"
    assert found[2][1] == "the system"
    assert found[2][3] == "Алгебра · АУБ-1-24, АУБ-2-24"
    assert found[3][3] == "Алгебра · АУБ-1-24, АУБ-2-24 · 05.10.2026"
    assert found[4][3] == "lesson"
    assert found[5][3] == "Алгебра · АУБ-1-24 · 2026-1"
    assert found[6][3] == "inspection"
    assert found[7][3] == "Математика жана МТ факультети"
    assert found[8][3] == "АУБ-1-24"


def test_a_role_that_is_not_understood_is_shown_as_it_is_stored(portal, reader):
    record(portal, ("machine", "role.give", "person:admin", {"after": "administrator"}))
    assert rows(reader.get("/control/audit"))[0].endswith("— → administrator")


def test_filters(portal, reader):
    record(
        portal,
        ("dean", "account.issue", "account:s2", {}),
        ("dean", "account.issue", "account:s3", {}),
        ("deanmed", "account.issue", "account:s6", {}),
    )
    about = rows(reader.get("/control/audit", {"subject": "account:s2"}))
    assert [line.split("|")[3] for line in about] == ["Өмүрзакова А."]
    by_dean = rows(reader.get("/control/audit", {"actor": "dean"}))
    assert [line.split("|")[3] for line in by_dean] == ["Үсөн кызы К.", "Өмүрзакова А."]
    neither = reader.get("/control/audit", {"actor": "deanmed", "subject": "account:s2"})
    assert rows(neither) == []
    assert neither.html.select("main .empty")


def test_a_long_record_is_cut_and_says_so(portal, reader):
    record(portal, *[("dean", "account.issue", "account:s2", {})] * (SHOWN + 1))
    page = reader.get("/control/audit", {"actor": "dean"})
    assert len(rows(page)) == SHOWN
    assert str(SHOWN) in page.html.select("main > p.soft, main p.soft")[-1].get_text()


def test_what_is_recorded_is_only_ever_text(portal, reader):
    record(portal, ("<b>x</b>", "<i>", "thing:<u>", {"reason": "<script>x</script>"}))
    page = reader.get("/control/audit?actor=%3Cb%3Ex%3C/b%3E&subject=%22%3E%3Cscript%3E")
    assert "<script>" not in page.text.replace('<script type="module"', "")
    page = reader.get("/control/audit")
    assert "<script>x" not in page.text
    assert "<b>x</b>" not in page.text


def test_every_action_of_the_portal_has_a_title(portal):
    """What a run through the features records is never shown as a bare code."""
    admin, dean = portal.browser("admin"), portal.browser("dean")
    for action in ("issue", "close-account", "open-account"):
        portal.post(dean, f"/people/s1/student-{action}", {"reason": "because"})
    student = portal.browser("s2")
    portal.post(dean, "/people/s2/student-end-sessions")
    student.get("/", status=401)
    role = {"person": "dean", "role": "deanery", "scope": "unit:math", "reason": "order"}
    portal.post(admin, "/control/take-role", role)
    portal.post(admin, "/control/roles", {**role, "until": ""})
    with portal.site() as site:
        actions = {event.action for event in site.audit}
    assert actions == {
        "session.open", "account.reissue", "account.close", "account.open", "sessions.end",
        "role.take", "role.give",
    }  # fmt: skip
    assert actions <= set(ACTION_TITLES)


def test_no_view_of_the_record_takes_a_post(portal):
    views = [
        item["introspectable"]
        for item in portal.registry.introspector.get_category("views")
        if item["introspectable"]["name"] == "audit"
    ]
    assert [view["request_methods"] for view in views] == ["GET"]
    assert "audit" not in University.places
    admin = portal.browser("admin")
    for method in ("put_json", "delete_json", "patch_json"):
        getattr(admin, method)("/control/audit", {}, expect_errors=True)
    with portal.site() as site:
        before = list(site.audit)
    assert portal.post(admin, "/control/audit", {"subject": "x"}, status=404)
    with portal.site() as site:
        assert list(site.audit) == before
