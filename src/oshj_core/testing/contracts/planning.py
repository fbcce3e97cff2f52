"""The contract of the port that keeps plans."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from oshj_core.errors import NotFound
from oshj_core.planning import Plan, PlanState, Step, Task, Tie, Topic
from oshj_core.structure import LessonKind

TASK = Task("Реферат", date(2026, 10, 1), "independent-collective")
TOPICS = (
    Topic(1, "Матрицалар", Decimal("2.5"), LessonKind.LECTURE, (TASK,)),
    Topic(3, "Аныктагычтар", Decimal(4), LessonKind.PRACTICAL),
)
PLAN = Plan(
    "p1",
    "algebra",
    "2026-1",
    2026,
    ("АУБ-1-24", "АУБ-2-24"),
    "t1",
    TOPICS,
    1,
    PlanState.RETURNED,
    (Step(PlanState.RETURNED, "t2", 1, date(2026, 8, 20), "саат аз"),),
    3,
    (LessonKind.LECTURE, LessonKind.PRACTICAL),
)


class PlanStoreContract:
    """Versions and ties come back equal and are found by what they are of."""

    @pytest.fixture
    def plans(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an empty PlanStore")

    def test_versions_come_back_equal_and_in_order(self, plans: Any) -> None:
        newer = [attrs.evolve(PLAN, version=version) for version in range(2, 11)]
        newer.append(attrs.evolve(PLAN, version=11, groups=PLAN.groups[:1], subgroup=2))
        assert list(plans.versions("p1")) == []
        for plan in reversed([PLAN, *newer]):
            plans.put(plan)
        assert list(plans.versions("p1")) == [PLAN, *newer]
        assert plans.latest("p1") == newer[-1]

    def test_a_version_is_replaced(self, plans: Any) -> None:
        plans.put(PLAN)
        changed = attrs.evolve(PLAN, topics=TOPICS[:1], revision=4, author="t9")
        plans.put(changed)
        assert list(plans.versions("p1")) == [changed]
        assert list(plans.of_author("t1")) == []
        assert list(plans.of_author("t9")) == [changed]

    def test_plans_are_found_by_subject_and_author(self, plans: Any) -> None:
        second = attrs.evolve(PLAN, version=2, author="t2")
        others = [
            attrs.evolve(PLAN, id="p0", author="t1"),
            attrs.evolve(PLAN, id="p2", semester="2026-2"),
            attrs.evolve(PLAN, id="p3", subject="physics"),
        ]
        for plan in (PLAN, second, *others):
            plans.put(plan)
        assert list(plans.of_subject("algebra", "2026-1")) == [others[0], PLAN, second]
        assert list(plans.of_author("t2")) == [second]
        assert list(plans.of_author("t1")) == [others[0], PLAN, *others[1:]]
        assert list(plans.of_subject("none", "2026-1")) == []

    def test_plans_are_found_by_each_of_their_groups(self, plans: Any) -> None:
        alone = attrs.evolve(PLAN, id="p0", groups=("АУБ-2-24",))
        for plan in (PLAN, alone, attrs.evolve(PLAN, id="p2", subject="physics")):
            plans.put(plan)
        assert list(plans.of_group("algebra", "2026-1", "АУБ-2-24")) == [alone, PLAN]
        assert list(plans.of_group("algebra", "2026-1", "АУБ-1-24")) == [PLAN]
        plans.put(attrs.evolve(PLAN, groups=("АУБ-2-24",)))
        assert list(plans.of_group("algebra", "2026-1", "АУБ-1-24")) == []

    def test_ties_come_back_equal(self, plans: Any) -> None:
        first = Tie("bbbbbbbbbb", "p1", 1, 3, "Аныктагычтар")
        second = Tie("aaaaaaaaaa", "p1", 2, 0, "Көнүгүү", "оору")
        other = Tie("cccccccccc", "p2", 1, 1, "Матрицалар")
        assert plans.tie("aaaaaaaaaa") is None
        for tie in (first, second, other):
            plans.put_tie(tie)
        assert plans.tie("aaaaaaaaaa") == second
        assert list(plans.ties_of("p1")) == [second, first]
        plans.put_tie(attrs.evolve(first, plan="p2"))
        assert list(plans.ties_of("p1")) == [second]

    def test_what_is_not_there_is_refused(self, plans: Any) -> None:
        with pytest.raises(NotFound):
            plans.latest("none")
        assert list(plans.ties_of("none")) == []
