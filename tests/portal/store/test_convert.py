"""Core values become tuples of primitives and come back equal."""

from __future__ import annotations

import enum
from datetime import date
from typing import NamedTuple

import attrs
import pytest

from oshj_portal.store.convert import converter


class Colour(enum.Enum):
    RED = "red"


class Place(NamedTuple):
    colour: Colour
    id: str = ""


@attrs.frozen
class Inner:
    day: date
    number: int = 3


@attrs.frozen
class Outer:
    id: str
    inner: Inner
    inners: tuple[Inner, ...]
    names: tuple[str, ...]
    place: Place
    until: date | None = None
    colour: Colour = Colour.RED


DAY = date(2026, 9, 1)
VALUE = Outer("a", Inner(DAY), (Inner(DAY, 1), Inner(DAY, 2)), ("x", "y"), Place(Colour.RED, "b"))
STORED = (
    "a", (739860, 3), ((739860, 1), (739860, 2)), ("x", "y"), ("red", "b"), None, "red",
)  # fmt: skip


@attrs.frozen
class Rounded:
    share: float


@attrs.frozen
class Paired:
    pair: tuple[int, str]


@attrs.frozen
class Either:
    number: int | str


def test_a_value_is_stored_as_primitives_and_comes_back():
    assert converter(Outer).dump(VALUE) == STORED
    assert converter(Outer).load(STORED) == VALUE


def test_an_optional_day_comes_back():
    value = attrs.evolve(VALUE, until=DAY)
    assert converter(Outer).load(converter(Outer).dump(value)) == value


def test_a_tuple_from_before_a_field_was_added_takes_its_default():
    assert converter(Outer).load(STORED[:5]) == VALUE
    older = ("a", (739860,), (), (), ("red",))
    assert converter(Outer).load(older) == Outer("a", Inner(DAY), (), (), Place(Colour.RED))


@pytest.mark.parametrize("kind", [Rounded, Paired, Either])
def test_a_field_nobody_could_read_back_is_refused(kind):
    with pytest.raises(TypeError):
        converter(kind)
