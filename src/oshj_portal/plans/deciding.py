"""The way of a plan: handed in, approved or sent back, begun anew (2.13, 3.5, 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.roles import Permission
from oshj_portal.forms.whole import whole_number
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.plans.resources import PlanResource, planning

if TYPE_CHECKING:
    from pyramid.response import Response


@view_config(
    context=PlanResource,
    name="submit",
    request_method="POST",
    permission=Permission.WRITE_PLAN.value,
)
def submit(context: PlanResource, request) -> Response:
    """Hand the draft in as it is stored."""
    planning(request).submit(context.plan.id, request.POST.get("reason", ""))
    return _done(context, request, _("The plan was handed in."))


@view_config(
    context=PlanResource,
    name="approve",
    request_method="POST",
    permission=Permission.APPROVE_PLAN.value,
)
def approve(context: PlanResource, request) -> Response:
    """Approve the version that was read: lessons take their topics from it."""
    planning(request).approve(context.plan.id, _revision(request))
    return _done(context, request, _("The plan is approved and in force."))


@view_config(
    context=PlanResource,
    name="send-back",
    request_method="POST",
    permission=Permission.APPROVE_PLAN.value,
)
def send_back(context: PlanResource, request) -> Response:
    """Return the version that was read to its author."""
    reason = request.POST.get("reason", "")
    planning(request).send_back(context.plan.id, reason, _revision(request))
    return _done(context, request, _("The plan was sent back to its author."))


@view_config(
    context=PlanResource,
    name="new-version",
    request_method="POST",
    permission=Permission.WRITE_PLAN.value,
)
def new_version(context: PlanResource, request) -> Response:
    """Begin the next version; the approved one stays in force until that is approved."""
    planning(request).new_version(context.plan.id)
    return _done(context, request, _("A new version was begun; the approved one stays in force."))


def _revision(request) -> int:
    number = whole_number(request.POST.get("revision", ""))
    return -1 if number is None else number


def _done(context: PlanResource, request, message) -> Response:
    flash(request, message)
    return HTTPSeeOther(request.resource_path(context))
