"""A timetable as an iCalendar file (RFC 5545), for calendar programs to subscribe to (3.7)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from oshj_core.timetable import Occurrence

_MINUTE = 60_000
"""Milliseconds; revisions are numbered by the minute they were made in."""
HOURS_BETWEEN = timedelta(hours=1)
"""How often a calendar program is asked to look again."""


def calendar_of(
    name: str,
    lines: Iterable[tuple[Occurrence, dict[str, Any], str]],
    zone: tzinfo,
    stamp: datetime,
    domain: str,
) -> bytes:
    """The file: an event for each occurrence, with its line as a page shows it and the words of
    its description; ``stamp`` is when the file was made.

    An event is known by the id of the occurrence, so that a move or a cancellation replaces it,
    and says when that was made: the later one counts (RFC 5545, 3.8.7).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Osh State University//oshj//KY")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", HOURS_BETWEEN, parameters={"value": "DURATION"})
    for one, line, description in lines:
        calendar.add_component(_event(one, line, description, zone, stamp, domain))
    content: bytes = calendar.to_ical()
    return content


def digest_of(content: bytes) -> str:
    """The same for two files that differ in when they were made only (SHA-256, hex)."""
    lines = (line for line in content.split(b"\r\n") if not line.startswith(b"DTSTAMP"))
    return hashlib.sha256(b"\r\n".join(lines)).hexdigest()


def _event(
    one: Occurrence,
    line: dict[str, Any],
    description: str,
    zone: tzinfo,
    stamp: datetime,
    domain: str,
) -> Event:
    event = Event()
    event.add("uid", f"{one.id}@{domain}")
    event.add("dtstamp", stamp)
    event.add("dtstart", _moment(one.day, one.time.starts, zone))
    event.add("dtend", _moment(one.day, one.time.ends, zone))
    event.add("summary", line["subject"])
    if line["room"]:
        event.add("location", line["room"])
    event.add("description", description)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    if one.change is not None and one.change.at:
        event.add("last-modified", datetime.fromtimestamp(one.change.at // 1000, UTC))
        event.add("sequence", one.change.at // _MINUTE)
    return event


def _moment(day: date, minutes: int, zone: tzinfo) -> datetime:
    """In UTC, which every program understands without a table of time zones."""
    local = datetime.combine(day, time(), zone) + timedelta(minutes=minutes)
    return local.astimezone(UTC)
