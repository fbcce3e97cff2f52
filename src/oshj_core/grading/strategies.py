"""The computations a scheme can name.

A *total strategy* turns components into :class:`Shares`: the total is the sum of
``factor × points``, divided once by ``divisor``.  Because there is one division, at the end,
no rounding creeps in before the one the scheme asks for; because factors are positive, more
points never give a lower total.

A *lesson strategy* chooses which marks of lessons are counted; their mean is scaled alike
for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import attrs

from oshj_core.grading.components import (
    ARITHMETIC,
    ONE,
    ZERO,
    Component,
    ComponentKind,
    LessonRule,
)

TWO = Decimal(2)


@attrs.frozen
class Shares:
    """What each component counts: ``factors`` in the components' order over ``divisor``."""

    factors: tuple[Decimal, ...]
    divisor: Decimal = ONE

    def combine(self, points: Sequence[Decimal]) -> Decimal:
        """The unrounded total of ``points``, given in the order of the factors."""
        total = ZERO
        for factor, value in zip(self.factors, points, strict=True):
            total = ARITHMETIC.fma(factor, value, total)
        return total if self.divisor == ONE else ARITHMETIC.divide(total, self.divisor)


TotalStrategy = Callable[[Sequence[Component]], Shares]


def weighted_sum(components: Sequence[Component]) -> Shares:
    """Add up the points, each multiplied by its weight."""
    return Shares(tuple(component.weight for component in components))


def weighted_mean(components: Sequence[Component]) -> Shares:
    """Add up like :func:`weighted_sum` and divide by the sum of the weights."""
    factors = tuple(component.weight for component in components)
    divisor = ZERO
    for factor in factors:
        divisor = ARITHMETIC.add(divisor, factor)
    return Shares(factors, divisor)


def current_plus_intermediate_halved(components: Sequence[Component]) -> Shares:
    """Half of the current and intermediate points together, and all of the others."""
    halved = (ComponentKind.CURRENT, ComponentKind.INTERMEDIATE)
    return Shares(
        tuple(
            component.weight
            if component.kind in halved
            else ARITHMETIC.multiply(component.weight, TWO)
            for component in components
        ),
        TWO,
    )


TOTAL_STRATEGIES: Mapping[str, TotalStrategy] = MappingProxyType(
    {
        "sum": weighted_sum,
        "weighted-mean": weighted_mean,
        "current-plus-intermediate-halved": current_plus_intermediate_halved,
    }
)


LessonStrategy = Callable[[Sequence[Decimal], int], Sequence[Decimal]]


def every_mark(marks: Sequence[Decimal], count: int) -> Sequence[Decimal]:
    """Count every mark; ``count`` is not used."""
    return marks


def best_marks(marks: Sequence[Decimal], count: int) -> Sequence[Decimal]:
    """Count the ``count`` highest marks, or all while there are fewer."""
    return sorted(marks, reverse=True)[:count]


def without_lowest(marks: Sequence[Decimal], count: int) -> Sequence[Decimal]:
    """Leave out the ``count`` lowest marks; the best one always counts."""
    return sorted(marks, reverse=True)[: max(1, len(marks) - count)]


LESSON_STRATEGIES: Mapping[str, LessonStrategy] = MappingProxyType(
    {"mean-scaled": every_mark, "best-of": best_marks, "drop-lowest": without_lowest}
)

#: The lesson strategies that need ``count``.
COUNTING_STRATEGIES = frozenset({"best-of", "drop-lowest"})


def counted_marks(rule: LessonRule, marks: Sequence[Decimal]) -> Sequence[Decimal]:
    """The lesson marks that ``rule`` counts; ``marks`` is not empty."""
    return LESSON_STRATEGIES[rule.strategy](marks, rule.count or 0)


def lesson_points(
    rule: LessonRule, counted: Sequence[Decimal], highest: Decimal, maximum: Decimal
) -> Decimal:
    """The rounded points of a computed component.

    The mean of the ``counted`` marks (not empty), scaled so that the ``highest`` mark a lesson
    can bring gives the component's ``maximum``.
    """
    total = ZERO
    for mark in counted:
        total = ARITHMETIC.add(total, mark)
    return rule.rounding.apply(
        ARITHMETIC.divide(
            ARITHMETIC.multiply(total, maximum),
            ARITHMETIC.multiply(highest, Decimal(len(counted))),
        )
    )
