"""The total of one student in one subject, computed by rule from what is recorded (2.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NoReturn

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.components import ARITHMETIC, HUNDREDTH, ZERO, Component, LessonRule
from oshj_core.grading.scheme import ScaleRow, Scheme
from oshj_core.grading.strategies import TOTAL_STRATEGIES, counted_marks, lesson_points
from oshj_core.text import text


@attrs.frozen
class Total:
    """What :func:`compute_total` found.

    ``points``: rounded by the scheme; while components are missing, the total of those that
    are there; ``None`` if there is none.  ``row``: only for a complete total.  ``parts``:
    component id → its points before weights.  ``missing`` and ``below_minimum``: component ids
    in the scheme's order.
    """

    points: Decimal | None
    row: ScaleRow | None
    complete: bool
    missing: tuple[str, ...]
    parts: Mapping[str, Decimal] = attrs.field(hash=False)
    below_minimum: tuple[str, ...] = ()


def compute_total(
    scheme: Scheme, points: Mapping[str, Decimal], lesson_marks: Sequence[Decimal] = ()
) -> Total:
    """The total by ``scheme`` of the entered ``points`` (component id → points).

    ``lesson_marks`` are all marks of lessons; they count only where the scheme says so.
    A component below its pass minimum turns the row into the highest one that does not pass.
    Raises :class:`~oshj_core.errors.Invalid` with the component's id as its place for points
    that no journal can hold, :class:`~oshj_core.errors.NotFound` for an unknown component.
    """
    parts: dict[str, Decimal] = {}
    missing: list[str] = []
    below: list[str] = []
    entered = 0
    for component in scheme.components:
        rule = component.lesson_rule
        if rule is None and component.id in points:
            value = points[component.id]
            entered += 1
            if not _are_points(component, value):
                _refuse_points(component, value)
        elif rule is not None and lesson_marks:
            value = _from_lessons(scheme, component, rule, lesson_marks)
        else:
            missing.append(component.id)
            continue
        parts[component.id] = value
        if value < component.minimum:
            below.append(component.id)
    if entered != len(points):
        _refuse_foreign(scheme, points)
    if missing:
        return Total(_so_far(scheme, parts), None, False, tuple(missing), parts, tuple(below))
    total = scheme.total.rounding.apply(scheme.shares.combine(tuple(parts.values())))
    row = scheme.failing_row(total) if below else scheme.row(total)
    return Total(total, row, True, (), parts, tuple(below))


def _so_far(scheme: Scheme, parts: Mapping[str, Decimal]) -> Decimal | None:
    if not parts:
        return None
    shares = TOTAL_STRATEGIES[scheme.total.strategy](
        [component for component in scheme.components if component.id in parts]
    )
    return scheme.total.rounding.apply(shares.combine(tuple(parts.values())))


def _from_lessons(
    scheme: Scheme, component: Component, rule: LessonRule, marks: Sequence[Decimal]
) -> Decimal:
    for mark in marks:
        if not _is_lesson_mark(scheme, mark):
            raise Invalid(
                text("${value} is not a mark of a lesson in this scheme", value=mark),
                place="lesson",
            )
    return lesson_points(
        rule, counted_marks(rule, marks), scheme.lesson_mark.maximum, component.maximum
    )


def _is_lesson_mark(scheme: Scheme, mark: object) -> bool:
    return isinstance(mark, Decimal) and mark.is_finite() and scheme.lesson_mark.allows(mark)


def _are_points(component: Component, value: object) -> bool:
    return (
        isinstance(value, Decimal)
        and value.is_finite()
        and ZERO <= value <= component.maximum
        and not ARITHMETIC.remainder(value, HUNDREDTH)
    )


def _refuse_points(component: Component, value: object) -> NoReturn:
    raise Invalid(
        text(
            "${value} cannot be points from 0 to ${maximum} with at most two decimals",
            value=value,
            maximum=component.maximum,
        ),
        place=component.id,
    )


def _refuse_foreign(scheme: Scheme, points: Mapping[str, Decimal]) -> None:
    for component_id in points:
        if scheme.component(component_id).lesson_rule is not None:
            raise Invalid(
                text("These points are computed from the marks of the lessons"),
                place=component_id,
                clause="2.9",
            )
