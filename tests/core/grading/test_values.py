"""The values of grading: equal when their parts are, at home in sets, exact at their limits."""

from decimal import Decimal

import attrs
import pytest

from oshj_core.errors import Invalid
from oshj_core.grading import (
    Component,
    LessonRule,
    Outcome,
    Rounding,
    ScaleRow,
    Scheme,
    compute_total,
    load_scheme,
    shipped_schemes,
)
from oshj_core.grading.components import hundredths
from oshj_core.grading.strategies import Shares

EXAMPLE = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")


@pytest.mark.parametrize(
    ("value", "derived"),
    [
        (Shares, {"_whole", "_below"}),
        (Rounding, {"_unit"}),
        (Component, {"maximum_hundredths", "minimum_hundredths"}),
        (Scheme, {"shares", "maximum", "graded"}),
    ],
)
def test_what_follows_from_the_rest_is_not_given_compared_or_shown(
    value: type, derived: set[str]
) -> None:
    fields = attrs.fields(value)

    assert {one.name for one in fields if not one.init} == derived
    assert {one.name for one in fields if not one.eq} == derived
    assert {one.name for one in fields if not one.repr} == derived


def test_equal_schemes_and_totals_are_one_in_a_set() -> None:
    again = load_scheme(shipped_schemes()["example-100"], source="again")
    totals = [compute_total(one, {"final": Decimal(3)}) for one in (EXAMPLE, again)]

    assert again is not EXAMPLE
    assert len({EXAMPLE, again}) == 1
    assert len(set(totals)) == 1
    assert len({*EXAMPLE.marks.values(), *again.marks.values()}) == 3


@pytest.mark.parametrize(("passes", "outcome"), [(True, Outcome.PASSED), (False, Outcome.RESIT)])
def test_a_row_without_an_outcome_has_the_plain_one(passes: bool, outcome: Outcome) -> None:
    assert ScaleRow(Decimal(0), "X", None, None, passes, {}).outcome is outcome


def test_two_places_half_up_unless_said_otherwise() -> None:
    assert LessonRule("mean-scaled").rounding == Rounding() == Rounding("half-up", 2)
    assert Rounding().apply(Decimal("0.125")) == Decimal("0.13")


@pytest.mark.parametrize(
    ("value", "whole"),
    [("0", 0), ("0.01", 1), ("-0.01", -1), ("1E+2", 10_000), ("999999.99", 99_999_999)],
)
def test_points_as_whole_hundredths(value: str, whole: int) -> None:
    assert hundredths(Decimal(value)) == whole
    assert hundredths(-Decimal(value)) == -whole


@pytest.mark.parametrize(
    "value",
    ["1000000", "-1000000", "0.001", "1E-30", "NaN", "sNaN", "Infinity", "-Infinity", "1E+999999"],
)
def test_what_has_no_hundredths(value: str) -> None:
    with pytest.raises((ArithmeticError, TypeError, ValueError)):
        hundredths(Decimal(value))


@pytest.mark.parametrize(("typed", "echoed"), [("x" * 40, "x" * 40), ("x" * 41, "x" * 40 + "…")])
def test_a_refusal_repeats_no_more_than_forty_characters(typed: str, echoed: str) -> None:
    with pytest.raises(Invalid) as refused:
        EXAMPLE.parse_mark(typed, "final")

    assert f"“{echoed}”" in str(refused.value)
