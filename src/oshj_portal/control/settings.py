"""The settings of the site: the name of the university, the address, the hours (4.1, 3.1)."""

from __future__ import annotations

from decimal import Decimal

import colander
import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.audit import AuditEvent
from oshj_core.kyrgyz import format_number
from oshj_core.roles import Permission
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDecimal, KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.plans.hours import LARGEST, LEAST, hours_of_lesson
from oshj_portal.plans.hours import SETTING as ACADEMIC_HOURS
from oshj_portal.plans.terms import LONGEST as LONGEST_RETURN
from oshj_portal.plans.terms import SETTING as RETURN_DAYS
from oshj_portal.plans.terms import return_days
from oshj_portal.resources import Control
from oshj_portal.site_settings import ADDRESS, UNIVERSITY_NAME, portal_address, university_name

RENDERER = "templates/settings.pt"


class Settings(BaseSchema):
    """What can be set."""

    university = colander.SchemaNode(
        KyrgyzString(max_length=150), name=UNIVERSITY_NAME, title=_("Name of the university")
    )
    address = colander.SchemaNode(
        colander.String(),
        name=ADDRESS,
        title=_("Address of the journal"),
        description=_("Printed on slips; begins with https://"),
        validator=colander.All(
            colander.Length(max=100),
            colander.Regex(
                r"https?://[A-Za-z0-9.:-]+\Z", _("Write it like https://portal.oshsu.kg")
            ),
        ),
    )
    hours = colander.SchemaNode(
        KyrgyzDecimal(places=2),
        name=ACADEMIC_HOURS,
        title=_("Academic hours of a lesson"),
        description=_("How many academic hours one lesson (пара) counts for, as in 2 or 1,5"),
        validator=colander.Range(LEAST, LARGEST),
    )
    return_days = colander.SchemaNode(
        colander.Integer(),
        name=RETURN_DAYS,
        title=_("Days for a plan that was sent back"),
        description=_(
            "A plan handed in before the year and sent back is in time when it comes again "
            "within so many days."
        ),
        validator=colander.Range(0, LONGEST_RETURN),
    )


def current(request) -> dict[str, str]:
    """The settings in force, as they are stored."""
    return {
        UNIVERSITY_NAME: university_name(request),
        ADDRESS: portal_address(request),
        ACADEMIC_HOURS: format_number(hours_of_lesson(request.site)),
        RETURN_DAYS: str(return_days(request.site)),
    }


def _form(context, request):
    return make_form(
        request,
        Settings(),
        action=request.resource_path(context, "settings"),
        values={
            **current(request),
            ACADEMIC_HOURS: hours_of_lesson(request.site),
            RETURN_DAYS: return_days(request.site),
        },
        formid="settings",
    )


@view_config(
    context=Control,
    name="settings",
    request_method="GET",
    permission=Permission.MANAGE_SETTINGS.value,
    renderer=RENDERER,
)
def show_settings(context, request):
    return {"form": _form(context, request).render()}


@view_config(
    context=Control,
    name="settings",
    request_method="POST",
    permission=Permission.MANAGE_SETTINGS.value,
    renderer=RENDERER,
)
def change_settings(context, request):
    form = _form(context, request)
    try:
        values = form.validate_post(request)
    except deform.ValidationFailure:
        request.response.status_int = 422
        return {"form": form.render()}
    hours: Decimal = values[ACADEMIC_HOURS]
    shown = {ACADEMIC_HOURS: format_number(hours), RETURN_DAYS: str(values[RETURN_DAYS])}
    _store(request, {**values, **shown})
    flash(request, _("The settings were stored."))
    return HTTPSeeOther(request.resource_path(context, "settings"))


def _store(request, values: dict[str, str]) -> None:
    """Store what changed; an event names each with the text before and after."""
    before, act = current(request), request.act
    for name, after in values.items():
        if after != before[name]:
            request.site.settings[name] = after
            request.site.audit.append(
                AuditEvent(
                    act.millis,
                    act.actor.id,
                    "settings.change",
                    f"settings:{name}",
                    before[name],
                    after,
                    request=act.request,
                )
            )
