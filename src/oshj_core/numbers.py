"""Whole numbers and exact decimals, whatever decimal context a host's thread has."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import TypeGuard

EXACT = decimal.Context(
    prec=decimal.MAX_PREC,
    Emin=decimal.MIN_EMIN,
    Emax=decimal.MAX_EMAX,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.InvalidOperation],
)
"""For operations whose result has no more digits than their operands: it never rounds."""


def is_whole(value: object) -> TypeGuard[int]:
    """Whether this is an ``int`` and no truth value: what a float or NaN is not."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_finite(value: object) -> TypeGuard[Decimal]:
    """Whether this is a ``Decimal`` that is a number: no float, no NaN, no infinity."""
    return isinstance(value, Decimal) and value.is_finite()


def without_zeros(value: Decimal) -> Decimal:
    """The same number without idle zeros; a zero has no sign.

    >>> without_zeros(Decimal("12.50")), without_zeros(Decimal("-0.0"))
    (Decimal('12.5'), Decimal('0'))
    """
    number = value.normalize(EXACT)
    return number if number else Decimal(0)


def plain(value: Decimal) -> str:
    """The number in digits: equal numbers are written alike, different ones differently.

    >>> plain(Decimal("1.20E+2")), plain(Decimal("12.50"))
    ('120', '12.5')
    """
    return format(without_zeros(value), "f")


def decimals(value: Decimal) -> int:
    """How many decimals a finite number has, idle zeros left out.

    >>> decimals(Decimal("12.50")), decimals(Decimal("1E+2"))
    (1, 0)
    """
    exponent = value.normalize(EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
