"""The teaching weeks of a part of the university, or of all of it, each group by its own days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.periods import Period, PeriodKind
from oshj_core.academic_calendar.resolving import (
    GroupCalendar,
    Place,
    place_of,
    semester_of,
    units_above,
)
from oshj_core.timetable.weeks import TeachingWeeks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from oshj_core.calendar import Semester
    from oshj_core.ports import University


def days_without(calendar: GroupCalendar, whole: Semester, own: Semester) -> frozenset[date]:
    """The days of the university's semester on which a place has no weekly lesson: its days
    off, and what lies outside the semester as it runs there."""
    weeks = TeachingWeeks(whole)
    outside = {
        day
        for weekday in range(1, 8)
        for day in weeks.days(weekday, (1 << weeks.last) - 1)
        if day in weeks and not own.starts <= day <= own.ends
    }
    return calendar.days_off(whole.starts, whole.ends) | outside


def semester_for(university: University, semester: str, groups: Iterable[str]) -> Semester:
    """The semester as it runs for those groups together: from the first day of one to the last
    day of another; its modules are known where it is the same for all.

    :raises NotFound: there is no such semester or group.
    """
    known = university.semesters.get(semester)
    parts = [semester_of(university, group, semester) for group in groups] or [known]
    if all(one == parts[0] for one in parts):
        return parts[0]
    starts, ends = min(one.starts for one in parts), max(one.ends for one in parts)
    return attrs.evolve(known, starts=starts, ends=ends, modules=())


def widest(university: University, semester: str, groups: Iterable[str] = ()) -> Semester:
    """The semester from the first day to the last that the university or one of the groups has
    of it; without groups, the university or any part of it.

    :raises NotFound: there is no such semester or group.
    """
    known = university.semesters.get(semester)
    chosen = list(groups)
    parts: list[Semester | Period] = [semester_for(university, semester, chosen)]
    if not chosen:
        given = university.calendar.of_semester(semester)
        parts += [one for one in given if one.kind is PeriodKind.SEMESTER]
    return attrs.evolve(
        known,
        starts=min([known.starts, *(one.starts for one in parts)]),
        ends=max([known.ends, *(one.ends for one in parts)]),
    )


def weeks_of(university: University, semester: str, groups: Iterable[str] = ()) -> TeachingWeeks:
    """The teaching weeks of those groups together, or of all; a lesson is held while one of its
    groups has lessons.

    They are numbered as those of the whole university, so that odd and even are the same for
    everybody.

    :raises NotFound: there is no such semester or group.
    """
    known = university.semesters.get(semester)
    whole = widest(university, semester, groups)
    everybody = GroupCalendar.of(Place(), university.calendar.of_year(known.year))
    return TeachingWeeks(
        whole,
        days_without(everybody, whole, known),
        days_off_of(university, whole),
        known.starts,
    )


def overlapping(university: University, semester: Semester) -> Iterator[TeachingWeeks]:
    """The teaching weeks of the other semesters that have days in common with one: a part of
    the university may begin the next while another is not yet done with this."""
    for other in university.semesters:
        if other.id != semester.id:
            whole = widest(university, other.id)
            if whole.starts <= semester.ends and semester.starts <= whole.ends:
                yield weeks_of(university, other.id)


def weeks_of_group(university: University, semester: str, group: str) -> TeachingWeeks:
    """The teaching weeks of one group: its days off are those of every lesson.

    :raises NotFound: there is no such semester or group.
    """
    weeks = weeks_of(university, semester, [group])
    return attrs.evolve(
        weeks, holidays=days_off_of(university, weeks.semester)(group), days_off=None
    )


def weeks_of_unit(university: University, semester: str, unit: str) -> TeachingWeeks:
    """The teaching weeks of a unit, of any form of study and course.

    :raises NotFound: there is no such semester or unit.
    """
    known = university.semesters.get(semester)
    place = Place(units_above(university, unit))
    calendar = GroupCalendar.of(place, university.calendar.of_year(known.year))
    own = calendar.semester(known)
    return TeachingWeeks(own, days_without(calendar, own, own), counted_from=known.starts)


def days_off_of(university: University, whole: Semester) -> Callable[[str], frozenset[date]]:
    """Tells of a group the days of a semester, as long as given, on which it has no weekly
    lesson; groups of one place are looked up once."""
    periods = university.calendar.of_year(whole.year)
    known = university.semesters.get(whole.id)
    by_place: dict[Place, frozenset[date]] = {}

    def days_off(group: str) -> frozenset[date]:
        place = place_of(university, group, whole.year)
        if place not in by_place:
            calendar = GroupCalendar.of(place, periods)
            by_place[place] = days_without(calendar, whole, calendar.semester(known))
        return by_place[place]

    return days_off
