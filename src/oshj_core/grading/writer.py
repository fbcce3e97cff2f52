"""The canonical TOML text of a scheme; :mod:`oshj_core.grading.loader` reads it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from oshj_core.grading.components import LANGUAGES, Component, LessonRule

if TYPE_CHECKING:
    from oshj_core.grading.scheme import ScaleRow, Scheme

_Value = str | int | bool | date | Decimal | None


def scheme_text(scheme: Scheme) -> str:
    """Write every key of ``scheme`` in a fixed order, one a line."""
    return "\n".join(_lines(scheme)) + "\n"


def _lines(scheme: Scheme) -> Iterator[str]:
    yield from _pairs(
        {
            "id": scheme.id,
            "version": scheme.version,
            "source": scheme.source,
            "effective-from": scheme.effective_from,
            "effective-until": scheme.effective_until,
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
    yield from ("", "[total]")
    yield from _pairs(
        {
            "strategy": scheme.total.strategy,
            "rounding": scheme.total.rounding.mode,
            "places": scheme.total.rounding.places,
        }
    )
    for row in scheme.scale:
        yield from ("", "[[scale]]", *_scale_row(row))


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
        }
    )
    yield f"words = {_inline(_words(row.words))}"


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
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else f'"{value.normalize():f}"'
    return str(value)
