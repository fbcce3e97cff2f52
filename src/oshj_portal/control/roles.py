"""Who holds which role where; giving and taking roles (4.1)."""

from __future__ import annotations

import colander
import deform
from deform import Button
from deform.widget import SelectWidget
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Refusal
from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.ports import RoleHolding
from oshj_core.role_giving import RoleGiving, places_of
from oshj_core.roles import Permission, Role, Scope
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.places import person_name, place_choices, place_title
from oshj_portal.resources import Control, person_path
from oshj_portal.role_titles import ROLE_TITLES

RENDERER = "templates/roles.pt"
GIVABLE = tuple(role for role in Role if places_of(role))


def _values(request) -> dict[str, list]:
    """What can be chosen, by the name of the field."""
    return {
        "role": [("", ""), *((role.value, ROLE_TITLES[role]) for role in GIVABLE)],
        "scope": [("", ""), *place_choices(request)],
    }


@colander.deferred
def _select(node, kw):
    return SelectWidget(values=_values(kw["request"])[node.name])


class _Parsed(colander.String):
    """A value written by ``str`` of its ``read``."""

    def __init__(self, read) -> None:
        super().__init__()
        self.read = read

    def deserialize(self, node, cstruct):
        """The value, or ``colander.Invalid`` for one that cannot be chosen."""
        written = super().deserialize(node, cstruct)
        if written is colander.null:
            return written
        try:
            return self.read(written)
        except ValueError:
            raise colander.Invalid(node, _("Choose one of the list.")) from None


class GiveRole(BaseSchema):
    """A role for a person at a place."""

    person = colander.SchemaNode(
        KyrgyzString(max_length=64),
        title=_("Code of the person"),
        description=_("As in the lists; it stands on the person's page."),
    )
    role = colander.SchemaNode(_Parsed(Role), title=_("Role"), widget=_select)
    scope = colander.SchemaNode(_Parsed(Scope.parse), title=_("Where"), widget=_select)
    until = colander.SchemaNode(
        KyrgyzDate(),
        title=_("Last day"),
        description=_("Empty: without an end."),
        missing=None,
    )
    reason = colander.SchemaNode(
        KyrgyzString(max_length=200),
        title=_("Reason"),
        description=_("For example the number of the order."),
    )


def _form(context, request, **values):
    return make_form(
        request,
        GiveRole(),
        action=request.resource_path(context, "roles"),
        buttons=(Button("give", _("Give the role")),),
        values=values,
        formid="give-role",
    )


def _giving(request) -> RoleGiving:
    site = request.site
    return RoleGiving(site.holdings, site.university, site.audit, request.act)


@view_config(
    context=Control,
    name="roles",
    request_method="GET",
    permission=Permission.MANAGE_ROLES.value,
    renderer=RENDERER,
)
def show_roles(context, request):
    """All roles that were given; those of one person with ``?person=``."""
    person = request.params.get("person", "")
    form = _form(context, request, **({"person": person} if person else {}))
    return _page(request, form.render(), person)


@view_config(
    context=Control,
    name="roles",
    request_method="POST",
    permission=Permission.MANAGE_ROLES.value,
    renderer=RENDERER,
)
def give_role(context, request):
    form = _form(context, request)
    try:
        values = form.validate_post(request)
        reason = values.pop("reason")
        _giving(request).give(RoleHolding(**values), reason)
    except deform.ValidationFailure:
        request.response.status_int = 422
        return _page(request, form.render(), "")
    except Refusal as refusal:
        form.refuse(refusal)
        request.response.status_int = 422
        return _page(request, form.render(), "")
    flash(request, _("The role was given."))
    return HTTPSeeOther(request.resource_path(context, "roles", query={"person": values["person"]}))


@view_config(
    context=Control,
    name="take-role",
    request_method="POST",
    permission=Permission.MANAGE_ROLES.value,
)
def take_role(context, request):
    fields = request.POST
    try:
        role, scope = Role(fields.get("role")), Scope.parse(fields.get("scope", ""))
    except ValueError:
        raise HTTPBadRequest from None
    _giving(request).take(fields.get("person", ""), role, scope, fields.get("reason", ""))
    flash(request, _("The role was taken."))
    return HTTPSeeOther(request.resource_path(context, "roles"))


def _page(request, form: str, person: str):
    site, today, order = request.site, request.act.today, list(Role)
    holdings = site.holdings.of(person) if person else site.holdings
    lines = [
        {
            "person": holding.person,
            "name": person_name(site, holding.person),
            "href": person_path(request, holding.person),
            "role": holding.role.value,
            "title": ROLE_TITLES[holding.role],
            "order": order.index(holding.role),
            "scope": str(holding.scope),
            "place": place_title(site, holding.scope),
            "until": format_date(holding.until) if holding.until is not None else "",
            "ended": holding.until is not None and holding.until < today,
            "granted_by": person_name(site, holding.granted_by),
        }
        for holding in holdings
    ]
    lines.sort(key=lambda line: (line["order"], sort_key(line["name"])))
    return {"form": form, "lines": lines, "person": person}
