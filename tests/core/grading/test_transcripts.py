"""The transcript: lines, hours, credits attempted and earned, repeated subjects (4.2)."""

from decimal import Decimal

import attrs
import pytest

from oshj_core.errors import Conflict, Invalid
from oshj_core.grading import (
    Conclusion,
    Outcome,
    Repeated,
    SubjectResult,
    compute_total,
    conclude,
    counting,
    load_scheme,
    result_of,
    shipped_schemes,
    transcript,
)
from oshj_core.structure import ControlForm, Subject

EXAMPLE = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")


def result(
    name: str, points: int | None, semester: str = "2026-1", credits_: int = 4
) -> SubjectResult:
    subject = Subject(name.casefold(), name, "math", credits_)
    if points is None:
        return result_of(subject, semester, ControlForm.EXAM, Conclusion(Outcome.PENDING))
    row = EXAMPLE.row(Decimal(points))
    conclusion = Conclusion(row.outcome, Decimal(points), row)
    return result_of(subject, semester, ControlForm.EXAM, conclusion)


def test_a_line_says_everything_about_a_subject() -> None:
    total = compute_total(
        EXAMPLE,
        {
            "intermediate-1": Decimal(28),
            "intermediate-2": Decimal("26.5"),
            "independent": Decimal(9),
            "final": Decimal(24),
        },
    )
    subject = Subject("algebra", "Алгебра", "math", 5)
    found = transcript(
        [result_of(subject, "2026-1", ControlForm.COURSE_WORK, conclude(EXAMPLE, total))],
        hours_per_credit=30,
    )

    line = found.lines[0]
    assert (line.semester, line.subject, line.name) == ("2026-1", "algebra", "Алгебра")
    assert (line.credits, line.hours, line.control) == (5, 150, ControlForm.COURSE_WORK)
    assert (line.points, line.letter, line.equivalent, line.traditional) == (88, "A", 4, 5)
    assert line.words == {"ky": "эң жакшы", "ru": "отлично", "en": "excellent"}
    assert (line.outcome, line.counts) == (Outcome.PASSED, True)
    assert (found.credits_attempted, found.credits_earned, found.hours_earned) == (5, 5, 150)


def test_equal_lines_are_one_in_a_set() -> None:
    lines = [transcript([result("Алгебра", 80)], hours_per_credit=30).lines[0] for _ in range(2)]

    assert len(set(lines)) == 1


def test_lines_stand_by_semester_and_in_the_order_of_the_alphabet() -> None:
    found = transcript(
        [
            result("Өсүмдүк", 70),
            result("Тарых", 70),
            result("Укук", 70),
            result("Ааламтану", 70, "2026-2"),
            result("Окуу", 70),
        ],
        hours_per_credit=30,
    )

    assert [line.name for line in found.lines] == ["Окуу", "Өсүмдүк", "Тарых", "Укук", "Ааламтану"]


def test_credits_are_attempted_when_decided_and_earned_when_passed() -> None:
    absent = attrs.evolve(
        result("Тарых", None, credits_=2),
        outcome=Outcome.ABSENT,
        mark=EXAMPLE.marks[Outcome.ABSENT],
    )
    found = transcript(
        [
            result("Алгебра", 61, credits_=6),
            result("Физика", 60, credits_=5),
            result("Логика", 30, credits_=4),
            result("Укук", None, credits_=3),
            absent,
        ],
        hours_per_credit=36,
    )

    assert (found.credits_attempted, found.credits_earned, found.hours_earned) == (17, 6, 216)
    lines = {line.name: line for line in found.lines}
    assert (lines["Укук"].letter, lines["Укук"].words, lines["Укук"].equivalent) == ("", {}, None)
    assert (lines["Тарых"].letter, lines["Тарых"].traditional) == ("н/у", None)


@pytest.mark.parametrize(
    ("repeated", "semesters", "earned"),
    [
        (Repeated.LAST, ["2027-1"], 0),
        (Repeated.BEST, ["2026-2"], 4),
        (Repeated.EVERY, ["2026-1", "2026-2", "2027-1"], 4),
    ],
)
def test_which_result_of_a_repeated_subject_counts(
    repeated: Repeated, semesters: list[str], earned: int
) -> None:
    thrice = [
        result("Алгебра", 50, "2027-1"),
        result("Алгебра", 30, "2026-1"),
        result("Алгебра", 80, "2026-2"),
    ]
    found = transcript(thrice, hours_per_credit=30, repeated=repeated)

    assert [line.semester for line in found.lines if line.counts] == semesters
    assert (found.credits_attempted, found.credits_earned) == (4, earned)


@pytest.mark.parametrize(
    ("one", "other", "best"),
    [
        (result("A", 61, "2026-1"), result("A", 60, "2026-2"), 0),
        (result("A", 60, "2026-1"), result("A", 61, "2026-2"), 1),
        (result("A", 70, "2026-1"), result("A", 80, "2026-2"), 1),
        (result("A", 80, "2026-1"), result("A", 86, "2026-2"), 1),
        (result("A", 86, "2026-1"), result("A", 80, "2026-2"), 0),
        (result("A", 80, "2026-1"), result("A", 80, "2026-2"), 1),
        (result("A", 80, "2026-2"), result("A", 80, "2026-1"), 0),
        (result("A", 30, "2026-1"), result("A", None, "2026-2"), 0),
        (result("A", None, "2026-1"), result("A", 30, "2026-2"), 1),
    ],
)
def test_the_best_of_two(one: SubjectResult, other: SubjectResult, best: int) -> None:
    assert counting([one, other], Repeated.BEST) == [[one, other][best]]


@pytest.mark.parametrize(
    ("points", "last"),
    [
        ([80, 60], 1),
        ([80, None], 0),
        ([None, 80], 1),
        ([None, None], 1),
    ],
)
def test_the_last_decided_one(points: list[int | None], last: int) -> None:
    results = [result("A", one, f"2026-{n}") for n, one in enumerate(points, start=1)]

    assert counting(results, Repeated.LAST) == [results[last]]
    assert counting(results[::-1], Repeated.LAST) == [results[last]]


@pytest.mark.parametrize("points", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), 50.0])
@pytest.mark.parametrize("repeated", Repeated)
def test_points_that_cannot_be(points: Decimal, repeated: Repeated) -> None:
    bad = attrs.evolve(result("A", 60, "2026-2"), points=points)
    with pytest.raises(Invalid) as refused:
        transcript([result("A", 60), bad], hours_per_credit=30, repeated=repeated)

    assert refused.value.place == "results[2].points"


@pytest.mark.parametrize("hours", [0, -1, 1001, True, Decimal(30), 30.0])
def test_hours_that_cannot_be(hours: int) -> None:
    with pytest.raises(Invalid) as refused:
        transcript([], hours_per_credit=hours)

    assert refused.value.place == "hours_per_credit"


def test_the_least_and_the_most_hours() -> None:
    for hours in (1, 1000):
        assert transcript([result("A", 80)], hours_per_credit=hours).hours_earned == 4 * hours


def test_wrong_results_are_refused() -> None:
    with pytest.raises(Conflict):
        transcript([result("A", 80), result("A", 70)], hours_per_credit=30)
    assert transcript([], hours_per_credit=30).lines == ()
