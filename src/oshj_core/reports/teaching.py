"""What a teacher and a unit taught and filled in: lessons, hours, what is overdue (2.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from oshj_core.attendance.counting import CountingRules, Measure, attendance_of
from oshj_core.attendance.share import Share
from oshj_core.decisions import require
from oshj_core.enrolment import journal_id, journals_of
from oshj_core.grading.components import ARITHMETIC
from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.register import Entry, EntryKind
from oshj_core.reports.source import Side, held_lessons
from oshj_core.reports.values import CellKind, Column, Note, Report, ReportKind, Row, summed
from oshj_core.reports.weekly import lesson_marks
from oshj_core.roles import Permission
from oshj_core.structure import LessonKind
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from oshj_core.journal import JournalReader
    from oshj_core.ports import Lesson
    from oshj_core.reports.source import Source

LESSON_KINDS: dict[LessonKind, Text] = {
    LessonKind.LECTURE: text("Lecture"),
    LessonKind.PRACTICAL: text("Practical class"),
    LessonKind.SEMINAR: text("Seminar"),
    LessonKind.LABORATORY: text("Laboratory class"),
}

_FIGURES = (
    Column("lessons", text("Lessons held"), CellKind.COUNT),
    *(Column(f"hours-{kind.value}", title, CellKind.HOURS) for kind, title in LESSON_KINDS.items()),
    Column("hours", text("Hours"), CellKind.HOURS),
    Column("topics", text("Topics named"), CellKind.COUNT),
    Column("filled", text("Lessons filled in"), CellKind.SHARE),
    Column("overdue", text("Lessons overdue"), CellKind.COUNT),
    Column("marks", text("Marks given"), CellKind.COUNT),
    Column("attendance", text("Attendance"), CellKind.SHARE),
    Column("changed", text("Cells changed later"), CellKind.COUNT),
    Column("corrected", text("Cells corrected by an act"), CellKind.COUNT),
)
_NOTES = (
    Note(text("A stream's lesson is one lesson and its hours count once."), "2.8"),
    Note(text("A stream's lesson is filled in for each group; each counts."), "3.4"),
)
TEACHERS_REPORT = ReportKind(
    "teacher",
    text("Report of the teacher"),
    "2.8",
    Permission.VIEW_REPORTS,
    (
        Column("journal", text("Journal"), CellKind.WORDS),
        Column("group", text("Group"), CellKind.WORDS),
        Column("subject", text("Subject"), CellKind.WORDS),
        *_FIGURES,
    ),
    _NOTES,
)
UNITS_TEACHING = ReportKind(
    "teaching",
    text("Report of the unit on its teachers"),
    "2.8",
    Permission.VIEW_REPORTS,
    (
        Column("teacher", text("Code"), CellKind.WORDS),
        Column("name", text("Teacher"), CellKind.WORDS),
        *_FIGURES,
    ),
    _NOTES,
)


def teachers_report(
    source: Source, teacher: str, semester: str, counting: CountingRules | None = None
) -> Report:
    """What a teacher taught in a semester: a row for each journal.

    The teacher reads the own report; others as they may read the reports of the teacher's unit.

    :raises NotFound: there is no such teacher or semester.
    :raises NotAllowed: the actor may not.
    """
    staff = source.university.staff.get(teacher)
    source.university.semesters.get(semester)
    names = {
        name
        for assignment in source.university.assignments_of(teacher)
        if assignment.semester == semester
        for name in journals_of(assignment)
    }
    registers = [register for name in sorted(names) if (register := source.registers.find(name))]
    if source.act.actor.id == teacher and registers:
        for register in registers:
            require(source.act.actor, TEACHERS_REPORT.permission, source.reader(register).facts)
    else:
        source.require(TEACHERS_REPORT.permission, staff.unit)
    rules = counting or CountingRules()

    def read() -> Iterator[Row]:
        for register in registers:
            figures = dict(_by_teacher(source, source.reader(register), rules))
            subject = source.university.subjects.get(register.subject).name
            yield (register.id, register.group, subject, *figures.get(teacher, _nothing()))

    asked = Note(text("Teacher: ${name}. Semester: ${semester}", name=staff.name.full,
                      semester=semester), "2.8")  # fmt: skip
    return Report(TEACHERS_REPORT, (asked, *TEACHERS_REPORT.notes), read)


def teaching_report(
    source: Source,
    semester: str,
    *,
    unit: str = "",
    counting: CountingRules | None = None,
) -> Report:
    """What was taught of a unit's subjects in a semester: a row for each teacher.

    :raises NotFound: there is no such unit or semester.
    :raises NotAllowed: the actor may not read the unit's reports.
    """
    source.require(UNITS_TEACHING.permission, unit)
    source.university.semesters.get(semester)
    rules = counting or CountingRules()

    def read() -> Iterator[Row]:
        journals = source.journals(unit, [semester], Side.TEACHING)
        sums = summed(pair for one in journals for pair in _by_teacher(source, one, rules))
        for teacher, figures in sums.items():
            staff = source.university.staff.find(teacher)
            yield (teacher, staff.name.short if staff else teacher, *figures)

    asked = Note(text("Semester: ${semester}", semester=semester), "2.8")
    return Report(UNITS_TEACHING, (asked, *UNITS_TEACHING.notes), read)


def _nothing() -> Row:
    zero = Decimal(0)
    return (0, *(zero for _ in LESSON_KINDS), zero, 0, Share(0, 0), 0, 0, Share(0, 0), 0, 0)


def _by_teacher(
    source: Source, journal: JournalReader, rules: CountingRules
) -> Iterator[tuple[str, Row]]:
    """The figures of a journal by teacher, those who have held nothing included."""
    lessons: dict[str, list[Lesson]] = {one.teacher: [] for one in journal.assignments}
    for lesson in held_lessons(journal):
        lessons.setdefault(lesson.teacher, []).append(lesson)
    counted_before = _lessons_of_groups_before(source, journal)
    for teacher in sorted(lessons):
        own = lessons[teacher]
        once = [lesson for lesson in own if lesson.id not in counted_before]
        yield teacher, _Taught(source, journal, rules).figures(own, once)


def _lessons_of_groups_before(source: Source, journal: JournalReader) -> frozenset[str]:
    """The lessons of streams that count in the journal of a group named before this one."""
    found: set[str] = set()
    register = journal.register
    for assignment in journal.assignments:
        for group in assignment.groups[: assignment.groups.index(register.group)]:
            other = source.registers.find(
                journal_id(group, assignment.subject, assignment.semester)
            )
            if other is not None:
                found.update(
                    lesson.id for lesson in other.lessons() if lesson.assignment == assignment.id
                )
    return frozenset(found)


@attrs.frozen
class _Taught:
    source: Source
    journal: JournalReader
    rules: CountingRules

    def figures(self, lessons: list[Lesson], once: list[Lesson]) -> Row:
        journal = self.journal
        statuses = [lesson_status(journal, lesson) for lesson in lessons]
        hours = dict.fromkeys(LESSON_KINDS, Decimal(0))
        for lesson in once:
            hours[lesson.kind] = ARITHMETIC.add(hours[lesson.kind], self.rules.hours[lesson.kind])
        together = Decimal(0)
        for part in hours.values():
            together = ARITHMETIC.add(together, part)
        attended = attendance_of(journal, self.source.excusals, lessons).total
        edits = [edits_in(journal.register.log(lesson.id)) for lesson in lessons]
        return (
            len(once),
            *hours.values(),
            together,
            sum(bool(journal.state(lesson).facts.get("topic")) for lesson in once),
            Share(statuses.count(LessonStatus.FILLED), len(statuses)),
            statuses.count(LessonStatus.OVERDUE),
            sum(1 for lesson in lessons for _ in lesson_marks(journal, lesson)),
            attended.share(self.rules, Measure.LESSONS),
            sum(changed for changed, _ in edits),
            sum(corrected for _, corrected in edits),
        )


def edits_in(log: Iterable[Entry]) -> tuple[int, int]:
    """How many cells of a log were given another value by a teacher's hand, and how many were
    corrected by an act after the lock (1.4)."""
    changed = corrected = 0
    spoken: dict[tuple[int, int], int] = {}
    for entry in sorted(dict.fromkeys(log), key=lambda one: (one.at, one.request, one.cells)):
        if entry.kind is EntryKind.CORRECTION:
            corrected += sum(1 for _ in entry)
        elif entry.kind is EntryKind.CELLS:
            for slot, field, value in entry:
                changed += spoken.get((slot, field), value) != value
                spoken[slot, field] = value
    return changed, corrected
