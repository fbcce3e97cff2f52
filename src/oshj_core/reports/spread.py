"""Which values lie far from the others: exact, in fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction

CONSISTENT = Fraction(14826, 10_000)
"""Makes the median absolute deviation of normally distributed values their standard deviation."""
CONSISTENT_MEAN = Fraction(12533, 10_000)
"""The same for the mean absolute deviation."""


class Method(Enum):
    """How far a value lies from the others.

    The robust one is hardly moved by the very values that are looked for (Iglewicz and
    Hoaglin, 1993).
    """

    ROBUST = "robust"
    """Distance from the median, in median absolute deviations; in mean ones where more than
    half of the values are equal."""
    Z_SCORE = "z-score"
    """Distance from the mean, in standard deviations."""


def mean(values: Sequence[Fraction]) -> Fraction:
    """The mean of one value or more.

    >>> mean([Fraction(1), Fraction(2)])
    Fraction(3, 2)
    """
    return sum(values, Fraction(0)) / len(values)


def median(values: Iterable[Fraction]) -> Fraction:
    """The median of one value or more.

    >>> median([Fraction(9), Fraction(1), Fraction(2), Fraction(4)])
    Fraction(3, 1)
    """
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def outliers(
    values: Sequence[Fraction], threshold: Fraction, method: Method = Method.ROBUST
) -> tuple[int, ...]:
    """The places of the values that lie more than ``threshold`` deviations off.

    None where all values are equal, or there are none.

    >>> outliers([Fraction(n) for n in (70, 72, 71, 69, 5)], Fraction(7, 2))
    (4,)
    """
    if not values:
        return ()
    if method is Method.Z_SCORE:
        centre = mean(values)
        square = mean([(value - centre) ** 2 for value in values])
        limit = threshold**2 * square
        return tuple(place for place, value in enumerate(values) if (value - centre) ** 2 > limit)
    centre = median(values)
    distances = [abs(value - centre) for value in values]
    deviation = median(distances) * CONSISTENT or mean(distances) * CONSISTENT_MEAN
    return tuple(
        place for place, distance in enumerate(distances) if distance > threshold * deviation
    )
