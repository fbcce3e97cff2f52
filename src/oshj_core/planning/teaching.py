"""Who teaches by a plan, and topics beyond what is taught (2.13, 3.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from oshj_core.structure import LessonKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oshj_core.load import Loads
    from oshj_core.planning.plan import Plan
    from oshj_core.ports import University
    from oshj_core.structure import Assignment


def taught_by(university: University, plan: Plan) -> tuple[Assignment, ...]:
    """The assignments whose lessons are taught by the plan, to all of their groups or to some."""
    found = {
        assignment.id: assignment
        for group in plan.groups
        for assignment in university.assignments_in(group)
        if plan.concerns(assignment)
    }
    return tuple(found[identifier] for identifier in sorted(found))


@attrs.frozen
class Excess:
    """Academic hours ``planned`` for a kind of lesson, and the fewer that the ``load`` has for
    it: 0 where nobody gives such lessons by the plan."""

    kind: LessonKind
    planned: Decimal
    load: Decimal


def excesses(university: University, loads: Loads, plan: Plan) -> tuple[Excess, ...]:
    """The kinds of lesson of which the plan has more hours than the teaching load (3.2).

    An assignment whose load is not known counts as having enough.
    """
    taught = taught_by(university, plan)
    found = []
    for kind in LessonKind:
        planned = plan.hours(kind)
        of_kind = [one for one in taught if one.kind is kind]
        hours = [one for assignment in of_kind for one in _load_of(loads, assignment)]
        least = min(hours, default=planned) if of_kind else Decimal(0)
        if planned > least:
            found.append(Excess(kind, planned, least))
    return tuple(found)


def _load_of(loads: Loads, assignment: Assignment) -> Iterator[Decimal]:
    for line in loads.of_teacher(assignment.semester, assignment.teacher):
        if line.fits(assignment):
            yield line.hours
