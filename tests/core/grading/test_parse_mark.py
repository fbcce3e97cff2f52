"""What a person may type as a mark (2.4), and what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.errors import Invalid, NotFound
from oshj_core.grading import Scheme, load_scheme, shipped_schemes

EXAMPLE = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")

HOSTILE = [
    "", " ", "NaN", "nan", "sNaN", "inf", "-inf", "Infinity", "1e1", "1E1", "1e-1", "0x5", "-1",
    "-0", "+5", "5-", "1_0", "1 0", "٥", "５", "5.", ".5", "5..5", "5,5,5", "1'0", "五", "½",
    "5\x00", "5;", "=5", "5%", "5.001", "9" * 7, "9" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0", "0"),
        ("30", "30"),
        ("29,75", "29.75"),
        ("29.75", "29.75"),
        (" 7,5 ", "7.5"),
        ("\u00a07\u202f", "7"),
        ("\t12\n", "12"),
        ("05", "5"),
        ("30,00", "30"),
    ],
)
def test_points(raw: str, value: str) -> None:
    assert EXAMPLE.parse_mark(raw, "final") == Decimal(value)


@pytest.mark.parametrize("raw", [*HOSTILE, "30.01", "31", "30,5"])
def test_points_refused(raw: str) -> None:
    with pytest.raises(Invalid) as refused:
        EXAMPLE.parse_mark(raw, "final")

    assert refused.value.place == "final"
    assert refused.value.text.params["maximum"] == 30
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("raw", ["2", "3", "4", "5", " 5 ", "4,0", "3.00"])
def test_lesson_marks(raw: str) -> None:
    assert EXAMPLE.parse_mark(raw) == Decimal(raw.strip().replace(",", "."))


@pytest.mark.parametrize("raw", [*HOSTILE, "0", "1", "6", "2.5", "4,01"])
def test_lesson_marks_refused_with_what_is_allowed(raw: str) -> None:
    with pytest.raises(Invalid) as refused:
        EXAMPLE.parse_mark(raw)

    assert refused.value.place == "lesson"
    assert refused.value.clause == "2.4"
    assert "a number from 2 to 5 in steps of 1" in str(refused.value)


@pytest.mark.parametrize(("raw", "fits"), [("0.25", True), ("1", True), ("0.3", False)])
def test_steps_count_from_the_minimum(raw: str, fits: bool, five_point_text: str) -> None:
    scheme = load_scheme(
        five_point_text.replace(
            "minimum = 2\nmaximum = 5\nstep = 1", 'minimum = "0.25"\nmaximum = 10\nstep = "0.75"'
        ),
        source="quarter.toml",
    )
    if fits:
        assert scheme.parse_mark(raw) == Decimal(raw)
    else:
        with pytest.raises(Invalid, match=r"0\.25 to 10 in steps of 0\.75"):
            scheme.parse_mark(raw)


def test_computed_points_cannot_be_entered(five_point: Scheme) -> None:
    with pytest.raises(Invalid, match="computed from the marks of the lessons") as refused:
        five_point.parse_mark("5", "current")

    assert refused.value.place == "current"
    assert refused.value.clause == "2.9"


def test_an_unknown_component_is_not_found() -> None:
    with pytest.raises(NotFound) as refused:
        EXAMPLE.parse_mark("5", "dream")

    assert refused.value.identifier == "dream"


@given(st.text(), st.sampled_from([None, "final", "independent"]))
def test_any_text_is_a_mark_or_a_typed_refusal(raw: str, component_id: str | None) -> None:
    value, place = None, None
    try:
        value = EXAMPLE.parse_mark(raw, component_id)
    except Invalid as refusal:
        place = refusal.place

    if value is None:
        assert place == (component_id or "lesson")
    else:
        assert value * 100 == int(value * 100)
        assert 0 <= value <= 30


@given(st.decimals(0, 30, places=2))
def test_points_written_with_two_decimals_are_read_back(value: Decimal) -> None:
    assert EXAMPLE.parse_mark(f"{value:f}".replace(".", ","), "final") == value


@pytest.mark.parametrize("points", ["-0.01", "100.01", "NaN", "sNaN", "Infinity"])
def test_the_scale_has_no_row_for_what_is_no_total(points: str) -> None:
    with pytest.raises(Invalid) as refused:
        EXAMPLE.row(Decimal(points))

    assert refused.value.place == "total"
