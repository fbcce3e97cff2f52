"""The time at the university: one clock for the application, so that tests can set it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from oshj_core.ports import Clock

# Kyrgyzstan keeps +06:00 the whole year; `oshj.utc_offset` is there for other hosts.
DEFAULT_OFFSET_HOURS = 6


class SystemClock:
    """The machine's clock in the university's zone."""

    def __init__(self, offset_hours: int) -> None:
        self._zone = timezone(timedelta(hours=offset_hours))

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC).astimezone(self._zone)


def get_clock(request) -> Clock:
    """The application's clock."""
    return request.registry.clock


def includeme(config):
    offset = int(config.get_settings().get("oshj.utc_offset", DEFAULT_OFFSET_HOURS))
    config.registry.clock = SystemClock(offset)
    config.add_request_method(get_clock, "clock", reify=True)
