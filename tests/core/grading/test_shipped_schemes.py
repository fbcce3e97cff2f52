"""The schemes of the distribution, against the tables they come from."""

import doctest
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from oshj_core import grading
from oshj_core.errors import SchemeError
from oshj_core.grading import ComponentKind, Scheme, load_scheme, shipped_schemes

# The letter scale as it was found, not confirmed: the first points of each letter.
LETTERS = [
    (100, "A", "4", 5, True),
    (87, "A", "4", 5, True),
    (86, "B", "3.33", 4, True),
    (80, "B", "3.33", 4, True),
    (79, "C", "3", 4, True),
    (74, "C", "3", 4, True),
    (73, "D", "2.33", 3, True),
    (68, "D", "2.33", 3, True),
    (67, "E", "2", 3, True),
    (61, "E", "2", 3, True),
    (60, "FX", "0", 2, False),
    (31, "FX", "0", 2, False),
    (30, "F", "0", 2, False),
    (0, "F", "0", 2, False),
]


def shipped(scheme_id: str) -> Scheme:
    return load_scheme(shipped_schemes()[scheme_id], source=f"{scheme_id}.toml")


def test_the_shipped_schemes_are_named_by_their_ids() -> None:
    assert {"example-100", "pass-fail"} <= set(shipped_schemes())
    for scheme_id, toml in shipped_schemes().items():
        assert load_scheme(toml, source=scheme_id).id == scheme_id


@pytest.mark.parametrize(("points", "letter", "equivalent", "traditional", "passes"), LETTERS)
def test_letters_of_the_example(
    points: int, letter: str, equivalent: str, traditional: int, passes: bool
) -> None:
    row = shipped("example-100").row(Decimal(points))

    assert (row.letter, row.equivalent, row.traditional, row.passes) == (
        letter,
        Decimal(equivalent),
        traditional,
        passes,
    )


def test_components_of_the_example() -> None:
    scheme = shipped("example-100")

    assert [(one.id, one.kind, one.maximum, one.module) for one in scheme.components] == [
        ("intermediate-1", ComponentKind.INTERMEDIATE, 30, 1),
        ("intermediate-2", ComponentKind.INTERMEDIATE, 30, 2),
        ("independent", ComponentKind.INDEPENDENT, 10, None),
        ("final", ComponentKind.FINAL, 30, None),
    ]
    assert {one.source for one in scheme.components} == {"entered"}
    assert scheme.maximum == 100
    assert scheme.component("intermediate-1").short["ky"] == "М1"


@pytest.mark.parametrize("scheme_id", ["example-100", "pass-fail"])
def test_an_example_says_that_it_is_not_confirmed(scheme_id: str) -> None:
    assert "not confirmed" in shipped(scheme_id).source


@pytest.mark.parametrize(("points", "passes"), [(100, True), (61, True), (60, False), (0, False)])
def test_pass_or_fail(points: int, passes: bool) -> None:
    row = shipped("pass-fail").row(Decimal(points))

    assert row.passes is passes
    assert row.words["ru"] == ("зачтено" if passes else "не зачтено")
    assert row.traditional is None
    assert row.equivalent is None


def test_a_scheme_is_in_force_from_day_to_day(five_point_text: str) -> None:
    closed = load_scheme("effective-until = 2027-08-31\n" + five_point_text, source="closed.toml")

    assert [
        closed.in_force(date(*day))
        for day in [(2026, 8, 31), (2026, 9, 1), (2027, 8, 31), (2027, 9, 1)]
    ] == [False, True, True, False]
    assert shipped("example-100").in_force(date(2060, 1, 1))


def test_an_incomplete_distribution_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("oshj_core.grading.shipped._PACKAGE", "oshj_schemes_absent")
    monkeypatch.setattr("oshj_core.grading.shipped._SOURCE_TREE", tmp_path / "absent")

    with pytest.raises(SchemeError, match="install oshj again") as refused:
        shipped_schemes()

    assert refused.value.source == "oshj_schemes_absent"


def test_the_example_in_the_documentation_of_the_package() -> None:
    outcome = doctest.testmod(grading)

    assert outcome.attempted
    assert not outcome.failed


def test_the_guide_shows_a_correct_scheme_and_correct_code() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "grading-schemes.md").read_text(encoding="utf-8")
    toml = guide.partition("```toml\n")[2].partition("```")[0]
    code = guide.partition("## For integrators")[2].partition("```python\n")[2].partition("```")[0]
    marks = [Decimal(mark) for mark in (5, 4, 4, 5)]

    scheme = load_scheme(toml, source="grading-schemes.md")
    exec(compile(code, "grading-schemes.md", "exec"), {})

    assert grading.compute_total(scheme, {"final": Decimal("4.5")}, marks).points == 5
