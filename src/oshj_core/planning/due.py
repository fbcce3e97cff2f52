"""Plans are due before the academic year begins (4.3): which are missing, which came late."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.resolving import semester_of
from oshj_core.errors import NotFound
from oshj_core.planning.plan import PlanState, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from oshj_core.calendar import Semester
    from oshj_core.planning.plan import Plan
    from oshj_core.planning.ports import PlanStore
    from oshj_core.ports import University
    from oshj_core.structure import Assignment


class DueState(Enum):
    """How a duty to hand in a plan stands."""

    PENDING = "pending"
    """Not handed in; the year has not begun, or the plan was handed in before it did, was sent
    back, and the days for handing it in again are not over."""
    IN_TIME = "in-time"
    LATE = "late"
    """Handed in after the year had begun."""
    OVERDUE = "overdue"
    """Not handed in, or sent back since, and the term is over."""


@attrs.frozen
class DuePlan:
    """The plan of an assignment, due before the day ``begins``.  ``plan`` is its newest version,
    ``None`` where nobody has begun one; ``approved`` whether a version is in force."""

    assignment: Assignment
    begins: date
    state: DueState
    plan: Plan | None = None
    approved: bool = False

    @property
    def overdue(self) -> bool:
        """Whether the plan should be there and is not."""
        return self.state is DueState.OVERDUE


def year_begins(semesters: Iterable[Semester], year: int) -> date:
    """The first day of the academic year that begins in ``year``.

    :raises NotFound: there is no semester of that year.
    """
    begins = min((one.starts for one in semesters if one.year == year), default=None)
    if begins is None:
        raise NotFound("academic year", year)
    return begins


def teaching_begins(university: University, assignment: Assignment) -> date:
    """The day before which the plan of an assignment is due: the first of the academic year as
    it runs for the assignment's groups.

    :raises NotFound: there is no such semester or group.
    """
    year = university.semesters.get(assignment.semester).year
    return min(
        semester_of(university, group, one.id).starts
        for one in university.semesters
        if one.year == year
        for group in assignment.groups
    )


RETURN_DAYS = 14
"""Days in which a plan that was sent back is to be handed in again; a host may set others."""


@attrs.frozen
class HandedIn:
    """What the steps of a version say of the duty: the day ``on`` which it was handed in as far
    as the term goes, ``None`` where it was not or has been sent back; and the day ``until``
    which a version that was sent back may be handed in again without being late."""

    on: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, plan: Plan, begins: date, return_days: int = RETURN_DAYS) -> HandedIn:
        """What the steps of the version say.

        Handed in again within ``return_days`` of being sent back, it counts from the day before.
        """
        counted: date | None = None
        until: date | None = None
        for step in plan.steps:
            if step.state is PlanState.SUBMITTED:
                if counted is None or (until is not None and step.day > until):
                    counted = step.day
                until = None
            elif step.state is PlanState.RETURNED:
                until = step.day + timedelta(return_days)
        if until is None:
            return cls(counted)
        # What was late before it was sent back has no term left.
        return cls(None, until if counted is not None and counted < begins else None)


def due_state(
    submitted: date | None, begins: date, today: date, until: date | None = None
) -> DueState:
    """How a duty stands of which the plan was handed in on the day ``submitted``; ``until`` is
    the last day for one that was sent back.

    >>> from datetime import date
    >>> due_state(date(2026, 8, 31), date(2026, 9, 1), date(2026, 10, 1))
    <DueState.IN_TIME: 'in-time'>
    """
    if submitted is not None:
        return DueState.IN_TIME if submitted < begins else DueState.LATE
    waits = today < begins or (until is not None and today <= until)
    return DueState.PENDING if waits else DueState.OVERDUE


def covering(plans: Iterable[Plan], assignment: Assignment) -> tuple[Plan, ...]:
    """Those versions by which an assignment is taught, to all of its groups."""
    return tuple(
        plan
        for plan in plans
        if plan.concerns(assignment) and set(plan.groups) >= set(assignment.groups)
    )


def _covering(store: PlanStore, assignment: Assignment) -> tuple[Plan, ...]:
    # A plan for all groups is one for the first of them.
    found = store.of_group(assignment.subject, assignment.semester, assignment.groups[0])
    return covering(found, assignment)


def plan_in_force(store: PlanStore, assignment: Assignment) -> Plan | None:
    """The approved plan by which an assignment is taught, by id the first if there are several."""
    plans = _covering(store, assignment)
    for identifier in sorted({plan.id for plan in plans}):
        plan = in_force(store.versions(identifier))
        if plan is not None and covering([plan], assignment):
            return plan
    return None


def plan_on_its_way(store: PlanStore, assignment: Assignment) -> Plan | None:
    """The newest version for the assignment that was begun, handed in or sent back and is not
    approved; ``None`` where there is none."""
    newest = {plan.id: plan for plan in _covering(store, assignment)}
    waiting = [plan for plan in newest.values() if plan.state is not PlanState.APPROVED]
    return max(waiting, key=_last_touched, default=None)


def _last_touched(plan: Plan) -> tuple[int, str]:
    return (plan.steps[-1].at if plan.steps else 0, plan.id)


def due_plan(
    store: PlanStore,
    assignment: Assignment,
    begins: date,
    today: date,
    return_days: int = RETURN_DAYS,
) -> DuePlan:
    """How the duty of an assignment's teacher stands.

    :param return_days: see ``RETURN_DAYS``.
    """
    plans = _covering(store, assignment)
    handed_in = [HandedIn.of(plan, begins, return_days) for plan in plans]
    state = due_state(
        min((one.on for one in handed_in if one.on is not None), default=None),
        begins,
        today,
        max((one.until for one in handed_in if one.until is not None), default=None),
    )
    newest = max(plans, key=lambda plan: (plan.version, plan.id), default=None)
    approved = any(plan.state is PlanState.APPROVED for plan in plans)
    return DuePlan(assignment, begins, state, newest, approved)


def due_plans(
    university: University,
    store: PlanStore,
    year: int,
    today: date,
    return_days: int = RETURN_DAYS,
) -> Sequence[DuePlan]:
    """The duties of all who teach in the academic year, by assignment.

    :raises NotFound: there is no semester of that year.
    """
    of_year = {semester.id for semester in university.semesters if semester.year == year}
    if not of_year:
        raise NotFound("academic year", year)
    return [
        due_plan(store, assignment, teaching_begins(university, assignment), today, return_days)
        for assignment in university.assignments
        if assignment.semester in of_year
    ]
