"""What may stand in a cell of a OneRoster file, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from oshj_core.lists.cells import shown
from oshj_core.text import Text, text
from oshj_plugins.oneroster.ids import MAX_GUID

Read: TypeAlias = Callable[[str], str]
"""From the text of a cell to what it says; raises :class:`Wrong`."""

_YEAR = re.compile(r"[12][0-9]{3}")
_TWO_YEARS = re.compile(r"([12][0-9])([0-9]{2})[-/–](?:\1)?([0-9]{2})")
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_DAY_LENGTH = len("2026-09-01")


class Wrong(Exception):
    """What stands in the cell may not stand there."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def anything(value: str) -> str:
    """Any text."""
    return value


def guid(value: str) -> str:
    """A ``sourcedId``: any text without a comma, which separates ids in lists of them."""
    if len(value) > MAX_GUID or "," in value or not value.isprintable():
        raise Wrong(text("“${value}” is not a sourcedId", value=shown(value)))
    return value


def split(value: str) -> list[str]:
    """The ids of a list of them."""
    return [part.strip() for part in value.split(",") if part.strip()]


def guids(value: str) -> str:
    """One or more ids with commas between them."""
    for one in split(value):
        guid(one)
    return value


def one_of(*words: str) -> Read:
    """One of the words of an enumeration; programs differ in the capital letters."""
    known = {word.casefold(): word for word in words}
    expected = ", ".join(words)

    def read(value: str) -> str:
        found = known.get(value.casefold())
        if found is None:
            raise Wrong(text("“${value}” is none of: ${words}", value=shown(value), words=expected))
        return found

    return read


# “inactive” is of OneRoster 1.0, and still written.
GONE = frozenset({"inactive", "tobedeleted"})
status = one_of("active", *sorted(GONE))
boolean = one_of("true", "false")


def day(value: str) -> str:
    """A day, ``yyyy-mm-dd`` (ISO 8601); of a moment, ``2026-09-01T08:00:00.000Z``, its day."""
    written = value[:_DAY_LENGTH]
    try:
        datetime.fromisoformat(value)
    except ValueError:
        written = ""
    if not _DAY.fullmatch(written):
        raise Wrong(text("“${value}” is not a date such as 2026-09-01", value=shown(value)))
    return written


def year(value: str) -> str:
    """The year in which the school year ends, also where its first one stands before it.

    >>> year("2027"), year("2026-2027"), year("2026/27")
    ('2027', '2027', '2027')
    """
    if _YEAR.fullmatch(value):
        return value
    both = _TWO_YEARS.fullmatch(value)
    if both and int(both[3]) == int(both[2]) + 1:
        return both[1] + both[3]
    raise Wrong(text("“${value}” is not a year such as 2027", value=shown(value)))


def number(value: str) -> str:
    """A decimal number."""
    try:
        if Decimal(value).is_finite():
            return value
    except InvalidOperation:
        pass
    raise Wrong(text("“${value}” is not a number", value=shown(value)))
