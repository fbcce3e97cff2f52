"""Whose hours are when, from the open journals and the timetable together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.covering import TeachingHour, hours_between, taken_hours
from oshj_portal.security.identity import open_lessons
from oshj_portal.store.timetable import FeedKind
from oshj_portal.timetable.lookup import Whose, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

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
    taken: dict[str, TeachingHour] = {}
    for one in site.substitutions.of(person):
        begins, ends = max(first, one.starts), min(last, one.until)
        if begins <= ends:
            hours = hours_of(site, one.teacher, begins, ends)
            taken.update((hour.id, hour) for hour in taken_hours([one], hours))
    return tuple(sorted(taken.values(), key=lambda hour: (hour.day, hour.slot, hour.id)))


def busy_hours(site: Site, person: str, first: date, last: date) -> tuple[TeachingHour, ...]:
    """What a person gives in those days, the own and what is taken for others, without what
    others take for the person."""
    own = hours_of(site, person, first, last)
    away = {hour.id for hour in taken_hours(site.substitutions.for_teacher(person), own)}
    rest = [hour for hour in own if hour.id not in away]
    return (*rest, *hours_taken(site, person, first, last))


def staff_under(site: Site, unit: str) -> Iterator[Staff]:
    """The staff of a unit and of all below it."""
    yield from site.university.staff_of(unit)
    for below in site.university.units_under(unit):
        yield from staff_under(site, below.id)
