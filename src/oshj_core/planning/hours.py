"""How many academic hours a lesson counts for: a rule of the university."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid
from oshj_core.numbers import EXACT, decimals, is_finite
from oshj_core.structure import LessonKind
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Mapping[LessonKind, Decimal] = MappingProxyType({})


MOST_HOURS = Decimal(24)
"""Academic hours of a lesson."""


@attrs.frozen
class HoursRule:
    """Academic hours of one lesson, and of those kinds of lesson that differ.

    An academic hour is 40–50 minutes as the charter says; how many a lesson (пара) counts for
    could not be confirmed, so it has no default: configuration.

    :raises Invalid: hours that are not finite or not above 0.

    >>> HoursRule(Decimal(2)).of(LessonKind.LECTURE, lessons=15)
    Decimal('30')
    """

    per_lesson: Decimal
    by_kind: Mapping[LessonKind, Decimal] = _NONE

    def __attrs_post_init__(self) -> None:
        _check(self.per_lesson, "per_lesson")
        for kind, hours in self.by_kind.items():
            _check(hours, f"by_kind.{kind.value}")

    def of(self, kind: LessonKind, lessons: int = 1) -> Decimal:
        """The hours of so many lessons of that kind."""
        return EXACT.multiply(self.by_kind.get(kind, self.per_lesson), lessons)


def _check(hours: Decimal, place: str) -> None:
    if not is_finite(hours) or not 0 < hours <= MOST_HOURS or decimals(hours) > 2:
        raise Invalid(
            text(
                "Hours are a number above 0, not above ${limit}, with at most two decimals.",
                limit=MOST_HOURS,
            ),
            place=place,
        )
