"""The canonical TOML text of a scheme; :mod:`oshj_core.grading.loader` reads it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from oshj_core.grading.components import LANGUAGES, Component, LessonRule
from oshj_core.grading.rules import AdmissionRule, Outcome, ResitRule, SpecialMark
from oshj_core.grading.scheme import ScaleRow, Scheme, TotalRule
from oshj_core.grading.windows import EntryWindow, RelativeWindow
from oshj_core.numbers import decimals, plain

_Value = str | int | bool | date | Decimal | Sequence[str] | None


def scheme_text(scheme: Scheme) -> str:
    """Every key of ``scheme`` in a fixed order, one a line: its canonical text.

    Equal schemes give equal texts, and :func:`~oshj_core.grading.load_scheme` gives the scheme
    back.  A host stores it with the journal, so that a closed year is recomputed by its rules.
    """
    return "\n".join(_lines(scheme)) + "\n"


def _lines(scheme: Scheme) -> Iterator[str]:
    yield from _pairs(
        {
            "id": scheme.id,
            "version": scheme.version,
            "source": scheme.source,
            "effective-from": scheme.effective_from,
            "effective-until": scheme.effective_until,
            "control-forms": [form.value for form in scheme.forms] or None,
        }
    )
    yield f"title = {_inline(_words(scheme.title))}"
    yield from ("", "[lesson-mark]")
    yield from _pairs(
        {
            "minimum": scheme.lesson_mark.minimum,
            "maximum": scheme.lesson_mark.maximum,
            "step": scheme.lesson_mark.step,
        }
    )
    for component in scheme.components:
        yield from ("", "[[component]]", *_component(component))
    yield from ("", "[total]", *_total(scheme.total))
    for row in scheme.scale:
        yield from ("", "[[scale]]", *_scale_row(row))
    for outcome in Outcome:
        if outcome in scheme.marks:
            mark = scheme.marks[outcome]
            yield from ("", f"[mark.{outcome.value}]", *_special_mark(mark))
    if scheme.admission is not None:
        yield from ("", "[admission]", *_admission(scheme.admission))
    if scheme.resits is not None:
        yield from ("", "[resits]", *_resits(scheme.resits))


def _total(total: TotalRule) -> Iterator[str]:
    yield from _pairs(
        {
            "strategy": total.strategy,
            "rounding": total.rounding.mode,
            "places": total.rounding.places,
            "minimum": total.minimum,
        }
    )
    if total.selection is not None:
        selection = total.selection
        chosen: dict[str, _Value] = {
            "kind": selection.kind.value,
            "strategy": selection.strategy,
            "count": selection.count,
        }
        yield f"selection = {_inline(chosen)}"


def _component(component: Component) -> Iterator[str]:
    yield from _pairs(
        {
            "id": component.id,
            "kind": component.kind.value,
            "module": component.module,
            "maximum": component.maximum,
            "weight": component.weight,
            "minimum": component.minimum,
            "source": component.source,
        }
    )
    if component.lesson_rule is not None:
        yield f"lesson-marks = {_inline(_lesson_rule(component.lesson_rule))}"
    if component.entry is not None:
        yield f"entry = {_inline(_window(component.entry))}"
    yield f"title = {_inline(_words(component.title))}"
    yield f"short = {_inline(_words(component.short))}"


def _lesson_rule(rule: LessonRule) -> dict[str, _Value]:
    return {
        "strategy": rule.strategy,
        "count": rule.count,
        "rounding": rule.rounding.mode,
        "places": rule.rounding.places,
    }


def _scale_row(row: ScaleRow) -> Iterator[str]:
    yield from _pairs(
        {
            "at-least": row.at_least,
            "letter": row.letter,
            "equivalent": row.equivalent,
            "traditional": row.traditional,
            "passes": row.passes,
            "outcome": row.outcome.value,
        }
    )
    yield f"words = {_inline(_words(row.words))}"


def _special_mark(mark: SpecialMark) -> Iterator[str]:
    yield from _pairs(
        {
            "letter": mark.letter,
            "equivalent": mark.equivalent,
            "traditional": mark.traditional,
        }
    )
    yield f"words = {_inline(_words(mark.words))}"


def _admission(rule: AdmissionRule) -> Iterator[str]:
    yield from _pairs(
        {
            "kinds": [kind.value for kind in rule.kinds] or None,
            "minimum": rule.minimum or None,
            "attendance": rule.attendance,
            "excused": None if rule.attendance is None else rule.excused.value,
        }
    )


def _resits(rule: ResitRule) -> Iterator[str]:
    yield from _pairs(
        {
            "most": rule.most,
            "outcomes": [outcome.value for outcome in rule.outcomes],
            "counts": rule.counts.value,
            "cap": rule.cap,
        }
    )
    if rule.summer is not None:
        yield f"summer-term = {_inline(_window(rule.summer))}"
    for window in rule.windows:
        yield from ("", "[[resits.window]]", *_pairs(_window(window)))


def _window(window: EntryWindow) -> dict[str, _Value]:
    anchor = window.anchor.value if isinstance(window, RelativeWindow) else None
    return {"from": anchor, "opens": window.opens, "closes": window.closes}


def _words(words: Mapping[str, str]) -> dict[str, _Value]:
    return {language: words[language] for language in LANGUAGES}


def _pairs(values: Mapping[str, _Value]) -> Iterator[str]:
    for key, value in values.items():
        if value is not None:
            yield f"{key} = {_literal(value)}"


def _inline(values: Mapping[str, _Value]) -> str:
    return "{" + ", ".join(_pairs(values)) + "}"


def _literal(value: _Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A JSON string of printable characters is a TOML basic string.
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Sequence):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return plain(value) if not decimals(value) else f'"{plain(value)}"'
    return str(value)
