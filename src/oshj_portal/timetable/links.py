"""Secret links to a timetable: made and removed on its page, followed without a session (3.7).

A link is ``/ical/<id>-<seal>.ics``: the seal is computed from the id and the portal's secret, so
that nothing that is stored opens a timetable.  It shows what its maker may see, as long as the
maker may.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from oshj_core.academic_calendar.teaching import widest
from oshj_core.audit import AuditEvent
from oshj_core.decisions import decide
from oshj_core.errors import Invalid
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.resources import (
    GroupResource,
    People,
    PersonResource,
    Resource,
    University,
    group_resource,
)
from oshj_portal.security.identity import actor_of
from oshj_portal.site_settings import portal_address
from oshj_portal.store.timetable import Feed, FeedKind
from oshj_portal.timetable.ical import calendar_of, digest_of
from oshj_portal.timetable.lines import Lines
from oshj_portal.timetable.lookup import (
    Whose,
    has_left_for_good,
    nearest_semester,
    schedule_of,
    semesters,
    theirs,
)
from oshj_portal.timetable.places import RoomResource, room_place
from oshj_portal.timetable.taking import taken_by
from oshj_portal.timetable.whose import whose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oshj_core.timetable import Occurrence

MAX_LINKS = 5
SECONDS_FRESH = 3600
_ENDING = ".ics"
_SEAL_BYTES = 15


def seal(secret: str, identifier: str) -> str:
    """What makes a link of an id that nobody can make up."""
    digest = hmac.digest(secret.encode(), f"calendar-link\0{identifier}".encode(), "sha256")
    return b32encode(digest[:_SEAL_BYTES]).decode().lower()


def link_name(request, feed: Feed) -> str:
    """The last part of a link's address."""
    return f"{feed.id}-{seal(request.registry.settings['oshj.secret'], feed.id)}{_ENDING}"


class CalendarLinks(Resource):
    """The secret links by their names; whatever is asked for, nothing tells which there are."""

    title = None

    def __getitem__(self, name: str) -> CalendarLink:
        identifier, _separator, given = name.removesuffix(_ENDING).partition("-")
        expected = seal(self.request.registry.settings["oshj.secret"], identifier)
        right = name.endswith(_ENDING) and hmac.compare_digest(given.encode(), expected.encode())
        feed = self.request.site.feeds.find(identifier) if right else None
        return CalendarLink(self.request, name, self, feed)


class CalendarLink(Resource):
    """A secret link; ``feed`` is ``None`` where there is none, or none any more."""

    def __init__(self, request, name: str, parent: Resource, feed: Feed | None) -> None:
        super().__init__(request, name, parent)
        self.feed = feed


def links_of(request, context) -> list[dict[str, Any]]:
    """The links to the timetable of a place: the reader's own, and for those who fill in the
    timetable all of them."""
    asked = whose(context)
    every = request.has_permission(Permission.EDIT_TIMETABLE.value, context)
    address = portal_address(request)
    place = CalendarLinks(request, "ical", University(request))
    return [
        {
            "id": feed.id,
            "own": feed.by == request.actor.id,
            "by": person_name(request.site, feed.by),
            "at": moment(feed.at, request.clock.now().tzinfo),
            # Nobody is shown a secret of somebody else's.
            "address": (
                address + request.resource_path(place, link_name(request, feed)).rstrip("/")
                if feed.by == request.actor.id
                else ""
            ),
        }
        for feed in request.site.feeds.of(asked.kind, asked.id)
        if every or feed.by == request.actor.id
    ]


def _back(request, context) -> HTTPSeeOther:
    view = () if isinstance(context, RoomResource) else ("timetable",)
    return HTTPSeeOther(request.resource_path(context, *view) + "#links")


def _note(request, action: str, feed: Feed) -> None:
    act = request.act
    subject = f"calendar-link:{feed.id}"
    about = f"{feed.kind.value}:{feed.owner}"
    request.site.audit.append(
        AuditEvent(act.millis, act.actor.id, action, subject, after=about, request=act.request)
    )


@view_config(
    context=GroupResource,
    name="calendar-link",
    request_method="POST",
    permission=Permission.VIEW_TIMETABLE.value,
)
@view_config(
    context=PersonResource,
    name="calendar-link",
    request_method="POST",
    permission=Permission.VIEW_TIMETABLE.value,
)
@view_config(
    context=RoomResource,
    name="calendar-link",
    request_method="POST",
    permission=Permission.VIEW_TIMETABLE.value,
)
def make_link(context, request):
    """Make a link; the form sent twice makes one.

    :raises Invalid: the reader has :data:`MAX_LINKS` to this timetable already.
    """
    asked = whose(context)
    parts = "\0".join((request.actor.id, str(asked), request.POST.get("attempt", "")))
    identifier = hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:16]
    feeds = request.site.feeds
    own = [one for one in feeds.of(asked.kind, asked.id) if one.by == request.actor.id]
    if identifier not in feeds:
        if len(own) >= MAX_LINKS:
            raise Invalid(
                text("There are ${count} links to this timetable already.", count=len(own)),
                place="link",
                advice=text("Remove one that you no longer need."),
            )
        feed = Feed(identifier, asked.kind, asked.id, request.actor.id, request.act.millis)
        feeds.put(feed)
        _note(request, "calendar-link.make", feed)
    flash(request, _("The link was made. Copy it into your calendar program."))
    return _back(request, context)


@view_config(
    context=GroupResource,
    name="remove-calendar-link",
    request_method="POST",
    permission=Permission.VIEW_TIMETABLE.value,
)
@view_config(
    context=PersonResource,
    name="remove-calendar-link",
    request_method="POST",
    permission=Permission.VIEW_TIMETABLE.value,
)
@view_config(
    context=RoomResource,
    name="remove-calendar-link",
    request_method="POST",
    permission=Permission.VIEW_TIMETABLE.value,
)
def remove_link(context, request):
    """Remove a link; one that is gone already stays gone."""
    known = {line["id"] for line in links_of(request, context)}
    identifier = request.POST.get("id", "")
    if identifier in known:
        feed = request.site.feeds.get(identifier)
        request.site.feeds.remove(identifier)
        _note(request, "calendar-link.remove", feed)
        flash(request, _("The link was removed; calendars no longer get anything by it."))
    return _back(request, context)


@view_config(
    context=CalendarLink,
    request_method="GET",
    permission=Permission.FOLLOW_CALENDAR_LINK.value,
)
def follow_link(context, request):
    """The timetable as an iCalendar file; a link that is none is simply not there."""
    feed = context.feed
    if feed is None or not _stands(request, feed):
        # Returned, not raised: a calendar program is not asked to sign in.
        return HTTPNotFound()
    asked = Whose(feed.kind, feed.owner)
    zone = request.act.at.tzinfo
    lines = Lines(request)
    translate = request.localizer.translate
    events = [
        (one, line, _description(line, translate))
        for one in _all(request, asked)
        for line in (lines.occurrence(one),)
    ]
    content = calendar_of(
        _title(request, asked),
        events,
        zone,
        request.act.at.astimezone(UTC),
        urlsplit(portal_address(request)).hostname or "oshj",
    )
    response = Response(content, content_type="text/calendar", charset="utf-8")
    response.cache_control.private = True
    response.cache_control.max_age = SECONDS_FRESH
    response.etag = digest_of(content)[:32]
    response.conditional_response = True
    return response


def _place(request, asked: Whose) -> Resource | None:
    """The place whose timetable it is; ``None`` when it is no longer in the lists."""
    site = request.site
    if asked.kind is FeedKind.GROUP:
        known = asked.id in site.university.groups
        return group_resource(request, asked.id) if known else None
    if asked.kind is FeedKind.ROOM:
        room = site.rooms.find(asked.id)
        return None if room is None else room_place(request, room)
    try:
        return People(request, "people", University(request))[asked.id]
    except KeyError:
        return None


def _stands(request, feed: Feed) -> bool:
    """Whether its maker has an account and may still see the timetable, and a student whose it
    is still studies."""
    account = request.site.accounts.of(feed.by)
    place = _place(request, Whose(feed.kind, feed.owner))
    if account is None or not account.active or place is None:
        return False
    if feed.kind is FeedKind.STUDENT and has_left_for_good(
        request.site, feed.owner, request.act.today
    ):
        return False
    maker = actor_of(request.site, feed.by, account.audience, request.act.today)
    return decide(maker, Permission.VIEW_TIMETABLE, place.facts).allowed


def _title(request, asked: Whose) -> str:
    place = _place(request, asked)
    return str(place.title) if place is not None else asked.id


def _all(request, asked: Whose) -> Iterator[Occurrence]:
    """Everything of the semesters that are not over; of the last one after that."""
    site, today = request.site, request.act.today
    known = semesters(site)
    running = [one for one in known if widest(site.university, one.id).ends >= today]
    last = nearest_semester(site, today)
    seen: set[str] = set()
    for semester in running or ([] if last is None else [last]):
        schedule = schedule_of(site, semester.id, asked)
        whole = schedule.weeks.semester
        yield from theirs(site, asked, schedule.between(whole.starts, whole.ends))
        for one in taken_by(site, asked, whole.starts, whole.ends):
            # Where two semesters overlap, a day is of both.
            if one.id not in seen:
                seen.add(one.id)
                yield one


def _description(line: dict[str, Any], translate) -> str:
    groups = ", ".join(group["name"] for group in line["groups"])
    if line["subgroup"]:
        part = _("Subgroup ${number}", mapping={"number": line["subgroup"]})
        groups = f"{groups} · {translate(part)}"
    substitute = ""
    if line["substitute"]:
        words = _("Substitute: ${name}", mapping={"name": line["substitute"]})
        substitute = translate(words)
    parts = [translate(line["kind"]), groups, line["teacher"], substitute, line["reason"]]
    return "\n".join(filter(None, parts))


def fresh_attempt() -> str:
    """What makes a form the same when it is sent twice."""
    return secrets.token_hex(8)


def includeme(config):
    University.places.update({"ical": CalendarLinks})
