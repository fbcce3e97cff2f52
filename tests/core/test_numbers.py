"""Numbers do not depend on what a host did to its thread's decimal context."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.cell_text import points
from oshj_core.errors import Invalid
from oshj_core.grading import load_scheme, shipped_schemes
from oshj_core.grading.components import hundredths
from oshj_core.numbers import decimals, plain
from oshj_core.planning import HoursRule
from oshj_core.structure import LessonKind

CONTEXTS = st.builds(
    decimal.Context,
    prec=st.integers(1, 40),
    rounding=st.sampled_from([decimal.ROUND_UP, decimal.ROUND_DOWN, decimal.ROUND_HALF_EVEN]),
    traps=st.sampled_from([[], [decimal.Inexact], [decimal.Rounded]]),
)
FINITE = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9))


@given(FINITE, CONTEXTS)
def test_a_number_is_written_alike_in_every_context(value, context):
    written = plain(value)
    with decimal.localcontext(context):
        assert plain(value) == written
    assert Decimal(written) == value


@given(FINITE, FINITE)
def test_numbers_are_written_alike_exactly_if_they_are_equal(one, other):
    assert (plain(one) == plain(other)) == (one == other)


def test_no_digit_is_too_far_and_zero_has_no_sign():
    far = Decimal("1." + "0" * 40 + "1")
    assert plain(far) != "1"
    assert decimals(far) == 41
    assert plain(Decimal("-0.00")) == plain(Decimal("0E+3")) == "0"
    with pytest.raises(ValueError, match="1"):
        hundredths(far)


@given(st.integers(0, 100_000), CONTEXTS)
def test_points_are_the_same_in_every_context(stored, context):
    with decimal.localcontext(context):
        shown = points(stored)
        assert hundredths(shown) == stored


@given(context=CONTEXTS)
def test_a_scheme_is_read_alike_in_every_context(context):
    for name, written in shipped_schemes().items():
        scheme = load_scheme(written, source=name)
        with decimal.localcontext(context):
            assert load_scheme(written, source=name) == scheme


def test_a_mark_finer_than_hundredths_is_none():
    scheme = load_scheme(shipped_schemes()["example-100"], source="shipped")
    assert not scheme.lesson_mark.allows(Decimal("4." + "0" * 45 + "1"))


@pytest.mark.parametrize("hours", ["9E+999999", "0", "-1", "1.001", "NaN"])
def test_hours_without_measure_are_refused(hours):
    with pytest.raises(Invalid):
        HoursRule(Decimal(hours))
    assert HoursRule(Decimal("1.5")).of(LessonKind.LECTURE, 3) == Decimal("4.5")
