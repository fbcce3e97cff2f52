"""Lessons that were not filled in on their day (4.3): open ones and such as nobody opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.covering import substitute_of
from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.notices import Notice, NoticeKind, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from oshj_core.covering import TeachingHour
    from oshj_core.delegation import Substitution
    from oshj_core.journal.reading import JournalReader
    from oshj_core.ports import Lesson

    SubstitutionsOf = Callable[[str], Sequence[Substitution]]


@attrs.frozen
class OverdueLesson:
    """A lesson of a journal whose day is over while something is missing.

    ``teacher`` is who teaches the assignment today, ``responsible`` who may fill it in today:
    the substitute while the substitution lasts.  ``locked`` ones can only be corrected by an
    act; ``opened`` is false where the timetable alone knows the lesson.
    """

    id: str
    journal: str
    group: str
    subject: str
    teacher: str
    responsible: str
    day: date
    slot: int
    opened: bool
    locked: bool

    def days_late(self, today: date) -> int:
        """How many days ago it should have been filled in."""
        return (today - self.day).days


def overdue_in(
    journal: JournalReader,
    substitutions_of: SubstitutionsOf,
    planned: Iterable[TeachingHour] = (),
) -> Iterator[OverdueLesson]:
    """The overdue lessons of a journal on the day of the act, by day and number.

    A lesson that is filled in later is overdue no more.

    :param substitutions_of: gives the substitutions of a teacher's lessons.
    :param planned: hours of the timetable; those of other journals do not count.
    """
    found = [*_open(journal, substitutions_of), *_not_opened(journal, substitutions_of, planned)]
    yield from sorted(found, key=lambda one: (one.day, one.slot, one.id))


def _open(journal: JournalReader, substitutions_of: SubstitutionsOf) -> Iterator[OverdueLesson]:
    register, today = journal.register, journal.act.today
    for lesson in register.lessons():
        if lesson.date >= today or lesson_status(journal, lesson) is not LessonStatus.OVERDUE:
            continue
        teacher = _teacher(journal, lesson)
        yield OverdueLesson(
            lesson.id,
            register.id,
            register.group,
            register.subject,
            teacher,
            _responsible(teacher, substitutions_of, lesson, today),
            lesson.date,
            lesson.slot,
            True,
            bool(journal.lesson_facts(lesson).states),
        )


def _not_opened(
    journal: JournalReader, substitutions_of: SubstitutionsOf, planned: Iterable[TeachingHour]
) -> Iterator[OverdueLesson]:
    register, today = journal.register, journal.act.today
    lessons = register.lessons()
    known = {lesson.id for lesson in lessons}
    hours = {(lesson.assignment, lesson.date, lesson.slot) for lesson in lessons}
    own = {assignment.id for assignment in journal.assignments}
    for hour in planned:
        if hour.assignment not in own or hour.day >= today or hour.id in known:
            continue
        if (hour.assignment, hour.day, hour.slot) in hours:
            continue
        teacher = _teacher(journal, hour)
        yield OverdueLesson(
            hour.id,
            register.id,
            register.group,
            register.subject,
            teacher,
            _responsible(teacher, substitutions_of, hour, today),
            hour.day,
            hour.slot,
            False,
            journal.is_locked_on(hour.day),
        )


def _teacher(journal: JournalReader, lesson: Lesson | TeachingHour) -> str:
    # 4.3: what is not closed is the duty of who teaches it by the load of today.
    assignment = journal.university.assignments.find(lesson.assignment)
    return lesson.teacher if assignment is None else assignment.teacher


def _responsible(
    teacher: str, substitutions_of: SubstitutionsOf, lesson: Lesson | TeachingHour, today: date
) -> str:
    taken = substitute_of(substitutions_of(lesson.teacher), lesson)
    return taken.substitute if taken is not None and taken.lasts_on(today) else teacher


def overdue_reminder(person: str, count: int, day: date, at: int) -> Notice:
    """What a person is told on a day about so many overdue lessons; one a day.

    :param at: the moment, in milliseconds since the epoch.
    """
    return Notice(
        f"overdue:{person}:{day.isoformat()}",
        person,
        at,
        NoticeKind.OVERDUE_LESSONS,
        said(count=count),
        f"overdue:{person}",
    )
