"""Stored milliseconds as people write a moment."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from oshj_core import kyrgyz
from oshj_core.kyrgyz import format_date, weekday_name


def moment(millis: int, zone: tzinfo) -> str:
    """``23.11.2026, 09:30`` in that zone."""
    at = datetime.fromtimestamp(millis / 1000, zone)
    return f"{format_date(at.date())}, {at:%H:%M}"


def weekday(day: date, language: str) -> str:
    """The name of the day of the week: Kyrgyz, or English for those who chose it."""
    return weekday_name(day) if language == "ky" else f"{day:%A}"


def month_short(day: date, language: str) -> str:
    """The month in three letters: Kyrgyz, or English for those who chose it."""
    return kyrgyz.month_short(day) if language == "ky" else f"{day:%b}"
