"""Stored milliseconds as people write a moment."""

from __future__ import annotations

from datetime import datetime, tzinfo

from oshj_core.kyrgyz import format_date


def moment(millis: int, zone: tzinfo) -> str:
    """``23.11.2026, 09:30`` in that zone."""
    at = datetime.fromtimestamp(millis / 1000, zone)
    return f"{format_date(at.date())}, {at:%H:%M}"
