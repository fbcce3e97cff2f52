"""Values as JSON and back.

What JSON does not know is written as ``{"<name>": ...}``: a value of the core as its fields in
order, so that a new last field with a default needs no migration.  The names stand in the
file for good; the classes may move.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs

from examples.sqlite_journal.names import NAMES, TYPES

_SIMPLE: Mapping[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "date": (date, date.isoformat, date.fromisoformat),
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "decimal": (Decimal, str, Decimal),
    "bytes": (bytes, lambda value: b64encode(value).decode("ascii"), b64decode),
}
_WRITE = {kind: (name, write) for name, (kind, write, _) in _SIMPLE.items()}


def dumps(value: object) -> str:
    """The value as JSON; equal values give equal texts.

    :raises TypeError: a value of a type that has no name here.
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(written: str) -> Any:
    """Read what :func:`dumps` wrote."""
    return _value(json.loads(written))


def _plain(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is tuple:
        return [_plain(one) for one in value]
    if kind in _WRITE:
        name, write = _WRITE[kind]
        return {name: write(value)}
    if kind is frozenset:
        return {"set": sorted((_plain(one) for one in value), key=json.dumps)}
    if isinstance(value, Mapping):
        return {"map": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if kind not in NAMES:
        raise TypeError(f"{kind.__name__} has no name in the file")
    return {NAMES[kind]: _parts(value)}


def _parts(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    fields = attrs.fields(type(value))
    return [_plain(getattr(value, field.name)) for field in fields if field.init]


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    ((name, written),) = plain.items()
    if name in _SIMPLE:
        return _SIMPLE[name][2](written)
    if name == "set":
        return frozenset(_value(one) for one in written)
    if name == "map":
        return {_value(key): _value(one) for key, one in written}
    return _made(TYPES[name], written)


def _made(kind: Any, written: Any) -> Any:
    if issubclass(kind, Enum):
        return kind(written)
    parts = [_value(one) for one in written]
    if issubclass(kind, tuple):
        return kind(*parts)
    fields = [field.alias for field in attrs.fields(kind) if field.init]
    return kind(**dict(zip(fields, parts, strict=False)))
