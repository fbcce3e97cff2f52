"""The week: lessons held and filled in, attendance, marks, beside the week before (6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.teaching import widest
from oshj_core.attendance.counting import CountingRules, Measure, attendance_of
from oshj_core.attendance.share import Share
from oshj_core.errors import Invalid
from oshj_core.grading.components import ARITHMETIC, hundredths
from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.register import Field
from oshj_core.reports.source import By, Side, held_lessons
from oshj_core.reports.sums import Means
from oshj_core.reports.values import CellKind, Column, Note, Report, ReportKind, Row
from oshj_core.roles import Permission
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.journal import JournalReader
    from oshj_core.ports import Lesson
    from oshj_core.reports.source import Source

WEEK = timedelta(days=7)

WEEKLY = ReportKind(
    "weekly",
    text("Fill-in, attendance and progress of the week"),
    "6.2",
    Permission.VIEW_REPORTS,
    (
        Column("id", text("Code"), CellKind.WORDS),
        Column("name", text("Name"), CellKind.WORDS),
        Column("journals", text("Journals"), CellKind.COUNT),
        Column("filled", text("Lessons filled in"), CellKind.SHARE),
        Column("overdue", text("Lessons overdue"), CellKind.COUNT),
        Column("attendance", text("Attendance"), CellKind.SHARE),
        Column("marks", text("Mean mark"), CellKind.MEANS),
        Column("filled-before", text("Lessons filled in, the week before"), CellKind.SHARE),
        Column("attendance-before", text("Attendance, the week before"), CellKind.SHARE),
        Column("marks-before", text("Mean mark, the week before"), CellKind.MEANS),
    ),
    (
        Note(text("A lesson counts once it has been opened in the journal."), "3.4"),
        Note(text("Filled in: the topic is named and everybody's attendance is marked."), "4.3"),
    ),
)


def change(now: Share, before: Share) -> Decimal | None:
    """By how many percentage points a share has grown; ``None`` where one is of nothing.

    >>> change(Share(3, 4), Share(1, 2))
    Decimal('25.00')
    """
    if now.percent is None or before.percent is None:
        return None
    return ARITHMETIC.subtract(now.percent, before.percent)


def weekly_report(
    source: Source,
    week: date,
    *,
    unit: str = "",
    side: Side = Side.STUDENTS,
    by: By = By.UNIT,
    counting: CountingRules | None = None,
    measure: Measure = Measure.LESSONS,
) -> Report:
    """The report of the week (Monday to Sunday) that the day ``week`` lies in.

    ``unit``: a faculty, a department, or "" for the university; of a department that teaches
    other units' groups ``side`` is :attr:`Side.TEACHING`.

    :raises NotFound: there is no such unit.
    :raises NotAllowed: the actor may not read the unit's reports.
    :raises Invalid: the week has not begun.
    """
    source.require(WEEKLY.permission, unit)
    monday = week - timedelta(days=week.weekday())
    if monday > source.act.today:
        raise Invalid(text("The week has not begun."), place="week", clause="6.2")
    sunday = monday + WEEK - timedelta(days=1)
    semesters = [
        semester.id
        for one in source.university.semesters
        for semester in [widest(source.university, one.id)]
        if semester.starts <= sunday and monday - WEEK <= semester.ends
    ]
    measured = _Week(source, monday, counting or CountingRules(), measure)

    def read() -> Iterator[Row]:
        journals = source.journals(unit, semesters, side)
        return source.rows(journals, measured.cells, unit=unit, side=side, by=by)

    days = text("Week: ${first} – ${last}", first=f"{monday:%d.%m.%Y}", last=f"{sunday:%d.%m.%Y}")
    return Report(WEEKLY, (Note(days, "6.2"), *WEEKLY.notes), read)


@attrs.frozen
class _Week:
    """Measures a journal in a week and in the one before."""

    source: Source
    monday: date
    counting: CountingRules
    measure: Measure

    def cells(self, journal: JournalReader) -> Row:
        lessons = list(held_lessons(journal))
        now, overdue = self._measured(journal, lessons, self.monday)
        before, _ = self._measured(journal, lessons, self.monday - WEEK)
        return (1, now[0], overdue, *now[1:], *before)

    def _measured(
        self, journal: JournalReader, lessons: list[Lesson], monday: date
    ) -> tuple[tuple[Share, Share, Means], int]:
        chosen = [lesson for lesson in lessons if monday <= lesson.date < monday + WEEK]
        statuses = [lesson_status(journal, lesson) for lesson in chosen]
        attended = attendance_of(journal, self.source.excusals, chosen).total
        figures = (
            Share(statuses.count(LessonStatus.FILLED), len(statuses)),
            attended.share(self.counting, self.measure),
            Means.of(
                journal.scheme.lesson_mark.maximum,
                (value for lesson in chosen for _, value in lesson_marks(journal, lesson)),
            ),
        )
        return figures, statuses.count(LessonStatus.OVERDUE)


def lesson_marks(journal: JournalReader, lesson: Lesson) -> Iterator[tuple[int, int]]:
    """The slots and marks (hundredths) of a lesson, of those who belong to it.

    :raises Invalid: the register holds a mark above the scheme's highest or below zero; the
        place is ``journal.lesson.slot``.
    """
    highest = hundredths(journal.scheme.lesson_mark.maximum)
    members = {slot for slot, _ in journal.members_on(lesson)}
    for (slot, field), value in journal.state(lesson).cells.items():
        if field == Field.ATTENDANCE or slot not in members:
            continue
        if not 0 <= value <= highest:
            raise Invalid(
                text("The journal holds a mark that its scheme does not know."),
                place=f"{journal.register.id}.{lesson.id}.{slot}",
            )
        yield slot, value
