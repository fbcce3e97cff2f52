"""How much of the lessons somebody attended: by lessons and by hours, each student's own.

A lesson counts only for those who belonged to it that day.  One that is not marked yet counts
neither way; it is told apart, so that a gap in the journal is no absence (3.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from oshj_core.attendance.excuses import NO_EXCUSALS, Excusals
from oshj_core.attendance.share import HUNDRED, Share, in_hundredths
from oshj_core.errors import Invalid
from oshj_core.grading.components import ARITHMETIC
from oshj_core.grading.rules import ExcusedLessons
from oshj_core.register import Attendance, Field
from oshj_core.structure import LessonKind
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.journal import JournalReader
    from oshj_core.ports import Lesson
    from oshj_core.register import SheetState

MOST_HOURS = Decimal(12)
TWO_HOURS: Mapping[LessonKind, Decimal] = MappingProxyType(dict.fromkeys(LessonKind, Decimal(2)))
"""A lesson (пара) of two academic hours, whatever its kind — the usual case, not confirmed."""


class Measure(Enum):
    """What a percentage of attendance is counted in."""

    LESSONS = "lessons"
    HOURS = "hours"


def _hours(_rules: object, _attribute: object, hours: Mapping[LessonKind, Decimal]) -> None:
    for kind in LessonKind:
        in_hundredths(hours.get(kind), f"hours.{kind.value}", MOST_HOURS)


@attrs.frozen(kw_only=True)
class CountingRules:
    """How attendance is counted.  Not confirmed by any local act: configuration.

    ``hours``: academic hours (0…12) of a lesson of each kind; ``excused``: how a lesson missed
    with an excuse counts; ``late``: what a lesson with a late arrival is worth, in percent of a
    lesson (0…100).

    :raises Invalid: a number out of its range; the place names the field.
    """

    hours: Mapping[LessonKind, Decimal] = attrs.field(
        default=TWO_HOURS, validator=_hours, hash=False
    )
    excused: ExcusedLessons = ExcusedLessons.LEFT_OUT
    late: Decimal = HUNDRED

    def __attrs_post_init__(self) -> None:
        in_hundredths(self.late, "late", HUNDRED)

    def worth(self, attendance: Attendance) -> tuple[int, int]:
        """What a lesson with that attendance is worth, as parts and wholes of 10,000."""
        if attendance is Attendance.PRESENT:
            return 10_000, 10_000
        if attendance is Attendance.LATE:
            return int(self.late.scaleb(2, ARITHMETIC)), 10_000
        if attendance is Attendance.EXCUSED:
            return _EXCUSED[self.excused]
        return 0, 10_000


_EXCUSED = {
    ExcusedLessons.ATTENDED: (10_000, 10_000),
    ExcusedLessons.LEFT_OUT: (0, 0),
    ExcusedLessons.MISSED: (0, 10_000),
}


@attrs.frozen
class Tally:
    """How many lessons of each kind were marked how; ``None`` stands for "not marked yet".

    Tallies add up, in any order.
    """

    counts: Mapping[tuple[LessonKind, Attendance | None], int] = attrs.field(
        factory=dict, hash=False
    )

    def __add__(self, other: Tally) -> Tally:
        sums = dict(self.counts)
        for key, count in other.counts.items():
            sums[key] = sums.get(key, 0) + count
        return Tally(sums)

    def lessons(self, attendance: Attendance | None) -> int:
        """The lessons marked so."""
        return sum(count for (_, marked), count in self.counts.items() if marked is attendance)

    @property
    def marked(self) -> int:
        """The lessons that are marked, however."""
        return sum(count for (_, marked), count in self.counts.items() if marked is not None)

    def share(self, rules: CountingRules, measure: Measure = Measure.LESSONS) -> Share:
        """The attended part, in ten-thousandths of a lesson or millionths of an hour."""
        part = whole = 0
        for (kind, marked), count in self.counts.items():
            if marked is None:
                continue
            weight = 1
            if measure is Measure.HOURS:
                weight = int(rules.hours[kind].scaleb(2, ARITHMETIC))
            attended, held = rules.worth(marked)
            part += attended * weight * count
            whole += held * weight * count
        return Share(part, whole)


@attrs.frozen
class JournalAttendance:
    """The attendance of one journal by student; ``students`` are in the roster's order."""

    journal: str
    group: str
    subject: str
    students: Mapping[str, Tally] = attrs.field(hash=False)

    @property
    def total(self) -> Tally:
        """The tally of all students together."""
        return total(self.students.values())


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    sums: dict[tuple[LessonKind, Attendance | None], int] = {}
    for tally in tallies:
        for key, count in tally.counts.items():
            sums[key] = sums.get(key, 0) + count
    return Tally(sums)


def attendance_in(state: SheetState, slot: int, place: str) -> Attendance | None:
    """The attendance of a slot; ``None`` while it is not marked.

    :raises Invalid: the register holds a value that is no attendance; ``place`` is named.
    """
    value = state.value(slot, Field.ATTENDANCE)
    if value is None:
        return None
    try:
        return Attendance(value)
    except ValueError:
        raise Invalid(text("This is no attendance."), place=f"{place}.{slot}") from None


def marks_of(
    journal: JournalReader, lesson: Lesson, excusals: Excusals = NO_EXCUSALS
) -> Iterator[tuple[str, Attendance | None]]:
    """How each student who belongs to the lesson counts: as recorded, or excused by a document.

    :raises Invalid: the register holds a value that is no attendance.
    """
    state = journal.state(lesson)
    place = f"{journal.register.id}.{lesson.id}"
    for slot, member in journal.members_on(lesson):
        recorded = attendance_in(state, slot, place)
        yield member.student, excusals.attendance(member.student, lesson.date, recorded)


def attendance_of(
    journal: JournalReader,
    excusals: Excusals = NO_EXCUSALS,
    lessons: Iterable[Lesson] | None = None,
) -> JournalAttendance:
    """The attendance in those ``lessons`` of a journal, by default in all until the act's day.

    :raises Invalid: the register holds a value that is no attendance.
    """
    register = journal.register
    if lessons is None:
        today = journal.act.today
        lessons = (lesson for lesson in register.lessons() if lesson.date <= today)
    counts: dict[str, dict[tuple[LessonKind, Attendance | None], int]] = {
        member.student: {} for member in register.roster()
    }
    for lesson in lessons:
        for student, marked in marks_of(journal, lesson, excusals):
            own, key = counts[student], (lesson.kind, marked)
            own[key] = own.get(key, 0) + 1
    tallies = {student: Tally(own) for student, own in counts.items()}
    return JournalAttendance(register.id, register.group, register.subject, tallies)


def by_student(journals: Iterable[JournalAttendance]) -> dict[str, Tally]:
    """Each student's tally over all the journals."""
    return _summed((student, tally) for one in journals for student, tally in one.students.items())


def by_subject(journals: Iterable[JournalAttendance]) -> dict[str, Tally]:
    """Each subject's tally over all the journals."""
    return _summed((one.subject, one.total) for one in journals)


def by_group(journals: Iterable[JournalAttendance]) -> dict[str, Tally]:
    """Each group's tally over all the journals."""
    return _summed((one.group, one.total) for one in journals)


def _summed(tallies: Iterable[tuple[str, Tally]]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for key, tally in tallies:
        sums[key] = sums[key] + tally if key in sums else tally
    return sums
