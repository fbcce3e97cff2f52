"""The computations a scheme can name.

A *total strategy* turns components into :class:`Shares`: the total is the sum of
``factor × points``, divided once by ``divisor``.  Because there is one division, at the end,
no rounding creeps in before the one the scheme asks for; because factors are positive, more
points never give a lower total.

A *choice* says which of several marks count: of the marks of lessons, whose mean is scaled
alike for all of them, and of components of one kind (:class:`Selection`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import mul
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
#: Weights have at most this many decimals, so that factor × points is a whole number.
FACTOR_DECIMALS = 4


def _whole_factors(shares: Shares) -> tuple[int, ...]:
    return tuple(int(ARITHMETIC.scaleb(factor, FACTOR_DECIMALS)) for factor in shares.factors)


def _denominator(shares: Shares) -> Decimal:
    return ARITHMETIC.scaleb(shares.divisor, FACTOR_DECIMALS + 2)


@attrs.frozen
class Shares:
    """What each component counts: ``factors`` in the components' order over ``divisor``.

    Points come as whole hundredths and are added up as whole numbers: exact, and quick.
    """

    factors: tuple[Decimal, ...]
    divisor: Decimal = ONE
    _whole: tuple[int, ...] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_whole_factors, takes_self=True)
    )
    _below: Decimal = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_denominator, takes_self=True)
    )

    def numerator(self, points: Sequence[int]) -> int:
        """The sum of factor × hundredths; ``points`` in the order of the factors."""
        return sum(map(mul, self._whole, points))

    def divide(self, numerator: int) -> Decimal:
        """The unrounded total that belongs to a :meth:`numerator`."""
        return ARITHMETIC.divide(Decimal(numerator), self._below)

    def combine(self, points: Sequence[int]) -> Decimal:
        """The unrounded total of ``points`` (hundredths), in the order of the factors."""
        return self.divide(self.numerator(points))


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


#: How many of ``given`` marks count by a rule's ``count``; at least one, at most all.
Choice = Callable[[int, int], int]


def every_mark(given: int, count: int) -> int:
    """Count every mark; ``count`` is not used."""
    return given


def best_marks(given: int, count: int) -> int:
    """Count the ``count`` highest marks, or all while there are fewer."""
    return min(given, count)


def without_lowest(given: int, count: int) -> int:
    """Leave out the ``count`` lowest marks; the best one always counts."""
    return max(1, given - count)


LESSON_STRATEGIES: Mapping[str, Choice] = MappingProxyType(
    {"mean-scaled": every_mark, "best-of": best_marks, "drop-lowest": without_lowest}
)

#: The strategies that need ``count``; they choose among components too.
COUNTING_STRATEGIES: Mapping[str, Choice] = MappingProxyType(
    {"best-of": best_marks, "drop-lowest": without_lowest}
)


@attrs.frozen
class Selection:
    """Which components of a ``kind`` count: ``strategy`` of ``COUNTING_STRATEGIES``.

    The components of that kind have one maximum and one weight, so that the best of them
    are those with the most points.
    """

    kind: ComponentKind
    strategy: str
    count: int

    def left_out(
        self, components: Sequence[Component], points: Mapping[str, int]
    ) -> frozenset[str]:
        """The ids among ``components`` that do not count; of equal ``points`` the later ones."""
        pool = [component.id for component in components if component.kind is self.kind]
        if not pool:
            return frozenset()
        ranked = sorted(pool, key=points.__getitem__, reverse=True)
        return frozenset(ranked[COUNTING_STRATEGIES[self.strategy](len(pool), self.count) :])


def counted_marks(rule: LessonRule, marks: Sequence[Decimal]) -> Sequence[Decimal]:
    """The lesson marks that ``rule`` counts; ``marks`` is not empty."""
    number = LESSON_STRATEGIES[rule.strategy](len(marks), rule.count or 0)
    return marks if number == len(marks) else sorted(marks, reverse=True)[:number]


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
