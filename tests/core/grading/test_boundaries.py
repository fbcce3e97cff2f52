"""Grading at its edges: the first value that no longer fits, and what stands beside the rule."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from oshj_core.errors import Invalid, SchemeError
from oshj_core.grading import (
    NO_POINTS,
    Conclusion,
    Outcome,
    ScaleRow,
    Scheme,
    gpa_column,
    load_gpa_policy,
    load_scheme,
    result_of,
    scheme_text,
    shipped_gpa_policies,
    shipped_schemes,
    total_column,
    transcript,
)
from oshj_core.grading.components import hundredths
from oshj_core.structure import ControlForm, Subject

EXAMPLE = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")
WEIGHTED = load_gpa_policy(shipped_gpa_policies()["weighted"], source="weighted")


@pytest.mark.parametrize("points", ["999999.99", "0", "0.01"])
def test_points_that_can_be_kept(points: str) -> None:
    assert hundredths(Decimal(points)) == int(points.replace(".", "")) * (
        1 if "." in points else 100
    )


@pytest.mark.parametrize("points", ["1000000", "-1000000", "1000000.01", "0.001", "-0.001"])
def test_points_that_cannot_be_kept(points: str) -> None:
    with pytest.raises(ValueError, match=points):
        hundredths(Decimal(points))


@pytest.mark.parametrize("points", ["NaN", "sNaN", "Infinity"])
def test_points_that_are_no_number(points: str) -> None:
    with pytest.raises((ValueError, ArithmeticError, TypeError)):
        hundredths(Decimal(points))


def test_no_points_are_not_the_wrong_ones() -> None:
    columns = {one.id: [0, 0, 0] for one in EXAMPLE.components}
    columns["final"] = [NO_POINTS, 3000, 3001]
    with pytest.raises(Invalid) as caught:
        total_column(EXAMPLE, columns)
    assert caught.value.place == "final[3]"


def test_no_subject_has_no_students() -> None:
    assert gpa_column(WEIGHTED, []) == []


def test_a_row_says_what_follows_from_it() -> None:
    row = ScaleRow(Decimal(0), "F", None, None, False, {})
    assert row.outcome is Outcome.RESIT
    assert attrs.evolve(row, passes=True, outcome=Outcome.PASSED) == ScaleRow(
        Decimal(0), "F", None, None, True, {}
    )


def test_the_longest_text_of_a_scheme(five_point_text: str) -> None:
    longest = "т" * 1000
    scheme = load_scheme(five_point_text.replace('"tests"', f'"{longest}"'), source="long.toml")
    assert scheme.source == longest
    with pytest.raises(SchemeError) as caught:
        load_scheme(five_point_text.replace('"tests"', f'"{longest}т"'), source="long.toml")
    assert caught.value.key == "source"


@pytest.mark.parametrize("lacking", ["current", "intermediate"])
def test_half_of_two_kinds_needs_both(five_point_text: str, lacking: str) -> None:
    halved = five_point_text.replace('"weighted-mean"', '"current-plus-intermediate-halved"')
    if lacking == "current":
        halved = halved.replace('kind = "current"', 'kind = "intermediate"\nmodule = 1')
    with pytest.raises(SchemeError) as caught:
        load_scheme(halved, source="halved.toml")
    assert caught.value.key == "total.strategy"
    assert "needs a current and an intermediate component" in str(caught.value)


def test_subjects_of_one_name_stand_by_their_code() -> None:
    def result(code: str):
        subject = Subject(code, "Дене тарбия", "math", 2)
        return result_of(subject, "2026-1", ControlForm.PASS_FAIL, Conclusion(Outcome.PENDING))

    lines = transcript([result("pe-2"), result("pe-1")], hours_per_credit=30).lines
    assert [line.subject for line in lines] == ["pe-1", "pe-2"]


@pytest.mark.parametrize("identifier", sorted(shipped_schemes()))
def test_a_written_scheme_sets_its_tables_apart(identifier: str) -> None:
    scheme: Scheme = load_scheme(shipped_schemes()[identifier], source=identifier)
    lines = scheme_text(scheme).splitlines()
    heads = [number for number, line in enumerate(lines) if line.startswith("[")]
    assert len(heads) > 3
    assert [lines[number] for number in heads if lines[number - 1]] == []
