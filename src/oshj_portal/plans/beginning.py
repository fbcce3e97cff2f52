"""Beginning a plan: empty, from last year, or from a colleague's approved one (2.3)."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

import colander
import deform
from deform import Button
from deform.widget import CheckboxChoiceWidget, HiddenWidget, RadioChoiceWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Invalid, NotAllowed
from oshj_core.kyrgyz import format_number, sort_key
from oshj_core.planning import Plan, in_force
from oshj_core.roles import Permission, Role, Scope, ScopeKind
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.places import person_name
from oshj_portal.plans.resources import plan_path, planning
from oshj_portal.resources import JournalResource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_core.structure import Assignment
    from oshj_portal.forms.form import Form

EMPTY = "-"
RENDERER = "templates/new_plan.pt"


def own_assignments(request: Request, subject: str, semester: str) -> list[Assignment]:
    """What the reader teaches of the subject in the semester."""
    return [
        one
        for one in request.site.university.assignments_of(request.actor.id)
        if (one.subject, one.semester) == (subject, semester)
        and (Role.TEACHER, Scope(ScopeKind.ASSIGNMENT, one.id)) in request.actor.holdings
    ]


def sources(request: Request, subject: str) -> list[Plan]:
    """The plans of the subject that can be copied: the reader's own, and approved ones; the
    newest years first."""
    site = request.site
    found: dict[str, Plan] = {}
    for semester in site.university.semesters:
        versions: dict[str, list[Plan]] = {}
        for plan in site.plans.of_subject(subject, semester.id):
            versions.setdefault(plan.id, []).append(plan)
        for identifier, of_plan in versions.items():
            own = of_plan[-1] if of_plan[-1].author == request.actor.id else None
            copied = own or in_force(of_plan)
            if copied is not None and copied.topics:
                found[identifier] = copied
    return sorted(found.values(), key=lambda plan: (plan.semester, plan.id), reverse=True)


def _group_choices(_node: object, kw: Mapping[str, Any]) -> CheckboxChoiceWidget:
    register = kw["request"].context.register
    taught = own_assignments(kw["request"], register.subject, register.semester)
    groups = sorted({group for one in taught for group in one.groups}, key=sort_key)
    return CheckboxChoiceWidget(values=[(group, group) for group in groups])


def _source_choices(_node: object, kw: Mapping[str, Any]) -> RadioChoiceWidget:
    request = kw["request"]
    translate = request.localizer.translate
    choices = [(EMPTY, translate(_("Begin empty")))]
    for plan in sources(request, request.context.register.subject):
        title = _(
            "${semester} · ${groups} · ${author} · topics: ${topics}, hours: ${hours}",
            mapping={
                "semester": plan.semester,
                "groups": ", ".join(plan.groups),
                "author": person_name(request.site, plan.author),
                "topics": len(plan.topics),
                "hours": format_number(plan.hours()),
            },
        )
        choices.append((plan.id, translate(title)))
    return RadioChoiceWidget(values=choices)


class NewPlan(BaseSchema):
    """A plan to be begun; ``attempt`` is the same when the form is sent twice."""

    groups = colander.SchemaNode(
        colander.Set(),
        title=_("Groups"),
        description=_("All groups that are taught by this plan."),
        validator=colander.Length(min=1, min_err=_("Choose at least one group.")),
        widget=colander.deferred(_group_choices),
    )
    source = colander.SchemaNode(
        colander.String(),
        title=_("Copy the topics"),
        description=_(
            "From your own plans of other semesters, and from approved ones of colleagues. Tasks "
            "fall due as many days after the begin of the semester."
        ),
        missing=EMPTY,
        widget=colander.deferred(_source_choices),
    )
    attempt = colander.SchemaNode(
        colander.String(), validator=colander.Length(max=32), missing="", widget=HiddenWidget()
    )


@view_config(
    context=JournalResource,
    name="new-plan",
    request_method="GET",
    permission=Permission.WRITE_PLAN.value,
    renderer=RENDERER,
)
def show_new_plan(context: JournalResource, request: Request) -> dict[str, object]:
    """The form, with all groups of a stream chosen."""
    register = context.register
    taught = own_assignments(request, register.subject, register.semester)
    groups = {g for one in taught if register.group in one.groups for g in one.groups}
    values = {"groups": groups, "source": EMPTY, "attempt": secrets.token_hex(8)}
    return _values(context, _form(request, values))


@view_config(
    context=JournalResource,
    name="new-plan",
    request_method="POST",
    permission=Permission.WRITE_PLAN.value,
    renderer=RENDERER,
)
def begin_plan(context: JournalResource, request: Request) -> dict[str, object] | Response:
    """Begin it, and go to it."""
    form = _form(request)
    try:
        identifier = _begin(context, request, form.validate_post(request))
    except deform.ValidationFailure:
        request.response.status_int = 422
    except Invalid as refusal:
        form.refuse(refusal)
        request.response.status_int = 422
    except NotAllowed as refusal:
        form.refuse(refusal)
        request.response.status_int = 403
    else:
        return HTTPSeeOther(plan_path(request, identifier, ""))
    return _values(context, form)


def _begin(context: JournalResource, request: Request, values: Mapping[str, Any]) -> str:
    register = context.register
    identifier = _identifier(context, request, values)
    if request.site.plans.versions(identifier):
        return identifier  # the same form, sent twice
    groups = sorted(values["groups"], key=sort_key)
    if values["source"] == EMPTY:
        planning(request).create(identifier, register.subject, register.semester, groups)
    else:
        known = {plan.id for plan in sources(request, register.subject)}
        source = values["source"] if values["source"] in known else ""
        planning(request).copy(source, identifier, register.semester, groups)
    flash(request, _("The plan was begun."))
    return identifier


def _identifier(context: JournalResource, request: Request, values: Mapping[str, Any]) -> str:
    """The id of the plan: the same when the same form comes twice, and nobody's choice."""
    parts = (
        request.registry.settings["oshj.secret"],
        request.actor.id,
        values["attempt"] or secrets.token_hex(8),
        context.register.id,
        *sorted(values["groups"]),
        values["source"],
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:12]


def _form(request: Request, values: Mapping[str, object] | None = None) -> Form:
    return make_form(
        request,
        NewPlan(),
        buttons=(Button("begin", _("Begin the plan")),),
        values=colander.null if values is None else dict(values),
        formid="new-plan",
    )


def _values(context: JournalResource, form: Form) -> dict[str, object]:
    return {"form": form.render(), "subject": context.title, "group": context.register.group}
