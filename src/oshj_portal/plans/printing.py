"""A plan on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.view import view_config

from oshj_core.planning import PLAN_COLUMNS, PlanState, write_topics
from oshj_core.roles import Permission
from oshj_portal.documents.response import render_template_pdf
from oshj_portal.i18n import _
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.plans.editing import about
from oshj_portal.plans.resources import PlanResource

if TYPE_CHECKING:
    from pyramid.response import Response


@view_config(
    context=PlanResource,
    name="plan.pdf",
    request_method="GET",
    permission=Permission.VIEW_PLAN.value,
)
def print_plan(context: PlanResource, request) -> Response:
    """The newest version as a document; it says whether and by whom it was approved."""
    plan, site = context.plan, request.site
    decided = plan.steps[-1] if plan.state is PlanState.APPROVED else None
    values = {
        **about(request, plan),
        "title": f"{request.localizer.translate(_('Calendar-thematic plan'))}: {context.title}",
        "semester": site.university.semesters.get(plan.semester),
        "headings": [column.heading for column in PLAN_COLUMNS],
        "rows": list(write_topics(plan.topics)),
        "approved_by": "" if decided is None else person_name(site, decided.actor),
        "approved_at": "" if decided is None else moment(decided.at, request.act.at.tzinfo),
        "unit": site.university.units.get(context.subject.unit).name,
    }
    return render_template_pdf(
        request,
        "oshj_portal.plans:templates/plan_pdf.pt",
        values,
        filename=f"{context.title}.pdf",
    )
