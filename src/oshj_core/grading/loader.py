"""Reading a scheme from its TOML text: everything in it is checked before it is used (2.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from oshj_core.grading.components import (
    NUMBER_LIMIT,
    ROUNDING_MODES,
    ZERO,
    Component,
    ComponentKind,
    LessonMark,
    LessonRule,
    Rounding,
)
from oshj_core.grading.reading import Table, parse_toml, values
from oshj_core.grading.rule_loader import (
    check_rules,
    read_admission,
    read_entry,
    read_mark,
    read_marks,
    read_resits,
)
from oshj_core.grading.rules import ROW_OUTCOMES, Outcome
from oshj_core.grading.scheme import ScaleRow, Scheme, TotalRule
from oshj_core.grading.strategies import (
    COUNTING_STRATEGIES,
    FACTOR_DECIMALS,
    LESSON_STRATEGIES,
    TOTAL_STRATEGIES,
    Selection,
)
from oshj_core.structure import ControlForm
from oshj_core.text import text

_MOST_COMPONENTS = 32
_MOST_ROWS = 101
_MOST_MARKS_COUNTED = 200
_FEWEST_TO_CHOOSE = 2


def load_scheme(toml: str, *, source: str) -> Scheme:
    """The scheme in ``toml`` (TOML); ``source`` names the file in refusals.

    Raises :class:`~oshj_core.errors.SchemeError` with source, key and reason for anything
    that is wrong; a scheme is never half loaded.
    """
    root = Table(
        parse_toml(toml, source),
        source=source,
        key="",
        required=(
            "id",
            "version",
            "source",
            "effective-from",
            "title",
            "lesson-mark",
            "component",
            "total",
            "scale",
        ),
        optional=("effective-until", "control-forms", "mark", "admission", "resits"),
    )
    effective_from = root.day("effective-from")
    effective_until = root.day("effective-until") if "effective-until" in root else None
    if effective_until is not None and effective_until < effective_from:
        raise root.error("effective-until", text("is before effective-from"))
    components = _components(root)
    scale = _scale(root)
    scheme = Scheme(
        id=root.identifier("id"),
        version=root.string("version"),
        title=root.words("title"),
        source=root.string("source"),
        effective_from=effective_from,
        effective_until=effective_until,
        components=components,
        lesson_mark=_lesson_mark(root),
        total=_total(root, components),
        scale=scale,
        forms=tuple(
            ControlForm(form) for form in root.choices("control-forms", values(ControlForm))
        )
        if "control-forms" in root
        else (),
        marks=read_marks(root, scale),
        admission=read_admission(root),
        resits=read_resits(root),
    )
    _check_scale(root, scheme)
    check_rules(root, scheme)
    return scheme


def _lesson_mark(root: Table) -> LessonMark:
    table = root.table("lesson-mark", required=("minimum", "maximum", "step"))
    mark = LessonMark(
        minimum=table.number("minimum"),
        maximum=table.positive("maximum"),
        step=table.positive("step"),
    )
    if mark.minimum >= mark.maximum:
        raise table.error("minimum", text("must be less than the maximum"))
    if not mark.allows(mark.maximum):
        raise table.error("step", text("does not lead from the minimum to the maximum"))
    return mark


def _components(root: Table) -> tuple[Component, ...]:
    tables = root.tables(
        "component",
        most=_MOST_COMPONENTS,
        required=("id", "kind", "title", "short", "maximum"),
        optional=("weight", "minimum", "source", "lesson-marks", "module", "entry"),
    )
    components: list[Component] = []
    for table in tables:
        component = _component(table)
        if any(component.id == other.id for other in components):
            raise table.error("id", text("“${id}” is given twice", id=component.id))
        components.append(component)
    modules = {component.module for component in components if component.module is not None}
    if modules != set(range(1, len(modules) + 1)):
        raise root.error("component", text("the modules must be numbered 1, 2, … without a gap"))
    return tuple(components)


def _component(table: Table) -> Component:
    kind = ComponentKind(table.choice("kind", values(ComponentKind)))
    maximum = table.positive("maximum")
    minimum = table.number("minimum", default=0)
    if minimum > maximum:
        raise table.error("minimum", text("is more than the maximum"))
    if kind is ComponentKind.INTERMEDIATE and "module" not in table:
        raise table.error("module", text("an intermediate check names its module"))
    if kind is not ComponentKind.INTERMEDIATE and "module" in table:
        raise table.error("module", text("only an intermediate check has a module"))
    lesson_rule = _lesson_rule(table)
    if lesson_rule is not None and lesson_rule.rounding.apply(maximum) != maximum:
        raise table.error("maximum", text("has more decimals than the places of lesson-marks"))
    return Component(
        id=table.identifier("id"),
        kind=kind,
        title=table.words("title"),
        short=table.words("short"),
        maximum=maximum,
        weight=table.positive("weight", decimals=FACTOR_DECIMALS, default=1),
        minimum=minimum,
        module=table.integer("module", least=1, most=_MOST_COMPONENTS)
        if "module" in table
        else None,
        lesson_rule=lesson_rule,
        entry=read_entry(table, kind),
    )


def _lesson_rule(component: Table) -> LessonRule | None:
    source = component.choice("source", ("entered", "lesson-marks"), default="entered")
    if source == "entered":
        if "lesson-marks" in component:
            raise component.error("lesson-marks", text('needs source = "lesson-marks"'))
        return None
    if "lesson-marks" not in component:
        raise component.error("lesson-marks", text("is missing"))
    table = component.table(
        "lesson-marks", required=("strategy",), optional=("count", "rounding", "places")
    )
    strategy = table.choice("strategy", LESSON_STRATEGIES)
    if strategy in COUNTING_STRATEGIES and "count" not in table:
        raise table.error("count", text("is missing"))
    if strategy not in COUNTING_STRATEGIES and "count" in table:
        raise table.error("count", text("is not used by ${strategy}", strategy=strategy))
    return LessonRule(
        strategy=strategy,
        count=table.integer("count", least=1, most=_MOST_MARKS_COUNTED)
        if "count" in table
        else None,
        rounding=Rounding(
            mode=table.choice("rounding", ROUNDING_MODES, default="half-up"),
            places=table.integer("places", least=0, most=2, default=2),
        ),
    )


def _total(root: Table, components: Sequence[Component]) -> TotalRule:
    table = root.table(
        "total",
        required=("strategy", "rounding", "places"),
        optional=("minimum", "selection"),
    )
    strategy = table.choice("strategy", TOTAL_STRATEGIES)
    if strategy == "weighted-mean" and len({one.maximum for one in components}) > 1:
        raise table.error("strategy", text("a mean needs components of the same maximum"))
    if strategy == "current-plus-intermediate-halved":
        kinds = {one.kind for one in components}
        if not {ComponentKind.CURRENT, ComponentKind.INTERMEDIATE} <= kinds:
            raise table.error("strategy", text("needs a current and an intermediate component"))
    return TotalRule(
        strategy=strategy,
        rounding=Rounding(
            mode=table.choice("rounding", ROUNDING_MODES),
            places=table.integer("places", least=0, most=2),
        ),
        minimum=table.number("minimum", default=0),
        selection=_selection(table, components),
    )


def _selection(total: Table, components: Sequence[Component]) -> Selection | None:
    if "selection" not in total:
        return None
    table = total.table("selection", required=("kind", "strategy", "count"))
    kind = ComponentKind(table.choice("kind", values(ComponentKind)))
    pool = [one for one in components if one.kind is kind]
    if len(pool) < _FEWEST_TO_CHOOSE:
        raise table.error("kind", text("needs two components of this kind or more"))
    if len({(one.maximum, one.weight, one.minimum) for one in pool}) > 1:
        # 2.4: with other minima, more points could choose a component that fails.
        raise table.error("kind", text("needs components of the same maximum, weight and minimum"))
    return Selection(
        kind,
        table.choice("strategy", COUNTING_STRATEGIES),
        table.integer("count", least=1, most=len(pool) - 1),
    )


def _scale(root: Table) -> tuple[ScaleRow, ...]:
    tables = root.tables(
        "scale",
        most=_MOST_ROWS,
        required=("at-least", "letter", "passes", "words"),
        optional=("equivalent", "traditional", "outcome"),
    )
    rows: list[ScaleRow] = []
    for table in tables:
        mark = read_mark(table)
        passes = table.boolean("passes")
        outcome = table.choice(
            "outcome",
            values(ROW_OUTCOMES),
            default=(Outcome.PASSED if passes else Outcome.RESIT).value,
        )
        row = ScaleRow(
            at_least=table.number("at-least"),
            letter=mark.letter,
            equivalent=mark.equivalent,
            traditional=mark.traditional,
            passes=passes,
            words=mark.words,
            outcome=Outcome(outcome),
        )
        if row.passes != (row.outcome is Outcome.PASSED):
            raise table.error("outcome", text("contradicts passes"))
        if rows and row.at_least >= rows[-1].at_least:
            raise table.error(
                "at-least", text("must be less than in the row above: the highest row comes first")
            )
        if rows and row.passes and not rows[-1].passes:
            raise table.error("passes", text("a row that passes stands below one that does not"))
        rows.append(row)
    return tuple(rows)


def _check_scale(root: Table, scheme: Scheme) -> None:
    """Every total the scheme can give has its row, and every row can be reached."""
    if scheme.maximum == ZERO:
        raise root.error("total", text("is never more than 0"))
    if scheme.scale[-1].at_least != ZERO:
        raise root.error("scale", text("the lowest row must begin at 0"))
    letters = Counter(row.letter for row in scheme.scale)
    for letter, times in letters.items():
        if times > 1:
            raise root.error("scale", text("“${letter}” is given twice", letter=letter))
    if scheme.maximum >= NUMBER_LIMIT:
        raise root.error("total", text("the total must stay below ${limit}", limit=NUMBER_LIMIT))
    if scheme.maximum < scheme.scale[0].at_least:
        raise root.error(
            "scale",
            text(
                "the highest row begins at ${at_least}, but the total reaches only ${maximum}",
                at_least=scheme.scale[0].at_least,
                maximum=scheme.maximum,
            ),
        )
    if scheme.total.minimum > scheme.maximum:
        raise root.error("total.minimum", text("is more than the highest total"))
    if scheme.scale[-1].passes and scheme.total.minimum > ZERO:
        raise root.error(
            "scale", text("the total has a pass minimum, but every row of the scale passes")
        )
    if scheme.scale[-1].passes and any(one.minimum > ZERO for one in scheme.components):
        raise root.error(
            "scale", text("a component has a pass minimum, but every row of the scale passes")
        )
