"""Where substitutions lie in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.journal import unit_scopes
from oshj_core.roles import Facts, Scope, ScopeKind
from oshj_portal.resources import Resource, University

if TYPE_CHECKING:
    from oshj_core.delegation import Substitution


class SubstitutionsPlace(Resource):
    """Substitutions by their ids; a unit's page lists them."""

    title = None

    def __getitem__(self, name: str) -> SubstitutionResource:
        substitution = self.request.site.substitutions.find(name)
        if substitution is None:
            raise KeyError(name)
        return SubstitutionResource(self.request, self, substitution)


class SubstitutionResource(Resource):
    """A substitution: its lessons, the assignments of its teacher, and the teacher's unit."""

    title = None

    def __init__(self, request, parent: Resource, substitution: Substitution) -> None:
        super().__init__(request, substitution.id, parent)
        self.substitution = substitution

    @property
    def facts(self) -> Facts:
        university, one = self.request.site.university, self.substitution
        lessons = (Scope(ScopeKind.LESSON, lesson) for lesson in one.lessons)
        assignments = (
            Scope(ScopeKind.ASSIGNMENT, assignment.id)
            for assignment in university.assignments_of(one.teacher)
        )
        unit = university.staff.get(one.teacher).unit
        return Facts((*lessons, *assignments, *unit_scopes(university, unit)))


def substitution_path(request, identifier: str, view: str) -> str:
    """The address of a view of a substitution."""
    root = SubstitutionsPlace(request, "substitutions", University(request))
    return request.resource_path(root, identifier, view)


def includeme(config):
    University.places["substitutions"] = SubstitutionsPlace
