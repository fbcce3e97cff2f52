"""Lessons that somebody takes for a colleague, in the timetables of both (3.7, 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.covering import given_to, hours_between, substitute_of
from oshj_portal.store.timetable import FeedKind
from oshj_portal.timetable.lookup import Whose, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from oshj_core.covering import TeachingHour
    from oshj_core.delegation import Substitution
    from oshj_core.timetable import Occurrence
    from oshj_portal.store import Site


def taken_by(site: Site, whose: Whose, first: date, last: date) -> Iterator[Occurrence]:
    """What a teacher takes for colleagues from ``first`` to ``last``; nothing for anybody else."""
    if whose.kind is not FeedKind.TEACHER:
        return
    named = site.substitutions.of(whose.id)
    near = {one.teacher for one in named if one.starts <= last and first <= one.until}
    for teacher in sorted(near):
        known = site.substitutions.for_teacher(teacher)
        planned = occurrences(site, Whose(FeedKind.TEACHER, teacher), first, last)[1]
        for one in planned:
            if any(given_to(known, hour, whose.id) for hour in _hour(site, one)):
                yield one


def substitute_at(
    site: Site, one: Occurrence, known: Iterable[Substitution]
) -> Substitution | None:
    """The substitution by which somebody else gives the lesson, of those ``known`` of its
    teacher."""
    found = (substitute_of(known, hour) for hour in _hour(site, one))
    return next(found, None)


def _hour(site: Site, one: Occurrence) -> tuple[TeachingHour, ...]:
    """The lesson as an hour of its teacher; none where it is cancelled."""
    return hours_between(site.university, one.teacher, one.day, one.day, (), [one])
