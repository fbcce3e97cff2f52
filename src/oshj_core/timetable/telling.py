"""Who is told when a lesson of the next days is moved, cancelled or added (3.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from oshj_core.kyrgyz import format_date
from oshj_core.notices import Notice, NoticeKind, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.journal import Act
    from oshj_core.ports import University
    from oshj_core.timetable.alignment import DroppedDay
    from oshj_core.timetable.occurrence import Occurrence
    from oshj_core.timetable.weekly import WeeklyLesson

NEXT_DAYS = timedelta(days=14)
"""What lies farther ahead is read in the timetable when its week comes."""


def notices_of_day(
    university: University,
    act: Act,
    before: Occurrence | None,
    after: Occurrence,
    reason: str,
) -> Iterator[Notice]:
    """What the teachers and students of a lesson are told when its day is changed.

    :param before: the lesson as it was known; ``None`` where it is an extra one.
    """
    known = before or after
    if not any(_is_near(act.today, day) for day in (known.day, after.day)):
        return
    if before is None:
        kind = NoticeKind.LESSON_ADDED
    elif after.cancelled:
        kind = NoticeKind.LESSON_CANCELLED
    elif after.change is None:
        kind = NoticeKind.LESSON_AS_PLANNED
    else:
        kind = NoticeKind.LESSON_MOVED
    teacher = university.staff.find(after.teacher)
    values = said(
        subject=_subject(university, after),
        groups=", ".join(after.groups),
        day=format_date(known.day),
        slot=known.slot,
        to_day=format_date(after.day),
        to_slot=after.slot,
        room=", ".join(filter(None, (after.building, after.room))) or "—",
        teacher="—" if teacher is None else teacher.name.short,
        reason=reason,
    )
    shown = known.day if after.cancelled else after.day
    for person in _people(university, known, after):
        yield Notice(
            f"{kind.value}:{after.lesson}:{after.original}:{act.millis}:{person}",
            person,
            act.millis,
            kind,
            values,
            f"timetable:{shown.isoformat()}",
        )


def notices_of_dropped(
    university: University, act: Act, dropped: DroppedDay, reason: str
) -> Iterator[Notice]:
    """What the substitutes of a day are told that the timetable no longer has."""
    kind, day = NoticeKind.LESSON_CANCELLED, dropped.day
    values = said(
        subject=_subject(university, day),
        groups=", ".join(day.groups),
        day=format_date(day.day),
        slot=day.slot,
        reason=reason,
    )
    for person in dict.fromkeys(one.substitute for one in dropped.taken):
        yield Notice(
            f"{kind.value}:{day.lesson}:{day.original}:{act.millis}:{person}",
            person,
            act.millis,
            kind,
            values,
            f"timetable:{day.day.isoformat()}",
        )


def notices_of_weeks(
    university: University,
    act: Act,
    lesson: WeeklyLesson,
    after: WeeklyLesson | None,
    first: date,
    reason: str,
) -> Iterator[Notice]:
    """What the teachers and students of a weekly lesson are told when it is held otherwise, or
    no more, from the day ``first`` on."""
    if not _is_near(act.today, first):
        return
    kind = NoticeKind.TIMETABLE_CHANGED
    values = said(
        subject=_subject(university, lesson),
        groups=", ".join(lesson.groups),
        day=format_date(first),
        reason=reason,
    )
    for person in _people(university, lesson, after or lesson):
        yield Notice(
            f"{kind.value}:{lesson.id}:{act.millis}:{person}",
            person,
            act.millis,
            kind,
            values,
            f"timetable:{first.isoformat()}",
        )


def _is_near(today: date, day: date) -> bool:
    return today <= day <= today + NEXT_DAYS


def _subject(university: University, lesson: Occurrence | WeeklyLesson) -> str:
    return university.subjects.get(university.assignments.get(lesson.assignment).subject).name


def _people(
    university: University, before: Occurrence | WeeklyLesson, after: Occurrence | WeeklyLesson
) -> list[str]:
    """The teachers before and after, and the students of the groups or of the subgroup."""
    students = (
        student.id
        for group in after.groups
        for student in university.students_of(group)
        if student.active and after.subgroup in (0, student.subgroup)
    )
    return list(dict.fromkeys(filter(None, (before.teacher, after.teacher, *students))))
