"""Where the reports of inspections lie in the tree, and where notices about them lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.journal import unit_scopes
from oshj_core.roles import Facts, Scope, ScopeKind
from oshj_portal.i18n import _
from oshj_portal.resources import Resource, University, unit_resource

if TYPE_CHECKING:
    from oshj_core.inspections import Report


class FindingsPlace(Resource):
    """The reports of inspections by their ids."""

    title = _("Findings")

    def __getitem__(self, name: str) -> ReportResource:
        report = self.request.site.inspections.find_report(name)
        if report is None:
            raise KeyError(name)
        return ReportResource(self.request, self, report)


class ReportResource(Resource):
    """A report: it is about a journal, and belongs to the unit that inspected."""

    def __init__(self, request, parent: Resource, report: Report) -> None:
        super().__init__(request, report.id, parent)
        self.report = report

    @property
    def title(self) -> str:
        return self.report.journal

    @property
    def facts(self) -> Facts:
        site = self.request.site
        inspection = site.inspections.find(self.report.inspection)
        journal = Scope(ScopeKind.JOURNAL, self.report.journal)
        return Facts((journal, *unit_scopes(site.university, inspection.unit)))


def report_path(request, identifier: str, *view: str) -> str:
    """The address of a report, or of a view of it."""
    place = FindingsPlace(request, "findings", University(request))
    return request.resource_path(place, identifier, *view)


def findings_link(request, identifier: str) -> str | None:
    """The page of a report for the teacher it was sent to, and for those who sent it."""
    report = request.site.inspections.find_report(identifier)
    if report is None:
        return None
    view = ("answer",) if report.teacher == request.actor.id else ()
    return report_path(request, identifier, *view)


def inspection_link(request, identifier: str) -> str | None:
    """The inspections of the unit that one is to be done in."""
    unit = identifier.partition(":")[0]
    if request.site.university.units.find(unit) is None:
        return None
    return request.resource_path(unit_resource(request, unit), "inspections")


def includeme(config):
    University.places["findings"] = FindingsPlace
