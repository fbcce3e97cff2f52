"""What becomes of a student: passed, FX, F, I, н/у, not admitted, or nothing yet."""

from decimal import Decimal

import pytest

from oshj_core.errors import Invalid, NotFound
from oshj_core.grading import (
    Absence,
    Admission,
    Attended,
    Outcome,
    Reason,
    SpecialMark,
    admission,
    compute_total,
    conclude,
    load_scheme,
    outcome_text,
    shipped_schemes,
)
from oshj_core.text import text

EXAMPLE = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")
ALMOST = {
    "intermediate-1": Decimal(30),
    "intermediate-2": Decimal(1),
    "independent": Decimal(0),
}


@pytest.mark.parametrize(
    ("final", "outcome", "letter"),
    [
        ("30", Outcome.PASSED, "E"),
        ("29.5", Outcome.PASSED, "E"),
        ("29.49", Outcome.RESIT, "FX"),
        ("0", Outcome.RESIT, "FX"),
    ],
)
def test_the_row_says_the_outcome(final: str, outcome: Outcome, letter: str) -> None:
    total = compute_total(EXAMPLE, ALMOST | {"final": Decimal(final)})
    found = conclude(EXAMPLE, total)

    assert (found.outcome, found.points, found.mark) == (outcome, total.points, total.row)
    assert found.mark is not None
    assert found.mark.letter == letter
    assert found.passed is (outcome is Outcome.PASSED)
    assert [step.text for step in found.steps] == [outcome_text(outcome)]


def test_below_thirty_one_points_the_course_is_repeated() -> None:
    nothing = {name: Decimal(0) for name in ALMOST} | {"final": Decimal(30)}

    assert conclude(EXAMPLE, compute_total(EXAMPLE, nothing)).outcome is Outcome.REPEAT


@pytest.mark.parametrize(
    ("absences", "outcome", "letter", "steps"),
    [
        (
            {},
            Outcome.PENDING,
            None,
            [
                "Экзамен: not there yet",
                "Nothing is decided before every component is there",
            ],
        ),
        (
            {"final": Absence.EXCUSED},
            Outcome.INCOMPLETE,
            "I",
            [
                "Экзамен: missed with an excuse",
                "Incomplete: a control was missed with an excuse",
            ],
        ),
        (
            {"final": Absence.UNEXCUSED},
            Outcome.ABSENT,
            "н/у",
            [
                "Экзамен: missed without an excuse",
                "Did not appear: a control was missed without an excuse",
            ],
        ),
    ],
)
def test_why_points_are_missing(
    absences: dict[str, Absence], outcome: Outcome, letter: str | None, steps: list[str]
) -> None:
    found = conclude(EXAMPLE, compute_total(EXAMPLE, ALMOST), absences, language="ru")

    assert (found.outcome, found.points) == (outcome, None)
    assert (found.mark.letter if found.mark else None) == letter
    assert [str(step.text) for step in found.steps] == steps


def test_an_absence_without_an_excuse_outweighs_one_with() -> None:
    found = conclude(
        EXAMPLE,
        compute_total(EXAMPLE, {}),
        {"intermediate-1": Absence.EXCUSED, "final": Absence.UNEXCUSED},
    )

    assert found.outcome is Outcome.ABSENT


def test_who_is_not_admitted_has_no_mark_whatever_the_points() -> None:
    total = compute_total(EXAMPLE, ALMOST | {"final": Decimal(30)})
    refused = admission(EXAMPLE, total, Attended(40, 10))
    found = conclude(EXAMPLE, total, admission=refused, language="en")

    assert found.outcome is Outcome.NOT_ADMITTED
    assert found.points is None
    assert isinstance(found.mark, SpecialMark)
    assert found.mark.words["ru"] == "не допущен"
    assert [str(step.text) for step in found.steps] == [
        "Attendance: 10 of 40, 25 %, at least 75 % is needed",
        "Not admitted to the final control",
    ]


def test_who_is_admitted_gets_the_mark() -> None:
    total = compute_total(EXAMPLE, ALMOST | {"final": Decimal(30)})
    admitted = Admission((Reason(text("yes"), True),))

    assert conclude(EXAMPLE, total, admission=admitted) == conclude(EXAMPLE, total)


def test_a_scheme_without_special_marks_writes_none() -> None:
    school = load_scheme(shipped_schemes()["school-5"], source="school-5")

    assert conclude(school, compute_total(school, {})).mark is None


def test_an_absence_where_there_are_points_is_refused() -> None:
    total = compute_total(EXAMPLE, ALMOST)
    with pytest.raises(Invalid) as refused:
        conclude(EXAMPLE, total, {"intermediate-1": Absence.EXCUSED})
    assert refused.value.place == "intermediate-1"

    with pytest.raises(NotFound):
        conclude(EXAMPLE, total, {"dream": Absence.EXCUSED})

    school = load_scheme(shipped_schemes()["school-5"], source="school-5")
    with pytest.raises(Invalid) as computed:
        conclude(school, compute_total(school, {}), {"current": Absence.EXCUSED})
    assert computed.value.place == "current"


def test_the_same_conclusion_in_another_language_is_the_same() -> None:
    total = compute_total(EXAMPLE, ALMOST)
    kyrgyz, english = (conclude(EXAMPLE, total, language=one) for one in ("ky", "en"))

    assert kyrgyz == english
    assert kyrgyz.steps != english.steps


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_a_sentence(outcome: Outcome) -> None:
    assert str(outcome_text(outcome))[0].isupper()
