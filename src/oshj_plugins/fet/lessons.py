"""The lessons of a semester for FET: those that have their hour, and those it is to place."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import attrs

from oshj_core.exchange import Exchange
from oshj_core.load import LoadLine
from oshj_core.planning import HoursRule
from oshj_core.structure import Assignment, LessonKind
from oshj_core.timetable import TimetableHost, WeeklyLesson, Weeks
from oshj_core.timetable.sheet import lesson_days
from oshj_plugins.fet.host import Weekly

_Key = tuple[str, str, LessonKind, tuple[str, ...], int]


@attrs.frozen
class Wanted:
    """A lesson of an assignment: ``placed`` where it stands now, ``None`` if FET chooses.

    ``weeks`` is EVERY, or ODD for one of every second week, whichever.
    """

    assignment: Assignment
    weeks: Weeks
    placed: WeeklyLesson | None = None


def wanted(
    exchange: Exchange, host: TimetableHost, semester: str, weekly: Weekly, rule: HoursRule
) -> list[Wanted]:
    """The lessons of every assignment: the plain ones of the timetable, and what the load plans
    beyond the timetable.

    An assignment without a line of the load and without a lesson gets one a week.
    """
    placed: dict[str, list[WeeklyLesson]] = defaultdict(list)
    held: dict[str, int] = defaultdict(int)
    weeks = host.weeks_of(semester)
    for lesson in (*weekly.plain, *weekly.kept):
        held[lesson.assignment] += weeks.originals(lesson).bit_count()
    for lesson in weekly.plain:
        placed[lesson.assignment].append(lesson)
    planned = {
        _key(line): line.hours / rule.of(line.kind)
        for line in exchange.source.loads.in_semester(semester)
    }
    alike: dict[_Key, list[Assignment]] = defaultdict(list)
    for one in host.university.assignments:
        if one.semester == semester:
            alike[_key(one)].append(one)
    found = []
    for key, assignments in sorted(alike.items(), key=lambda item: item[1][0].id):
        done = sum(held[one.id] for one in assignments)
        _, last = lesson_days(host.university, assignments[0])
        without_load = 0 if done else 2
        halves = (
            _per_fortnight(planned[key] - done, weeks.week_of(last))
            if key in planned
            else without_load
        )
        for one in assignments:
            found += [Wanted(one, lesson.weeks, lesson) for lesson in placed[one.id]]
        # What differs in nothing but the control is planned once, for the first of them.
        found += [Wanted(assignments[0], Weeks.EVERY)] * (halves // 2)
        found += [Wanted(assignments[0], Weeks.ODD)] * (halves % 2)
    return found


def _per_fortnight(lessons: Decimal, weeks: int) -> int:
    """Lessons of two weeks, so that there are nearly so many in that many weeks."""
    return max(0, int((lessons * 2 / weeks).quantize(Decimal(1), ROUND_HALF_UP)))


def _key(one: Assignment | LoadLine) -> _Key:
    return (one.teacher, one.subject, one.kind, tuple(sorted(one.groups)), one.subgroup)
