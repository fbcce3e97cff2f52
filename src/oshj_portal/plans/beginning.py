"""Beginning the plan of what one teaches: empty, from last year, or from a colleague's approved
one (2.3, 4.3)."""

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

from oshj_core.enrolment import journals_of
from oshj_core.errors import Invalid, NotAllowed
from oshj_core.kyrgyz import format_number, sort_key
from oshj_core.planning import Plan, in_force
from oshj_core.roles import Permission, Role, Scope, ScopeKind
from oshj_core.structure import LessonKind
from oshj_core.text import text
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.places import person_name
from oshj_portal.plans.resources import plan_path, planning
from oshj_portal.resources import JournalResource
from oshj_portal.structure.titles import LESSON_KINDS, assignment_title, subgroup_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_core.structure import Assignment
    from oshj_portal.forms.form import Form

EMPTY = "-"
RENDERER = "templates/new_plan.pt"


def own_assignments(request: Request) -> list[Assignment]:
    """What the reader teaches of the journal's subject in its semester."""
    register = request.context.register
    return [
        one
        for one in request.site.university.assignments_of(request.actor.id)
        if (one.subject, one.semester) == (register.subject, register.semester)
        and (Role.TEACHER, Scope(ScopeKind.ASSIGNMENT, one.id)) in request.actor.holdings
    ]


def asked(request: Request) -> Assignment | None:
    """What the plan is begun for: what the address names, or else the first of the journal."""
    here = [
        one for one in own_assignments(request) if request.context.register.id in journals_of(one)
    ]
    named = [one for one in here if one.id == request.params.get("assignment")]
    return next(iter(named or here), None)


def sources(request: Request) -> list[Plan]:
    """The plans of the subject whose topics can be copied for lessons the reader gives: the
    reader's own, and approved ones; those for the asked kind of lesson first, then the newest."""
    site, subject = request.site, request.context.register.subject
    kinds = {one.kind for one in own_assignments(request)}
    found: dict[str, Plan] = {}
    for semester in site.university.semesters:
        versions: dict[str, list[Plan]] = {}
        for plan in site.plans.of_subject(subject, semester.id):
            versions.setdefault(plan.id, []).append(plan)
        for identifier, of_plan in versions.items():
            own = of_plan[-1] if of_plan[-1].author == request.actor.id else None
            copied = own or in_force(of_plan)
            if copied is not None and not kinds.isdisjoint(copied.kinds):
                found[identifier] = copied
    wanted = _begun_for(request).kind
    return sorted(
        found.values(),
        key=lambda plan: (wanted in plan.kinds, plan.semester, plan.id),
        reverse=True,
    )


def _group_choices(_node: object, kw: Mapping[str, Any]) -> CheckboxChoiceWidget:
    request = kw["request"]
    kind = _begun_for(request).kind
    taught = [one for one in own_assignments(request) if one.kind is kind]
    groups = sorted({group for one in taught for group in one.groups}, key=sort_key)
    return CheckboxChoiceWidget(values=[(group, group) for group in groups])


def _lesson_choices(_node: object, kw: Mapping[str, Any]) -> CheckboxChoiceWidget:
    request = kw["request"]
    translate = request.localizer.translate
    own = {one.kind for one in own_assignments(request)}
    return CheckboxChoiceWidget(
        values=[(kind.value, translate(LESSON_KINDS[kind])) for kind in LessonKind if kind in own]
    )


def _subgroup_choices(_node: object, kw: Mapping[str, Any]) -> RadioChoiceWidget:
    request = kw["request"]
    translate = request.localizer.translate
    number = _begun_for(request).subgroup
    return RadioChoiceWidget(
        values=[
            (str(number), translate(subgroup_title(number))),
            ("0", translate(_("All subgroups"))),
        ]
    )


def _source_choices(_node: object, kw: Mapping[str, Any]) -> RadioChoiceWidget:
    request = kw["request"]
    translate = request.localizer.translate
    choices = [(EMPTY, translate(_("Begin empty")))]
    choices += [(plan.id, _source_title(request, plan)) for plan in sources(request)]
    return RadioChoiceWidget(values=choices)


def _source_title(request: Request, plan: Plan) -> str:
    """Kinds of lesson with their hours, year, groups and author of a plan."""
    translate = request.localizer.translate
    hours = ", ".join(
        f"{translate(LESSON_KINDS[kind])} {format_number(plan.hours(kind))}"
        for kind in LessonKind
        if kind in plan.kinds
    )
    semester = request.site.university.semesters.get(plan.semester)
    title = _(
        "${lessons} h · ${year}, semester ${semester} · ${groups} · ${author} · topics: ${topics}",
        mapping={
            "lessons": hours,
            "year": semester.academic_year,
            "semester": semester.number,
            "groups": ", ".join(plan.groups),
            "author": person_name(request.site, plan.author),
            "topics": len(plan.topics),
        },
    )
    return translate(title)


class NewPlan(BaseSchema):
    """A plan to be begun; ``attempt`` is the same when the form is sent twice."""

    groups = colander.SchemaNode(
        colander.Set(),
        title=_("Groups"),
        description=_("All groups that are taught by this plan."),
        validator=colander.Length(min=1, min_err=_("Choose at least one group.")),
        widget=colander.deferred(_group_choices),
    )
    subgroup = colander.SchemaNode(
        colander.Integer(),
        title=_("Subgroup"),
        validator=colander.Range(0, 100),
        widget=colander.deferred(_subgroup_choices),
    )
    lessons = colander.SchemaNode(
        colander.Set(),
        title=_("Kinds of lesson"),
        description=_("One plan may be for several kinds; most often each has its own."),
        validator=colander.Length(min=1, min_err=_("Choose at least one kind of lesson.")),
        widget=colander.deferred(_lesson_choices),
    )
    source = colander.SchemaNode(
        colander.String(),
        title=_("Copy the topics"),
        description=_(
            "From your own plans of other semesters, and from approved ones of colleagues: the "
            "topics of the chosen kinds of lesson. Tasks fall due as many days after the begin "
            "of the semester."
        ),
        missing=EMPTY,
        widget=colander.deferred(_source_choices),
    )
    assignment = colander.SchemaNode(
        colander.String(), validator=colander.Length(max=200), missing="", widget=HiddenWidget()
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
    """The form, for the lessons of one assignment."""
    one = _begun_for(request)
    values = {
        "groups": set(one.groups),
        "subgroup": one.subgroup,
        "lessons": {one.kind.value},
        "source": EMPTY,
        "assignment": one.id,
        "attempt": secrets.token_hex(8),
    }
    return _values(context, request, _form(request, values))


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
    return _values(context, request, form)


def _begin(context: JournalResource, request: Request, values: Mapping[str, Any]) -> str:
    register = context.register
    identifier = _identifier(context, request, values)
    if request.site.plans.versions(identifier):
        return identifier  # the same form, sent twice
    one = _begun_for(request)
    groups = sorted(values["groups"], key=sort_key)
    named = values.get("lessons", {one.kind.value})
    lessons = tuple(kind for kind in LessonKind if kind.value in named)
    subgroup = values.get("subgroup", 0)
    if values["source"] == EMPTY:
        planning(request).create(
            identifier,
            register.subject,
            register.semester,
            groups,
            lessons=lessons,
            subgroup=subgroup,
        )
    else:
        known = {plan.id for plan in sources(request)}
        source = values["source"] if values["source"] in known else ""
        planning(request).copy(
            source, identifier, register.semester, groups, lessons=lessons, subgroup=subgroup
        )
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
        *sorted(values.get("lessons", ())),
        str(values.get("subgroup", 0)),
        values["source"],
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:12]


def _begun_for(request: Request) -> Assignment:
    one = asked(request)
    if one is None:
        raise NotAllowed(
            text("You teach nothing in this journal."),
            clause="4.3",
            advice=text("The plan is made by the teacher of the lessons."),
        )
    return one


def _form(request: Request, values: Mapping[str, object] | None = None) -> Form:
    schema, one = NewPlan(), _begun_for(request)
    if not one.subgroup:
        del schema["subgroup"]
    if len({other.kind for other in own_assignments(request)}) == 1:
        del schema["lessons"]
    return make_form(
        request,
        schema,
        buttons=(Button("begin", _("Begin the plan")),),
        values=colander.null if values is None else dict(values),
        formid="new-plan",
    )


def _values(context: JournalResource, request: Request, form: Form) -> dict[str, object]:
    return {
        "form": form.render(),
        "subject": context.title,
        "lessons": assignment_title(_begun_for(request), request.localizer.translate),
    }
