"""Many students at once: totals of a register and averages of a semester, column by column.

The figures are those of :func:`~oshj_core.grading.compute_total` and
:func:`~oshj_core.grading.gpa`; what is left out is the telling of parts and steps, for which a
report asks one student at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NoReturn

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.averages import GpaPolicy, contribution, mean
from oshj_core.grading.components import Component
from oshj_core.grading.scheme import ScaleRow, Scheme
from oshj_core.grading.totals import grade
from oshj_core.structure import ControlForm
from oshj_core.text import text

#: What stands in a column where there are no points.
NO_POINTS = -1

#: A rounded total and its row; ``None`` while a component is missing.
Graded = tuple[Decimal, ScaleRow] | None


def total_column(scheme: Scheme, columns: Mapping[str, Sequence[int]]) -> list[Graded]:
    """The totals of a register's students.

    ``columns``: for every component of the scheme, the computed ones too, the students' points
    in whole hundredths, ``NO_POINTS`` where there are none; all of one length.  Raises
    :class:`~oshj_core.errors.NotFound` for an unknown component, and
    :class:`~oshj_core.errors.Invalid` with the place (``final[3]``, from 1) for points outside
    the component, for a missing column (``final``) and for one of another length.
    """
    for name in columns:
        scheme.component(name)
    table = [_checked_column(scheme, number, columns) for number in range(len(scheme.components))]
    if _is_plain(scheme, table):
        return list(map(scheme.graded, map(scheme.shares.numerator, zip(*table, strict=True))))
    return [_graded(scheme, points) for points in zip(*table, strict=True)]


def _checked_column(
    scheme: Scheme, number: int, columns: Mapping[str, Sequence[int]]
) -> Sequence[int]:
    component = scheme.components[number]
    column = columns.get(component.id)
    if column is None or len(column) != len(columns[scheme.components[0].id]):
        raise Invalid(text("Every component needs a column of the same length"), place=component.id)
    if set(map(type, column)) - {int} or not (
        min(column, default=0) >= NO_POINTS
        and max(column, default=0) <= component.maximum_hundredths
    ):
        _refuse_first(component, column)
    return column


def _refuse_first(component: Component, column: Sequence[int]) -> NoReturn:
    """Name the place of the first value that is no points of the component."""
    place, value = next(
        (place, value)
        for place, value in enumerate(column, start=1)
        if type(value) is not int or not NO_POINTS <= value <= component.maximum_hundredths
    )
    raise Invalid(
        text(
            "${value} cannot be points from 0 to ${maximum} with at most two decimals",
            value=value,
            maximum=component.maximum,
        ),
        place=f"{component.id}[{place}]",
    )


def _is_plain(scheme: Scheme, table: Sequence[Sequence[int]]) -> bool:
    """Whether everybody has every component, and none below its pass minimum."""
    return scheme.total.selection is None and all(
        min(column, default=0) >= component.minimum_hundredths
        for component, column in zip(scheme.components, table, strict=True)
    )


def _graded(scheme: Scheme, points: Sequence[int]) -> Graded:
    there = {
        component.id: value
        for component, value in zip(scheme.components, points, strict=True)
        if value != NO_POINTS
    }
    found = grade(scheme, there)
    return None if found.points is None or found.row is None else (found.points, found.row)


@attrs.frozen
class SubjectColumn:
    """One subject of a semester: its credits, control form, scheme, and the students' totals."""

    credits: int
    control: ControlForm
    scheme: Scheme
    totals: Sequence[Graded]


def gpa_column(policy: GpaPolicy, subjects: Sequence[SubjectColumn]) -> list[Decimal | None]:
    """The students' averages of one semester; ``None`` where nothing counts.

    The students stand in the same order in every column.  Raises
    :class:`~oshj_core.errors.Invalid` with the place (``subjects[2]``, from 1) for columns of
    different length or credits that are no whole number from 1.
    """
    students = len(subjects[0].totals) if subjects else 0
    weights, sums = [0] * students, [0] * students
    for number, subject in enumerate(subjects, start=1):
        if (
            len(subject.totals) != students
            or type(subject.credits) is not int
            or subject.credits < 1
        ):
            raise Invalid(
                text("The columns of the subjects do not fit together"),
                place=f"subjects[{number}]",
            )
        counts = {
            row.letter: contribution(policy, subject.control, row.outcome, row, subject.credits)
            for row in subject.scheme.scale
        }
        for student, total in enumerate(subject.totals):
            counted = None if total is None else counts[total[1].letter]
            if counted is not None:
                weights[student] += counted[0]
                sums[student] += counted[1]
    return [
        mean(policy.semester_rounding, total, weight)
        for total, weight in zip(sums, weights, strict=True)
    ]
