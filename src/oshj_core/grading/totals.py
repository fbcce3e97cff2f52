"""The total of one student in one subject, computed by rule from what is recorded (2.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, NoReturn

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.components import Component, LessonRule, hundredths
from oshj_core.grading.scheme import ScaleRow, Scheme
from oshj_core.grading.strategies import counted_marks, lesson_points
from oshj_core.text import text


@attrs.frozen
class Total:
    """What :func:`compute_total` found.

    ``points``: rounded by the scheme; while components are missing, the total of those that
    are there; ``None`` if there is none.  ``row``: only for a complete total.  ``parts``:
    component id → its points before weights.  ``missing``, ``below_minimum`` and ``left_out``
    (there, but not counted): component ids in the scheme's order.
    """

    points: Decimal | None
    row: ScaleRow | None
    complete: bool
    missing: tuple[str, ...]
    parts: Mapping[str, Decimal] = attrs.field(hash=False)
    below_minimum: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def compute_total(
    scheme: Scheme, points: Mapping[str, Decimal], lesson_marks: Sequence[Decimal] = ()
) -> Total:
    """The total by ``scheme`` of the entered ``points`` (component id → points).

    ``lesson_marks`` are all marks of lessons; they count only where the scheme says so.
    A counted component or a total below its pass minimum turns the row into the highest one
    that does not pass.
    Raises :class:`~oshj_core.errors.Invalid` with the component's id as its place for points
    that no journal can hold, :class:`~oshj_core.errors.NotFound` for an unknown component.
    """
    parts: dict[str, Decimal] = {}
    counted: list[int] = []
    below: list[str] = []
    entered = 0
    for component in scheme.components:
        identifier = component.id
        rule = component.lesson_rule
        if rule is None and identifier in points:
            value = points[identifier]
            entered += 1
            counted.append(_checked(component, value))
        elif rule is not None and lesson_marks:
            value = _from_lessons(scheme, component, rule, lesson_marks)
            counted.append(hundredths(value))
        else:
            continue
        parts[identifier] = value
        if counted[-1] < component.minimum_hundredths:
            below.append(identifier)
    if entered != len(points):
        _refuse_foreign(scheme, points)
    if len(parts) == len(scheme.components) and not below and scheme.total.selection is None:
        total, row = scheme.graded(scheme.shares.numerator(counted))
        return Total(total, row, True, (), parts)
    found = grade(scheme, dict(zip(parts, counted, strict=True)))
    missing = tuple(one.id for one in scheme.components if one.id not in parts)
    return Total(
        found.points,
        found.row,
        not missing,
        missing,
        parts,
        tuple(one for one in below if one not in found.left_out),
        found.left_out,
    )


class Grade(NamedTuple):
    """A rounded total, its row if nothing is missing, and the components that do not count."""

    points: Decimal | None
    row: ScaleRow | None
    left_out: tuple[str, ...]


def grade(scheme: Scheme, points: Mapping[str, int]) -> Grade:
    """The total of checked ``points``, hundredths by component id, wherever some are missing,
    below a pass minimum or not counted."""
    present = [one for one in scheme.components if one.id in points]
    left_out = scheme.left_out(present, points)
    counted = [one for one in present if one.id not in left_out]
    if not counted:
        return Grade(None, None, left_out)
    total = scheme.total.rounding.apply(
        scheme.shares_of(counted).combine([points[one.id] for one in counted])
    )
    if len(present) < len(scheme.components):
        return Grade(total, None, left_out)
    passing = total >= scheme.total.minimum and all(
        points[one.id] >= one.minimum_hundredths for one in counted
    )
    row = scheme.row(total) if passing else scheme.failing_row(total)
    return Grade(total, row, left_out)


def _checked(component: Component, value: Decimal) -> int:
    """The hundredths of entered points; refuses what is no points of the component."""
    if not isinstance(value, Decimal):
        raise Invalid(
            text("${value} is no Decimal; points are Decimal numbers", value=value),
            place=component.id,
        )
    try:
        whole = hundredths(value)
        if 0 <= whole <= component.maximum_hundredths:
            return whole
    except (ArithmeticError, TypeError, ValueError):
        _refuse_points(component, value)
    _refuse_points(component, value)


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
