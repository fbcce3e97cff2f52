"""Strict reading of a TOML table: every wrong key or value is a ``SchemeError`` with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from unicodedata import category

from oshj_core.errors import SchemeError
from oshj_core.grading.components import LANGUAGES, NUMBER_LIMIT
from oshj_core.text import Text, text

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_IDENTIFIER = 64
_LONGEST_TEXT = 1000
_LONGEST_FILE = 64 * 1024
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.([0-9]{1,4}))?")


def parse_toml(toml: str, source: str) -> dict[str, object]:
    """The root table of a TOML text; raises ``SchemeError`` for what is none.

    A byte order mark, which some editors write, is not part of the text.
    """
    try:
        size = len(toml.encode())
    except UnicodeEncodeError as problem:
        raise SchemeError(text("is not valid Unicode"), source=source, key="TOML") from problem
    if size > _LONGEST_FILE:
        raise SchemeError(
            text("is larger than ${limit} bytes", limit=_LONGEST_FILE), source=source, key="TOML"
        )
    try:
        return tomllib.loads(toml.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        raise SchemeError(
            text("cannot be read: ${problem}", problem=problem), source=source, key="TOML"
        ) from problem


def values(words: Iterable[Enum]) -> list[str]:
    """The words of an enumeration as a file writes them, sorted."""
    return sorted(word.value for word in words)


class Table:
    """One table of a scheme file; ``key`` is its place, such as ``component[2]`` (from 1)."""

    def __init__(
        self,
        data: object,
        *,
        source: str,
        key: str,
        required: Collection[str],
        optional: Collection[str] = (),
    ) -> None:
        self._source = source
        self._key = key
        if not isinstance(data, dict):
            raise self.error("", text("must be a table"))
        self._data: dict[str, object] = data
        for name in data:
            if name not in required and name not in optional:
                raise self.error(name, text("is not a key of a scheme"))
        for name in required:
            if name not in data:
                raise self.error(name, text("is missing"))

    def error(self, name: str, reason: Text) -> SchemeError:
        """The refusal of key ``name`` of this table (``""``: of the table itself)."""
        place = f"{self._key}.{name}" if self._key and name else self._key or name
        return SchemeError(reason, source=self._source, key=place)

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def string(self, name: str) -> str:
        """A text of one line that is not blank."""
        value = self._data[name]
        if not isinstance(value, str) or not value.strip():
            raise self.error(name, text("must be a text in quotes and not empty"))
        if len(value) > _LONGEST_TEXT:
            raise self.error(
                name, text("is longer than ${longest} characters", longest=_LONGEST_TEXT)
            )
        if any(category(character) == "Cc" for character in value):
            raise self.error(name, text("must be one line without control characters"))
        return value

    def identifier(self, name: str) -> str:
        """Lower-case Latin words, digits and hyphens."""
        value = self.string(name)
        if len(value) > _LONGEST_IDENTIFIER or not _IDENTIFIER.fullmatch(value):
            raise self.error(
                name, text("must consist of lower-case Latin letters, digits and hyphens")
            )
        return value

    def choice(self, name: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of the ``allowed`` words."""
        value = self._data.get(name, default)
        if not isinstance(value, str) or value not in allowed:
            raise self.error(
                name, text("must be one of: ${allowed}", allowed=", ".join(sorted(allowed)))
            )
        return value

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of ``allowed`` words, each at most once, at least one."""
        value = self._data[name]
        if (
            not isinstance(value, list)
            or not value
            or any(not isinstance(one, str) or one not in allowed for one in value)
            or len(set(value)) < len(value)
        ):
            raise self.error(
                name,
                text(
                    "must be a list of different words out of: ${allowed}",
                    allowed=", ".join(sorted(allowed)),
                ),
            )
        return tuple(value)

    def boolean(self, name: str) -> bool:
        """``true`` or ``false``."""
        value = self._data[name]
        if not isinstance(value, bool):
            raise self.error(name, text("must be true or false"))
        return value

    def integer(self, name: str, *, least: int, most: int, default: int | None = None) -> int:
        """A whole number from ``least`` to ``most``."""
        value = self._data.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.error(
                name,
                text("must be a whole number from ${least} to ${most}", least=least, most=most),
            )
        return value

    def number(self, name: str, *, decimals: int = 2, default: int | None = None) -> Decimal:
        """A number that is not negative: an integer, or a decimal in quotes (never a float)."""
        value = self._data.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < NUMBER_LIMIT:
            return Decimal(value)
        match = _NUMBER.fullmatch(value) if isinstance(value, str) else None
        if match is None or len(match[1] or "") > decimals:
            raise self.error(
                name,
                text(
                    'must be a whole number or a decimal in quotes such as "2.5", not negative,'
                    " below a million, with at most ${decimals} decimals",
                    decimals=decimals,
                ),
            )
        return Decimal(match[0])

    def positive(self, name: str, *, decimals: int = 2, default: int | None = None) -> Decimal:
        """A :meth:`number` above 0."""
        value = self.number(name, decimals=decimals, default=default)
        if not value:
            raise self.error(name, text("must be more than 0"))
        return value

    def day(self, name: str) -> date:
        """A date without time, written without quotes: ``2026-09-01``."""
        value = self._data[name]
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.error(name, text("must be a date such as 2026-09-01, without quotes"))
        return value

    def words(self, name: str) -> Mapping[str, str]:
        """One text in each of the languages."""
        table = self.table(name, required=LANGUAGES)
        return MappingProxyType({language: table.string(language) for language in LANGUAGES})

    def table(
        self, name: str, *, required: Collection[str], optional: Collection[str] = ()
    ) -> Table:
        """The table under ``name``."""
        return Table(
            self._data[name],
            source=self._source,
            key=f"{self._key}.{name}" if self._key else name,
            required=required,
            optional=optional,
        )

    def tables(
        self, name: str, *, most: int, required: Collection[str], optional: Collection[str]
    ) -> Iterator[Table]:
        """The tables of the list under ``name``: at least one, at most ``most``."""
        value = self._data[name]
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            raise self.error(name, text("must be given 1 to ${most} times", most=most))
        for number, item in enumerate(value, start=1):
            yield Table(
                item,
                source=self._source,
                key=f"{self._key}.{name}[{number}]" if self._key else f"{name}[{number}]",
                required=required,
                optional=optional,
            )
