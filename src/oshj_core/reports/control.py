"""The control at the semester's end: are the checks there, do final marks fit the current (5.2).

Each finding is a value that can be sent to the teacher, who acknowledges it (5.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from oshj_core.attendance.share import HUNDRED, in_hundredths, whole_number
from oshj_core.grading import ComponentKind
from oshj_core.grading.steps import checked_language
from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.register import Field
from oshj_core.reports.evidence import evidence_of
from oshj_core.reports.source import Side, graded_slots, held_lessons
from oshj_core.reports.spread import mean
from oshj_core.reports.sums import rounded
from oshj_core.reports.teaching import edits_in
from oshj_core.reports.values import CellKind, Column, Note, Report, ReportKind, Row
from oshj_core.reports.weekly import lesson_marks
from oshj_core.roles import Permission
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from oshj_core.grading import Component
    from oshj_core.journal import JournalReader
    from oshj_core.reports.source import Source


class Severity(Enum):
    """How grave a finding is."""

    NOTICE = "notice"
    WARNING = "warning"
    GRAVE = "grave"


SEVERITIES: dict[Severity, Text] = {
    Severity.NOTICE: text("Notice"),
    Severity.WARNING: text("Warning"),
    Severity.GRAVE: text("Grave"),
}


class FindingKind(Enum):
    """What a control can find in a journal."""

    NO_LESSONS = "no-lessons"
    OVERDUE_LESSONS = "overdue-lessons"
    NO_CURRENT = "no-current"
    """Students without enough current marks."""
    NO_INTERMEDIATE = "no-intermediate"
    NO_INDEPENDENT = "no-independent"
    NO_FINAL = "no-final"
    NOT_PUBLISHED = "not-published"
    """The points of an intermediate check are there, its total was not published."""
    CURRENT_UNLIKE_FINAL = "current-unlike-final"
    CORRECTED = "corrected"
    """Points were corrected by an act after the lock."""


DEFAULT: Mapping[FindingKind, Severity] = MappingProxyType(
    {
        FindingKind.NO_LESSONS: Severity.GRAVE,
        FindingKind.NO_INTERMEDIATE: Severity.GRAVE,
        FindingKind.NO_FINAL: Severity.GRAVE,
        FindingKind.CURRENT_UNLIKE_FINAL: Severity.NOTICE,
        FindingKind.CORRECTED: Severity.NOTICE,
    }
)


@attrs.frozen(kw_only=True)
class ControlRules:
    """When something is a finding.  Not confirmed by any local act: configuration.

    ``marks``: the fewest current marks (0…1000) a student should have by the end; ``gap``: by
    how many percentage points (0…100) the means of current and final marks may differ;
    ``severities``: how grave each kind is, a warning unless it is named.

    :raises Invalid: a number out of its range; the place names the field.
    """

    marks: int = 1
    gap: Decimal = Decimal(25)
    severities: Mapping[FindingKind, Severity] = attrs.field(default=DEFAULT, hash=False)

    def __attrs_post_init__(self) -> None:
        whole_number(self.marks, "marks", 0, 1000)
        in_hundredths(self.gap, "gap", HUNDRED)


@attrs.frozen
class Finding:
    """One finding: in which ``journal``, what, how many students, lessons or cells it concerns,
    and by which clause.  ``sheet`` is the control it is about, "" for the whole journal."""

    severity: Severity
    kind: FindingKind
    journal: str
    text: Text
    clause: str
    concerned: int
    sheet: str = ""


CONTROL = ReportKind(
    "control",
    text("Control of the journals at the semester's end"),
    "5.2",
    Permission.INSPECT_JOURNAL,
    (
        Column("severity", text("Severity"), CellKind.WORDS),
        Column("journal", text("Journal"), CellKind.WORDS),
        Column("group", text("Group"), CellKind.WORDS),
        Column("subject", text("Subject"), CellKind.WORDS),
        Column("teachers", text("Teacher"), CellKind.WORDS),
        Column("finding", text("Finding"), CellKind.WORDS),
        Column("clause", text("Clause"), CellKind.WORDS),
    ),
    (
        Note(text("Only what is due by today is asked for."), "5.2"),
        Note(text("The teacher is told of each finding and acknowledges it."), "5.3"),
    ),
)


def control_report(
    source: Source,
    semester: str,
    *,
    unit: str = "",
    side: Side = Side.STUDENTS,
    rules: ControlRules | None = None,
    language: str = "ky",
) -> Report:
    """The findings in all journals of a unit in a semester: a row for each.

    :raises NotFound: there is no such unit or semester.
    :raises NotAllowed: the actor may not inspect the unit's journals.
    :raises Invalid: an unknown language.
    """
    checked_language(language)
    source.require(CONTROL.permission, unit)
    source.university.semesters.get(semester)
    chosen = rules or ControlRules()

    def read() -> Iterator[Row]:
        for journal in source.journals(unit, [semester], side):
            subject = source.university.subjects.get(journal.register.subject).name
            teachers = ", ".join(sorted({one.teacher for one in journal.assignments}))
            for finding in findings(journal, chosen, language):
                yield (
                    SEVERITIES[finding.severity],
                    finding.journal,
                    journal.register.group,
                    subject,
                    teachers,
                    finding.text,
                    finding.clause,
                )

    asked = Note(text("Semester: ${semester}", semester=semester), "5.2")
    return Report(CONTROL, (asked, *CONTROL.notes), read)


def findings(
    journal: JournalReader, rules: ControlRules, language: str = "ky"
) -> Iterator[Finding]:
    """What is to be said of a journal on the day of the act; only what is due is asked for.

    The scheme's names of controls are given in ``language`` (``ky``, ``ru`` or ``en``).

    :raises Invalid: the register holds what its scheme does not know; the place is named.  An
        unknown language.
    """
    control = _Control(journal, rules, checked_language(language))
    yield from control.lessons()
    if journal.act.today > journal.semester.ends:
        yield from control.current()
    for component in journal.controls:
        yield from control.check(component)
    yield from control.objectivity()


@attrs.frozen
class _Control:
    journal: JournalReader
    rules: ControlRules
    language: str

    def _finding(
        self, kind: FindingKind, said: Text, clause: str, concerned: int, sheet: str = ""
    ) -> Finding:
        severity = self.rules.severities.get(kind, Severity.WARNING)
        return Finding(severity, kind, self.journal.register.id, said, clause, concerned, sheet)

    def lessons(self) -> Iterator[Finding]:
        lessons = list(held_lessons(self.journal))
        if not lessons and any(
            module.ends < self.journal.act.today for module in self.journal.semester.modules
        ):
            yield self._finding(
                FindingKind.NO_LESSONS, text("No lesson has been opened."), "3.4", 0
            )
        overdue = sum(
            lesson_status(self.journal, lesson) is LessonStatus.OVERDUE for lesson in lessons
        )
        if overdue:
            yield self._finding(
                FindingKind.OVERDUE_LESSONS,
                text(
                    "Lessons not filled in: ${count} of ${lessons}",
                    count=overdue,
                    lessons=len(lessons),
                ),
                "4.3",
                overdue,
            )

    def current(self) -> Iterator[Finding]:
        counts: dict[int, int] = {}
        for lesson in held_lessons(self.journal):
            for slot, _ in lesson_marks(self.journal, lesson):
                counts[slot] = counts.get(slot, 0) + 1
        few = sum(counts.get(slot, 0) < self.rules.marks for slot, _ in graded_slots(self.journal))
        if few:
            yield self._finding(
                FindingKind.NO_CURRENT,
                text(
                    "Students with fewer than ${marks} current marks: ${count}",
                    marks=self.rules.marks,
                    count=few,
                ),
                "5.2",
                few,
            )

    def check(self, component: Component) -> Iterator[Finding]:
        """One control: its points, its publication, its corrections."""
        state = self.journal.control_state(component)
        _, corrected = edits_in(self.journal.register.log(component.id))
        if corrected:
            yield self._finding(
                FindingKind.CORRECTED,
                text("${control}: corrected by an act: ${count}",
                     control=component.title[self.language], count=corrected),
                "1.4",
                corrected,
                component.id,
            )  # fmt: skip
        if not self._due(component):
            return
        students = list(graded_slots(self.journal))
        missing = sum(state.value(slot, Field.POINTS) is None for slot, _ in students)
        if missing:
            yield self._finding(
                _MISSING.get(component.kind, FindingKind.NO_CURRENT),
                text(
                    "${control}: without points: ${count} of ${students} students",
                    control=component.title[self.language],
                    count=missing,
                    students=len(students),
                ),
                "5.2",
                missing,
                component.id,
            )
        elif component.kind is ComponentKind.INTERMEDIATE and state.published is None:
            yield self._finding(
                FindingKind.NOT_PUBLISHED,
                text(
                    "${control}: the total has not been published",
                    control=component.title[self.language],
                ),
                "4.3",
                len(students),
                component.id,
            )

    def _due(self, component: Component) -> bool:
        """Whether the days in which the points are entered are over."""
        window = self.journal.entry_window(component)
        return window is None or self.journal.act.today > window.closes

    def objectivity(self) -> Iterator[Finding]:
        pairs = [
            (one.current, one.final)
            for one in evidence_of(self.journal)
            if one.current is not None and one.final is not None
        ]
        if not pairs:
            return
        current = mean([first for first, _ in pairs])
        final = mean([second for _, second in pairs])
        if abs(current - final) * 100 > Fraction(self.rules.gap):
            yield self._finding(
                FindingKind.CURRENT_UNLIKE_FINAL,
                text(
                    "Current marks: ${current} % of the highest; final marks: ${final} %",
                    current=rounded(100 * current),
                    final=rounded(100 * final),
                ),
                "5.2",
                len(pairs),
            )


_MISSING = {
    ComponentKind.INTERMEDIATE: FindingKind.NO_INTERMEDIATE,
    ComponentKind.INDEPENDENT: FindingKind.NO_INDEPENDENT,
    ComponentKind.FINAL: FindingKind.NO_FINAL,
}
