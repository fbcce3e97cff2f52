"""Who is told what became of a plan (2.12, 2.13): those who decide, and its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.decisions import decide
from oshj_core.journal.scopes import unit_scopes
from oshj_core.notices import Notice, NoticeKind, said
from oshj_core.planning.plan import PlanState
from oshj_core.planning.teaching import taught_by
from oshj_core.roles import Actor, Facts, Permission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from oshj_core.planning.plan import Plan
    from oshj_core.ports import RoleHolding, University


def deciders(
    university: University, holdings: Iterable[RoleHolding], plan: Plan, today: date
) -> tuple[str, ...]:
    """Who may approve the plan or send it back, by a role given: nobody who wrote it or teaches
    by it (3.5)."""
    facts = Facts(unit_scopes(university, university.subjects.get(plan.subject).unit))
    own = {plan.author, *(one.teacher for one in taught_by(university, plan))}
    people = {
        holding.person
        for holding in holdings
        if (holding.until is None or today <= holding.until)
        and decide(
            Actor(holding.person, frozenset({(holding.role, holding.scope)})),
            Permission.APPROVE_PLAN,
            facts,
        ).allowed
    }
    return tuple(sorted(people - own))


_AUTHOR_TOLD = {
    PlanState.RETURNED: NoticeKind.PLAN_RETURNED,
    PlanState.APPROVED: NoticeKind.PLAN_APPROVED,
}


def plan_notices(
    university: University, holdings: Iterable[RoleHolding], plan: Plan
) -> Iterator[Notice]:
    """What is told of the last step of a plan: handed in, to those who decide; decided on, to
    its author."""
    step = plan.steps[-1]
    author = university.staff.find(plan.author)
    values = said(
        subject=university.subjects.get(plan.subject).name,
        groups=", ".join(plan.groups),
        author=plan.author if author is None else author.name.short,
        reason=step.reason,
    )
    people: Iterable[str] = ()
    kind = _AUTHOR_TOLD.get(step.state, NoticeKind.PLAN_SUBMITTED)
    if step.state is PlanState.SUBMITTED:
        people = deciders(university, holdings, plan, step.day)
    elif step.state in _AUTHOR_TOLD:
        people = (plan.author,)
    for person in people:
        identifier = f"{kind.value}:{plan.id}:{plan.version}:{plan.revision}:{person}"
        yield Notice(identifier, person, step.at, kind, values, f"plan:{plan.id}")
