"""Who may sit the final control: points, attendance, excuses (2.4)."""

from decimal import ROUND_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.errors import Invalid, Refusal
from oshj_core.grading import (
    Attended,
    Scheme,
    admission,
    compute_total,
    load_scheme,
    shipped_schemes,
)

EXAMPLE = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")
EVERY_LESSON = Attended(40, 40)


def asking(excused: str) -> Scheme:
    toml = shipped_schemes()["example-100"].replace(
        'excused = "attended"', f'excused = "{excused}"'
    )
    return load_scheme(toml, source=excused)


def points(first: str, second: str = "0", independent: str = "0") -> dict[str, Decimal]:
    return {
        "intermediate-1": Decimal(first),
        "intermediate-2": Decimal(second),
        "independent": Decimal(independent),
    }


@pytest.mark.parametrize(
    ("entered", "admitted"),
    [
        (points("21", "0", "10"), True),
        (points("20.99", "0", "10"), False),
        (points("30", "1"), True),
        ({"intermediate-1": Decimal(30)}, False),
        ({"intermediate-1": Decimal(30), "final": Decimal(30)}, False),
        ({}, False),
    ],
)
def test_points_before_the_final(entered: dict[str, Decimal], admitted: bool) -> None:
    found = admission(EXAMPLE, compute_total(EXAMPLE, entered), EVERY_LESSON)

    assert found.admitted is admitted
    assert [reason.met for reason in found.reasons] == [admitted, True]
    assert {reason.clause for reason in found.reasons} == {"2.4"}


@pytest.mark.parametrize(
    ("excused", "attended", "admitted"),
    [
        ("attended", Attended(40, 30), True),
        ("attended", Attended(40, 29), False),
        ("attended", Attended(40, 20, 10), True),
        ("attended", Attended(40, 20, 9), False),
        ("missed", Attended(40, 30, 10), True),
        ("missed", Attended(40, 29, 11), False),
        ("left-out", Attended(40, 27, 4), True),  # 27 of 36
        ("left-out", Attended(40, 26, 4), False),
        ("left-out", Attended(40, 0, 40), True),
        ("missed", Attended(40, 0, 40), False),
        ("missed", Attended(0, 0), True),
        ("missed", Attended(Decimal("13.34"), Decimal("10.01")), True),
        ("missed", Attended(Decimal("13.34"), Decimal(10)), False),
    ],
)
def test_attendance(excused: str, attended: Attended, admitted: bool) -> None:
    scheme = asking(excused)
    found = admission(scheme, compute_total(scheme, points("30", "30")), attended)

    assert [reason.met for reason in found.reasons] == [True, admitted]


def test_the_reasons_can_be_read() -> None:
    found = admission(
        EXAMPLE, compute_total(EXAMPLE, points("20.5", "1", "1")), Attended(7, 4, 1), language="ru"
    )

    assert [str(reason.text) for reason in found.reasons] == [
        "М1 + М2 + СРС: 22,5 points, at least 31 are needed",
        "Attendance: 5 of 7, 71,42 %, at least 75 % is needed",
    ]


def test_no_lesson_and_no_rule() -> None:
    free = load_scheme(shipped_schemes()["pass-fail"], source="pass-fail")
    nothing = admission(free, compute_total(free, {}))
    early = admission(EXAMPLE, compute_total(EXAMPLE, points("30", "30")), Attended(0, 0))

    assert nothing.admitted
    assert [str(one.text) for one in nothing.reasons] == ["The scheme has no admission rule"]
    assert str(early.reasons[1].text) == "Attendance: no lesson counts yet"


@pytest.mark.parametrize(
    "attended",
    [
        None,
        Attended(10, -1),
        Attended(-1, 0),
        Attended(10, 0, -1),
        Attended(10, 11),
        Attended(10, 6, 5),
        Attended(10, 6, True),
        Attended(10, 6.0),  # type: ignore[arg-type]
        Attended(10, "6"),  # type: ignore[arg-type]
        Attended(Decimal("NaN"), 1),
        Attended(Decimal("sNaN"), 1),
        Attended(Decimal("Infinity"), 1),
        Attended(1_000_000, 1),
    ],
)
def test_an_attendance_that_cannot_be(attended: Attended | None) -> None:
    with pytest.raises(Invalid) as refused:
        admission(EXAMPLE, compute_total(EXAMPLE, points("30", "30")), attended)

    assert refused.value.place == "attendance"


def test_the_hosts_decimal_context_changes_nothing() -> None:
    total = compute_total(EXAMPLE, points("10.25", "10.25", "10"))
    expected = admission(EXAMPLE, total, Attended(40, 29))

    with localcontext() as context:
        context.prec = 2
        context.rounding = ROUND_UP
        assert admission(EXAMPLE, total, Attended(40, 29)) == expected
    assert str(expected.reasons[0].text).startswith("М1 + М2 + СӨАИ: 30,5 points")
    assert not expected.admitted


NUMBERS = st.integers() | st.decimals() | st.floats()


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_hostile_attendance_gives_a_typed_refusal_or_an_answer(
    held: Decimal, attended: Decimal, excused: Decimal
) -> None:
    total = compute_total(EXAMPLE, points("30", "30"))
    try:
        found = admission(EXAMPLE, total, Attended(held, attended, excused))
    except Refusal:
        return
    assert len(found.reasons) == 2
