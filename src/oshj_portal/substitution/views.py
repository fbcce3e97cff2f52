"""The absence of a teacher, and who takes the lessons (4.3)."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

import colander
import deform
from deform import Button
from deform.widget import SelectWidget
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config

from oshj_core.covering import clashes_of, gives, share_out
from oshj_core.delegating import Substituting
from oshj_core.delegation import Substitution
from oshj_core.errors import Invalid, NotAllowed
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
        "lines": [substitution_line(request, one) for one in found],
    }


@view_config(
    context=UnitResource,
    name="substitute",
    request_method="GET",
    permission=Permission.NAME_SUBSTITUTE.value,
    renderer="templates/substitute.pt",
)
def show_substitute(context, request):
    """The lessons of an absence, each to be given to somebody."""
    return _page(context, request, _absence(context, request.GET, secrets.token_hex(8)), {})


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
    absence = _absence(context, posted, posted.get("attempt", "")[:32])
    site = request.site
    hours = hours_of(site, absence.teacher, absence.starts, absence.until)
    chosen = {hour.id: posted.get(f"take-{hour.id}", "").strip() for hour in hours}
    try:
        needed_reason(absence.reason)
        shares = share_out(absence, hours, chosen)
        if not shares:
            raise Invalid(text("Name a substitute for at least one lesson."), place="substitute")
        clashes = _clashes(site, shares, hours)
        if clashes and "despite" not in posted:
            request.response.status_int = 409
            return _page(context, request, absence, chosen, clashes=clashes)
        naming = _naming(request)
        for share in shares:
            naming.name(share, hours)
    except (Invalid, NotAllowed) as refusal:
        request.response.status_int = 422 if isinstance(refusal, Invalid) else 403
        return _page(context, request, absence, chosen, problems=refusal_messages(refusal))
    flash(request, _("The substitute was named."))
    return HTTPSeeOther(request.resource_path(context, "substitutions"))


def _naming(request) -> Substituting:
    site = request.site
    return Substituting(site.substitutions, site.university, site.audit, request.act, site.notices)


def _absence(context, fields: Mapping[str, str], attempt: str) -> Substitution:
    """The absence as our own page hands it on."""
    try:
        starts = date.fromisoformat(fields.get("starts", ""))
        until = date.fromisoformat(fields.get("until", ""))
        _check_days(starts, until)
    except (ValueError, Invalid):
        raise HTTPBadRequest from None
    teacher = fields.get("teacher", "")
    staff = staff_under(context.request.site, context.unit.id)
    if not attempt or teacher not in {one.id for one in staff}:
        raise HTTPBadRequest
    reason, substitute = fields.get("reason", "")[:200], fields.get("substitute", "").strip()
    return Substitution(attempt, teacher, substitute, starts, until, reason)


def _clashes(
    site, shares: Iterable[Substitution], hours: tuple[TeachingHour, ...]
) -> list[tuple[str, HourClash]]:
    """The substitute and the two hours, of every hour that meets one the substitute gives."""
    return [
        (share.substitute, clash)
        for share in shares
        for clash in clashes_of(
            [hour for hour in hours if gives(share, hour)],
            busy_hours(site, share.substitute, share.starts, share.until),
        )
    ]


def _page(
    context, request, absence: Substitution, chosen: Mapping[str, str], *, clashes=(), problems=()
) -> dict[str, Any]:
    site = request.site
    hours = hours_of(site, absence.teacher, absence.starts, absence.until)
    given = {
        hour.id: person_name(site, one.substitute)
        for one in site.substitutions.for_teacher(absence.teacher)
        for hour in hours
        # What was shared out before a refusal is undone with it.
        if not one.id.startswith(absence.id) and one.lasts_on(hour.day) and gives(one, hour)
    }
    return {
        "unit": context.unit.name,
        "absence": absence,
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
