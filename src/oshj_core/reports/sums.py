"""Figures that add up: means and distributions that keep what they were made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import attrs

from oshj_core.grading.components import ARITHMETIC


def rounded(value: Fraction) -> Decimal:
    """A fraction with two decimals, a half away from zero.

    >>> rounded(Fraction(2, 3)), rounded(Fraction(-1, 200))
    (Decimal('0.67'), Decimal('-0.01'))
    """
    whole = (200 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-2, ARITHMETIC)


class Mean(NamedTuple):
    """The mean of ``number`` values whose ``sum`` is given in hundredths."""

    sum: int
    number: int

    def __add__(self, other: object) -> Mean:
        if not isinstance(other, Mean):
            return NotImplemented
        return Mean(self.sum + other.sum, self.number + other.number)

    @property
    def value(self) -> Decimal | None:
        """The mean with two decimals, a half up; ``None`` of nothing."""
        return rounded(Fraction(self.sum, 100 * self.number)) if self.number else None


@attrs.frozen
class Means:
    """A mean for each scale, by the scale's highest mark: marks up to 5 and points up to 100
    are never mixed into one figure."""

    by_maximum: Mapping[Decimal, Mean] = attrs.field(factory=dict, hash=False)

    def __add__(self, other: Means) -> Means:
        sums = dict(self.by_maximum)
        for maximum, mean in other.by_maximum.items():
            sums[maximum] = sums.get(maximum, Mean(0, 0)) + mean
        return Means(sums)

    @classmethod
    def of(cls, maximum: Decimal, hundredths: Iterable[int]) -> Means:
        """The mean of values on one scale; nothing for no values."""
        values = list(hundredths)
        return cls({maximum: Mean(sum(values), len(values))}) if values else cls()


@attrs.frozen
class Distribution:
    """How often each name occurs: letters, traditional marks."""

    counts: Mapping[str, int] = attrs.field(factory=dict, hash=False)

    def __add__(self, other: Distribution) -> Distribution:
        sums = dict(self.counts)
        for name, count in other.counts.items():
            sums[name] = sums.get(name, 0) + count
        return Distribution(sums)

    @classmethod
    def of(cls, names: Iterable[str]) -> Distribution:
        """The distribution of names."""
        counts: dict[str, int] = {}
        for name in names:
            counts[name] = counts.get(name, 0) + 1
        return cls(counts)

    @property
    def count(self) -> int:
        """How many there are together."""
        return sum(self.counts.values())
