"""Kinds of columns: how a value is written, read back, and described for CSVW.

Every value has exactly one written form, so that the same data make the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

from oshj_core.archive.names import check_id
from oshj_core.errors import Invalid
from oshj_core.text import text

ZONE = timezone(timedelta(hours=6))
"""The university's zone, in which moments are written."""
LONGEST_TEXT = 100_000
MOST_POINTS = Decimal(1_000_000)
_HUNDREDTH = Decimal("0.01")


@attrs.frozen
class Kind:
    """A kind of column.

    ``write`` makes the text of a value and raises :class:`ValueError` for one that cannot
    be written (``Invalid`` with a better reason); ``read`` is its inverse; ``csvw`` is
    the CSVW datatype; ``types`` are the exact types a value may have.
    """

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    csvw: str | Mapping[str, object]
    types: frozenset[type]
    required: bool = True


def _wrong(value: object) -> Invalid:
    return Invalid(text("“${value}” cannot be written here.", value=ascii(value)[:80]))


def write_text(value: str) -> str:
    """A text: anything but control characters other than tab and line feed."""
    if len(value) > LONGEST_TEXT:
        raise _wrong(value[:40])
    if not value.isprintable():
        for character in value:
            if (character < " " and character not in "\t\n") or "\ud800" <= character <= "\udfff":
                raise _wrong(value)
            if character == "\x7f":
                raise _wrong(value)
    return value


def _write_some_text(value: str) -> str:
    if not value.strip():
        raise _wrong(value)
    return write_text(value)


def _write_id(value: str) -> str:
    check_id(value)
    return value


def _write_optional_id(value: str) -> str:
    return _write_id(value) if value else ""


def write_moment(value: datetime) -> str:
    """An aware moment as ISO 8601 with +06:00.

    :raises Invalid: it has no zone.

    >>> write_moment(datetime(2026, 9, 1, 2, 5, tzinfo=timezone.utc))
    '2026-09-01T08:05:00+06:00'
    """
    if value.tzinfo is ZONE:
        return value.isoformat()
    if value.utcoffset() is None:
        raise _wrong(value)
    try:
        return value.astimezone(ZONE).isoformat()
    except OverflowError as problem:
        raise _wrong(value) from problem


def read_moment(written: str) -> datetime:
    """Read what :func:`write_moment` wrote.

    :raises ValueError: it is written in another way.
    """
    value = datetime.fromisoformat(written)
    if value.tzinfo is None or write_moment(value) != written:
        raise ValueError(written)
    return value


def write_points(value: Decimal) -> str:
    """Points with two places.

    :raises Invalid: less than 0, more than a million, more than two places, no number.
    """
    try:
        if not 0 <= value <= MOST_POINTS:
            raise _wrong(value)
        written = value.quantize(_HUNDREDTH)
    except InvalidOperation as problem:
        raise _wrong(value) from problem
    if written != value:
        raise _wrong(value)
    return str(written.copy_abs())


def _read_points(written: str) -> Decimal:
    try:
        value = Decimal(written)
    except InvalidOperation as problem:
        raise ValueError(written) from problem
    if write_points(value) != written:
        raise ValueError(written)
    return value


def _read_day(written: str) -> date:
    value = date.fromisoformat(written)
    if value.isoformat() != written:
        raise ValueError(written)
    return value


def _optional(kind: Kind) -> Kind:
    """The kind with ``None`` for an empty cell."""
    return attrs.evolve(
        kind,
        write=lambda value: "" if value is None else kind.write(value),
        read=lambda written: kind.read(written) if written else None,
        types=kind.types | {type(None)},
        required=False,
    )


def integer(least: int, most: int) -> Kind:
    """Whole numbers in a range, both ends included."""

    def write(value: int) -> str:
        if not least <= value <= most:
            raise _wrong(value)
        return str(value)

    def read(written: str) -> int:
        value = int(written)
        if write(value) != written:
            raise ValueError(written)
        return value

    csvw = {"base": "integer", "minimum": least, "maximum": most}
    return Kind(write, read, csvw, frozenset({int}))


def _texts(write: Callable[[str], str], *, required: bool) -> Kind:
    return Kind(write, write, "string", frozenset({str}), required)


TEXT = _texts(write_text, required=False)
SOME_TEXT = _texts(_write_some_text, required=True)
ID = _texts(_write_id, required=True)
OPTIONAL_ID = _texts(_write_optional_id, required=False)
DAY = Kind(date.isoformat, _read_day, "date", frozenset({date}))
OPTIONAL_DAY = _optional(DAY)
MOMENT = Kind(write_moment, read_moment, "dateTimeStamp", frozenset({datetime}))
POINTS = Kind(
    write_points,
    _read_points,
    {"base": "decimal", "minimum": "0", "maximum": str(MOST_POINTS)},
    frozenset({Decimal}),
)
SMALL = integer(0, 1_000)
OPTIONAL_SMALL = _optional(SMALL)
YEAR = integer(1900, 9999)
