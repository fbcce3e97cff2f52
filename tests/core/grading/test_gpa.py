"""The grade point average by every policy, and why it is so."""

from decimal import ROUND_UP, Decimal, localcontext

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.errors import Conflict, Invalid, Refusal, SchemeError
from oshj_core.grading import (
    GpaPolicy,
    Outcome,
    Overall,
    Repeated,
    Rounding,
    SpecialMark,
    SubjectResult,
    Weights,
    explain_gpa,
    gpa,
    load_gpa_policy,
    shipped_gpa_policies,
)
from oshj_core.structure import ControlForm

WEIGHTED, MEAN_OF_MEANS = (
    load_gpa_policy(shipped_gpa_policies()[name], source=name)
    for name in ("weighted", "mean-of-means")
)
WORDS = {"ky": "баа", "ru": "оценка", "en": "mark"}


def result(
    subject: str,
    equivalent: str | None,
    credits_: int = 4,
    semester: str = "2026-1",
    control: ControlForm = ControlForm.EXAM,
    outcome: Outcome = Outcome.PASSED,
) -> SubjectResult:
    mark = SpecialMark("X", WORDS, None if equivalent is None else Decimal(equivalent))
    return SubjectResult(subject, subject.title(), semester, credits_, control, outcome, None, mark)


FIRST = [
    result("algebra", "4", 6),
    result("physics", "3.33", 4),
    result("history", "2.33", 3),
]  # 44.31 / 13 = 3.40846…
SECOND = [result("optics", "3", 5, "2026-2"), result("logic", "2", 2, "2026-2")]  # 19 / 7 = 2.714…


def values(policy: GpaPolicy, results: list[SubjectResult]) -> tuple[list[str], str]:
    found = gpa(policy, results)
    return [str(one.value) for one in found.semesters], str(found.overall)


def test_weighted_by_credits_per_semester_and_overall() -> None:
    found = gpa(WEIGHTED, [*SECOND, *FIRST])

    assert [(one.semester, one.value, one.credits) for one in found.semesters] == [
        ("2026-1", Decimal("3.41"), 13),
        ("2026-2", Decimal("2.71"), 7),
    ]
    assert found.overall == Decimal("3.17")  # 63.31 / 20 = 3.1655


def test_the_live_portal_averages_averages_and_rounds_up() -> None:
    assert values(MEAN_OF_MEANS, [*FIRST, *SECOND]) == (["3.41", "2.72"], "3.07")  # 3.065


def test_every_subject_alike() -> None:
    alike = attrs.evolve(WEIGHTED, weights=Weights.EQUAL)

    assert values(alike, FIRST) == (["3.22"], "3.22")  # 9.66 / 3
    assert gpa(alike, FIRST).semesters[0].credits == 13


@pytest.mark.parametrize(
    ("mode", "places", "value"),
    [
        ("half-up", 2, "3.17"),
        ("down", 2, "3.16"),
        ("up", 1, "3.2"),
        ("half-even", 3, "3.166"),
        ("half-up", 4, "3.1655"),
        ("half-up", 0, "3"),
    ],
)
def test_rounding(mode: str, places: int, value: str) -> None:
    policy = attrs.evolve(WEIGHTED, overall_rounding=Rounding(mode, places))

    assert values(policy, [*FIRST, *SECOND]) == (["3.41", "2.71"], value)


def test_a_mean_of_means_takes_the_rounded_means() -> None:
    policy = attrs.evolve(
        MEAN_OF_MEANS,
        semester_rounding=Rounding("up", 4),
        overall_rounding=Rounding("half-up", 4),
    )

    assert values(policy, [*FIRST, *SECOND]) == (["3.4085", "2.7143"], "3.0614")


@pytest.mark.parametrize(
    ("more", "weighted", "mean_of_means"),
    [
        (result("zachet", "4", control=ControlForm.PASS_FAIL), "3.41", "3.41"),
        (result("project", "4", control=ControlForm.COURSE_WORK), "3.55", "3.41"),
        (result("thesis", "4", control=ControlForm.THESIS), "3.55", "3.41"),
        (result("failed", "0", outcome=Outcome.RESIT), "2.61", "2.61"),
        (result("failed", "0", outcome=Outcome.REPEAT), "2.61", "2.61"),
        (result("absent", None, outcome=Outcome.ABSENT), "2.61", "2.61"),
        (result("absent", "4", outcome=Outcome.ABSENT), "2.61", "2.61"),
        (result("refused", None, outcome=Outcome.NOT_ADMITTED), "2.61", "2.61"),
        (result("later", None, outcome=Outcome.INCOMPLETE), "3.41", "3.41"),
        (result("pending", None, outcome=Outcome.PENDING), "3.41", "3.41"),
        (result("no-equivalent", None), "3.41", "3.41"),
    ],
)
def test_which_results_count(more: SubjectResult, weighted: str, mean_of_means: str) -> None:
    assert values(WEIGHTED, [*FIRST, more]) == ([weighted], weighted)
    assert values(MEAN_OF_MEANS, [*FIRST, more]) == ([mean_of_means], mean_of_means)


@pytest.mark.parametrize(
    ("repeated", "overall"),
    [(Repeated.LAST, "1.00"), (Repeated.BEST, "3.00"), (Repeated.EVERY, "2.00")],
)
def test_a_repeated_subject(repeated: Repeated, overall: str) -> None:
    policy = attrs.evolve(WEIGHTED, repeated=repeated)
    twice = [result("algebra", "1", semester="2026-2"), result("algebra", "3")]

    assert values(policy, twice) == (["3.00", "1.00"], overall)


def test_what_counts_as_zero_is_exactly_zero() -> None:
    absent = [result("absent", None, 1, outcome=Outcome.ABSENT)]

    assert values(MEAN_OF_MEANS, absent) == (["0.00"], "0.00")


def test_every_subject_alike_weighs_one() -> None:
    alike = attrs.evolve(WEIGHTED, weights=Weights.EQUAL)

    assert [str(step.text) for step in explain_gpa(alike, FIRST[:2])] == [
        "Algebra: equivalent 4, weight 1",
        "Physics: equivalent 3,33, weight 1",
        "Semester 2026-1: (1 × 4 + 1 × 3,33) / 2",
        "Overall: (1 × 4 + 1 × 3,33) / 2",
    ]


def test_policies_can_be_told_apart_in_a_set() -> None:
    again = load_gpa_policy(shipped_gpa_policies()["weighted"], source="again")

    assert {WEIGHTED, MEAN_OF_MEANS, again} == {WEIGHTED, MEAN_OF_MEANS}


def test_nothing_counts_yet() -> None:
    assert gpa(WEIGHTED, []).overall is None
    assert gpa(WEIGHTED, []).semesters == ()
    early = gpa(WEIGHTED, [result("algebra", None, outcome=Outcome.PENDING)])
    assert [(one.semester, one.value, one.credits) for one in early.semesters] == [
        ("2026-1", None, 0)
    ]
    assert [
        str(step.text)
        for step in explain_gpa(WEIGHTED, [result("algebra", None, outcome=Outcome.PENDING)])
    ] == [
        "Algebra: does not count in the average",
        "There is no average: nothing counts yet",
    ]


def test_why_the_average() -> None:
    zachet = result("zachet", None, control=ControlForm.PASS_FAIL)
    steps = explain_gpa(MEAN_OF_MEANS, [*FIRST[:2], zachet, SECOND[1]])

    assert [str(step.text) for step in steps] == [
        "Zachet: does not count in the average",
        "Algebra: equivalent 4, weight 6",
        "Physics: equivalent 3,33, weight 4",
        "Semester 2026-1: (6 × 4 + 4 × 3,33) / 10",
        "Logic: equivalent 2, weight 2",
        "Semester 2026-2: (2 × 2) / 2",
        "Overall: (1 × 3,74 + 1 × 2) / 2",
    ]
    assert [step.value for step in steps] == [
        None,
        4,
        Decimal("3.33"),
        Decimal("3.74"),
        2,
        2,
        Decimal("2.87"),
    ]
    assert "3.33" in str(explain_gpa(MEAN_OF_MEANS, FIRST, language="en")[1].text)


def test_the_hosts_decimal_context_changes_nothing() -> None:
    expected = values(WEIGHTED, [*FIRST, *SECOND])

    with localcontext() as context:
        context.prec = 2
        context.rounding = ROUND_UP
        assert values(WEIGHTED, [*FIRST, *SECOND]) == expected


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"credits": 0}, "credits"),
        ({"credits": -3}, "credits"),
        ({"credits": 1001}, "credits"),
        ({"credits": True}, "credits"),
        ({"credits": Decimal(3)}, "credits"),
        ({"semester": "2026"}, "semester"),
        ({"semester": "2026-1 "}, "semester"),
        ({"semester": "٢٠٢٦-1"}, "semester"),
        ({"equivalent": "-0.01"}, "equivalent"),
        ({"equivalent": "4.01"}, "equivalent"),
        ({"equivalent": "3.333"}, "equivalent"),
        ({"equivalent": "NaN"}, "equivalent"),
        ({"equivalent": "sNaN"}, "equivalent"),
        ({"equivalent": "Infinity"}, "equivalent"),
        ({"equivalent": "1E+999999"}, "equivalent"),
    ],
)
def test_results_that_cannot_be(wrong: dict[str, object], field: str) -> None:
    equivalent = wrong.pop("equivalent", None)
    bad = attrs.evolve(result("optics", equivalent), **wrong)  # type: ignore[arg-type]

    for ask in (gpa, explain_gpa):
        with pytest.raises(Invalid) as refused:
            ask(WEIGHTED, [FIRST[0], bad])
        assert refused.value.place == f"results[2].{field}"


def test_the_least_and_the_most_that_can_be() -> None:
    assert values(WEIGHTED, [result("a", "4", 1), result("b", "0", 1000)])[1] == "0.00"
    assert values(WEIGHTED, [result("a", "4", 1)])[1] == "4.00"


def test_a_float_is_no_equivalent() -> None:
    bad = attrs.evolve(FIRST[0], mark=SpecialMark("X", WORDS, 3.5))  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        gpa(WEIGHTED, [bad])


def test_a_subject_twice_in_one_semester_is_refused() -> None:
    with pytest.raises(Conflict) as refused:
        gpa(WEIGHTED, [*FIRST, FIRST[0]])

    assert refused.value.place == "results[4]"


RESULTS = st.builds(
    SubjectResult,
    subject=st.sampled_from(["a", "b", "c", "d"]),
    name=st.just("Name"),
    semester=st.sampled_from(["2026-1", "2026-2", "2027-1", "autumn"]),
    credits=st.integers(-1, 9),
    control=st.sampled_from(ControlForm),
    outcome=st.sampled_from(Outcome),
    mark=st.none()
    | st.builds(
        SpecialMark,
        st.just("X"),
        st.just(WORDS),
        st.decimals() | st.decimals(0, 4, places=2) | st.none(),
    ),
)


@given(st.lists(RESULTS, max_size=6), st.sampled_from([WEIGHTED, MEAN_OF_MEANS]))
def test_hostile_results_give_a_typed_refusal_or_an_average(
    results: list[SubjectResult], policy: GpaPolicy
) -> None:
    try:
        found = gpa(policy, results)
    except Refusal:
        return
    for value in (found.overall, *(one.value for one in found.semesters)):
        assert value is None or 0 <= value <= 4
    assert explain_gpa(policy, results)[-1].value == found.overall


@given(
    st.lists(st.tuples(st.integers(1, 9), st.decimals(0, 4, places=2)), min_size=1, max_size=8),
    st.data(),
)
def test_a_better_mark_never_lowers_the_average(
    marks: list[tuple[int, Decimal]], data: st.DataObject
) -> None:
    before = [result(f"s{n}", str(value), weight) for n, (weight, value) in enumerate(marks)]
    which = data.draw(st.integers(0, len(marks) - 1))
    better = data.draw(st.decimals(marks[which][1], 4, places=2))
    after = list(before)
    after[which] = result(f"s{which}", str(better), marks[which][0])

    for policy in (WEIGHTED, MEAN_OF_MEANS):
        low, high = gpa(policy, before).overall, gpa(policy, after).overall
        assert low is not None
        assert high is not None
        assert min(value for _, value in marks) <= low + Decimal("0.01")
        assert low <= high


WRONG = {
    "no form": ('forms = ["exam"]', "forms = []", "forms", "must be a list of different words"),
    "form twice": ('["exam"]', '["exam", "exam"]', "forms", "must be a list of different words"),
    "unknown form": ('["exam"]', '["dance"]', "forms", "must be a list of different words"),
    "number for a form": ('["exam"]', "[3]", "forms", "must be a list of different words"),
    "text for a list": ('["exam"]', '"exam"', "forms", "must be a list of different words"),
    "pending": ('["passed"', '["pending"', "outcomes", "must be a list of different words"),
    "twice": ('zero = ["absent"', 'zero = ["passed"', "zero", "names an outcome that stands in"),
    "weights": ('weights = "credits"', 'weights = "hours"', "weights", "must be one of: credits"),
    "overall": (
        'overall = "semesters"',
        'overall = "years"',
        "overall",
        "must be one of: semesters, subjects",
    ),
    "repeated of means": (
        "maximum = 4",
        'repeated = "last"',
        "repeated",
        "is not used by semesters",
    ),
    "maximum 0": ("maximum = 4", "maximum = 0", "maximum", "must be more than 0"),
    "mode": (
        'overall-rounding = { mode = "up"',
        'overall-rounding = { mode = "lucky"',
        "overall-rounding.mode",
        "must be one of",
    ),
    "five places": (
        'semester-rounding = { mode = "up", places = 2',
        'semester-rounding = { mode = "up", places = 5',
        "semester-rounding.places",
        "must be a whole number from 0 to 4",
    ),
    "unknown key": ("maximum = 4", "maximun = 4", "maximun", "is not a key"),
    "missing": ('weights = "credits"\n', "", "weights", "is missing"),
    "no TOML": ("id =", "id", "TOML", "cannot be read"),
    "id": ('id = "mean-of-means"', 'id = "Орточо"', "id", "must consist of lower-case"),
    "title": ('ru = "Среднее семестровых средних"\n', "", "title.ru", "is missing"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_policy_is_refused_with_file_key_and_reason(name: str) -> None:
    right, wrong, key, reason = WRONG[name]
    toml = shipped_gpa_policies()["mean-of-means"]
    assert right in toml

    with pytest.raises(SchemeError) as refused:
        load_gpa_policy(toml.replace(right, wrong, 1), source="wrong.toml")

    assert (refused.value.source, refused.value.key) == ("wrong.toml", key)
    assert reason in str(refused.value.reason)


def test_the_highest_equivalent_is_four_unless_said_otherwise() -> None:
    toml = shipped_gpa_policies()["weighted"].replace("maximum = 4\n", "")

    assert load_gpa_policy(toml, source="default") == WEIGHTED


def test_the_shipped_policies_name_their_source() -> None:
    assert list(shipped_gpa_policies()) == ["mean-of-means", "weighted"]
    for name, toml in shipped_gpa_policies().items():
        policy = load_gpa_policy(toml, source=name)
        assert policy.id == name
        assert "not confirmed" in policy.source
        assert policy.maximum == 4
    assert WEIGHTED.overall is Overall.SUBJECTS
    assert MEAN_OF_MEANS.forms == (ControlForm.EXAM,)
