"""Plans in memory."""

from __future__ import annotations

from collections.abc import Sequence

from oshj_core.errors import NotFound
from oshj_core.planning import Plan, Tie


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
