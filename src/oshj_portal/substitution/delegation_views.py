"""Lending the own role for a time (4.1)."""

from __future__ import annotations

import secrets
from typing import Any

import colander
import deform
from deform import Button
from deform.widget import HiddenWidget, SelectWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.delegating import DELEGABLE, Delegating
from oshj_core.delegation import Delegation, own_holding
from oshj_core.errors import Refusal
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission, Role, Scope
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.places import person_name, place_title
from oshj_portal.resources import University
from oshj_portal.role_titles import ROLE_TITLES

RENDERER = "templates/delegations.pt"


def own_roles(request) -> list[tuple[Role, Scope]]:
    """The roles the reader holds by own right today and may lend."""
    site, today = request.site, request.act.today
    return [
        (held.role, held.scope)
        for held in site.holdings.of(request.actor.id)
        if held.role in DELEGABLE
        and own_holding(site.holdings, held.person, held.role, held.scope, today) is not None
    ]


def _written(role: Role, scope: Scope) -> str:
    return f"{role.value}@{scope}"


@colander.deferred
def _roles(_node, kw):
    request = kw["request"]
    translate = request.localizer.translate
    return SelectWidget(
        values=[
            (
                _written(role, scope),
                f"{translate(ROLE_TITLES[role])} · {translate(place_title(request.site, scope))}",
            )
            for role, scope in own_roles(request)
        ]
    )


class Lend(BaseSchema):
    """A role of one's own for somebody else; ``attempt`` is the same when it is sent twice."""

    role = colander.SchemaNode(colander.String(), title=_("Role"), widget=_roles)
    delegate = colander.SchemaNode(
        KyrgyzString(max_length=64),
        title=_("Code of the person"),
        description=_("As in the lists; it stands on the person's page."),
    )
    starts = colander.SchemaNode(KyrgyzDate(), title=_("First day"))
    until = colander.SchemaNode(KyrgyzDate(), title=_("Last day"))
    reason = colander.SchemaNode(
        KyrgyzString(max_length=200),
        title=_("Reason"),
        description=_("For example the number of the order."),
    )
    attempt = colander.SchemaNode(
        colander.String(), validator=colander.Length(max=32), widget=HiddenWidget()
    )


def _form(request, **values):
    return make_form(
        request,
        Lend(),
        action=request.resource_path(request.root, "delegations"),
        buttons=(Button("lend", _("Lend the role")),),
        values=values,
        formid="lend",
    )


def _delegating(request) -> Delegating:
    site = request.site
    return Delegating(
        site.delegations, site.holdings, site.university, site.audit, request.act, site.notices
    )


@view_config(
    context=University,
    name="delegations",
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer=RENDERER,
)
def show_delegations(request):
    """What the reader lent and was lent; the form for those who have a role to lend."""
    today = request.act.today
    form = _form(request, starts=today, until=today, attempt=secrets.token_hex(8))
    return _values(request, form)


@view_config(
    context=University,
    name="delegations",
    request_method="POST",
    permission=Permission.USE_PORTAL.value,
    renderer=RENDERER,
)
def lend_role(request):
    """Lend it; whether the role may be lent is the core's to say."""
    form = _form(request)
    try:
        values = form.validate_post(request)
        chosen = values.pop("role")
        own = {_written(*one): one for one in own_roles(request)}
        if chosen not in own:
            raise colander.Invalid(form.schema["role"], _("Choose one of the list."))
        role, scope = own[chosen]
        identifier = values.pop("attempt")
        _delegating(request).delegate(
            Delegation(identifier, role, scope, request.actor.id, **values)
        )
    except deform.ValidationFailure:
        request.response.status_int = 422
    except colander.Invalid as problem:
        form["role"].error = form.error = problem
        request.response.status_int = 422
    except Refusal as refusal:
        form.refuse(refusal)
        request.response.status_int = 422
    else:
        flash(request, _("The role was lent."))
        return HTTPSeeOther(request.resource_path(request.root, "delegations"))
    return _values(request, form)


@view_config(
    context=University,
    name="end-delegation",
    request_method="POST",
    permission=Permission.USE_PORTAL.value,
)
def end_delegation(request):
    """End it today; whether the reader may is the core's to say."""
    fields = request.POST
    _delegating(request).end(fields.get("delegation", ""), fields.get("reason", ""))
    flash(request, _("The delegation has ended."))
    return HTTPSeeOther(request.resource_path(request.root, "delegations"))


def _values(request, form) -> dict[str, Any]:
    site, person = request.site, request.actor.id
    return {
        "form": form.render() if own_roles(request) else None,
        "lent": [_line(request, one) for one in site.delegations.by(person)],
        "received": [_line(request, one) for one in site.delegations.to(person)],
        "end": request.resource_path(request.root, "end-delegation"),
    }


def _line(request, one: Delegation) -> dict[str, Any]:
    site, today = request.site, request.act.today
    return {
        "id": one.id,
        "role": ROLE_TITLES[one.role],
        "place": place_title(site, one.scope),
        "delegator": person_name(site, one.delegator),
        "delegate": person_name(site, one.delegate),
        "starts": format_date(one.starts),
        "until": format_date(one.until),
        "reason": one.reason,
        "now": one.lasts_on(today),
        "over": today > one.until or (one.ended is not None and today >= one.ended),
    }
