"""What may stand in a cell of a OneRoster file: each check names its fault, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from oshj_core.lists.cells import shown
from oshj_core.text import Text, text
from oshj_plugins.oneroster.ids import MAX_GUID

Check: TypeAlias = Callable[[str], Text | None]

_YEAR = re.compile(r"[12][0-9]{3}")
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")


def anything(value: str) -> Text | None:
    """Any text."""
    return None


def guid(value: str) -> Text | None:
    """A ``sourcedId``: any text without a comma, which separates ids in lists of them."""
    if len(value) > MAX_GUID or "," in value or not value.isprintable():
        return text("“${value}” is not a sourcedId", value=shown(value))
    return None


def split(value: str) -> list[str]:
    """The ids of a list of them."""
    return [part.strip() for part in value.split(",") if part.strip()]


def guids(value: str) -> Text | None:
    """One or more ids with commas between them."""
    return next(filter(None, map(guid, split(value))), None)


def one_of(*words: str) -> Check:
    """One of the words of an enumeration."""
    known = frozenset(words)
    expected = ", ".join(words)

    def check(value: str) -> Text | None:
        if value in known:
            return None
        return text("“${value}” is none of: ${words}", value=shown(value), words=expected)

    return check


_STATUS = one_of("active", "tobedeleted")


def bulk_status(value: str) -> Text | None:
    """Empty or ``active``: in bulk files everything that is named exists."""
    if value == "tobedeleted":
        return text("A row to be deleted belongs to a delta file, which is not supported")
    return _STATUS(value)


boolean = one_of("true", "false")


def is_day(value: str) -> bool:
    """Whether it is a day, ``yyyy-mm-dd``."""
    try:
        return _DAY.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_moment(value: str) -> bool:
    try:
        return bool(datetime.fromisoformat(value)) and "T" in value
    except ValueError:
        return False


def day(value: str) -> Text | None:
    """A day, ``yyyy-mm-dd`` (ISO 8601)."""
    if is_day(value):
        return None
    return text("“${value}” is not a date such as 2026-09-01", value=shown(value))


def day_or_moment(value: str) -> Text | None:
    """A day, or a moment such as ``2026-09-01T08:00:00.000Z``: both are met in one column."""
    return None if _is_moment(value) else day(value)


def year(value: str) -> Text | None:
    """A year of four digits, the one in which the school year ends."""
    if _YEAR.fullmatch(value):
        return None
    return text("“${value}” is not a year such as 2027", value=shown(value))


def number(value: str) -> Text | None:
    """A decimal number."""
    try:
        if Decimal(value).is_finite():
            return None
    except InvalidOperation:
        pass
    return text("“${value}” is not a number", value=shown(value))
