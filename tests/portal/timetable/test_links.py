"""Secret links: made, followed without a session, read by another library, removed, audited."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
import vobject

from oshj_core.accounts import Audience
from oshj_core.delegation import Substitution
from oshj_core.journal import Act
from oshj_core.membership import MoveKind, Moving
from oshj_core.timetable import Change, occurrence_id
from oshj_portal.security.identity import actor_of
from tests.portal.timetable.conftest import BELLS, MONDAY
from tests.support.portal import NOW
from tests.support.university import GROUP_PATH


@pytest.fixture
def student(timetable):
    return timetable.browser("s3")


def make(browser, path):
    page = browser.get(path).forms["make-link"].submit(status=303).follow()
    return page.html.select_one("#links a.mono")["href"].removeprefix("http://localhost")


def events(answer):
    calendar = vobject.readOne(answer.text)
    return {(event.summary.value, event.dtstart.value): event for event in calendar.vevent_list}


def test_a_calendar_program_reads_the_timetable_without_signing_in(timetable, student):
    link = make(student, "/people/s3/timetable")
    answer = timetable.browser().get(link)
    assert answer.content_type == "text/calendar"
    found = events(answer)
    # 09:30 in Osh
    lecture = found["Алгебра", datetime(2026, 9, 28, 3, 30, tzinfo=UTC)]
    assert lecture.dtend.value == datetime(2026, 9, 28, 4, 50, tzinfo=UTC)
    assert lecture.location.value == "Башкы корпус, 214"
    assert "АУБ-2-24" in lecture.description.value
    laboratory = found["Алгебра", datetime(2026, 9, 30, 5, 0, tzinfo=UTC)]
    assert "2-тайпача" in laboratory.description.value
    uids = [event.uid.value for event in found.values()]
    assert len(set(uids)) == len(uids)


def test_a_move_and_a_cancellation_change_the_same_events(timetable, student):
    link = make(student, "/people/s3/timetable")
    before = events(timetable.browser().get(link))
    lecture = before["Алгебра", datetime(2026, 9, 28, 3, 30, tzinfo=UTC)].uid.value
    with timetable.site() as site:
        day = MONDAY.replace(day=29)
        site.timetable.put_change(
            Change("l-lec", MONDAY, day=day, slot=8, time=BELLS.interval(8), reason="оору")
        )
        site.timetable.put_change(
            Change("l-prac", MONDAY.replace(day=29), cancelled=True, reason="майрам")
        )
    after = events(timetable.browser().get(link))
    assert after["Алгебра", datetime(2026, 9, 29, 13, 0, tzinfo=UTC)].uid.value == lecture
    practice = after["Алгебра", datetime(2026, 9, 29, 2, 0, tzinfo=UTC)]
    assert practice.status.value == "CANCELLED"


def test_an_event_says_when_it_was_changed_and_the_file_when_it_was_made(timetable, student):
    link = make(student, "/people/s3/timetable")
    admin = timetable.browser("admin")

    def practice():
        found = events(timetable.browser().get(link))
        return found["Алгебра", datetime(2026, 9, 29, 2, 0, tzinfo=UTC)]

    before = practice()
    assert before.dtstamp.value == NOW.astimezone(UTC)
    assert not hasattr(before, "sequence")
    later = timetable.clock.moment = NOW + timedelta(hours=1)
    form = admin.get("/timetable/l-prac/day?on=2026-09-29").forms["change-day"]
    form["change-day-way"], form["reason"] = "cancel", "майрам"
    form.submit("save", status=303)
    timetable.clock.moment = NOW + timedelta(hours=2)
    after = practice()
    assert after.uid.value == before.uid.value
    assert after.last_modified.value == later.astimezone(UTC)
    assert after.dtstamp.value == (NOW + timedelta(hours=2)).astimezone(UTC)
    first = int(after.sequence.value)
    form = admin.get("/timetable/l-prac/day?on=2026-09-29").forms["change-day"]
    form["change-day-way"], form["day"], form["reason"] = "change", "30.09.2026", "майрам"
    form.submit("save", status=303)
    moved = events(timetable.browser().get(link))[
        "Алгебра", datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
    ]
    assert (moved.uid.value, int(moved.sequence.value) > first) == (before.uid.value, True)


def test_a_program_that_has_it_already_gets_nothing_again(timetable, student):
    link = make(student, "/people/s3/timetable")
    first = timetable.browser().get(link)
    timetable.clock.moment = NOW + timedelta(minutes=10)
    assert "private" in first.headers["Cache-Control"]
    assert "max-age=3600" in first.headers["Cache-Control"]
    timetable.browser().get(link, headers={"If-None-Match": f'"{first.etag}"'}, status=304)


@pytest.mark.parametrize(
    "name", ["none.ics", "0123456789abcdef-aaaaaaaaaaaaaaaaaaaaaaaa.ics", "ж-ж.ics", "-.ics"]
)
def test_a_link_that_is_none_is_not_there(timetable, name):
    timetable.browser().get(f"/ical/{quote(name)}", status=404)


def test_another_secret_does_not_open_a_link(timetable, student):
    link = make(student, "/people/s3/timetable")
    identifier, _, seal = link.removesuffix(".ics").rpartition("-")
    other = ("b" if seal[0] == "a" else "a") + seal[1:]
    timetable.browser().get(f"{identifier}-{other}.ics", status=404)


def test_a_removed_link_ends_and_both_are_in_the_audit(timetable, student):
    link = make(student, "/people/s3/timetable")
    form = next(
        one
        for one in student.get("/people/s3/timetable").forms.values()
        if one.action.endswith("remove-calendar-link")
    )
    form.submit(status=303)
    form.submit(status=303)  # sent twice
    timetable.browser().get(link, status=404)
    with timetable.site() as site:
        actions = [one.action for one in site.audit.latest(5) if "calendar" in one.action]
        assert actions == ["calendar-link.remove", "calendar-link.make"]
        assert "seal" not in str(list(site.audit.latest(5)))


def test_the_form_sent_twice_makes_one_link(timetable, student):
    form = student.get("/people/s3/timetable").forms["make-link"]
    form.submit(status=303)
    form.submit(status=303)
    with timetable.site() as site:
        assert len(site.feeds) == 1


def test_more_links_than_anybody_needs_are_refused(student):
    for _ in range(5):
        make(student, "/people/s3/timetable")
    student.get("/people/s3/timetable").forms["make-link"].submit(status=422)


def test_a_link_ends_with_the_account_of_its_maker(timetable, student):
    import attrs

    link = make(student, "/people/s3/timetable")
    with timetable.site() as site:
        site.accounts.put(attrs.evolve(site.accounts.of("s3"), active=False))
    timetable.browser().get(link, status=404)


def test_lessons_taken_for_a_colleague_are_in_both_timetables(timetable):
    day = date(2026, 10, 6)
    with timetable.site() as site:
        taken = occurrence_id("l-prac", day, site.timetable.key)
        site.substitutions.put(
            Substitution("x", "asanova", "bekov", day, day, "оору", (taken,), "dean")
        )
    bekov, asanova = timetable.browser("bekov"), timetable.browser("asanova")
    for browser, person in ((bekov, "bekov"), (asanova, "asanova")):
        page = browser.get(f"/people/{person}/timetable", {"day": day.isoformat()})
        (chip,) = [one for one in page.html.select(".lesson .chip") if "⇄" in one.get_text()]
        assert "Bekovова Г. Т." in chip.get_text()
        link = make(browser, f"/people/{person}/timetable")
        event = events(timetable.browser().get(link))[
            "Алгебра", datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
        ]
        assert event.uid.value.startswith(taken)
        assert "Bekovова Г. Т." in event.description.value
    other = timetable.browser("other").get("/people/other/timetable", {"day": day.isoformat()})
    assert "⇄" not in other


@pytest.mark.parametrize(
    ("kind", "status"), [(MoveKind.EXPULSION, 404), (MoveKind.ACADEMIC_LEAVE, 200)]
)
def test_a_student_who_left_has_no_lessons_after_that_day(timetable, student, kind, status):
    link = make(student, "/people/s3/timetable")
    move(timetable, kind, date(2026, 9, 20))
    answer = timetable.browser().get(link, status=status)
    if status == 200:
        days = [event.dtstart.value.date() for event in vobject.readOne(answer.text).vevent_list]
        assert max(days) == date(2026, 9, 16)
    pages = [
        timetable.browser("admin").get("/people/s3/timetable", {"day": f"2026-09-{day}"})
        for day in (16, 28)
    ]
    assert [bool(page.html.select(".lesson")) for page in pages] == [True, False]


def test_a_student_has_the_lessons_of_the_group_of_that_day(timetable, student):
    link = make(student, "/people/s3/timetable")
    move(timetable, MoveKind.TRANSFER, date(2026, 9, 20), "АУБ-2-24")
    days = {}
    for event in vobject.readOne(timetable.browser().get(link).text).vevent_list:
        days.setdefault(event.dtstart.value.hour, set()).add(event.dtstart.value.date())
    practice, lecture = days[2], days[3]  # 08:00 and 09:30 in Osh
    assert max(practice) == date(2026, 9, 15)
    assert max(lecture) > date(2026, 12, 1)


def move(portal, kind, day, group=""):
    """s3 leaves the group from that day on."""
    with portal.site() as site:
        actor = actor_of(site, "dean", Audience.STAFF, NOW.date())
        act = Act(actor, NOW, "r1")
        desk = Moving(site.university, site.registers, site.moves, site.audit, act)
        desk.move("s3", kind, day, "12", "себеп", group=group, seen=0)


def test_everybody_sees_the_own_links_only(timetable):
    link = make(timetable.browser("dean"), f"{GROUP_PATH}/timetable")
    assert timetable.browser().get(link).content_type == "text/calendar"
    assert not timetable.browser("asanova").get(f"{GROUP_PATH}/timetable").html.select(".feed")
    # Who fills in the timetable may remove it, and does not see the secret.
    page = timetable.browser("admin").get(f"{GROUP_PATH}/timetable")
    assert page.html.select(".feed")
    assert link not in page.text
