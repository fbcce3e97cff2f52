"""Topics, tasks, plans and the rule of hours: what they take and what they refuse."""

from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.errors import Invalid, NotFound
from oshj_core.planning import HoursRule, Plan, PlanState, Task, Topic, in_force
from oshj_core.structure import LessonKind
from oshj_core.testing.contracts.planning import PLAN
from tests.core.planning.builders import LECTURE, PRACTICAL, TASK, TOPICS, topic


@given(st.decimals() | st.floats() | st.integers() | st.text(max_size=3) | st.none())
def test_hours_are_a_number_above_0_in_hundredths_or_refused(hours):
    good = (
        isinstance(hours, Decimal)
        and hours.is_finite()
        and 0 < hours <= 999
        and hours == round(hours, 2)
    )
    if good:
        assert Topic(1, "Т", hours, LECTURE).hours == hours
    else:
        with pytest.raises(Invalid) as caught:
            Topic(1, "Т", hours, LECTURE)
        assert caught.value.place == "topics.1.hours"


@pytest.mark.parametrize("hours", ["0.01", "2.50", "999", "2.000", "1E+2"])
def test_hours_in_hundredths_are_taken(hours):
    assert topic(1, hours).hours == Decimal(hours)


@pytest.mark.parametrize(
    ("hours", "rule"),
    [("0", "0"), ("-2", "0"), ("999.01", "999"), ("0.001", "2"), ("NaN", ""), ("-Infinity", "")],
)
def test_wrong_hours_are_refused(hours, rule):
    with pytest.raises(Invalid) as caught:
        topic(1, hours)
    assert rule in str(caught.value)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"number": 0}, "topics.0.number"),
        ({"number": -3}, "topics.-3.number"),
        ({"number": True}, "topics.True.number"),
        ({"number": 1.5}, "topics.1.5.number"),
        ({"title": "  "}, "topics.1.title"),
        ({"title": "\u202e\u200b"}, "topics.1.title"),
        ({"title": "т" * 301}, "topics.1.title"),
        ({"kind": "lecture"}, "topics.1.kind"),
        ({"tasks": (TASK, attrs.evolve(TASK, work="oral"))}, "topics.1.tasks.2.work"),
        ({"tasks": (attrs.evolve(TASK, work="dancing"),)}, "topics.1.tasks.1.work"),
        ({"tasks": (attrs.evolve(TASK, title=""),)}, "topics.1.tasks.1.title"),
        ({"tasks": (TASK,) * 51}, "topics.1"),
    ],
)
def test_a_wrong_topic_is_refused_with_its_place(changed, place):
    with pytest.raises(Invalid) as caught:
        attrs.evolve(topic(1), **changed)
    assert caught.value.place == place


def test_titles_are_stored_in_one_spelling():
    mixed = topic(1, title=" Ѳлчөм  \u202e жaна сан ", tasks=(attrs.evolve(TASK, title=" a  b "),))
    assert mixed.title == "Өлчөм жана сан"
    assert mixed.tasks[0].title == "a b"


def test_a_task_is_individual_or_collective():
    assert TASK.collective
    assert not Task("Эссе", date(2026, 10, 1)).collective


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"id": ""}, "id"),
        ({"groups": ()}, "groups"),
        ({"groups": ("a", "a")}, "groups"),
        ({"topics": (topic(2), topic(1))}, "topics.1.number"),
        ({"topics": (topic(1), topic(1))}, "topics.1.number"),
        ({"topics": tuple(topic(number) for number in range(1, 502))}, "topics"),
        ({"topics": (topic(1),) * 1_000_000}, "topics"),
    ],
)
def test_a_wrong_plan_is_refused_with_its_place(changed, place):
    with pytest.raises(Invalid) as caught:
        attrs.evolve(PLAN, **changed)
    assert caught.value.place == place


def test_a_plan_adds_up_its_hours():
    plan = attrs.evolve(PLAN, topics=(*TOPICS, topic(7, "1.5", PRACTICAL)))
    assert plan.hours() == Decimal("13.5")
    assert plan.hours(LECTURE) == 12
    assert plan.hours(PRACTICAL) == Decimal("1.5")
    assert plan.hours(LessonKind.SEMINAR) == 0
    assert plan.kinds == {LECTURE, PRACTICAL}
    assert plan.topic(7).hours == Decimal("1.5")
    with pytest.raises(NotFound):
        plan.topic(4)


def test_the_newest_approved_version_is_in_force():
    def version(number: int, state: PlanState) -> Plan:
        return attrs.evolve(PLAN, version=number, state=state)

    first, second = version(1, PlanState.APPROVED), version(2, PlanState.APPROVED)
    assert in_force([version(1, PlanState.DRAFT)]) is None
    assert in_force([first, version(2, PlanState.SUBMITTED)]) == first
    assert in_force([second, first, version(3, PlanState.DRAFT)]) == second


@pytest.mark.parametrize("hours", [Decimal("NaN"), Decimal("Infinity"), Decimal(0), Decimal(-1), 2])
def test_a_rule_of_hours_is_above_0(hours):
    with pytest.raises(Invalid) as caught:
        HoursRule(hours)
    assert caught.value.place == "per_lesson"
    with pytest.raises(Invalid) as caught:
        HoursRule(Decimal(2), {LECTURE: hours})
    assert caught.value.place == "by_kind.lecture"


def test_a_kind_of_lesson_may_have_hours_of_its_own():
    rule = HoursRule(Decimal(2), {PRACTICAL: Decimal("1.5")})
    assert (rule.of(LECTURE), rule.of(PRACTICAL, 3)) == (Decimal(2), Decimal("4.5"))
    assert rule.of(LECTURE, 0) == 0
