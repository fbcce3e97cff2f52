"""What holds for every valid scheme and every journal."""

from datetime import date
from decimal import Decimal
from types import MappingProxyType

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from oshj_core.calendar import Window
from oshj_core.errors import Refusal, SchemeError
from oshj_core.grading import (
    AdmissionRule,
    Anchor,
    Component,
    ComponentKind,
    CountingAttempt,
    ExcusedLessons,
    LessonMark,
    LessonRule,
    Outcome,
    RelativeWindow,
    ResitRule,
    Rounding,
    ScaleRow,
    Scheme,
    SpecialMark,
    TotalRule,
    compute_total,
    explain_total,
    load_scheme,
    scheme_text,
    shipped_schemes,
)
from oshj_core.grading.rules import FAILED_OUTCOMES
from oshj_core.structure import ControlForm

ROUNDINGS = st.sampled_from(["half-up", "half-even", "up", "down"])
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
    str.strip
)
WORDS = st.fixed_dictionaries({"ky": TEXTS, "ru": TEXTS, "en": TEXTS}).map(MappingProxyType)
MARKS = st.sampled_from([Decimal(mark) for mark in range(2, 6)])
LESSON_MARK = LessonMark(Decimal(2), Decimal(5), Decimal(1))


@st.composite
def lesson_rules(draw: st.DrawFn) -> LessonRule:
    strategy = draw(st.sampled_from(["mean-scaled", "best-of", "drop-lowest"]))
    count = None if strategy == "mean-scaled" else draw(st.integers(1, 200))
    return LessonRule(strategy, count, Rounding(draw(ROUNDINGS), 2))


@st.composite
def component_lists(draw: st.DrawFn, strategy: str) -> tuple[Component, ...]:
    kinds = draw(st.lists(st.sampled_from(list(ComponentKind)), min_size=1, max_size=5))
    if strategy == "current-plus-intermediate-halved":
        kinds += [ComponentKind.CURRENT, ComponentKind.INTERMEDIATE]
    common = draw(st.decimals("0.01", 200, places=2))
    components = []
    module = 0
    for number, kind in enumerate(kinds):
        module += kind is ComponentKind.INTERMEDIATE
        maximum = (
            common if strategy == "weighted-mean" else draw(st.decimals("0.01", 200, places=2))
        )
        components.append(
            Component(
                id=f"component-{number}",
                kind=kind,
                title=draw(WORDS),
                short=draw(WORDS),
                maximum=maximum,
                weight=draw(st.decimals("0.0001", 3, places=4)),
                minimum=draw(st.just(Decimal(0)) | st.decimals(0, maximum, places=2)),
                module=module if kind is ComponentKind.INTERMEDIATE else None,
                lesson_rule=draw(st.none() | lesson_rules()),
                entry=draw(st.none() | WINDOWS),
            )
        )
    return tuple(components)


WINDOWS = st.builds(
    RelativeWindow,
    st.sampled_from([Anchor.SEMESTER_START, Anchor.SEMESTER_END]),
    st.integers(-366, 0),
    st.integers(0, 366),
) | st.builds(Window, st.dates(date(2026, 9, 1), date(2026, 12, 1)), st.dates(date(2026, 12, 1)))
RESITS = st.builds(
    ResitRule,
    st.integers(0, 20),
    st.lists(st.sampled_from(sorted(FAILED_OUTCOMES, key=str)), min_size=1, unique=True).map(tuple),
    st.sampled_from(CountingAttempt),
    windows=st.lists(WINDOWS, max_size=3).map(tuple),
    summer=st.none() | WINDOWS,
)


MARKS_WITHOUT_TOTAL = st.fixed_dictionaries(
    {},
    optional={
        outcome: st.builds(
            SpecialMark,
            st.just(f"special {outcome.value}"),
            WORDS,
            st.none() | st.decimals(0, 4, places=2),
            st.none() | st.integers(0, 100),
        )
        for outcome in (Outcome.INCOMPLETE, Outcome.ABSENT, Outcome.NOT_ADMITTED)
    },
)


@st.composite
def admissions(draw: st.DrawFn, components: tuple[Component, ...]) -> AdmissionRule:
    before = [one for one in components if one.kind is not ComponentKind.FINAL]
    kinds = {one.kind: None for one in before}
    reachable = sum(one.maximum for one in before)
    by_points = bool(before) and draw(st.booleans())
    return AdmissionRule(
        tuple(kinds) if by_points else (),
        draw(st.decimals("0.01", reachable, places=2)) if by_points else Decimal(0),
        *draw(
            st.tuples(st.decimals(0, 100, places=2), st.sampled_from(ExcusedLessons))
            if not by_points or draw(st.booleans())
            else st.just((None, ExcusedLessons.ATTENDED))
        ),
    )


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    strategy = draw(st.sampled_from(["sum", "weighted-mean", "current-plus-intermediate-halved"]))
    total = TotalRule(
        strategy,
        Rounding(draw(ROUNDINGS), draw(st.integers(0, 2))),
    )
    scheme = Scheme(
        id=draw(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)),
        version=draw(TEXTS),
        title=draw(WORDS),
        source=draw(TEXTS),
        effective_from=date(2025, 9, 1),
        effective_until=draw(st.none() | st.dates(date(2025, 9, 1))),
        components=draw(component_lists(strategy)),
        lesson_mark=LESSON_MARK,
        total=total,
        scale=(),
    )
    assume(scheme.maximum > 0)
    limits = draw(st.sets(st.decimals(0, scheme.maximum, places=2), max_size=5)) | {Decimal(0)}
    failing = draw(st.integers(1, len(limits)))
    rows = tuple(
        ScaleRow(
            at_least=limit,
            letter=f"L{number}",
            equivalent=draw(st.none() | st.decimals(0, 4, places=2)),
            traditional=draw(st.none() | st.integers(0, 100)),
            passes=number < len(limits) - failing,
            words=draw(WORDS),
            outcome=Outcome.PASSED
            if number < len(limits) - failing
            else draw(st.sampled_from([Outcome.RESIT, Outcome.REPEAT])),
        )
        for number, limit in enumerate(sorted(limits, reverse=True))
    )
    return attrs.evolve(
        scheme,
        scale=rows,
        total=attrs.evolve(
            total, minimum=draw(st.just(Decimal(0)) | st.decimals(0, scheme.maximum, places=2))
        ),
        forms=tuple(draw(st.lists(st.sampled_from(ControlForm), unique=True))),
        marks=MappingProxyType(draw(MARKS_WITHOUT_TOTAL)),
        admission=draw(st.none() | admissions(scheme.components)),
        resits=draw(st.none() | RESITS),
    )


def points_of(draw: st.DrawFn, scheme: Scheme, *, every: bool) -> dict[str, Decimal]:
    return {
        component.id: draw(st.decimals(0, component.maximum, places=2))
        for component in scheme.components
        if component.lesson_rule is None and (every or draw(st.booleans()))
    }


@given(schemes())
def test_every_valid_scheme_round_trips(scheme: Scheme) -> None:
    toml = scheme_text(scheme)
    again = load_scheme(toml, source="again.toml")

    assert again == scheme
    assert scheme_text(again) == toml
    assert (again.maximum, again.shares) == (scheme.maximum, scheme.shares)


@given(schemes(), st.data())
def test_a_total_stays_between_0_and_the_maximum(scheme: Scheme, data: st.DataObject) -> None:
    points = points_of(data.draw, scheme, every=data.draw(st.booleans()))
    marks = data.draw(st.lists(MARKS, max_size=8))
    total = compute_total(scheme, points, marks)

    assert set(total.parts).isdisjoint(total.missing)
    assert {*total.parts, *total.missing} == {one.id for one in scheme.components}
    assert total.complete == (not total.missing) == (total.row is not None)
    for component in scheme.components:
        assert 0 <= total.parts.get(component.id, 0) <= component.maximum
    assert (total.points is None) == (not total.parts)
    assert total.points is None or 0 <= total.points <= scheme.maximum
    if total.below_minimum and total.row is not None:
        assert not total.row.passes


@given(schemes(), st.data())
def test_more_points_never_give_a_lower_total(scheme: Scheme, data: st.DataObject) -> None:
    lower = points_of(data.draw, scheme, every=True)
    higher = {
        name: data.draw(st.decimals(value, scheme.component(name).maximum, places=2))
        for name, value in lower.items()
    }
    marks = data.draw(st.lists(MARKS, min_size=1, max_size=8))
    better = [data.draw(MARKS.filter(lambda mark, least=mark: mark >= least)) for mark in marks]

    before = compute_total(scheme, lower, marks)
    after = compute_total(scheme, higher, better)

    assert before.points is not None
    assert after.points is not None
    assert before.row is not None
    assert after.row is not None
    assert after.points >= before.points
    assert after.row.at_least >= before.row.at_least
    assert after.row.passes >= before.row.passes


@given(schemes(), st.data())
def test_the_explanation_ends_in_the_total(scheme: Scheme, data: st.DataObject) -> None:
    points = points_of(data.draw, scheme, every=data.draw(st.booleans()))
    marks = data.draw(st.lists(MARKS, max_size=8))
    total = compute_total(scheme, points, marks)
    steps = explain_total(scheme, points, marks)

    assert all("${" not in str(step.text) or "${" in scheme_text(scheme) for step in steps)
    values = [step.value for step in steps if step.value is not None]
    assert (values[-1] if values else None) == total.points
    assert all(value in values for value in total.parts.values())


@given(
    st.dictionaries(
        st.sampled_from(["intermediate-1", "intermediate-2", "independent", "final", "", "dream"]),
        st.decimals() | st.floats() | st.integers() | st.text(max_size=3),
    )
)
def test_hostile_points_give_a_typed_refusal_or_a_total(points: dict[str, Decimal]) -> None:
    scheme = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")
    try:
        total = compute_total(scheme, points)
    except Refusal:
        return
    assert total.points is None or 0 <= total.points <= 100


@given(st.data())
def test_a_damaged_scheme_text_gives_a_typed_refusal_or_a_scheme(data: st.DataObject) -> None:
    toml = shipped_schemes()["pass-fail"]
    begin = data.draw(st.integers(0, len(toml)))
    end = data.draw(st.integers(begin, min(len(toml), begin + 40)))
    damaged = toml[:begin] + data.draw(st.text(max_size=5)) + toml[end:]
    try:
        scheme = load_scheme(damaged, source="damaged.toml")
    except SchemeError as refused:
        source, key = refused.source, refused.key
    else:
        source, key = "damaged.toml", scheme.id

    assert source == "damaged.toml"
    assert key
