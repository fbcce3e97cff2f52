"""The plans in the tree: all of them, and one with its versions."""

from __future__ import annotations

from functools import cached_property

from oshj_core.enrolment import journal_id
from oshj_core.errors import NotFound
from oshj_core.journal import unit_scopes
from oshj_core.planning import Plan, Planning, in_force
from oshj_core.roles import Facts, Scope, ScopeKind, State
from oshj_portal.i18n import _
from oshj_portal.resources import Resource, University


class Plans(Resource):
    """Every calendar-thematic plan, by its id."""

    title = _("Plans")

    def __getitem__(self, name: str) -> PlanResource:
        try:
            return PlanResource(self.request, self, self.request.site.plans.latest(name))
        except NotFound:
            raise KeyError(name) from None


class PlanResource(Resource):
    """A plan: ``plan`` is its newest version."""

    def __init__(self, request, parent: Resource, plan: Plan) -> None:
        super().__init__(request, plan.id, parent)
        self.plan = plan

    @cached_property
    def subject(self):
        """The subject it plans."""
        return self.request.site.university.subjects.get(self.plan.subject)

    @property
    def title(self) -> str:
        return self.subject.name

    @cached_property
    def versions(self) -> tuple[Plan, ...]:
        """All versions, oldest first."""
        return tuple(self.request.site.plans.versions(self.plan.id))

    @property
    def approved(self) -> Plan | None:
        """The version in force."""
        return in_force(self.versions)

    @cached_property
    def facts(self) -> Facts:
        """2.13: the lessons it plans, and the department that answers for the subject."""
        university, plan = self.request.site.university, self.plan
        taught = {
            assignment.id
            for group in plan.groups
            for assignment in university.assignments_in(group)
            if (assignment.subject, assignment.semester) == (plan.subject, plan.semester)
        }
        journals = (journal_id(group, plan.subject, plan.semester) for group in plan.groups)
        closed = university.semesters.get(plan.semester).closed
        return Facts(
            (
                *(Scope(ScopeKind.ASSIGNMENT, identifier) for identifier in sorted(taught)),
                *(Scope(ScopeKind.JOURNAL, identifier) for identifier in journals),
                *unit_scopes(university, self.subject.unit),
            ),
            frozenset({State.CLOSED_YEAR}) if closed else frozenset(),
        )


def planning(request) -> Planning:
    """What this request's actor may do with plans."""
    site = request.site
    return Planning(
        site.plans,
        site.university,
        site.audit,
        request.act,
        site.notices,
        site.holdings,
        site.loads,
    )


def plan_path(request, plan: str, *more: str) -> str:
    """The address of a plan, or of a view of it."""
    return request.resource_path(Plans(request, "plans", University(request)), plan, *more)


def plan_link(request, identifier: str) -> str | None:
    """Where a notice about a plan leads."""
    return plan_path(request, identifier, "") if request.site.plans.versions(identifier) else None


def includeme(config):
    University.places["plans"] = Plans
