"""Quality, success and progress of a semester or a year, computed from the journals (6.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.attendance.counting import CountingRules, Measure, attendance_of
from oshj_core.attendance.share import Share
from oshj_core.errors import Invalid, NotFound
from oshj_core.grading.components import hundredths
from oshj_core.reports.source import By, Side, graded_slots, total_of
from oshj_core.reports.sums import Distribution, Means
from oshj_core.reports.values import CellKind, Column, Note, Report, ReportKind, Row
from oshj_core.roles import Permission
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.journal import JournalReader
    from oshj_core.ports import University
    from oshj_core.reports.source import Source

FIVE = Decimal(5)

QUALITY = ReportKind(
    "quality",
    text("Quality, attendance and progress"),
    "6.1",
    Permission.VIEW_REPORTS,
    (
        Column("id", text("Code"), CellKind.WORDS),
        Column("name", text("Name"), CellKind.WORDS),
        Column("journals", text("Journals"), CellKind.COUNT),
        Column("students", text("Students, subject by subject"), CellKind.COUNT),
        Column("ungraded", text("Without a final mark"), CellKind.COUNT),
        Column("letters", text("Letters"), CellKind.DISTRIBUTION),
        Column("traditional", text("Traditional marks"), CellKind.DISTRIBUTION),
        Column("quality", text("Quality"), CellKind.SHARE),
        Column("success", text("Success"), CellKind.SHARE),
        Column("points", text("Mean total"), CellKind.MEANS),
        Column("mark", text("Mean traditional mark"), CellKind.MEANS),
        Column("attendance", text("Attendance"), CellKind.SHARE),
    ),
    (
        Note(text("A student counts once in each subject."), "6.1"),
        Note(text("Final marks are computed by the scheme each journal was opened with."), "2.9"),
    ),
)


class Base(Enum):
    """Of whom quality and success are a part."""

    GRADED = "graded"
    """Of those who have a final mark."""
    ENROLLED = "enrolled"
    """Of all who are in the group."""


@attrs.frozen(kw_only=True)
class QualityRules:
    """How quality is counted.  Not confirmed by any local act: configuration.

    ``good``: the traditional marks (2…5) that count as quality; ``base``: of whom.
    """

    good: frozenset[int] = frozenset({4, 5})
    base: Base = Base.GRADED
    counting: CountingRules = attrs.field(factory=CountingRules)
    measure: Measure = Measure.LESSONS


def year_semesters(university: University, year: int) -> tuple[str, ...]:
    """The semesters of the academic year that begins in ``year``, in their order.

    :raises NotFound: there is none.
    """
    found = [semester for semester in university.semesters if semester.year == year]
    if not found:
        raise NotFound("academic year", year)
    return tuple(one.id for one in sorted(found, key=lambda semester: semester.number))


def quality_report(
    source: Source,
    semesters: Sequence[str],
    *,
    unit: str = "",
    side: Side = Side.STUDENTS,
    by: By = By.GROUP,
    rules: QualityRules | None = None,
) -> Report:
    """The report of a semester, or of a year by its :func:`year_semesters`.

    :raises NotFound: there is no such unit or semester.
    :raises NotAllowed: the actor may not read the unit's reports.
    :raises Invalid: no semester, or one named twice.
    """
    source.require(QUALITY.permission, unit)
    for semester in semesters:
        source.university.semesters.get(semester)
    if not semesters or len(set(semesters)) != len(semesters):
        raise Invalid(text("Name each semester once, and at least one."), place="semesters")
    chosen = rules or QualityRules()

    def read() -> Iterator[Row]:
        return source.rows(
            source.journals(unit, semesters, side),
            lambda journal: quality_of(source, journal, chosen),
            unit=unit,
            side=side,
            by=by,
        )

    asked = Note(text("Semesters: ${semesters}", semesters=", ".join(semesters)), "6.1")
    return Report(QUALITY, (asked, *QUALITY.notes), read)


def quality_of(source: Source, journal: JournalReader, rules: QualityRules) -> Row:
    """The figures of one journal, in the order of the columns from ``journals`` on.

    :raises Invalid: the register holds what its scheme does not know; the place is named.
    """
    students, points, rows = 0, [], []
    for slot, student in graded_slots(journal):
        students += 1
        total = total_of(journal, slot, student)
        if total.row is not None and total.points is not None:
            rows.append(total.row)
            points.append(hundredths(total.points))
    marks = [row.traditional for row in rows if row.traditional is not None]
    attended = attendance_of(journal, source.excusals).total
    return (
        1,
        students,
        students - len(rows),
        Distribution.of(row.letter for row in rows),
        Distribution.of(str(mark) for mark in marks),
        _quality(journal, marks, students, rules),
        Share(sum(row.passes for row in rows), _whole(rows, students, rules)),
        Means.of(journal.scheme.maximum, points),
        Means.of(FIVE, (100 * mark for mark in marks)),
        attended.share(rules.counting, rules.measure),
    )


def _quality(
    journal: JournalReader, marks: Sequence[int], students: int, rules: QualityRules
) -> Share:
    if all(row.traditional is None for row in journal.scheme.scale):
        return Share(0, 0)  # a pass/fail test has no quality
    return Share(sum(mark in rules.good for mark in marks), _whole(marks, students, rules))


def _whole(graded: Sequence[object], students: int, rules: QualityRules) -> int:
    return len(graded) if rules.base is Base.GRADED else students
