"""A lesson takes the next topic of the plan, another one, or one that is not in it."""

from __future__ import annotations

import pytest

from oshj_core.journal import Journal
from tests.portal.plans.conftest import PLAN, TOPICS
from tests.support.portal import NOW
from tests.support.university import JOURNAL, JOURNAL_PATH

REASON = "Конок окутуучу өттү"
SECOND_JOURNAL = "АУБ-2-24:algebra:2026-1"


@pytest.fixture
def term(planners):
    """The semester, with an approved plan of the lectures."""
    planners.approved()
    planners.portal.clock.moment = NOW
    return planners


def open_form(term, **values):
    form = term.portal.browser("asanova").get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
    form["assignment"] = "a-lec"
    form["slot"] = "1"
    for name, value in values.items():
        form[name] = value
    return form


def topics(term, journal=JOURNAL):
    """Of each lesson: the title in the journal, and the number, version and reason of its tie."""
    found = []
    with term.portal.site() as site:
        read = Journal(site.registers.get(journal), site.university, term.act(site, "asanova"))
        for lesson in read.register.lessons():
            tie = site.plans.tie(lesson.id)
            title = read.state(lesson).facts.get("topic", "")
            found.append((title, *((tie.topic, tie.version, tie.reason) if tie else ())))
    return found


def lesson_page(term):
    with term.portal.site() as site:
        (lesson,) = site.registers.get(JOURNAL).lessons()
    return term.portal.browser("asanova").get(f"{JOURNAL_PATH}/{lesson.id}/")


class TestOpening:
    def test_the_next_topic_is_taken_in_all_journals_of_the_stream(self, term):
        open_form(term).submit("open", status=303)
        assert topics(term) == [("Матрицалар", 1, 1, "")]
        assert topics(term, SECOND_JOURNAL) == [("Матрицалар", 1, 1, "")]

    def test_a_topic_is_proposed_until_its_hours_are_held(self, term):
        for slot in ("1", "2", "3"):
            open_form(term, slot=slot).submit("open", status=303)
        # The first topic has four hours, which are two lessons.
        assert [one[1] for one in topics(term)] == [1, 1, 2]

    def test_the_same_form_twice_takes_one_topic(self, term):
        form = open_form(term)
        form.submit("open", status=303)
        form.submit("open", status=303)
        assert topics(term) == [("Матрицалар", 1, 1, "")]

    def test_another_topic_of_the_plan_is_chosen_with_a_reason(self, term):
        form = open_form(term, plan_topic=f"{PLAN}:3")
        page = form.submit("open", status=422)
        assert topics(term) == []
        # The message names the field that is missing.
        assert "plan_reason" in page.html.select_one(".form-errors a")["href"]
        form = page.forms["open-lesson"]
        form["plan_reason"] = REASON
        form.submit("open", status=303)
        assert topics(term) == [("Тендемелер системасы", 3, 1, REASON)]

    @pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "77"])
    def test_a_number_no_topic_has_is_refused(self, term, number):
        form = open_form(term)
        form["plan_topic"].force_value(f"{PLAN}:{number}")
        assert form.submit("open", status="4*").status_int in (404, 422)
        assert topics(term) == []

    def test_a_topic_that_is_not_in_the_plan_needs_a_reason(self, term):
        form = open_form(term, plan_topic="other", topic="Кайталоо")
        page = form.submit("open", status=422)
        assert topics(term) == []
        form = page.forms["open-lesson"]
        form["plan_reason"] = "Группа артта калды"
        form.submit("open", status=303)
        assert topics(term) == [("Кайталоо", 0, 1, "Группа артта калды")]

    def test_another_title_needs_a_reason(self, term):
        open_form(term, topic="Матрица башталышы").submit("open", status=422)
        assert topics(term) == []

    def test_when_all_topics_are_taken_the_teacher_says_so(self, term):
        for slot in range(1, 7):
            open_form(term, slot=str(slot)).submit("open", status=303)
        open_form(term, slot="7").submit("open", status=422)
        assert len(topics(term)) == 6

    def test_why_there_are_no_topics_is_said(self, planners):
        planners.submitted()
        planners.portal.clock.moment = NOW
        page = planners.portal.browser("asanova").get(f"{JOURNAL_PATH}/open-lesson")
        said = page.html.select_one("#why-no-topics")
        assert said.select_one(f'a[href="/plans/{PLAN}/"]') is not None
        # The practical class has no plan at all.
        assert said.select_one('a[href*="new-plan"][href*="a-prac"]') is not None

    def test_the_topics_stand_under_the_lessons_they_are_for(self, term):
        page = term.portal.browser("asanova").get(f"{JOURNAL_PATH}/open-lesson")
        lessons = {one.text: one["value"] for one in page.html.select("[name=assignment] option")}
        (group,) = page.html.select("[name=plan_topic] optgroup")
        assert lessons[group["label"]] == "a-lec"

    def test_without_a_plan_the_topic_is_typed(self, term):
        form = open_form(term, assignment="a-prac", topic="Көнүгүүлөр")
        form.submit("open", status=303)
        assert topics(term) == [("Көнүгүүлөр",)]


class TestLessonPage:
    def test_the_topic_is_changed_for_another_of_the_plan(self, term):
        open_form(term).submit("open", status=303)
        form = lesson_page(term).forms["sheet"]
        assert form["plan_topic"].value == "1"
        form["plan_topic"] = "2"
        page = form.submit(status=422)
        assert page.html.select_one(".form-errors a")["href"] == "#plan_reason"
        form = page.forms["sheet"]
        form["plan_reason"] = REASON
        form.submit(status=303)
        assert topics(term) == [("Аныктагычтар", 2, 1, REASON)]
        assert topics(term, SECOND_JOURNAL) == [("Аныктагычтар", 2, 1, REASON)]

    def test_a_lesson_opened_before_the_plan_is_told_the_next_topic(self, planners):
        """The selector stood at “not chosen” and took any topic without a word."""
        planners.portal.clock.moment = NOW
        open_form(planners, topic="Киришүү").submit("open", status=303)
        planners.approved()
        page = lesson_page(planners)
        assert "1. Матрицалар" in page.html.select_one("#plan_topic .field-help").text
        form = page.forms["sheet"]
        assert form["plan_topic"].value == ""
        form["plan_topic"] = "3"
        form.submit(status=422)
        assert topics(planners) == [("Киришүү",)]
        form["plan_topic"] = "1"
        form.submit(status=303)
        assert topics(planners) == [("Матрицалар", 1, 1, "")]

    def test_another_title_needs_a_reason(self, term):
        open_form(term).submit("open", status=303)
        form = lesson_page(term).forms["sheet"]
        form["topic"] = "Матрица башталышы"
        page = form.submit(status=422)
        assert topics(term) == [("Матрицалар", 1, 1, "")]
        form = page.forms["sheet"]
        form["plan_reason"] = "Аудитория жабык болду"
        form.submit(status=303)
        assert topics(term) == [("Матрица башталышы", 1, 1, "Аудитория жабык болду")]

    def test_saving_the_page_again_changes_nothing(self, term):
        open_form(term).submit("open", status=303)
        form = lesson_page(term).forms["sheet"]
        form.submit(status=303)
        assert topics(term) == [("Матрицалар", 1, 1, "")]

    def test_a_lesson_without_a_topic_is_offered_the_next_one(self, term, planners):
        with planners.portal.site() as site:
            journal = Journal(
                site.registers.get(JOURNAL), site.university, planners.act(site, "asanova")
            )
            assignment = site.university.assignments.get("a-lec")
            journal.open_lesson(assignment, NOW.date(), 1, "aaaaaaaaaa")
        form = lesson_page(term).forms["sheet"]
        assert form["plan_topic"].value == "1"
        form.submit(status=303)
        assert topics(term) == [(TOPICS[0].title, 1, 1, "")]
