"""Several attempts: who may try again, when, how often, and which attempt counts."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from oshj_core.calendar import Semester, Window
from oshj_core.errors import Invalid
from oshj_core.grading import (
    Attempt,
    AttemptKind,
    Conclusion,
    CountingAttempt,
    Outcome,
    Scheme,
    final_result,
    load_scheme,
    resit_right,
    shipped_schemes,
)

EXAMPLE = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")
SEMESTER = Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24))
RESITS = Window(date(2027, 1, 19), date(2027, 2, 7))
SUMMER = Window(date(2027, 5, 24), date(2027, 9, 21))
REGULAR_DAY, FIRST_RESIT, SECOND_RESIT = date(2027, 1, 10), date(2027, 1, 20), date(2027, 2, 1)


def changed(**changes: object) -> Scheme:
    assert EXAMPLE.resits is not None
    return attrs.evolve(EXAMPLE, resits=attrs.evolve(EXAMPLE.resits, **changes))


def graded(points: int | str, scheme: Scheme = EXAMPLE) -> Conclusion:
    row = scheme.row(Decimal(points))
    return Conclusion(row.outcome, Decimal(points), row)


def regular(conclusion: Conclusion) -> Attempt:
    return Attempt(REGULAR_DAY, AttemptKind.REGULAR, conclusion)


def resit(conclusion: Conclusion, day: date = FIRST_RESIT) -> Attempt:
    return Attempt(day, AttemptKind.RESIT, conclusion)


ABSENT = Conclusion(Outcome.ABSENT, None, EXAMPLE.marks[Outcome.ABSENT])
PENDING = Conclusion(Outcome.PENDING)
FX, PASSED, F = graded(60), graded(61), graded(30)

MET = [True, True, True, True, True]


@pytest.mark.parametrize(
    ("attempts", "day", "met", "left"),
    [
        ([regular(FX)], FIRST_RESIT, MET, 2),
        ([regular(ABSENT)], FIRST_RESIT, MET, 2),
        ([regular(Conclusion(Outcome.INCOMPLETE))], FIRST_RESIT, MET, 2),
        ([regular(FX), resit(FX)], SECOND_RESIT, MET, 1),
        (
            [regular(FX), resit(FX), resit(FX, SECOND_RESIT)],
            SECOND_RESIT,
            [True, True, True, False, True],
            0,
        ),
        ([regular(PASSED)], FIRST_RESIT, [False, True, False, True, True], 2),
        ([regular(FX), resit(PASSED)], SECOND_RESIT, [False, True, False, True, True], 1),
        (
            [regular(Conclusion(Outcome.NOT_ADMITTED))],
            FIRST_RESIT,
            [True, True, False, True, True],
            2,
        ),
        ([regular(PENDING)], FIRST_RESIT, [True, False, False, True, True], 2),
        ([regular(FX), resit(PENDING)], SECOND_RESIT, [True, False, True, True, True], 1),
        ([regular(FX)], RESITS.opens, MET, 2),
        ([regular(FX)], RESITS.closes, MET, 2),
        ([regular(FX)], date(2027, 1, 18), [True, True, True, True, False], 2),
        ([regular(FX)], date(2027, 2, 8), [True, True, True, True, False], 2),
    ],
)
def test_who_may_take_it_again(
    attempts: list[Attempt], day: date, met: list[bool], left: int
) -> None:
    found = resit_right(EXAMPLE, attempts, day, SEMESTER)

    assert [reason.met for reason in found.reasons] == met
    assert found.allowed is all(met)
    assert (found.kind, found.left, found.windows) == (AttemptKind.RESIT, left, (RESITS,))
    assert {reason.clause for reason in found.reasons} == {"2.4"}


@pytest.mark.parametrize(
    ("scheme", "attempts", "day", "met", "left"),
    [
        (EXAMPLE, [regular(F)], SUMMER.opens, MET, 1),
        (EXAMPLE, [regular(F)], SUMMER.closes, MET, 1),
        (EXAMPLE, [regular(F)], FIRST_RESIT, [True, True, True, True, False], 1),
        (
            EXAMPLE,
            [regular(F), Attempt(SUMMER.opens, AttemptKind.SUMMER, F)],
            SUMMER.closes,
            [True, True, True, False, True],
            0,
        ),
        (changed(summer=None), [regular(F)], SUMMER.opens, [True, True, False, False, True], 0),
    ],
)
def test_a_course_is_repeated_in_the_summer_term(
    scheme: Scheme, attempts: list[Attempt], day: date, met: list[bool], left: int
) -> None:
    found = resit_right(scheme, attempts, day, SEMESTER)

    assert (found.kind, found.left) == (AttemptKind.SUMMER, left)
    assert [reason.met for reason in found.reasons] == met


def test_a_scheme_without_resits_gives_none() -> None:
    scheme = attrs.evolve(EXAMPLE, resits=None)
    found = resit_right(scheme, [regular(FX)], FIRST_RESIT, SEMESTER)

    assert not found.allowed
    assert found.left == 0
    assert [str(one.text) for one in found.reasons] == [
        "Not passed: the control may be taken again",
        "Every earlier attempt is decided",
        "The scheme gives a resit for this outcome",
        "0 of 0 further attempts are used",
        "The scheme binds further attempts to no days",
    ]


def test_the_days_are_named() -> None:
    found = resit_right(EXAMPLE, [regular(FX)], FIRST_RESIT, SEMESTER)

    assert (
        str(found.reasons[-1].text)
        == "On 20.01.2027; further attempts are taken: 19.01.2027–07.02.2027"
    )
    summer = resit_right(EXAMPLE, [regular(F)], SUMMER.opens, SEMESTER)
    assert (
        str(summer.reasons[2].text) == "The scheme lets the course be repeated in the summer term"
    )


@pytest.mark.parametrize(
    ("counts", "attempts", "counting", "points"),
    [
        (CountingAttempt.LAST, [graded(60)], 0, 60),
        (CountingAttempt.LAST, [graded(60), graded(45)], 1, 45),
        (CountingAttempt.LAST, [graded(60), ABSENT], 1, None),
        (CountingAttempt.LAST, [graded(60), PENDING], 0, 60),
        (CountingAttempt.LAST, [PENDING], 0, None),
        (CountingAttempt.BEST, [graded(60), graded(45)], 0, 60),
        (CountingAttempt.BEST, [graded(45), graded(60), graded(50)], 1, 60),
        (CountingAttempt.BEST, [graded(60), graded(60)], 1, 60),
        (CountingAttempt.BEST, [graded(60), ABSENT], 0, 60),
        (CountingAttempt.BEST, [graded(0), ABSENT], 0, 0),
        (CountingAttempt.BEST, [ABSENT, PENDING], 0, None),
    ],
)
def test_which_attempt_counts(
    counts: CountingAttempt, attempts: list[Conclusion], counting: int, points: int | None
) -> None:
    days = [FIRST_RESIT, SECOND_RESIT]
    history = [regular(attempts[0])] + [
        resit(one, day) for one, day in zip(attempts[1:], days, strict=False)
    ]
    found = final_result(changed(counts=counts), history)

    assert found.attempt == counting
    assert found.conclusion.points == points
    assert found.conclusion.outcome is attempts[counting].outcome
    assert (
        str(found.conclusion.steps[0].text)
        == f"Attempt {counting + 1} of {len(attempts)} counts: the {counts.value} one"
    )


def test_a_pass_with_fewer_points_is_better_than_a_failure() -> None:
    below = Conclusion(Outcome.RESIT, Decimal(90), EXAMPLE.failing_row(Decimal(90)))
    found = final_result(changed(counts=CountingAttempt.BEST), [regular(below), resit(graded(61))])

    assert found.attempt == 1


@pytest.mark.parametrize(
    ("points", "kind", "worth", "letter"),
    [
        (61, AttemptKind.RESIT, 61, "E"),
        (74, AttemptKind.RESIT, 74, "C"),
        (75, AttemptKind.RESIT, 74, "C"),
        (100, AttemptKind.RESIT, 74, "C"),
        (100, AttemptKind.SUMMER, 100, "A"),
    ],
)
def test_a_resit_brings_no_more_than_its_cap(
    points: int, kind: AttemptKind, worth: int, letter: str
) -> None:
    found = final_result(
        changed(cap=Decimal(74)), [regular(FX), Attempt(FIRST_RESIT, kind, graded(points))]
    ).conclusion

    assert found.points == worth
    assert found.mark is not None
    assert found.mark.letter == letter
    capped = [str(step.text) for step in found.steps if step.value == 74]
    assert capped == (["A resit brings no more than 74 points"] if worth < points else [])


def test_the_first_attempt_is_never_capped() -> None:
    scheme = changed(cap=Decimal(74))

    assert final_result(scheme, [regular(graded(100))]).conclusion.points == 100


def test_a_cap_keeps_a_failure_a_failure() -> None:
    below = Conclusion(Outcome.RESIT, Decimal(90), EXAMPLE.failing_row(Decimal(90)))
    found = final_result(changed(cap=Decimal(74)), [regular(FX), resit(below)]).conclusion

    assert (found.points, found.outcome) == (74, Outcome.RESIT)


STRANGE_ROW = attrs.evolve(EXAMPLE.scale[0], letter="Z")


@pytest.mark.parametrize(
    ("attempts", "place"),
    [
        ([], "attempts"),
        ([resit(FX)], "attempts[1].kind"),
        ([regular(FX), regular(FX)], "attempts[2].kind"),
        ([regular(FX), resit(FX, REGULAR_DAY)], "attempts[2].day"),
        ([regular(FX), resit(FX, SECOND_RESIT), resit(FX)], "attempts[3].day"),
        ([regular(Conclusion(Outcome.PASSED))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(ABSENT, points=Decimal(3)))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(FX, points=Decimal("NaN")))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(FX, points=Decimal("sNaN")))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(FX, points=Decimal(-1)))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(FX, points=Decimal("100.01")))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(FX, mark=None))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(FX, mark=ABSENT.mark))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(FX, mark=STRANGE_ROW))], "attempts[1].conclusion"),
        ([regular(attrs.evolve(FX, mark=PASSED.mark))], "attempts[1].conclusion"),
    ],
)
def test_a_history_that_cannot_be(attempts: list[Attempt], place: str) -> None:
    for ask in (
        lambda: final_result(EXAMPLE, attempts),
        lambda: resit_right(EXAMPLE, attempts, SECOND_RESIT, SEMESTER),
    ):
        with pytest.raises(Invalid) as refused:
            ask()
        assert refused.value.place == place


def test_points_at_both_ends_of_the_scale_are_possible() -> None:
    for points in (0, 100):
        assert final_result(EXAMPLE, [regular(graded(points))]).conclusion.points == points


def test_no_attempt_before_the_last_one() -> None:
    with pytest.raises(Invalid) as refused:
        resit_right(EXAMPLE, [regular(FX)], date(2027, 1, 9), SEMESTER)
    assert refused.value.place == "on"

    right = resit_right(changed(windows=()), [regular(FX)], REGULAR_DAY, SEMESTER)
    assert right.allowed
