"""Best n of m and drop lowest over components, and the pass minimum of the total."""

from decimal import Decimal

import pytest

from oshj_core.grading import Scheme, compute_total, explain_total, load_scheme, scheme_text

COMPONENT = """
[[component]]
id = "{id}"
kind = "{kind}"
maximum = {maximum}
{more}
title = {{ ky = "{id}", ru = "{id}", en = "{id}" }}
short = {{ ky = "{id}", ru = "{id}", en = "{id}" }}
"""
SCALE = """
[[scale]]
at-least = 50
letter = "P"
passes = true
words = { ky = "өттү", ru = "зачтено", en = "passed" }

[[scale]]
at-least = 20
letter = "FX"
passes = false
words = { ky = "FX", ru = "FX", en = "FX" }

[[scale]]
at-least = 0
letter = "F"
passes = false
outcome = "repeat"
words = { ky = "F", ru = "F", en = "F" }
"""


def choosing(
    strategy: str,
    count: int,
    *,
    total: str = "sum",
    exam: int = 40,
    minimum: int = 0,
    passes_at: int = 50,
) -> Scheme:
    modules = [
        COMPONENT.format(
            id=f"m{n}", kind="intermediate", maximum=30, more=f"module = {n}\nminimum = 5"
        )
        for n in (1, 2)
    ]
    modules.insert(1, COMPONENT.format(id="exam", kind="final", maximum=exam, more=""))
    modules.append(
        COMPONENT.format(id="m3", kind="intermediate", maximum=30, more="module = 3\nminimum = 5")
    )
    toml = f"""
id = "choosing"
version = "1"
source = "tests"
effective-from = 2026-09-01
title = {{ ky = "Тандоо", ru = "Выбор", en = "Choosing" }}
lesson-mark = {{ minimum = 2, maximum = 5, step = 1 }}
{"".join(modules)}
[total]
strategy = "{total}"
rounding = "half-up"
places = 2
minimum = {minimum}
selection = {{ kind = "intermediate", strategy = "{strategy}", count = {count} }}
{SCALE.replace("= 50", f"= {passes_at}")}"""
    scheme = load_scheme(toml, source="choosing.toml")
    assert load_scheme(scheme_text(scheme), source="again") == scheme
    return scheme


def points(**given: str) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in given.items()}


@pytest.mark.parametrize(
    ("strategy", "count", "maximum", "total", "left_out"),
    [
        ("best-of", 2, 100, "60", ("m1",)),
        ("best-of", 1, 70, "40", ("m1", "m3")),
        ("drop-lowest", 1, 100, "60", ("m1",)),
        ("drop-lowest", 2, 70, "40", ("m1", "m3")),
    ],
)
def test_which_components_count(
    strategy: str, count: int, maximum: int, total: str, left_out: tuple[str, ...]
) -> None:
    scheme = choosing(strategy, count)
    found = compute_total(scheme, points(m1="19.99", m2="30", exam="10", m3="20"))

    assert scheme.maximum == maximum
    assert found.points == Decimal(total)
    assert found.left_out == left_out
    assert found.complete
    assert set(found.parts) == {"m1", "m2", "exam", "m3"}


def test_of_equal_points_the_later_component_is_left_out() -> None:
    found = compute_total(choosing("best-of", 2), points(m1="20", m2="20", exam="0", m3="20"))

    assert found.left_out == ("m3",)


def test_a_mean_of_the_best_is_divided_by_their_weights() -> None:
    scheme = choosing("best-of", 2, total="weighted-mean", exam=30, passes_at=25)

    assert scheme.maximum == 30
    found = compute_total(scheme, points(m1="0", m2="30", exam="25", m3="20"))
    assert found.points == Decimal(25)


@pytest.mark.parametrize(
    ("given", "total", "left_out"),
    [
        (points(m1="10"), "10", ()),
        (points(m1="10", m2="20"), "30", ()),
        (points(m1="10", m2="20", m3="30"), "50", ("m1",)),
        (points(exam="10"), "10", ()),
    ],
)
def test_the_total_so_far_chooses_among_what_is_there(
    given: dict[str, Decimal], total: str, left_out: tuple[str, ...]
) -> None:
    found = compute_total(choosing("best-of", 2), given)

    assert (found.points, found.left_out) == (Decimal(total), left_out)
    assert found.row is None


def test_the_lowest_is_dropped_only_while_another_is_left() -> None:
    found = compute_total(choosing("drop-lowest", 2), points(m1="10", exam="7"))

    assert (found.points, found.left_out) == (17, ())


def test_the_pass_minimum_of_a_component_that_does_not_count_is_not_asked_for() -> None:
    scheme = choosing("best-of", 2)
    fine = compute_total(scheme, points(m1="4.99", m2="30", exam="40", m3="5"))
    failed = compute_total(scheme, points(m1="4.98", m2="30", exam="40", m3="4.99"))

    assert fine.below_minimum == ()
    assert fine.row is not None
    assert fine.row.passes
    assert failed.below_minimum == ("m3",)
    assert failed.row is not None
    assert failed.row.letter == "FX"


@pytest.mark.parametrize(("exam", "letter"), [("10", "P"), ("9.99", "FX")])
@pytest.mark.parametrize("strategy", ["best-of", None])
def test_the_pass_minimum_of_the_total(exam: str, letter: str, strategy: str | None) -> None:
    scheme = choosing("best-of", 2, minimum=70)
    if strategy is None:
        text = scheme_text(scheme)
        line = next(line for line in text.splitlines() if line.startswith("selection"))
        scheme = load_scheme(text.replace(line, ""), source="all")
        given = points(m1="10", m2="20", exam=exam, m3="30")
    else:
        given = points(m1="9", m2="30", exam=exam, m3="30")
    found = compute_total(scheme, given)

    assert found.row is not None
    assert found.row.letter == letter
    said = [str(step.text) for step in explain_total(scheme, given, language="en")]
    not_passed = "Not passed, because the total is below its pass minimum of 70"
    assert (not_passed in said) is (letter == "FX")


def test_why_a_component_does_not_count() -> None:
    steps = explain_total(
        choosing("best-of", 2), points(m1="4", m2="30", exam="10", m3="20"), language="en"
    )

    assert [str(step.text) for step in steps] == [
        "m1: 4 of 30",
        "m1: does not count, others have more points",
        "exam: 10 of 40",
        "m2: 30 of 30",
        "m3: 20 of 30",
        "Together: 10 + 30 + 20",
        "Rounded to the nearest, a half up: 60",
        "From 50 points: P, passed",
    ]
