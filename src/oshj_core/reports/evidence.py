"""What stands behind a final mark: current work, intermediate checks and the final one, each as
a part of what could be reached, so that they can be compared (2.4, 2.9)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from oshj_core.grading import ComponentKind
from oshj_core.grading.components import hundredths
from oshj_core.reports.source import graded_slots, held_lessons, total_of
from oshj_core.reports.weekly import lesson_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from decimal import Decimal

    from oshj_core.journal import JournalReader

BEFORE_FINAL = frozenset(ComponentKind) - {ComponentKind.FINAL}


@attrs.frozen
class Evidence:
    """One student in one journal; parts of what could be reached (0…1), ``None`` where there is
    nothing.

    ``current``: the current control, or else the marks of the lessons; ``earned``: all points
    entered before the final control; ``final``: the final control; ``total``: the complete
    total.
    """

    student: str
    current: Fraction | None
    earned: Fraction | None
    final: Fraction | None
    total: Fraction | None


def evidence_of(journal: JournalReader) -> tuple[Evidence, ...]:
    """The evidence of everybody who is graded in a journal, in the roster's order.

    :raises Invalid: the register holds what its scheme does not know; the place is named.
    """
    highest = hundredths(journal.scheme.lesson_mark.maximum)
    marks: dict[int, list[int]] = {}
    for lesson in held_lessons(journal):
        for slot, value in lesson_marks(journal, lesson):
            marks.setdefault(slot, []).append(value)
    found = []
    for slot, student in graded_slots(journal):
        total = total_of(journal, slot, student)
        current = _reached(journal, total.parts, {ComponentKind.CURRENT})
        if current is None and slot in marks and highest:
            current = Fraction(sum(marks[slot]), highest * len(marks[slot]))
        complete = None
        if total.row is not None and total.points is not None:
            complete = Fraction(total.points) / Fraction(journal.scheme.maximum)
        found.append(
            Evidence(
                student,
                current,
                _reached(journal, total.parts, BEFORE_FINAL),
                _reached(journal, total.parts, {ComponentKind.FINAL}),
                complete,
            )
        )
    return tuple(found)


def _reached(
    journal: JournalReader, parts: Mapping[str, Decimal], kinds: Collection[ComponentKind]
) -> Fraction | None:
    """The points of the components of those kinds that are there, of their maxima."""
    there = [
        component
        for component in journal.scheme.components
        if component.kind in kinds and component.id in parts
    ]
    highest = sum((Fraction(component.maximum) for component in there), Fraction(0))
    if not highest:
        return None
    return sum((Fraction(parts[component.id]) for component in there), Fraction(0)) / highest
