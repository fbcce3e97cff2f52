"""A timetable as an iCalendar file (RFC 5545), for calendar programs to subscribe to (3.7)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from oshj_core.timetable import Occurrence

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

    An event is known by the id of the occurrence, so that a move or a cancellation replaces it.
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


def _event(
    one: Occurrence,
    line: dict[str, Any],
    description: str,
    zone: tzinfo,
    stamp: datetime,
    domain: str,
) -> Event:
    event = Event()
    event.add("uid", f"{one.lesson}-{one.original.isoformat()}@{domain}")
    event.add("dtstamp", stamp)
    event.add("dtstart", _moment(one.day, one.time.starts, zone))
    event.add("dtend", _moment(one.day, one.time.ends, zone))
    event.add("summary", line["subject"])
    if line["room"]:
        event.add("location", line["room"])
    event.add("description", description)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    return event


def _moment(day: date, minutes: int, zone: tzinfo) -> datetime:
    """In UTC, which every program understands without a table of time zones."""
    local = datetime.combine(day, time(), zone) + timedelta(minutes=minutes)
    return local.astimezone(UTC)
