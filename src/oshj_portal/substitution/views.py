"""The absence of a teacher, and who takes the lessons (4.3)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import colander
import deform
from deform import Button
from deform.widget import SelectWidget
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config

from oshj_core.covering import can_be_given, clashes_of, share_out, substitute_of
from oshj_core.delegating import Substituting
from oshj_core.delegation import Substitution
from oshj_core.errors import Conflict, Invalid, NotAllowed
from oshj_core.issuing import needed_reason
from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, KyrgyzString, refusal_messages
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.places import person_name
from oshj_portal.resources import UnitResource, unit_resource
from oshj_portal.substitution.hours import busy_hours, hours_of, staff_under
from oshj_portal.substitution.lines import clash_line, hour_line, substitution_line
from oshj_portal.substitution.places import SubstitutionResource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oshj_core.covering import HourClash, TeachingHour

MAX_DAYS = 190
"""The longest absence whose lessons are listed: a semester with its sessions."""


@colander.deferred
def _teachers(_node, kw):
    request = kw["request"]
    return SelectWidget(values=[("", ""), *_staff(request, request.context.unit.id)])


def _staff(request, unit: str) -> list[tuple[str, str]]:
    staff = sorted(staff_under(request.site, unit), key=lambda one: sort_key(one.name.full))
    return [(one.id, f"{one.name.full} ({one.id})") for one in staff]


class Absence(BaseSchema):
    """A teacher is away for some days."""

    teacher = colander.SchemaNode(colander.String(), title=_("Teacher"), widget=_teachers)
    starts = colander.SchemaNode(KyrgyzDate(), title=_("First day"))
    until = colander.SchemaNode(KyrgyzDate(), title=_("Last day"))
    reason = colander.SchemaNode(
        KyrgyzString(max_length=200),
        title=_("Reason"),
        description=_("For example the number of the order."),
    )


def _form(context, request, **values):
    return make_form(
        request,
        Absence(),
        action=request.resource_path(context, "substitutions"),
        buttons=(Button("show", _("Show the lessons")),),
        values=values,
        formid="absence",
    )


@view_config(
    context=UnitResource,
    name="substitutions",
    request_method="GET",
    permission=Permission.NAME_SUBSTITUTE.value,
    renderer="templates/substitutions.pt",
)
def show_substitutions(context, request):
    """The substitutions of the unit's teachers, and the form of an absence."""
    form = _form(context, request, starts=request.act.today, until=request.act.today)
    return _list_values(context, request, form)


@view_config(
    context=UnitResource,
    name="substitutions",
    request_method="POST",
    permission=Permission.NAME_SUBSTITUTE.value,
    renderer="templates/substitutions.pt",
)
def enter_absence(context, request):
    """Lead to the lessons of the absence; nothing is stored yet."""
    form = _form(context, request)
    try:
        values = form.validate_post(request)
        _check_days(values["starts"], values["until"])
    except deform.ValidationFailure:
        request.response.status_int = 422
        return _list_values(context, request, form)
    except Invalid as refusal:
        form.refuse(refusal)
        request.response.status_int = 422
        return _list_values(context, request, form)
    query = {name: str(values[name]) for name in ("teacher", "starts", "until", "reason")}
    return HTTPSeeOther(request.resource_path(context, "substitute", query=query))


def _check_days(starts: date, until: date) -> None:
    if until < starts:
        raise Invalid(text("The end lies before the beginning"), place="until")
    if (until - starts).days > MAX_DAYS:
        raise Invalid(text("At most ${days} days fit here.", days=MAX_DAYS), place="until")


def _list_values(context, request, form) -> dict[str, Any]:
    found = [
        one
        for person in staff_under(request.site, context.unit.id)
        for one in request.site.substitutions.for_teacher(person.id)
    ]
    found.sort(key=lambda one: (one.starts, one.id), reverse=True)
    return {
        "unit": context.unit.name,
        "form": form.render(),
        "lines": [_list_line(request, one) for one in found],
    }


def _list_line(request, one: Substitution) -> dict[str, Any]:
    """A substitution with the lessons it names, as long as it is not over."""
    line = substitution_line(request, one)
    named = []
    if one.lessons and not line["over"]:
        hours = hours_of(request.site, one.teacher, one.begins, one.until)
        named = [hour_line(request, hour) for hour in hours if hour.id in one.lessons]
    return {**line, "named": named}


@view_config(
    context=UnitResource,
    name="substitute",
    request_method="GET",
    permission=Permission.NAME_SUBSTITUTE.value,
    renderer="templates/substitute.pt",
)
def show_substitute(context, request):
    """The lessons of an absence, each to be given to somebody."""
    return _page(context, request, _absence(context, request.GET), {}, secrets.token_hex(8))


@view_config(
    context=UnitResource,
    name="substitute",
    request_method="POST",
    permission=Permission.NAME_SUBSTITUTE.value,
    renderer="templates/substitute.pt",
)
def name_substitute(context, request):
    """Name the substitutes, or show where they are busy at that time."""
    posted = request.POST
    attempt = posted.get("attempt", "")
    absence = attrs.evolve(_absence(context, posted), id=_identifier(request, attempt))
    site = request.site
    hours = _hours(request, absence)
    free = [hour for hour in hours if can_be_given(hour, request.act.today)]
    chosen = {hour.id: posted.get(f"take-{hour.id}", "").strip() for hour in free}
    try:
        needed_reason(absence.reason)
        shares = share_out(absence, free, chosen)
        if not shares:
            raise Invalid(text("Name a substitute for at least one lesson."), place="substitute")
        clashes = _clashes(site, shares, free)
        if clashes and "despite" not in posted:
            request.response.status_int = 409
            return _page(context, request, absence, chosen, attempt, clashes=clashes)
        naming = _naming(request)
        for share in shares:
            naming.name(share, hours)
    except (Conflict, Invalid, NotAllowed) as refusal:
        statuses = {Conflict: 409, NotAllowed: 403}
        request.response.status_int = statuses.get(type(refusal), 422)
        problems = refusal_messages(refusal)
        return _page(context, request, absence, chosen, attempt, problems=problems)
    flash(request, _("The substitute was named."))
    return HTTPSeeOther(request.resource_path(context, "substitutions"))


def _naming(request) -> Substituting:
    site = request.site
    return Substituting(site.substitutions, site.university, site.audit, request.act, site.notices)


def _identifier(request, attempt: str) -> str:
    """The same when the same form comes twice, and nobody's choice."""
    digest = hashlib.sha256(f"{request.actor.id}\0{attempt}".encode("utf-8", "replace"))
    return digest.hexdigest()[:16]


def _hours(request, absence: Substitution) -> tuple[TeachingHour, ...]:
    """The lessons of the absence from today on: those before stay with the teacher."""
    first = max(absence.starts, request.act.today)
    return hours_of(request.site, absence.teacher, first, absence.until)


def _absence(context, fields: Mapping[str, str]) -> Substitution:
    """The absence as our own page hands it on."""
    try:
        starts = date.fromisoformat(fields.get("starts", ""))
        until = date.fromisoformat(fields.get("until", ""))
        _check_days(starts, until)
    except (ValueError, Invalid):
        raise HTTPBadRequest from None
    teacher = fields.get("teacher", "")
    staff = staff_under(context.request.site, context.unit.id)
    if teacher not in {one.id for one in staff}:
        raise HTTPBadRequest
    reason, substitute = fields.get("reason", "")[:200], fields.get("substitute", "").strip()
    return Substitution("", teacher, substitute, starts, until, reason)


def _clashes(
    site, shares: Iterable[Substitution], hours: Iterable[TeachingHour]
) -> list[tuple[str, HourClash]]:
    """The substitute and the two hours, of every hour that meets one the substitute gives."""
    return [
        (share.substitute, clash)
        for share in shares
        for clash in clashes_of(
            [hour for hour in hours if share.covers(hour)],
            busy_hours(site, share.substitute, share.starts, share.until),
        )
    ]


def _page(
    context,
    request,
    absence: Substitution,
    chosen: Mapping[str, str],
    attempt: str,
    *,
    clashes=(),
    problems=(),
) -> dict[str, Any]:
    site = request.site
    hours = _hours(request, absence)
    known = [
        one
        for one in site.substitutions.for_teacher(absence.teacher)
        # What was shared out before a refusal is undone with it.
        if not absence.id or not one.id.startswith(absence.id)
    ]
    taken = {hour.id: substitute_of(known, hour) for hour in hours}
    given = {
        identifier: person_name(site, one.substitute)
        for identifier, one in taken.items()
        if one is not None
    }
    return {
        "unit": context.unit.name,
        "absence": absence,
        "attempt": attempt,
        "began_before": absence.starts < request.act.today,
        "teacher": person_name(site, absence.teacher),
        "starts": format_date(absence.starts),
        "until": format_date(absence.until),
        "lines": [hour_line(request, hour) for hour in hours],
        "chosen": chosen,
        "given": given,
        "staff": [one for one in _staff(request, context.unit.id) if one[0] != absence.teacher],
        "clashes": [
            {"substitute": person_name(site, person), **clash_line(request, clash)}
            for person, clash in clashes
        ],
        "problems": problems,
        "action": request.resource_path(context, "substitute"),
        "back": request.resource_path(context, "substitutions"),
    }


@view_config(
    context=SubstitutionResource,
    name="end",
    request_method="POST",
    permission=Permission.NAME_SUBSTITUTE.value,
)
def end_substitution(context, request):
    """End it today."""
    one = context.substitution
    _naming(request).end(one.id, request.POST.get("reason", ""))
    flash(request, _("The substitution has ended."))
    unit = unit_resource(request, request.site.university.staff.get(one.teacher).unit)
    return HTTPSeeOther(request.resource_path(unit, "substitutions"))
