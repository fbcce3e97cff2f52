"""The lessons of a teacher who is away: which hours they are, and where a substitute is busy.

An hour is a lesson that was opened or one the timetable plans; both are known by one id.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import NotAllowed
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from oshj_core.delegation import Substitution
    from oshj_core.ports import Lesson, University
    from oshj_core.structure import LessonKind
    from oshj_core.timetable import Interval, Occurrence


@attrs.frozen
class TeachingHour:
    """A lesson somebody is to give: ``opened`` tells whether a journal has it already;
    ``time`` is ``None`` where only the number of the lesson is known."""

    id: str
    teacher: str
    assignment: str
    subject: str
    groups: tuple[str, ...]
    kind: LessonKind
    day: date
    slot: int
    time: Interval | None = None
    subgroup: int = 0
    room: str = ""
    opened: bool = False

    def meets(self, other: TeachingHour) -> bool:
        """Whether nobody can give both: they share a minute, or a number where no time is
        known."""
        if self.id == other.id or self.day != other.day:
            return False
        if self.time is not None and other.time is not None:
            return self.time.overlaps(other.time)
        return self.slot == other.slot


def hours_between(
    university: University,
    teacher: str,
    first: date,
    last: date,
    lessons: Iterable[Lesson],
    occurrences: Iterable[Occurrence] = (),
) -> tuple[TeachingHour, ...]:
    """The hours of a teacher from ``first`` to ``last``, by day and number, each once.

    A stream's lesson stands in several journals and is one hour; so are an opened lesson and
    the occurrence it was planned as.  What was cancelled, or is of an assignment that is in no
    list any more, is none.

    :param lessons: open lessons, also of other teachers and days.
    :param occurrences: what the timetable plans, likewise.
    """
    found: dict[str, TeachingHour] = {}
    for hour in _opened(university, lessons):
        found.setdefault(hour.id, hour)
    taken = {(hour.assignment, hour.day, hour.slot) for hour in found.values()}
    for hour in planned_hours(university, occurrences):
        if (hour.assignment, hour.day, hour.slot) not in taken:
            found.setdefault(hour.id, hour)
    own = (hour for hour in found.values() if hour.teacher == teacher and first <= hour.day <= last)
    return tuple(sorted(own, key=lambda hour: (hour.day, hour.slot, hour.id)))


def _opened(university: University, lessons: Iterable[Lesson]) -> Iterator[TeachingHour]:
    for lesson in lessons:
        assignment = university.assignments.find(lesson.assignment)
        if assignment is not None:
            yield TeachingHour(
                lesson.id,
                lesson.teacher,
                assignment.id,
                assignment.subject,
                assignment.groups,
                lesson.kind,
                lesson.date,
                lesson.slot,
                None,
                lesson.subgroup,
                lesson.room,
                opened=True,
            )


def planned_hours(
    university: University, occurrences: Iterable[Occurrence]
) -> Iterator[TeachingHour]:
    """The hours of the timetable, without what was cancelled or is in no list any more."""
    find = cache(university.assignments.find)
    for one in occurrences:
        assignment = find(one.assignment)
        if assignment is not None and not one.cancelled:
            yield TeachingHour(
                one.id,
                one.teacher,
                assignment.id,
                assignment.subject,
                one.groups,
                assignment.kind,
                one.day,
                one.slot,
                one.time,
                one.subgroup,
                one.room,
            )


@attrs.frozen
class HourClash:
    """An hour to be taken over, and what the substitute gives at that time."""

    hour: TeachingHour
    busy: TeachingHour


def clashes_of(taken: Iterable[TeachingHour], own: Iterable[TeachingHour]) -> tuple[HourClash, ...]:
    """Where the hours to be taken over meet those the substitute gives already."""
    busy = tuple(own)
    return tuple(HourClash(hour, other) for hour in taken for other in busy if hour.meets(other))


def lesson_day(lesson: Lesson | TeachingHour) -> date:
    """The day of a lesson, opened or planned."""
    return lesson.day if isinstance(lesson, TeachingHour) else lesson.date


def is_open(lesson: Lesson | TeachingHour) -> bool:
    """Whether a journal has the lesson already."""
    return lesson.opened if isinstance(lesson, TeachingHour) else True


def can_be_given(lesson: Lesson | TeachingHour, today: date) -> bool:
    """Whether a substitute can be named for the lesson today: it is yet to be opened (4.3).

    What the teacher has opened was held by the teacher, and what was left unopened on an
    earlier day the teacher opens.
    """
    return not is_open(lesson) and lesson_day(lesson) >= today


def substitute_of(
    substitutions: Iterable[Substitution], lesson: Lesson | TeachingHour
) -> Substitution | None:
    """The substitution under which a lesson, opened or planned, is somebody else's on its day.

    Of several that cover it the one named last counts, which ended the others for it; where
    that one has ended, the lesson is the teacher's again (4.3).
    """
    found = [one for one in substitutions if one.covers(lesson)]
    last = max(found, key=lambda one: one.order, default=None)
    return last if last is not None and last.lasts_on(lesson_day(lesson)) else None


def given_to(
    substitutions: Iterable[Substitution], lesson: Lesson | TeachingHour, person: str
) -> bool:
    """Whether the person takes the lesson for its teacher."""
    taken = substitute_of(substitutions, lesson)
    return taken is not None and taken.substitute == person


def refuse_given_away(
    substitutions: Iterable[Substitution], lesson: Lesson | TeachingHour, person: str
) -> None:
    """Whoever substitutes for the days opens no lesson that was given to somebody else.

    :raises NotAllowed: another substitute than ``person`` takes the lesson.
    """
    taken = substitute_of(substitutions, lesson)
    if taken is not None and person not in (lesson.teacher, taken.substitute):
        raise NotAllowed(
            text("Another substitute was named for this lesson."),
            clause="4.3",
            advice=text("Ask the deanery or the head of department who takes it."),
        )


def replaced_by(
    substitution: Substitution,
    known: Iterable[Substitution],
    hours: Iterable[Lesson | TeachingHour] = (),
) -> tuple[Substitution, ...]:
    """Those of the known substitutions of a teacher that lose lessons to one named now.

    :param hours: the lessons known of those days; two that go by days meet on a day of both.
    """
    before = [one for one in known if one.id != substitution.id]
    taken = (substitute_of(before, hour) for hour in hours if substitution.covers(hour))
    losing = {one.id for one in taken if one is not None}
    return tuple(
        one
        for one in before
        if one.substitute != substitution.substitute
        and (one.id in losing or _share_days(one, substitution))
    )


def _share_days(one: Substitution, other: Substitution) -> bool:
    if one.lessons or other.lessons or one.teacher != other.teacher:
        return False
    day = max(one.begins, other.begins)
    return one.lasts_on(day) and other.lasts_on(day)


def share_out(
    absence: Substitution, hours: Iterable[TeachingHour], chosen: Mapping[str, str]
) -> tuple[Substitution, ...]:
    """The substitutions that share the hours of an absent teacher out.

    :param absence: who is away from when to when, and why; its ``substitute`` takes all hours
        that are not ``chosen`` for somebody else, or none where it is empty.  Its ``id`` heads
        those of the result, so that the same shared out again is the same.
    :param chosen: the substitute by the id of an hour.
    :return: one for days where one person takes everything, else one for each substitute with
        the lessons named.
    """
    shares: dict[str, list[str]] = {}
    for hour in hours:
        person = chosen.get(hour.id, "") or absence.substitute
        if person:
            shares.setdefault(person, []).append(hour.id)
    if absence.substitute and set(shares) <= {absence.substitute}:
        return (attrs.evolve(absence, id=_share_id(absence, absence.substitute), lessons=()),)
    return tuple(
        attrs.evolve(
            absence, id=_share_id(absence, person), substitute=person, lessons=tuple(lessons)
        )
        for person, lessons in shares.items()
    )


def _share_id(absence: Substitution, person: str) -> str:
    return f"{absence.id}.{person}"
