"""Reading retention schedules from TOML: everything in it is checked before it is used."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from importlib.resources import files

from oshj_core.errors import Invalid
from oshj_core.retention.schedules import Action, Period, Schedule, Schedules, Trigger, YearDay
from oshj_core.text import Text, text

_LONGEST_FILE = 64 * 1024
_NEEDED = frozenset(
    {"id", "mandate", "trigger", "years", "action", "term-starts", "effective-from", "source"}
)
_OPTIONAL = frozenset({"effective-until", "retroactive", "academic-year-ends"})
_IDENTIFIER = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_YEAR_DAY = re.compile("([0-9]{2})-([0-9]{2})")
_NEXT_DAY = "next-day"


def load_schedules(toml: str, *, source: str) -> Schedules:
    """The schedules in ``toml``; ``source`` names the file in refusals.

    :raises Invalid: with the place ``<source>, schedule.<number>.<key>``; nothing is half read.
    """
    if len(toml) > _LONGEST_FILE:
        raise _wrong(text("is larger than ${limit} bytes", limit=_LONGEST_FILE), source)
    try:
        root = tomllib.loads(toml)
    except (ValueError, RecursionError) as problem:
        raise _wrong(text("cannot be read: ${problem}", problem=problem), source) from problem
    tables = root.pop("schedule", None)
    if root or not isinstance(tables, list) or not tables:
        raise _wrong(text("must consist of [[schedule]] tables"), source)
    return Schedules(
        _schedule(table, f"{source}, schedule.{number}") for number, table in enumerate(tables, 1)
    )


def shipped_schedules() -> Schedules:
    """The schedules of the regulation (5.7, 5.8) as they come with the distribution."""
    name = "oshsu.toml"
    return load_schedules(files(__package__).joinpath(name).read_text("utf-8"), source=name)


def _wrong(reason: Text, place: str) -> Invalid:
    return Invalid(text("${place}: ${reason}", place=place, reason=reason), place=place)


def _schedule(table: object, place: str) -> Schedule:
    if not isinstance(table, dict):
        raise _wrong(text("must be a table"), place)
    for key in sorted(_NEEDED - table.keys()):
        raise _wrong(text("is missing"), f"{place}.{key}")
    for key in sorted(table.keys() - _NEEDED - _OPTIONAL):
        raise _wrong(text("is not known here"), f"{place}.{key}")
    retroactive = table.get("retroactive", False)
    if not isinstance(retroactive, bool):
        raise _wrong(text("must be true or false"), f"{place}.retroactive")
    identifier = _string(table, "id", place)
    if not _IDENTIFIER.fullmatch(identifier):
        raise _wrong(text("must be small Latin letters, digits and hyphens"), f"{place}.id")
    term_starts = _string(table, "term-starts", place)
    year_ends = _string(table, "academic-year-ends", place, "08-31")
    years = table["years"]
    try:
        period = Period(years)
    except Invalid as problem:
        raise _wrong(problem.text, f"{place}.years") from problem
    return Schedule(
        id=identifier,
        mandate=_string(table, "mandate", place),
        trigger=Trigger(_choice(table, "trigger", [one.value for one in Trigger], place)),
        period=period,
        action=Action(_choice(table, "action", [one.value for one in Action], place)),
        effective_from=_day(table, "effective-from", place),
        source=_string(table, "source", place),
        effective_until=_day(table, "effective-until", place)
        if "effective-until" in table
        else None,
        retroactive=retroactive,
        term_starts=None
        if term_starts == _NEXT_DAY
        else _year_day(term_starts, f"{place}.term-starts"),
        year_ends=_year_day(year_ends, f"{place}.academic-year-ends"),
    )


def _string(table: dict[str, object], key: str, place: str, default: str = "") -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise _wrong(text("must be a line of text"), f"{place}.{key}")
    return value


def _choice(table: dict[str, object], key: str, choices: list[str], place: str) -> str:
    value = _string(table, key, place)
    if value not in choices:
        raise _wrong(
            text("must be one of ${choices}", choices=", ".join(choices)), f"{place}.{key}"
        )
    return value


def _day(table: dict[str, object], key: str, place: str) -> date:
    value = table[key]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _wrong(text("must be a date"), f"{place}.{key}")
    return value


def _year_day(written: str, place: str) -> YearDay:
    match = _YEAR_DAY.fullmatch(written)
    if match is None:
        raise _wrong(text("must be a day of the year such as 01-01"), place)
    try:
        return YearDay(int(match[1]), int(match[2]))
    except Invalid as problem:
        raise _wrong(problem.text, place) from problem
