"""Where things lie and where roles follow from: the scopes a decision is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.enrolment import journals_of
from oshj_core.errors import Invalid
from oshj_core.roles import UNIVERSITY, Scope, ScopeKind
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.ports import University
    from oshj_core.structure import Assignment


def unit_scopes(university: University, unit: str) -> tuple[Scope, ...]:
    """The scopes of a unit, the units above it, and the university.

    :raises NotFound: there is no such unit.
    :raises Invalid: a unit lies below itself.
    """
    scopes: list[Scope] = []
    while unit:
        scope = Scope(ScopeKind.UNIT, unit)
        if scope in scopes:
            raise Invalid(text("The unit lies below itself."), place=f"units.{unit}")
        scopes.append(scope)
        unit = university.units.get(unit).parent
    return (*scopes, UNIVERSITY)


def teaching_scopes(assignments: Iterable[Assignment]) -> frozenset[Scope]:
    """Where a teacher holds that role: the assignments and the journals they fill (4.3)."""
    scopes = set()
    for assignment in assignments:
        scopes.add(Scope(ScopeKind.ASSIGNMENT, assignment.id))
        scopes.update(Scope(ScopeKind.JOURNAL, journal) for journal in journals_of(assignment))
    return frozenset(scopes)
