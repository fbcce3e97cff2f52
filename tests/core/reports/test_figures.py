"""Means, distributions, totals and outliers: exact and independent of order."""

from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random
from statistics import fmean, median, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.attendance import Share
from oshj_core.regulation import clauses
from oshj_core.reports import REPORTS, Distribution, Mean, Means, Method
from oshj_core.reports import values as report_values
from oshj_core.reports.spread import median as exact_median
from oshj_core.reports.spread import outliers
from oshj_core.reports.sums import rounded
from oshj_core.reports.values import CellKind, Column, Sums, add_cells, summed
from oshj_core.text import text

SHARES = st.builds(Share, st.integers(0, 99), st.integers(99, 999))
MEANS = st.dictionaries(
    st.sampled_from([Decimal(5), Decimal(100)]),
    st.builds(Mean, st.integers(0, 10**6), st.integers(1, 99)),
).map(Means)
DISTRIBUTIONS = st.lists(st.sampled_from("ABCDEF")).map(Distribution.of)
COLUMNS = [
    Column(kind.value, text("Code"), kind) for kind in CellKind if kind is not CellKind.WORDS
]
ROWS = st.lists(
    st.tuples(
        st.integers(0, 99),
        st.decimals(0, 999, places=2),
        SHARES,
        MEANS,
        DISTRIBUTIONS,
    ),
    max_size=8,
)


@given(ROWS, st.randoms())
def test_rows_add_up_in_any_order(rows, random: Random):
    def totals(of):
        sums = Sums(COLUMNS)
        for row in of:
            sums.add(row)
        count, shares, means, letters = (sums.totals.cells[at] for at in (0, 2, 3, 4))
        return (sums.totals.rows, sums.totals.cells[1], count, shares,
                means and means.by_maximum, letters and letters.counts)  # fmt: skip

    assert totals(rows) == totals(random.sample(rows, len(rows)))
    assert totals(rows)[2] == (sum(row[0] for row in rows) if rows else None)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9))), st.randoms())
def test_sums_by_key_do_not_depend_on_order(pairs, random: Random):
    def run(of):
        return summed((key, (number,)) for key, number in of)

    assert run(pairs) == run(random.sample(pairs, len(pairs)))
    assert list(run(pairs)) == sorted({key for key, _ in pairs})


def test_hours_add_up_whatever_the_hosts_context():
    with localcontext(prec=1):
        assert add_cells(Decimal("12.25"), Decimal("0.5")) == Decimal("12.75")


@pytest.mark.parametrize(("one", "other"), [(1, Share(1, 1)), ("a", "b"), (Means(), 3)])
def test_what_does_not_add_up_is_refused(one, other):
    with pytest.raises(TypeError):
        add_cells(one, other)


@given(st.fractions(-1000, 1000, max_denominator=10**6))
def test_rounding_is_half_away_from_zero(value):
    assert abs(Fraction(rounded(value)) - value) <= Fraction(1, 200)
    assert rounded(-value) == -rounded(value)


def test_marks_of_two_scales_are_never_mixed():
    both = Means.of(Decimal(5), [400, 500]) + Means.of(Decimal(100), [7050])
    assert {maximum: mean.value for maximum, mean in both.by_maximum.items()} == {
        Decimal(5): Decimal("4.50"),
        Decimal(100): Decimal("70.50"),
    }
    assert Means.of(Decimal(5), []).by_maximum == {}
    assert Mean(0, 0).value is None


def test_every_report_names_clauses_and_columns_once():
    for kind in REPORTS:
        ids = [column.id for column in kind.columns]
        assert len(set(ids)) == len(ids)
        assert kind.clause in clauses()
        assert all(note.clause is None or note.clause in clauses() for note in kind.notes)


def test_a_row_has_a_cell_for_each_column():
    kind = REPORTS[0]
    with pytest.raises(ValueError, match="zip"):
        kind.named((1, 2))
    with pytest.raises(ValueError, match="zip"):
        report_values.Sums(COLUMNS).add((1, 2))


WHOLE = st.lists(st.integers(0, 10_000), min_size=1, max_size=40)


@given(WHOLE)
def test_the_median_is_the_median(values):
    assert exact_median(map(Fraction, values)) == Fraction(median(values))


@given(WHOLE, st.integers(1, 50))
def test_outliers_by_z_score_are_those_of_the_textbook(values, tenths):
    threshold = Fraction(tenths, 10)
    found = outliers([Fraction(value) for value in values], threshold, Method.Z_SCORE)
    centre, deviation = fmean(values), pstdev(values)
    for place, value in enumerate(values):
        distance, limit = abs(value - centre), float(threshold) * deviation
        if abs(distance - limit) > 1e-6:
            assert (place in found) == (distance > limit)


@given(WHOLE, st.integers(1, 50), st.sampled_from(Method), st.integers(-50, 50), st.integers(1, 9))
def test_outliers_do_not_depend_on_the_unit_or_order(values, tenths, method, shift, scale):
    threshold = Fraction(tenths, 10)
    plain = [Fraction(value) for value in values]
    found = outliers(plain, threshold, method)
    assert outliers([value * scale + shift for value in plain], threshold, method) == found
    backwards = outliers(plain[::-1], threshold, method)
    assert sorted(len(values) - 1 - place for place in backwards) == list(found)


@pytest.mark.parametrize("method", Method)
def test_equal_values_have_no_outliers(method):
    assert outliers([Fraction(7)] * 9, Fraction(0), method) == ()
    assert outliers([], Fraction(1), method) == ()


def test_the_robust_method_sees_one_among_equals_and_two_that_hide_each_other():
    equal = [Fraction(90)] * 12 + [Fraction(10)]
    assert outliers(equal, Fraction(7, 2)) == (12,)
    masked = [Fraction(value) for value in (70, 71, 72, 69, 70, 73, 5, 6)]
    assert outliers(masked, Fraction(7, 2)) == (6, 7)
    assert outliers(masked, Fraction(7, 2), Method.Z_SCORE) == ()
