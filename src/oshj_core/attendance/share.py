"""A part of a whole, kept exact: percentages that can be added up and compared with a limit."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from oshj_core.errors import Invalid
from oshj_core.grading.components import ARITHMETIC
from oshj_core.numbers import EXACT, decimals, is_finite, is_whole
from oshj_core.text import text

HUNDRED = Decimal(100)


class Share(NamedTuple):
    """``part`` of ``whole``, both whole numbers of the same unit (lessons, hundredths of hours).

    Shares add up part by part and whole by whole, as the percentage of several groups together
    is not the mean of their percentages.

    >>> Share(2, 3).percent, (Share(2, 3) + Share(0, 1)).percent, Share(0, 0).percent
    (Decimal('66.67'), Decimal('50.00'), None)
    """

    part: int
    whole: int

    def __add__(self, other: object) -> Share:
        if not isinstance(other, Share):
            return NotImplemented
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def percent(self) -> Decimal | None:
        """The percentage with two decimals, a half up; ``None`` of nothing."""
        if not self.whole:
            return None
        return Decimal((2 * 10_000 * self.part + self.whole) // (2 * self.whole)).scaleb(
            -2, ARITHMETIC
        )

    def below(self, percent: Decimal) -> bool:
        """Whether it is less than ``percent`` (at most two decimals); never of nothing.

        Compared exactly: 79.999 % is below 80 %, though it is written 80.00.
        """
        return self.part * 10_000 < int(percent.scaleb(2, ARITHMETIC)) * self.whole


def in_hundredths(value: object, place: str, highest: Decimal) -> int:
    """A number of a configuration as whole hundredths.

    :raises Invalid: no Decimal from 0 to ``highest`` with at most two decimals; ``place`` names
        the field.

    >>> in_hundredths(Decimal("1.5"), "hours", Decimal(12))
    150
    """
    if is_finite(value) and 0 <= value <= highest and decimals(value) <= 2:
        return int(value.scaleb(2, EXACT))
    raise Invalid(
        text(
            "${value} is no number from 0 to ${highest} with at most two decimals",
            value=value,
            highest=highest,
        ),
        place=place,
    )


def whole_number(value: object, place: str, lowest: int, highest: int) -> int:
    """A whole number of a configuration.

    :raises Invalid: no int from ``lowest`` to ``highest``; ``place`` names the field.
    """
    if is_whole(value) and lowest <= value <= highest:
        return value
    raise Invalid(
        text(
            "${value} is no whole number from ${lowest} to ${highest}",
            value=value,
            lowest=lowest,
            highest=highest,
        ),
        place=place,
    )
