"""The page of the record of changes.  It only reads: no view writes or removes an event."""

from __future__ import annotations

from itertools import islice

from pyramid.view import view_config

from oshj_core.roles import Permission
from oshj_portal.audit.lines import event_line
from oshj_portal.resources import Control

SHOWN = 200
LOOKED_THROUGH = 20_000
"""Of so many newest events those of one actor are picked; there is no index by actor."""


@view_config(
    context=Control,
    name="audit",
    request_method="GET",
    permission=Permission.VIEW_AUDIT.value,
    renderer="templates/audit.pt",
)
def show_audit(request):
    """The newest events, those about an object, or those by a person."""
    subject = request.params.get("subject", "").strip()
    actor = request.params.get("actor", "").strip()
    found = list(islice(_chosen(request.site.audit, subject, actor), SHOWN + 1))
    return {
        "subject": subject,
        "actor": actor,
        "lines": [event_line(request, event) for event in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "limit": SHOWN,
    }


def _chosen(audit, subject: str, actor: str):
    if subject:
        events = reversed(audit.about(subject))
    else:
        events = islice(audit, LOOKED_THROUGH if actor else None)
    return (event for event in events if actor in ("", event.actor))
