"""Totals by every strategy and rounding, complete and not, with their explanation (2.9)."""

from decimal import ROUND_UP, Decimal, localcontext

import pytest

from oshj_core.errors import Invalid, NotFound
from oshj_core.grading import (
    Scheme,
    compute_total,
    explain_total,
    load_scheme,
    scheme_text,
    shipped_schemes,
)

EXAMPLE = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")

HALVED = """\
id = "halved"
version = "1"
source = "tests"
effective-from = 2026-09-01
title = { ky = "Жарымы", ru = "Половина", en = "Half" }
lesson-mark = { minimum = 2, maximum = 5, step = 1 }
total = { strategy = "current-plus-intermediate-halved", rounding = "half-even", places = 1 }

[[component]]
id = "current"
kind = "current"
maximum = 60
title = { ky = "Учурдагы", ru = "Текущий", en = "Current" }
short = { ky = "У", ru = "Т", en = "C" }

[[component]]
id = "module"
kind = "intermediate"
module = 1
maximum = 60
title = { ky = "Модуль", ru = "Модуль", en = "Module" }
short = { ky = "М", ru = "М", en = "M" }

[[component]]
id = "exam"
kind = "final"
maximum = 100
minimum = "50.5"
weight = "0.4"
title = { ky = "Экзамен", ru = "Экзамен", en = "Exam" }
short = { ky = "Э", ru = "Э", en = "E" }

[[scale]]
at-least = 60
letter = "P"
passes = true
words = { ky = "өттү", ru = "зачтено", en = "passed" }

[[scale]]
at-least = 31
letter = "FX"
passes = false
words = { ky = "FX", ru = "FX", en = "FX" }

[[scale]]
at-least = 0
letter = "F"
passes = false
words = { ky = "F", ru = "F", en = "F" }
"""


def decimals(**values: str) -> dict[str, Decimal]:
    return {name.replace("_", "-"): Decimal(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("points", "total", "letter"),
    [
        (("30", "30", "10", "30"), 100, "A"),
        (("26.5", "30", "10", "20"), 87, "A"),  # 86.5, a half goes up
        (("26.49", "30", "10", "20"), 86, "B"),
        (("20", "20.5", "10", "10"), 61, "E"),  # 60.5
        (("20", "20.49", "10", "10"), 60, "FX"),
        (("10", "10", "5", "5.49"), 30, "F"),
        (("0", "0", "0", "0"), 0, "F"),
    ],
)
def test_sum(points: tuple[str, ...], total: int, letter: str) -> None:
    first, second, independent, final = points
    found = compute_total(
        EXAMPLE,
        decimals(intermediate_1=first, intermediate_2=second, independent=independent, final=final),
    )

    assert found.points == total
    assert found.complete
    assert found.missing == ()
    assert found.row is not None
    assert found.row.letter == letter


@pytest.mark.parametrize(
    ("marks", "exam", "current", "total"),
    [
        ("5 5 5 5", "5", "5", 5),
        ("5 4", "4", "4.50", 4),  # 4.25
        ("5 4 4 5", "4.5", "4.50", 5),  # 4.5, a half goes up
        ("4 3", "3.5", "3.50", 4),
        ("3 3 4", "3.66", "3.33", 3),  # 3.495, rounded once at the end
        ("2 2 2", "2", "2", 2),
        ("2 3 3", "3", "2.67", 3),
        ("2", "2.99", "2", 2),
    ],
)
def test_mean_of_lesson_marks_and_an_exam(
    marks: str, exam: str, current: str, total: int, five_point: Scheme
) -> None:
    found = compute_total(
        five_point, decimals(final=exam), [Decimal(mark) for mark in marks.split()]
    )

    assert found.parts == {"current": Decimal(current), "final": Decimal(exam)}
    assert found.points == total
    assert found.row is not None
    assert found.row.traditional == total


@pytest.mark.parametrize(
    ("rule", "current"),
    [
        ('strategy = "mean-scaled"', "3.40"),
        ('strategy = "best-of", count = 2', "5.00"),
        ('strategy = "best-of", count = 3', "4.33"),
        ('strategy = "best-of", count = 9', "3.40"),
        ('strategy = "drop-lowest", count = 1', "3.75"),
        ('strategy = "drop-lowest", count = 4', "5.00"),
        ('strategy = "drop-lowest", count = 9', "5.00"),
        ('strategy = "best-of", count = 3, rounding = "up", places = 1', "4.4"),
        ('strategy = "best-of", count = 3, rounding = "down", places = 0', "4"),
    ],
)
def test_lesson_strategies(rule: str, current: str, five_point_text: str) -> None:
    scheme = load_scheme(
        five_point_text.replace('strategy = "mean-scaled"', rule), source="rule.toml"
    )
    marks = [Decimal(mark) for mark in (2, 5, 3, 5, 2)]

    assert compute_total(scheme, {}, marks).parts == {"current": Decimal(current)}


@pytest.mark.parametrize(
    ("mode", "places", "total"),
    [
        ("half-up", 1, "86.5"),
        ("half-up", 0, "86"),
        ("half-even", 1, "86.4"),
        ("up", 0, "87"),
        ("up", 1, "86.5"),
        ("down", 0, "86"),
        ("down", 1, "86.4"),
        ("half-even", 2, "86.45"),
    ],
)
def test_rounding(mode: str, places: int, total: str) -> None:
    toml = scheme_text(EXAMPLE).replace(
        'rounding = "half-up"\nplaces = 0', f'rounding = "{mode}"\nplaces = {places}'
    )
    points = decimals(intermediate_1="28.25", intermediate_2="28.2", independent="5", final="25")

    assert compute_total(load_scheme(toml, source=mode), points).points == Decimal(total)


def test_half_of_current_and_intermediate() -> None:
    scheme = load_scheme(HALVED, source="halved.toml")
    found = compute_total(scheme, decimals(current="50", module="45.5", exam="77"))

    assert scheme.maximum == 100
    assert found.points == Decimal("78.6")  # 47.75 + 30.8 = 78.55, the half goes to the even 6
    assert found.row is not None
    assert found.row.letter == "P"


@pytest.mark.parametrize(
    ("exam", "letter", "below"),
    [("50.5", "P", ()), ("50.49", "FX", ("exam",)), ("0", "FX", ("exam",))],
)
def test_a_component_below_its_minimum_does_not_pass(
    exam: str, letter: str, below: tuple[str, ...]
) -> None:
    found = compute_total(
        load_scheme(HALVED, source="halved.toml"), decimals(current="60", module="60", exam=exam)
    )

    assert found.below_minimum == below
    assert found.points is not None
    assert found.points >= 60
    assert found.row is not None
    assert found.row.letter == letter


def test_nothing_entered_has_no_total() -> None:
    found = compute_total(EXAMPLE, {})

    assert (found.points, found.row, found.complete, found.parts) == (None, None, False, {})
    assert found.missing == ("intermediate-1", "intermediate-2", "independent", "final")


def test_an_incomplete_total_has_points_so_far_but_no_mark() -> None:
    found = compute_total(EXAMPLE, decimals(intermediate_1="30", final="30"))

    assert found.points == 60
    assert found.row is None
    assert not found.complete
    assert found.missing == ("intermediate-2", "independent")


def test_a_mean_so_far_is_the_mean_of_what_is_there(five_point: Scheme) -> None:
    found = compute_total(five_point, {}, [Decimal(5), Decimal(4)])

    assert found.points == 5
    assert found.missing == ("final",)


def test_lesson_marks_do_not_count_where_the_scheme_does_not_sum_them() -> None:
    points = decimals(intermediate_1="30", intermediate_2="20", independent="5", final="12")

    assert compute_total(EXAMPLE, points, [Decimal(2)] * 9) == compute_total(EXAMPLE, points)


@pytest.mark.parametrize(
    "value",
    ["-0.01", "30.01", "NaN", "sNaN", "Infinity", "-Infinity", "1E+9", "0.001", "1E-30"],
)
def test_points_no_journal_can_hold(value: str) -> None:
    with pytest.raises(Invalid) as refused:
        compute_total(EXAMPLE, decimals(intermediate_1="30", final=value))

    assert refused.value.place == "final"


@pytest.mark.parametrize("value", [3.5, 3, "3", True, None])
def test_points_are_decimals(value: object) -> None:
    with pytest.raises(Invalid) as refused:
        compute_total(EXAMPLE, {"final": value})  # type: ignore[dict-item]

    assert refused.value.place == "final"


@pytest.mark.parametrize("mark", ["1", "6", "3.5", "NaN", "sNaN", "Infinity", "-3"])
def test_marks_no_lesson_can_bring(mark: str, five_point: Scheme) -> None:
    with pytest.raises(Invalid) as refused:
        compute_total(five_point, {}, [Decimal(5), Decimal(mark)])

    assert refused.value.place == "lesson"


def test_points_of_an_unknown_component_are_refused() -> None:
    with pytest.raises(NotFound) as refused:
        compute_total(EXAMPLE, decimals(final="3", dream="3"))

    assert refused.value.identifier == "dream"


def test_points_for_a_computed_component_are_refused(five_point: Scheme) -> None:
    with pytest.raises(Invalid) as refused:
        compute_total(five_point, decimals(current="5", final="5"), [Decimal(2)])

    assert refused.value.place == "current"


def test_the_hosts_decimal_context_changes_nothing(five_point: Scheme) -> None:
    marks = [Decimal(3), Decimal(3), Decimal(4)]
    expected = compute_total(five_point, decimals(final="3.66"), marks)

    with localcontext() as context:
        context.prec = 2
        context.rounding = ROUND_UP
        assert compute_total(five_point, decimals(final="3.66"), marks) == expected
        assert load_scheme(scheme_text(five_point), source="again").maximum == five_point.maximum


def lines(scheme: Scheme, points: dict[str, Decimal], marks: str = "", **options: str) -> list[str]:
    steps = explain_total(scheme, points, [Decimal(one) for one in marks.split()], **options)
    return [str(step.text) for step in steps]


def test_why_a_sum() -> None:
    points = decimals(intermediate_1="26.5", intermediate_2="30", independent="10", final="20")

    assert lines(EXAMPLE, points) == [
        "1-модуль: 26,5 of 30",
        "2-модуль: 30 of 30",
        "Студенттин өз алдынча иши: 10 of 10",
        "Экзамен: 20 of 30",
        "Together: 26,5 + 30 + 10 + 20",
        "Rounded to the nearest, a half up: 87",
        "From 87 points: A, эң жакшы",
    ]
    assert [step.value for step in explain_total(EXAMPLE, points)][-3:] == [
        Decimal("86.5"),
        Decimal(87),
        None,
    ]


def test_why_a_mean(five_point: Scheme) -> None:
    assert lines(five_point, decimals(final="3.66"), "3 3 4", language="en") == [
        "Current mark: 3 of 3 lesson marks count: 3; 3; 4",
        "Current mark: their mean, where 5 gives 5: 3.33",
        "Exam: 3.66 of 5",
        "Together: (3.33 + 3.66) / 2",
        "Rounded to the nearest, a half up: 3",
        "From 3 points: 3, satisfactory",
    ]


def test_why_not_passed() -> None:
    scheme = load_scheme(HALVED, source="halved.toml")

    assert lines(scheme, decimals(current="60", module="60", exam="20"), language="en") == [
        "Current: 60 of 60",
        "Module: 60 of 60",
        "Exam: 20 of 100",
        "Exam: at least 50.5 is needed to pass",
        "Together: (60 + 60 + 0.8 × 20) / 2",
        "Rounded to the nearest, a half to the even neighbour: 68",
        "Not passed, because a component is below its pass minimum",
        "From 31 points: FX, FX",
    ]


def test_why_no_mark_yet() -> None:
    assert lines(EXAMPLE, decimals(final="3"), language="ru") == [
        "Модуль 1: not there yet",
        "Модуль 2: not there yet",
        "Самостоятельная работа студента: not there yet",
        "Экзамен: 3 of 30",
        "Together: 3",
        "Rounded to the nearest, a half up: 3",
        "The mark is given when every component is there",
    ]
    assert len(lines(EXAMPLE, {})) == 4


def test_a_scheme_may_begin_with_a_byte_order_mark():
    assert load_scheme(f"\ufeff{HALVED}", source="halved.toml") == load_scheme(
        HALVED, source="halved.toml"
    )


@pytest.mark.parametrize("value", [25, 25.0, "25", None])
def test_points_that_are_no_decimals_are_told_so(value):
    with pytest.raises(Invalid) as caught:
        compute_total(EXAMPLE, {"intermediate-1": value})
    assert caught.value.place == "intermediate-1"
    assert str(caught.value) == f"{value} is no Decimal; points are Decimal numbers"
