"""Plans, coverage and inspections go by the calendar of unit, form of study and course (2.13)."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.errors import Invalid
from oshj_core.planning import Task
from oshj_core.structure import StudyForm
from oshj_core.timetable import Bells, weekly_lesson
from tests.portal.plans.conftest import STREAM, TOPICS
from tests.support.portal import NOW
from tests.support.university import AUTUMN, JOURNAL_PATH, LECTURE, PRACTICE

MONDAYS = [date(2026, 10, 5) + timedelta(7 * week) for week in range(4)]


def put(portal, kind, starts, ends, reach, semester=""):
    with portal.site() as site:
        site.calendar.periods.put(
            Period(
                f"{kind.value}-{reach}", 2026, kind, starts, ends, reach=reach, semester=semester
            )
        )


def scheduled(portal, assignment):
    page = portal.browser("asanova").get(f"{JOURNAL_PATH}/coverage")
    card = page.html.select_one(f"#{assignment}")
    return int([chip.b.get_text() for chip in card.select(".bar .chip") if chip.b][1])


@pytest.fixture
def term(planners):
    """A lecture of the stream and a practical class of one group, each on Mondays."""
    portal = planners.portal
    with portal.site() as site:
        for number, one in enumerate((LECTURE, PRACTICE), start=1):
            site.timetable.put(weekly_lesson(f"l{number}", one, AUTUMN, Bells.parse(), 1, number))
    portal.clock.moment = NOW
    return portal


@pytest.mark.parametrize(
    ("reach", "counts"),
    [(Reach("math"), True), (Reach(course=3), True), (Reach(form=StudyForm.DISTANCE), False)],
)
def test_a_practice_of_the_unit_or_course_leaves_its_lessons_out(term, reach, counts):
    before = scheduled(term, "a-prac")
    put(term, PeriodKind.PRACTICE, MONDAYS[0], MONDAYS[-1], reach)
    assert scheduled(term, "a-prac") == before - 2 * len(MONDAYS) * counts


def test_a_stream_is_taught_while_one_of_its_groups_is_there(term):
    with term.site() as site:
        second = site.university.groups.get(STREAM[1])
        site.university.groups.put(attrs.evolve(second, study_form=StudyForm.EVENING))
    before = scheduled(term, "a-lec")
    evening, day = Reach("math", StudyForm.EVENING), Reach("math", StudyForm.FULL_TIME)
    put(term, PeriodKind.VACATION, MONDAYS[0], MONDAYS[0], day)
    assert scheduled(term, "a-lec") == before
    put(term, PeriodKind.VACATION, MONDAYS[0], MONDAYS[0], evening)
    assert scheduled(term, "a-lec") == before - 2


def test_tasks_fall_due_within_the_semester_of_the_groups(planners):
    late = AUTUMN.ends + timedelta(14)
    topics = [attrs.evolve(TOPICS[0], tasks=(Task("Эссе", late),)), *TOPICS[1:]]
    with pytest.raises(Invalid):
        planners.draft(topics)
    put(planners.portal, PeriodKind.SEMESTER, AUTUMN.starts, late, Reach("math"), "2026-1")
    planners.draft(topics, identifier="bbbbbbbbbbbb")
    page = planners.portal.browser("asanova").get("/plans/bbbbbbbbbbbb")
    form = page.forms["plan"]
    form.submit("save", status=303)


def test_a_plan_is_due_before_the_year_of_its_groups_begins(planners):
    portal = planners.portal
    portal.clock.moment = NOW.replace(month=9, day=10)
    overdue = portal.browser("asanova").get("/plans").html.select("table .chip.bad")
    assert overdue
    begins = AUTUMN.starts + timedelta(30)
    put(portal, PeriodKind.SEMESTER, begins, AUTUMN.ends, Reach("math"), "2026-1")
    assert not portal.browser("asanova").get("/plans").html.select("table .chip.bad")


def test_fortnights_without_lessons_of_the_unit_need_no_inspection(term):
    head = term.browser("head")
    before = len(head.get("/units/math/inspections").html.select("table tbody tr"))
    starts = date(2026, 10, 1)
    put(term, PeriodKind.PRACTICE, starts, starts + timedelta(60), Reach("math"))
    assert len(head.get("/units/math/inspections").html.select("table tbody tr")) < before
