"""Core values as tuples of primitives, and back.

The database must outlive every rename in the core, so it never holds a core class: a value
is stored as the tuple of its fields, in their order.  A tuple that is shorter than the class
was stored before a trailing field was added; the field's default fills it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

Value = TypeVar("Value")
Convert = Callable[[Any], Any]
PRIMITIVES = frozenset({str, int, bool, bytes})


class Converter(NamedTuple, Generic[Value]):
    """``dump`` makes primitives of a value, ``load`` the value of what ``dump`` made."""

    dump: Callable[[Value], Any]
    load: Callable[[Any], Value]


def _same(value: Any) -> Any:
    return value


UNCHANGED: Converter[Any] = Converter(_same, _same)


@cache
def converter(kind: Any) -> Converter[Any]:
    """The converter of a type, found from its fields' annotations.

    Known are ``str``, ``int``, ``bool``, ``bytes``, :class:`datetime.date`,
    :class:`decimal.Decimal`, enumerations, attrs classes and named tuples of known types,
    ``tuple[known, ...]``, and any of them or ``None``.

    :raises TypeError: the type, or that of a field, is not known.
    """
    if kind in PRIMITIVES:
        return UNCHANGED
    origin = get_origin(kind)
    if origin is tuple:
        return _of_tuple(*get_args(kind))
    if origin in (Union, UnionType):
        return _of_optional(*(option for option in get_args(kind) if option is not NoneType))
    if kind is date:
        return Converter(date.toordinal, date.fromordinal)
    if kind is Decimal:
        return Converter(str, Decimal)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Converter(attrgetter("value"), kind)
    if attrs.has(kind):
        return _of_fields(kind, [field.name for field in attrs.fields(kind)])
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _of_fields(kind, list(kind._fields))
    raise TypeError(f"no way to store a {kind}")


def _of_tuple(item: Any, *rest: Any) -> Converter[Any]:
    if rest != (Ellipsis,):
        raise TypeError("only tuples of any length and one type can be stored")
    part = converter(item)
    if part is UNCHANGED:
        return Converter(tuple, tuple)
    return Converter(
        lambda values: tuple(map(part.dump, values)), lambda stored: tuple(map(part.load, stored))
    )


def _of_optional(*options: Any) -> Converter[Any]:
    if len(options) != 1:
        raise TypeError(f"no way to tell {options} apart when they are stored")
    part = converter(options[0])
    if part is UNCHANGED:
        return UNCHANGED
    return Converter(
        lambda value: None if value is None else part.dump(value),
        lambda stored: None if stored is None else part.load(stored),
    )


def _of_fields(kind: Any, names: list[str]) -> Converter[Any]:
    hints = get_type_hints(kind)
    parts = [converter(hints[name]) for name in names]
    changed = [(place, part) for place, part in enumerate(parts) if part is not UNCHANGED]

    def dump(value: Any) -> tuple[Any, ...]:
        fields = [getattr(value, name) for name in names]
        for place, part in changed:
            fields[place] = part.dump(fields[place])
        return tuple(fields)

    def load(stored: tuple[Any, ...]) -> Any:
        fields = list(stored)
        for place, part in changed:
            if place < len(fields):
                fields[place] = part.load(fields[place])
        return kind(*fields)

    return Converter(dump, load)
