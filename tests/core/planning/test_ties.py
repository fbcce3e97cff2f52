"""A lesson takes its topic from the plan and deviates with a reason (2.13, 3.4)."""

import attrs
import pytest

from oshj_core.errors import Invalid, Locked, NotAllowed, NotFound
from oshj_core.planning import Tie, make_tie, next_topic, number_in, take_topic
from oshj_core.register import fold
from tests.core.builders import (
    GROUP,
    IN_MODULE_1,
    LABORATORY,
    NEIGHBOUR_JOURNAL,
    STRANGER,
    STREAM,
    points,
)
from tests.core.planning.builders import PRACTICAL, TWO_HOURS, topic

LESSON = "mfrggzdfmy"


@pytest.fixture
def plan(department):
    return department.approved()


def opened(department):
    """The stream's lesson, opened in both journals."""
    lesson = department.journal().open_lesson(STREAM, IN_MODULE_1, 1, LESSON)
    department.journal(of=NEIGHBOUR_JOURNAL).open_lesson(STREAM, IN_MODULE_1, 1, LESSON)
    return lesson


def journals(department, *actor):
    return [department.journal(*actor), department.journal(*actor, of=NEIGHBOUR_JOURNAL)]


def test_a_lesson_takes_a_topic_in_all_journals_of_the_stream(department, plan):
    lesson = opened(department)
    tie = take_topic(department.plans, journals(department), lesson, plan, 1, rule=TWO_HOURS)
    assert tie == Tie(LESSON, "p1", 1, 1, "Тема 1")
    assert department.plans.tie(LESSON) == tie
    for journal in journals(department):
        assert fold(journal.register.log(LESSON)).facts["topic"] == "Тема 1"


@pytest.mark.parametrize(
    ("number", "title"), [(0, "Көнүгүү"), (1, "Башка аталыш"), (4, ""), (4, "Тема 4")]
)
def test_a_deviation_needs_a_reason(department, number, title):
    plan = department.approved(topics=(topic(1), topic(4, kind=PRACTICAL)))
    lesson = opened(department)
    with pytest.raises(Invalid) as caught:
        make_tie(plan, lesson, number, title=title)
    assert caught.value.place == "reason"
    tie = make_tie(plan, lesson, number, title=title, reason=" окутуучу  ооруган ")
    assert (tie.topic, tie.reason) == (number, "окутуучу ооруган")


def test_a_topic_out_of_turn_needs_a_reason(department, plan):
    """2.13: whoever takes another topic than the next one says why."""
    lesson = opened(department)
    with department.refuses(Invalid, place="reason", clause="2.13"):
        take_topic(department.plans, journals(department), lesson, plan, 3, rule=TWO_HOURS)
    tie = take_topic(
        department.plans,
        journals(department),
        lesson,
        plan,
        3,
        rule=TWO_HOURS,
        reason="Конок окутуучу келди",
    )
    assert (tie.topic, tie.reason) == (3, "Конок окутуучу келди")
    # Its own earlier choice does not stand in the way of the topic whose turn it is.
    tie = take_topic(department.plans, journals(department), lesson, plan, 1, rule=TWO_HOURS)
    assert (tie.topic, tie.reason) == (1, "")


def test_topics_of_an_earlier_version_count_by_their_titles(department, plan):
    """A new version that begins with another topic does not turn the order around."""
    lesson = opened(department)
    renumbered = attrs.evolve(
        plan, version=2, topics=(topic(1, title="Киришүү"), topic(2, 2, title="Тема 1"))
    )
    ties = [Tie("l0", "p1", 1, 1, "Тема 1")]
    assert next_topic(renumbered, lesson, ties, TWO_HOURS).title == "Киришүү"
    assert number_in(renumbered, ties[0]) == 2
    assert number_in(renumbered, Tie("l1", "p1", 1, 3, "Тема 3")) == 0


def test_a_lesson_out_of_the_plan_needs_a_title(department, plan):
    with pytest.raises(Invalid) as caught:
        make_tie(plan, opened(department), 0, reason="оору")
    assert caught.value.place == "title"


def test_an_unknown_topic_is_not_found(department, plan):
    with pytest.raises(NotFound):
        make_tie(plan, opened(department), 99, title="Тема", reason="оору")


def test_only_an_approved_plan_gives_topics(department):
    draft = department.draft()
    lesson = opened(department)
    with department.refuses(Invalid, place="plan", clause="2.13"):
        take_topic(department.plans, journals(department), lesson, draft, 1, rule=TWO_HOURS)


@pytest.mark.parametrize(
    "changed", [{"subject": "physics"}, {"semester": "2027-1"}, {"groups": (GROUP,)}]
)
def test_a_plan_of_others_is_refused(department, plan, changed):
    lesson = opened(department)
    with department.refuses(Invalid, place="plan"):
        take_topic(
            department.plans,
            journals(department),
            lesson,
            attrs.evolve(plan, **changed),
            1,
            rule=TWO_HOURS,
        )


def test_nobody_else_names_the_topic(department, plan):
    lesson = opened(department)
    with department.refuses(NotAllowed):
        take_topic(
            department.plans, journals(department, STRANGER), lesson, plan, 1, rule=TWO_HOURS
        )


def test_a_lock_in_one_journal_of_a_stream_holds_for_all(department, plan):
    """Nothing is written in the other journal either (4.3)."""
    lesson = opened(department)
    locked = department.journal(of=NEIGHBOUR_JOURNAL)
    locked.record("intermediate-1", [points(0, 5)])
    locked.publish(locked.control("intermediate-1"))
    with department.refuses(Locked, clause="4.3"):
        take_topic(department.plans, journals(department), lesson, plan, 1, rule=TWO_HOURS)


def test_a_lesson_that_was_not_opened_is_not_found(department, plan):
    lesson = attrs.evolve(opened(department), id="aaaaaaaaaa")
    with department.refuses(NotFound):
        take_topic(department.plans, journals(department), lesson, plan, 1, rule=TWO_HOURS)


def test_the_next_topic_is_the_first_with_hours_left(department):
    plan = department.approved(
        topics=(topic(1, 4), topic(2, 2), topic(5, 3), topic(6, 2, PRACTICAL))
    )
    lesson = opened(department)

    def after(*numbers):
        ties = [Tie(f"l{place}", "p1", 1, number, "Т") for place, number in enumerate(numbers)]
        found = next_topic(plan, lesson, ties, TWO_HOURS)
        return found.number if found else None

    assert [after(), after(1), after(1, 1), after(1, 1, 2)] == [1, 1, 2, 5]
    assert after(2, 0) == 1
    assert after(1, 1, 2, 5) == 5
    assert after(1, 1, 2, 5, 5) is None
    own = [Tie(LESSON, "p1", 1, 1, "Т"), Tie("l1", "p1", 1, 1, "Т")]
    assert next_topic(plan, lesson, own, TWO_HOURS).number == 1
    other_kind = attrs.evolve(lesson, kind=LABORATORY.kind)
    assert next_topic(plan, other_kind, [], TWO_HOURS) is None
