"""Whose hours are when, from the open journals and the timetable together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.covering import TeachingHour, given_to, hours_between, substitute_of
from oshj_portal.security.identity import open_lessons
from oshj_portal.store.timetable import FeedKind
from oshj_portal.timetable.lookup import Whose, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.delegation import Substitution
    from oshj_core.people import Staff
    from oshj_portal.store import Site


def hours_of(site: Site, teacher: str, first: date, last: date) -> tuple[TeachingHour, ...]:
    """The hours of a teacher's own from ``first`` to ``last``."""
    planned = occurrences(site, Whose(FeedKind.TEACHER, teacher), first, last)[1]
    return hours_between(
        site.university, teacher, first, last, open_lessons(site, teacher), planned
    )


def hours_taken(site: Site, person: str, first: date, last: date) -> tuple[TeachingHour, ...]:
    """The hours a person takes for colleagues from ``first`` to ``last``, by day and number."""
    taken = {
        hour.id: hour
        for teacher in sorted({one.teacher for one in site.substitutions.of(person)})
        for hour in _taken_of(site, teacher, person, first, last)
    }
    return tuple(sorted(taken.values(), key=lambda hour: (hour.day, hour.slot, hour.id)))


def _taken_of(
    site: Site, teacher: str, person: str, first: date, last: date
) -> Iterator[TeachingHour]:
    known = site.substitutions.for_teacher(teacher)
    own = [one for one in known if one.substitute == person]
    begins = max(first, min(one.begins for one in own))
    ends = min(last, max(one.until for one in own))
    hours = hours_of(site, teacher, begins, ends) if begins <= ends else ()
    return (hour for hour in hours if given_to(known, hour, person))


def hours_given(site: Site, one: Substitution, first: date, last: date) -> list[TeachingHour]:
    """What the substitute of one takes from ``first`` to ``last`` for its teacher."""
    known = site.substitutions.for_teacher(one.teacher)
    hours = hours_of(site, one.teacher, first, last)
    return [hour for hour in hours if one.covers(hour) and given_to(known, hour, one.substitute)]


def busy_hours(site: Site, person: str, first: date, last: date) -> tuple[TeachingHour, ...]:
    """What a person gives in those days, the own and what is taken for others, without what
    others take for the person."""
    known = site.substitutions.for_teacher(person)
    own = hours_of(site, person, first, last)
    rest = [hour for hour in own if substitute_of(known, hour) is None]
    return (*rest, *hours_taken(site, person, first, last))


def staff_under(site: Site, unit: str) -> Iterator[Staff]:
    """The staff of a unit and of all below it."""
    yield from site.university.staff_of(unit)
    for below in site.university.units_under(unit):
        yield from staff_under(site, below.id)
