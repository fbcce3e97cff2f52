"""What the certificate says of a journal: lessons planned, held, filled in; checks entered.

The regulation names the certificate and not its columns; these are a proposal (header: unit,
academic year, semester; one line for each teacher and kind of lesson) and not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.register import Field

if TYPE_CHECKING:
    from oshj_core.journal.reading import JournalReader
    from oshj_core.ports import Lesson
    from oshj_core.structure import LessonKind


@attrs.frozen
class ControlFill:
    """A check of the journal: how many students have points, and whether it is published."""

    component: str
    entered: int
    published: bool


@attrs.frozen
class FillInLine:
    """One teacher's lessons of one kind.

    ``planned_hours`` are the plan's, ``None`` without one; ``attendance`` counts the lessons
    in which every member's attendance is marked.
    """

    teacher: str
    kind: LessonKind
    held: int
    filled: int
    attendance: int
    planned_hours: Decimal | None = None

    @property
    def percent(self) -> int | None:
        """The fill-in in whole percents, rounded down; ``None`` where no lesson was held."""
        return self.filled * 100 // self.held if self.held else None


@attrs.frozen
class FillInSummary:
    """The content of one certificate: a journal, its lines, its checks."""

    journal: str
    unit: str
    group: str
    subject: str
    semester: str
    students: int
    lines: tuple[FillInLine, ...]
    controls: tuple[ControlFill, ...]

    @property
    def held(self) -> int:
        """The lessons held, of all lines."""
        return sum(line.held for line in self.lines)

    @property
    def filled(self) -> int:
        """The lessons filled in, of all lines."""
        return sum(line.filled for line in self.lines)


PlannedHours = Mapping[tuple[str, "LessonKind"], Decimal]
"""Teacher and kind of lesson → hours of the calendar-thematic plan."""


def summarise(journal: JournalReader, planned: PlannedHours | None = None) -> FillInSummary:
    """The fill-in of a journal as it stands; lines by teacher and kind of lesson."""
    register = journal.register
    planned = planned or {}
    # A semester that is over counts those who were there at its end, whatever day it is asked.
    day = min(journal.act.today, journal.semester.ends)
    slots = {slot for slot, one in enumerate(register.roster()) if one.belongs_on(day)}
    lessons: dict[tuple[str, LessonKind], list[Lesson]] = {place: [] for place in planned}
    for lesson in register.lessons():
        lessons.setdefault((lesson.teacher, lesson.kind), []).append(lesson)
    return FillInSummary(
        journal=register.id,
        unit=journal.university.groups.get(register.group).unit,
        group=register.group,
        subject=register.subject,
        semester=register.semester,
        students=len(slots),
        lines=tuple(
            _line(journal, teacher, kind, held, planned.get((teacher, kind)))
            for (teacher, kind), held in sorted(
                lessons.items(), key=lambda item: (item[0][0], item[0][1].value)
            )
        ),
        controls=tuple(
            ControlFill(
                component.id,
                sum(slot in slots and field == Field.POINTS for slot, field in state.cells),
                state.published is not None,
            )
            for component in journal.controls
            for state in (journal.control_state(component),)
        ),
    )


def _line(
    journal: JournalReader,
    teacher: str,
    kind: LessonKind,
    lessons: Iterable[Lesson],
    planned_hours: Decimal | None,
) -> FillInLine:
    held = filled = attendance = 0
    for lesson in lessons:
        cells = journal.state(lesson).cells
        held += 1
        filled += lesson_status(journal, lesson) is LessonStatus.FILLED
        attendance += all(
            (slot, Field.ATTENDANCE) in cells for slot, _ in journal.members_on(lesson)
        )
    return FillInLine(teacher, kind, held, filled, attendance, planned_hours)
