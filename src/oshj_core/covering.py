"""The lessons of a teacher who is away: which hours they are, and where a substitute is busy.

An hour is a lesson that was opened or one the timetable plans; both are known by one id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

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
    for hour in _planned(university, occurrences):
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


def _planned(university: University, occurrences: Iterable[Occurrence]) -> Iterator[TeachingHour]:
    for one in occurrences:
        assignment = university.assignments.find(one.assignment)
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


def taken_hours(
    substitutions: Iterable[Substitution], hours: Iterable[TeachingHour]
) -> tuple[TeachingHour, ...]:
    """Those of the hours that the substitutions give, each on a day on which its own holds."""
    known = tuple(hours)
    return tuple(
        hour
        for one in substitutions
        for hour in known
        if one.lasts_on(hour.day) and gives(one, hour)
    )


def gives(substitution: Substitution, hour: TeachingHour) -> bool:
    """Whether the hour is one of those a substitution is about."""
    if substitution.lessons:
        return hour.id in substitution.lessons
    return (
        hour.teacher == substitution.teacher
        and substitution.starts <= hour.day <= substitution.until
    )


def substitute_of(substitutions: Iterable[Substitution], lesson: Lesson) -> Substitution | None:
    """The substitution under which a lesson was held by somebody else on its day; of several
    the one that names the lesson, else the one that began last."""
    found = [one for one in substitutions if one.lasts_on(lesson.date) and one.covers(lesson)]
    return max(found, key=lambda one: (bool(one.lessons), one.starts, one.id), default=None)


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
