"""The page of one's notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.roles import Permission
from oshj_portal.i18n import translatable
from oshj_portal.moments import moment
from oshj_portal.resources import University

if TYPE_CHECKING:
    from oshj_core.notices import Notice

SHOWN = 100


@view_config(
    context=University,
    name="notices",
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer="templates/notices.pt",
)
def show_notices(request):
    """The newest notices, the newest first."""
    notices = request.site.notices.of(request.actor.id, SHOWN)
    return {
        "lines": [_line(request, one) for one in notices],
        "unread": [one.id for one in notices if not one.read],
        "limit": SHOWN,
    }


@view_config(
    context=University,
    name="notices",
    request_method="POST",
    permission=Permission.USE_PORTAL.value,
)
def read_notices(request):
    """Mark notices of the reader's own as read."""
    chosen = request.POST.getall("notice")
    request.site.notices.read(request.actor.id, chosen, request.act.millis)
    return HTTPSeeOther(request.resource_path(request.root, "notices"))


def _line(request, notice: Notice) -> dict[str, Any]:
    kind, _separator, identifier = notice.about.partition(":")
    link = request.registry.notice_links.get(kind)
    return {
        "id": notice.id,
        "text": translatable(notice.text),
        "clause": notice.clause,
        "at": moment(notice.at, request.clock.now().tzinfo),
        "read": bool(notice.read),
        "href": None if link is None else link(request, identifier),
    }
