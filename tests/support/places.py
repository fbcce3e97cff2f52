"""One place of every kind in the small university, with something in each."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

from oshj_core.delegation import Substitution
from oshj_core.inspections import Inspection, Report
from oshj_core.journal import Act, Journal
from oshj_core.planning import Plan
from oshj_core.roles import GUEST
from oshj_core.timetable import Bells, Room, weekly_lesson
from oshj_portal.plugins.lifecycle import Lifecycle
from oshj_portal.security.identity import actor_of
from tests.support.university import AUTUMN, JOURNAL, JOURNAL_PATH, LABORATORY, PEOPLE, PRACTICE

LESSON, LABORATORY_LESSON = "aaaaaaaaaa", "bbbbbbbbbb"
PLACES = {
    "University": "/",
    "Units": "/units",
    "UnitResource": "/units/math",
    "GroupResource": "/units/math/АУБ-1-24",
    "JournalResource": unquote(JOURNAL_PATH),
    "LessonResource": f"{unquote(JOURNAL_PATH)}/{LESSON}",
    "ControlResource": f"{unquote(JOURNAL_PATH)}/intermediate-1",
    "People": "/people",
    "PersonResource": "/people/s1",
    "Control": "/control",
    "TimetablePlace": "/timetable",
    "WeeklyLessonResource": "/timetable/l-prac",
    "CalendarLink": "/ical/none.ics",
    "RoomsPlace": "/rooms",
    "SubstitutionResource": "/substitutions/v1",
    "FindingsPlace": "/findings",
    "ReportResource": "/findings/f1",
    "RoomResource": "/rooms/b-214",
    "Plans": "/plans",
    "PlanResource": "/plans/p1",
    "NewYears": "/new-year",
    "NewYear": "/new-year/2027",
}


def fill(portal):
    """Two lessons, one of them another teacher's, a plugin enabled, and one of whatever else
    has a page of its own."""
    with portal.site() as site:
        act = Act(GUEST, portal.clock.now(), "test")
        site.rooms.put(Room("b-214", "Башкы корпус", "214"))
        today = portal.clock.now().date()
        site.substitutions.put(Substitution("v1", "bekov", "other", today, today, "оорулуу"))
        site.inspections.put(
            Inspection("i1", "math", "2026-1", date(2026, 8, 31), "head", 1, (JOURNAL,))
        )
        site.inspections.put_report(Report("f1", "i1", JOURNAL, "asanova", "head", 1))
        site.timetable.put(weekly_lesson("l-prac", PRACTICE, AUTUMN, Bells.parse(), 2, 1))
        site.plans.put(Plan("p1", "algebra", "2026-1", 2026, ("АУБ-1-24",), "asanova"))
        plugins = Lifecycle(site, portal.registry, act)
        plugins.install("five_point")
        plugins.enable("five_point")
        for teacher, assignment, identifier in (
            ("asanova", PRACTICE, LESSON),
            ("bekov", LABORATORY, LABORATORY_LESSON),
        ):
            journal_of(portal, site, teacher).open_lesson(
                assignment, portal.clock.now().date(), 2, identifier
            )


def journal_of(portal, site, teacher):
    actor = actor_of(site, teacher, PEOPLE[teacher], portal.clock.now().date())
    act = Act(actor, portal.clock.now(), "test")
    return Journal(site.registers.get(JOURNAL), site.university, act)
