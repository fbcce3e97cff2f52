"""The schemes of the distribution, against the tables they come from."""

import doctest
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from oshj_core import grading
from oshj_core.errors import SchemeError
from oshj_core.grading import (
    ComponentKind,
    Outcome,
    Scheme,
    load_scheme,
    scheme_text,
    shipped_schemes,
)

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
    assert list(shipped_schemes()) == [
        "defence-100",
        "ects",
        "example-100",
        "ism",
        "kgma",
        "oimu",
        "pass-fail",
        "school-5",
    ]
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


@pytest.mark.parametrize("scheme_id", list(shipped_schemes()))
def test_an_example_says_that_it_is_not_confirmed(scheme_id: str) -> None:
    assert "not confirmed" in shipped(scheme_id).source


@pytest.mark.parametrize(("points", "passes"), [(100, True), (61, True), (60, False), (0, False)])
def test_pass_or_fail(points: int, passes: bool) -> None:
    row = shipped("pass-fail").row(Decimal(points))

    assert row.passes is passes
    assert row.words["ru"] == ("зачтено" if passes else "не зачтено")
    assert row.traditional is None
    assert row.equivalent is None


# The limits as they were seen: the last points of a mark and the first of the next one.
FIVE_POINTS = {
    "kgma": [(0, 2), (59, 2), (60, 3), (75, 3), (76, 4), (85, 4), (86, 5), (100, 5)],
    "ism": [(0, 2), (59, 2), (60, 3), (75, 3), (76, 4), (89, 4), (90, 5), (100, 5)],
    "oimu": [(0, 2), (60, 2), (61, 3), (73, 3), (74, 4), (84, 4), (85, 5), (100, 5)],
    "school-5": [(0, 2), (2, 2), (3, 3), (4, 4), (5, 5)],
}
IN_WORDS = {
    5: ("эң жакшы", "отлично", "excellent"),
    4: ("жакшы", "хорошо", "good"),
    3: ("канааттандырарлык", "удовлетворительно", "satisfactory"),
    2: ("канааттандырарлык эмес", "неудовлетворительно", "unsatisfactory"),
}


@pytest.mark.parametrize(
    ("scheme_id", "points", "mark"),
    [(name, *limit) for name, limits in FIVE_POINTS.items() for limit in limits],
)
def test_limits_of_the_five_point_scales(scheme_id: str, points: int, mark: int) -> None:
    row = shipped(scheme_id).row(Decimal(points))

    assert (row.traditional, row.letter, row.equivalent) == (mark, str(mark), None)
    assert (row.words["ky"], row.words["ru"], row.words["en"]) == IN_WORDS[mark]
    assert row.passes is (mark > 2)
    assert row.outcome is (Outcome.PASSED if mark > 2 else Outcome.RESIT)


@pytest.mark.parametrize(
    ("points", "letter", "equivalent", "outcome"),
    [
        (100, "A", "4", Outcome.PASSED),
        (90, "A", "4", Outcome.PASSED),
        (89, "B", "3.5", Outcome.PASSED),
        (80, "B", "3.5", Outcome.PASSED),
        (79, "C", "3", Outcome.PASSED),
        (70, "C", "3", Outcome.PASSED),
        (69, "D", "2.5", Outcome.PASSED),
        (60, "D", "2.5", Outcome.PASSED),
        (59, "E", "2", Outcome.PASSED),
        (50, "E", "2", Outcome.PASSED),
        (49, "FX", "0", Outcome.RESIT),
        (40, "FX", "0", Outcome.RESIT),
        (39, "F", "0", Outcome.REPEAT),
        (0, "F", "0", Outcome.REPEAT),
    ],
)
def test_letters_of_ects(points: int, letter: str, equivalent: str, outcome: Outcome) -> None:
    row = shipped("ects").row(Decimal(points))

    assert (row.letter, row.equivalent, row.outcome) == (letter, Decimal(equivalent), outcome)
    assert row.passes is (outcome is Outcome.PASSED)


@pytest.mark.parametrize("name", ["example-100", "defence-100"])
def test_fx_is_resat_and_f_repeated(name: str) -> None:
    outcomes = {row.letter: row.outcome for row in shipped(name).scale}

    assert outcomes.pop("FX") is Outcome.RESIT
    assert outcomes.pop("F") is Outcome.REPEAT
    assert set(outcomes.values()) == {Outcome.PASSED}


def test_a_mean_of_school_marks() -> None:
    school = shipped("school-5")

    def mark(*marks: int) -> int | None:
        row = grading.compute_total(school, {}, [Decimal(one) for one in marks]).row
        return None if row is None else row.traditional

    assert [mark(5, 4), mark(5, 4, 4), mark(3, 2), mark(3, 2, 2), mark()] == [5, 4, 3, 2, None]


def test_work_and_defence_are_both_needed() -> None:
    scheme = shipped("defence-100")

    def letter(work: int, defence: int) -> str | None:
        entered = {"work": Decimal(work), "defence": Decimal(defence)}
        row = grading.compute_total(scheme, entered).row
        return None if row is None else row.letter

    assert [letter(60, 27), letter(60, 20), letter(60, 19), letter(30, 40), letter(29, 40)] == [
        "A",
        "B",
        "FX",
        "D",
        "FX",
    ]


@pytest.mark.parametrize("scheme_id", list(shipped_schemes()))
def test_a_shipped_scheme_speaks_three_languages_and_round_trips(scheme_id: str) -> None:
    scheme = shipped(scheme_id)

    assert load_scheme(scheme_text(scheme), source="again") == scheme
    for words in [scheme.title, *(row.words for row in scheme.scale)]:
        assert set(words) == {"ky", "ru", "en"}
    assert {one.letter for one in scheme.marks.values()} in (set(), {"н/у", "I", "н/д"})


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
