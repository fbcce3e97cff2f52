"""The plans' port in memory, and the contract suite any other store has to pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from oshj_core.errors import NotFound
from oshj_core.planning import Plan, PlanState, Step, Task, Tie, Topic
from oshj_core.structure import LessonKind


class MemoryPlans:
    """Plans and ties in memory."""

    def __init__(self) -> None:
        self._plans: dict[tuple[str, int], Plan] = {}
        self._ties: dict[str, Tie] = {}

    def _all(self) -> Sequence[Plan]:
        return [self._plans[key] for key in sorted(self._plans)]

    def versions(self, identifier: str) -> Sequence[Plan]:
        return [plan for plan in self._all() if plan.id == identifier]

    def latest(self, identifier: str) -> Plan:
        versions = self.versions(identifier)
        if not versions:
            raise NotFound("plan", identifier)
        return versions[-1]

    def put(self, plan: Plan) -> None:
        self._plans[plan.id, plan.version] = plan

    def of_subject(self, subject: str, semester: str) -> Sequence[Plan]:
        asked = (subject, semester)
        return [plan for plan in self._all() if (plan.subject, plan.semester) == asked]

    def of_group(self, subject: str, semester: str, group: str) -> Sequence[Plan]:
        return [plan for plan in self.of_subject(subject, semester) if group in plan.groups]

    def of_author(self, author: str) -> Sequence[Plan]:
        return [plan for plan in self._all() if plan.author == author]

    def tie(self, lesson: str) -> Tie | None:
        return self._ties.get(lesson)

    def put_tie(self, tie: Tie) -> None:
        self._ties[tie.lesson] = tie

    def ties_of(self, plan: str) -> Sequence[Tie]:
        return [
            self._ties[lesson] for lesson in sorted(self._ties) if self._ties[lesson].plan == plan
        ]


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
)


class PlanStoreContract:
    """Versions and ties come back equal and are found by what they are of."""

    @pytest.fixture
    def plans(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an empty PlanStore")

    def test_versions_come_back_equal_and_in_order(self, plans: Any) -> None:
        newer = [attrs.evolve(PLAN, version=version) for version in range(2, 12)]
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
