"""The tasks of independent work that students are given by the plans in force (3.4, 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.planning.due import plan_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oshj_core.planning.plan import Plan, Task, Topic
    from oshj_core.planning.ports import PlanStore
    from oshj_core.structure import Assignment


@attrs.frozen
class GivenTask:
    """A task, the topic it belongs to, and the subject."""

    subject: str
    topic: Topic
    task: Task


def given_tasks(store: PlanStore, assignments: Iterable[Assignment]) -> Sequence[GivenTask]:
    """The tasks of those who are taught by the assignments, by the day they are due.

    A plan for several assignments gives its tasks once.
    """
    plans: dict[str, Plan] = {}
    for assignment in assignments:
        plan = plan_in_force(store, assignment)
        if plan is not None:
            plans[plan.id] = plan
    found = [
        GivenTask(plan.subject, topic, task)
        for plan in plans.values()
        for topic in plan.topics
        for task in topic.tasks
    ]
    return sorted(found, key=lambda one: (one.task.due, one.subject, one.topic.number))
