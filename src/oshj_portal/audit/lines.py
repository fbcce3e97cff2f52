"""Events as lines that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.kyrgyz import format_date
from oshj_core.role_giving import read_holding
from oshj_portal.audit.subjects import calendar_value, described
from oshj_portal.audit.titles import ACTION_TITLES
from oshj_portal.i18n import _
from oshj_portal.moments import moment
from oshj_portal.places import person_name, place_title
from oshj_portal.role_titles import ROLE_TITLES

if TYPE_CHECKING:
    from oshj_core.audit import AuditEvent


MACHINE = "machine"
"""Who acts where nobody signed in: a command, a job, a plugin."""


@attrs.frozen
class EventLine:
    """An event in the reader's language."""

    at: str
    actor_id: str
    actor: str
    action: str
    subject: str
    subject_title: str
    subject_href: str | None
    before: str
    after: str
    reason: str


def event_line(request, event: AuditEvent) -> EventLine:
    """The event with names for codes; an action without a title is shown as it is stored."""
    title, href = described(request, event.subject)
    return EventLine(
        moment(event.at, request.clock.now().tzinfo),
        event.actor,
        _actor(request, event.actor),
        ACTION_TITLES.get(event.action, event.action),
        event.subject,
        title,
        href,
        _value(request, event, event.before),
        _value(request, event, event.after),
        event.reason,
    )


def _actor(request, actor: str) -> str:
    if actor == MACHINE:
        return request.localizer.translate(_("the system"))
    return person_name(request.site, actor)


def _value(request, event: AuditEvent, value: str) -> str:
    """Roles and periods as the interface names them; any other value as it was written."""
    if value and event.action.startswith("calendar."):
        return calendar_value(request, value)
    if not value or not event.action.startswith("role."):
        return value
    try:
        holding = read_holding("", value)
    except ValueError:
        return value
    translate = request.localizer.translate
    role = translate(ROLE_TITLES[holding.role])
    place = translate(place_title(request.site, holding.scope))
    if holding.until is None:
        return f"{role} · {place}"
    until = _("until ${day}", mapping={"day": format_date(holding.until)})
    return f"{role} · {place} · {translate(until)}"
