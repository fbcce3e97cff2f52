"""Whole registers at once give what one student at a time gives."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.errors import Invalid, NotFound
from oshj_core.grading import (
    NO_POINTS,
    GpaPolicy,
    Outcome,
    Rounding,
    Scheme,
    SubjectColumn,
    SubjectResult,
    compute_total,
    gpa,
    gpa_column,
    load_gpa_policy,
    load_scheme,
    shipped_gpa_policies,
    shipped_schemes,
    total_column,
)
from oshj_core.structure import ControlForm
from tests.bench.grading import measure

EXAMPLE, DEFENCE = (
    load_scheme(shipped_schemes()[name], source=name) for name in ("example-100", "defence-100")
)
SELECTING = load_scheme(
    shipped_schemes()["example-100"]
    .replace(
        'strategy = "sum"',
        'strategy = "sum"\nselection = { kind = "intermediate", strategy = "best-of", count = 1 }',
    )
    .replace("at-least = 87", "at-least = 69")
    .replace("at-least = 80", "at-least = 68")
    .replace("at-least = 74", "at-least = 67")
    .replace('at-least = 68\nletter = "D"', 'at-least = 66\nletter = "D"'),
    source="selecting",
)
WEIGHTED = load_gpa_policy(shipped_gpa_policies()["weighted"], source="weighted")

COLUMNS = {
    "intermediate-1": [3000, 0, 2649, NO_POINTS],
    "intermediate-2": [3000, 0, 3000, 3000],
    "independent": [1000, 0, 1000, 1000],
    "final": [3000, 0, 2000, 3000],
}


def test_totals_of_a_register() -> None:
    found = total_column(EXAMPLE, COLUMNS)

    assert [None if one is None else (one[0], one[1].letter) for one in found] == [
        (100, "A"),
        (0, "F"),
        (86, "B"),
        None,
    ]
    full = {name: column[:3] for name, column in COLUMNS.items()}
    assert total_column(EXAMPLE, full) == found[:3]
    assert total_column(EXAMPLE, {name: [] for name in COLUMNS}) == []


@given(st.sampled_from([EXAMPLE, DEFENCE, SELECTING]), st.data())
def test_columns_give_what_single_totals_give(scheme: Scheme, data: st.DataObject) -> None:
    students = data.draw(st.integers(0, 4))
    least = data.draw(st.sampled_from([NO_POINTS, 0]))
    columns = {
        one.id: data.draw(
            st.lists(
                st.integers(least, one.maximum_hundredths), min_size=students, max_size=students
            )
        )
        for one in scheme.components
    }
    found = total_column(scheme, columns)

    assert len(found) == students
    for student, graded in enumerate(found):
        entered = {
            name: Decimal(column[student]).scaleb(-2)
            for name, column in columns.items()
            if column[student] != NO_POINTS
        }
        total = compute_total(scheme, entered)
        assert graded == (None if total.row is None else (total.points, total.row))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"final": [0, 0, 3001, 0]}, "final[3]"),
        ({"final": [0, -2, 0, 0]}, "final[2]"),
        ({"final": [NO_POINTS, 3000, 3001, 3002]}, "final[3]"),
        ({"final": [0, 0, 0, True]}, "final[4]"),
        ({"final": [0, 2.5, 0, 0]}, "final[2]"),
        ({"final": ["0", 0, 0, 0]}, "final[1]"),
        ({"final": [0, Decimal(3), 0, 0]}, "final[2]"),
        ({"final": [0, 0, 0]}, "final"),
        ({"intermediate-1": [0]}, "intermediate-2"),
    ],
)
def test_columns_that_cannot_be(change: dict[str, list[int]], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        total_column(EXAMPLE, COLUMNS | change)

    assert refused.value.place == place


@pytest.mark.parametrize("missing", list(COLUMNS))
def test_a_missing_column_is_named(missing: str) -> None:
    with pytest.raises(Invalid) as refused:
        total_column(EXAMPLE, {name: one for name, one in COLUMNS.items() if name != missing})

    assert refused.value.place == missing


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(NotFound) as refused:
        total_column(EXAMPLE, COLUMNS | {"dream": [0, 0, 0, 0]})

    assert refused.value.identifier == "dream"


POINTS = st.none() | st.integers(0, 100)


@given(
    st.sampled_from(
        [
            WEIGHTED,
            attrs.evolve(WEIGHTED, forms=(ControlForm.EXAM,)),
            attrs.evolve(
                WEIGHTED,
                semester_rounding=Rounding("up", 4),
                overall_rounding=Rounding("up", 4),
            ),
            attrs.evolve(WEIGHTED, outcomes=(Outcome.PASSED,), zero=(Outcome.REPEAT,)),
        ]
    ),
    st.lists(
        st.tuples(
            st.integers(1, 9), st.sampled_from(ControlForm), st.tuples(POINTS, POINTS, POINTS)
        ),
        max_size=4,
    ),
)
def test_averages_of_columns_are_those_of_single_students(
    policy: GpaPolicy, subjects: list[tuple[int, ControlForm, tuple[int | None, ...]]]
) -> None:
    def graded(points: int | None):
        return None if points is None else (Decimal(points), EXAMPLE.row(Decimal(points)))

    found = gpa_column(
        policy,
        [
            SubjectColumn(weight, form, EXAMPLE, [graded(one) for one in column])
            for weight, form, column in subjects
        ],
    )

    assert len(found) == (3 if subjects else 0)
    for student, average in enumerate(found):
        results = [
            SubjectResult(
                f"s{number}",
                "",
                "2026-1",
                weight,
                form,
                Outcome.PENDING if total is None else total[1].outcome,
                None,
                None if total is None else total[1],
            )
            for number, (weight, form, column) in enumerate(subjects)
            for total in [graded(column[student])]
        ]
        assert average == gpa(policy, results).overall


@pytest.mark.parametrize(
    "subject",
    [
        SubjectColumn(3, ControlForm.EXAM, EXAMPLE, [None]),
        SubjectColumn(0, ControlForm.EXAM, EXAMPLE, [None, None]),
        SubjectColumn(True, ControlForm.EXAM, EXAMPLE, [None, None]),
    ],
)
def test_subjects_that_do_not_fit(subject: SubjectColumn) -> None:
    first = SubjectColumn(1, ControlForm.EXAM, EXAMPLE, [None, None])
    assert gpa_column(WEIGHTED, [first, first]) == [None, None]

    with pytest.raises(Invalid) as refused:
        gpa_column(WEIGHTED, [first, subject])

    assert refused.value.place == "subjects[2]"


def test_a_register_of_a_million_with_one_wrong_mark_names_its_place() -> None:
    column = [2500] * 1_000_000
    wrong = [*column[:-1], 3001]

    with pytest.raises(Invalid) as refused:
        total_column(EXAMPLE, {**dict.fromkeys(COLUMNS, [1000] * 1_000_000), "final": wrong})

    assert refused.value.place == "final[1000000]"


def test_the_benchmark_holds_library_and_plain_loop_to_the_same_figures() -> None:
    assert measure(200) > 0
