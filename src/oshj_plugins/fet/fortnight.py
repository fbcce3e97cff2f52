"""Lessons of odd and of even weeks, put together where they are one lesson of every week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from oshj_core.timetable import Weeks
from oshj_core.timetable.sheet import LESSON_COLUMNS, WEEKS
from oshj_plugins.fet.solved import FetActivity


def in_every_week(
    lessons: Iterable[tuple[list[str], FetActivity]],
) -> list[tuple[list[str], FetActivity]]:
    """One lesson of every week for two of odd and of even weeks that differ in nothing else."""
    column = next(n for n, one in enumerate(LESSON_COLUMNS) if one.name == "weeks")
    halves = {WEEKS[Weeks.ODD][0], WEEKS[Weeks.EVEN][0]}
    alike: dict[tuple[str, ...], list[tuple[list[str], FetActivity]]] = defaultdict(list)
    for cells, activity in lessons:
        alike[(*cells[:column], *cells[column + 1 :])].append((cells, activity))
    found = []
    for both in alike.values():
        if len(both) == 2 and {cells[column] for cells, _ in both} == halves:
            cells, activity = both[0]
            every = [*cells[:column], WEEKS[Weeks.EVERY][0], *cells[column + 1 :]]
            found.append((every, activity))
        else:
            found += both
    return found
