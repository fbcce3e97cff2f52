"""What a journal's marks are made of: components, marks of lessons, rounding (2.4)."""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import attrs

from oshj_core.grading.windows import EntryWindow
from oshj_core.numbers import EXACT, decimals

ZERO = Decimal(0)
ONE = Decimal(1)
#: Points are stored as integer hundredths: nothing finer may enter.
HUNDREDTH = Decimal("0.01")
#: No number of a scheme, and no total, reaches this.
NUMBER_LIMIT = 10**6

#: The languages every name in a scheme is given in.
LANGUAGES = ("ky", "ru", "en")

#: A host may have changed its thread's decimal context; marks must not depend on that.
#: Forty digits keep every quotient of a scheme's numbers distinguishable from a rounding tie.
ARITHMETIC = decimal.Context(
    prec=40,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

#: Rounding modes by the names a scheme uses; points are never negative.
ROUNDING_MODES: Mapping[str, str] = MappingProxyType(
    {
        "half-up": decimal.ROUND_HALF_UP,
        "half-even": decimal.ROUND_HALF_EVEN,
        "up": decimal.ROUND_UP,
        "down": decimal.ROUND_DOWN,
    }
)


class ComponentKind(Enum):
    """The kinds of mark clause 2.4 keeps apart, and independent work (3.4)."""

    CURRENT = "current"
    INTERMEDIATE = "intermediate"
    INDEPENDENT = "independent"
    FINAL = "final"


@lru_cache(maxsize=2**15)
def hundredths(value: Decimal) -> int:
    """Points as the integer they are stored as.

    Raises ``ValueError``, ``TypeError`` or ``ArithmeticError`` for what is finer than
    hundredths, not below a million, or no number.
    """
    if not -NUMBER_LIMIT < value < NUMBER_LIMIT or decimals(value) > 2:
        raise ValueError(value)
    return int(value.scaleb(2, EXACT))


def _exponent(rounding: Rounding) -> Decimal:
    return ONE.scaleb(-rounding.places)


@attrs.frozen
class Rounding:
    """How a computed value becomes points: ``mode`` of ``ROUNDING_MODES``, 0–2 ``places``."""

    mode: str = "half-up"
    places: int = 2
    _unit: Decimal = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_exponent, takes_self=True)
    )

    def apply(self, value: Decimal) -> Decimal:
        """Round ``value`` (points, not negative)."""
        return value.quantize(self._unit, ROUNDING_MODES[self.mode], ARITHMETIC)


@attrs.frozen
class LessonMark:
    """What a mark of one lesson may be: from ``minimum`` to ``maximum`` in steps of ``step``."""

    minimum: Decimal
    maximum: Decimal
    step: Decimal

    def allows(self, value: Decimal) -> bool:
        """Whether the finite ``value`` is one of the marks."""
        return (
            self.minimum <= value <= self.maximum
            and decimals(value) <= 2
            and ARITHMETIC.remainder(ARITHMETIC.subtract(value, self.minimum), self.step) == ZERO
        )


@attrs.frozen
class LessonRule:
    """How a component is computed from the marks of lessons.

    ``strategy`` names one of ``LESSON_STRATEGIES``; ``count``
    is its number of marks (best-of, drop-lowest) or ``None``.  The result is the mean of the
    counted marks, scaled from the highest lesson mark to the component's maximum and rounded.
    """

    strategy: str
    count: int | None = None
    rounding: Rounding = Rounding()


@attrs.frozen
class Component:
    """One part of the total: its points lie between 0 and ``maximum``.

    ``weight`` is used by the total's strategy; ``minimum`` is the least that passes;
    ``module`` says which module of the semester (1…n) an intermediate check belongs to;
    ``lesson_rule`` is set if the points are computed from lesson marks; ``entry`` says when
    points may be entered, where the scheme does (else the semester and its modules do).
    """

    id: str
    kind: ComponentKind
    title: Mapping[str, str] = attrs.field(hash=False)
    short: Mapping[str, str] = attrs.field(hash=False)
    maximum: Decimal
    weight: Decimal = ONE
    minimum: Decimal = ZERO
    module: int | None = None
    lesson_rule: LessonRule | None = None
    entry: EntryWindow | None = None
    maximum_hundredths: int = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(lambda one: hundredths(one.maximum), takes_self=True),
    )
    minimum_hundredths: int = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(lambda one: hundredths(one.minimum), takes_self=True),
    )

    @property
    def source(self) -> Literal["entered", "lesson-marks"]:
        """Where the points come from: a person, or the marks of the lessons."""
        return "entered" if self.lesson_rule is None else "lesson-marks"
