"""When the two-weekly inspection is due (3.5), from the semester alone."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.inspections.values import inspection_id
from oshj_core.kyrgyz import format_date
from oshj_core.notices import Notice, NoticeKind, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from oshj_core.calendar import Semester
    from oshj_core.inspections.values import Inspection

_DAY = timedelta(days=1)
_FORTNIGHT = timedelta(weeks=2)


@attrs.frozen
class Fortnight:
    """Two weeks of teaching from ``monday`` on, cut at the ends of the teaching.  ``number`` is
    its place among those of the present calendar.  ``due`` is the last day on which the
    inspection of its lessons is in time: a week after it ends."""

    number: int
    monday: date
    starts: date
    ends: date
    due: date


class TaskState(Enum):
    """How the task of a fortnight stands."""

    AHEAD = "ahead"
    """The fortnight has not begun."""
    OPEN = "open"
    """It may be done and is not late."""
    OVERDUE = "overdue"
    DONE = "done"


@attrs.frozen
class Task:
    """The inspection of a unit's journals that belongs to a fortnight."""

    unit: str
    semester: str
    fortnight: Fortnight
    state: TaskState
    inspection: Inspection | None = None

    @property
    def id(self) -> str:
        """The id of its inspection."""
        return inspection_id(self.unit, self.semester, self.fortnight.monday)


def fortnights(
    semester: Semester,
    is_teaching: Callable[[date], bool] | None = None,
    counted_from: date | None = None,
) -> Iterator[Fortnight]:
    """The fortnights of a semester from its first day to the end of its last module.

    :param is_teaching: says of a day whether lessons are held; a fortnight without such a day
        (holidays, sessions) needs no inspection.  All days by default.
    :param counted_from: a day of the first week they are counted from, before or after the
        first day; that day by default.  Where a part of the university begins later, the
        fortnights stay those of the others.
    """
    last = max((module.ends for module in semester.modules), default=semester.ends)
    first = semester.starts if counted_from is None else counted_from
    monday = first - first.weekday() * _DAY
    monday += (semester.starts - monday).days // _FORTNIGHT.days * _FORTNIGHT
    number = 1
    while monday <= last:
        starts, ends = max(monday, semester.starts), min(monday + _FORTNIGHT - _DAY, last)
        if starts <= ends and (is_teaching is None or any(map(is_teaching, _days(starts, ends)))):
            yield Fortnight(number, monday, starts, ends, ends + timedelta(weeks=1))
            number += 1
        monday += _FORTNIGHT


def tasks(
    unit: str,
    semester: Semester,
    done: Mapping[str, Inspection],
    today: date,
    is_teaching: Callable[[date], bool] | None = None,
    counted_from: date | None = None,
) -> tuple[Task, ...]:
    """The tasks of a unit's head in a semester, in the order of their days.

    :param done: the inspections that were done, by id.
    :param is_teaching: as for :func:`fortnights`, like ``counted_from``.
    """
    return tuple(
        _task(unit, semester.id, fortnight, done, today)
        for fortnight in fortnights(semester, is_teaching, counted_from)
    )


def _task(
    unit: str, semester: str, fortnight: Fortnight, done: Mapping[str, Inspection], today: date
) -> Task:
    inspection = done.get(inspection_id(unit, semester, fortnight.monday))
    if inspection is not None:
        state = TaskState.DONE
    elif today < fortnight.starts:
        state = TaskState.AHEAD
    else:
        state = TaskState.OVERDUE if today > fortnight.due else TaskState.OPEN
    return Task(unit, semester, fortnight, state, inspection)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY


def inspection_reminder(task: Task, unit: str, person: str, today: date, at: int) -> Notice | None:
    """What the inspector is told, once, when a fortnight is over and not inspected yet.

    :param unit: the name of the unit.
    :param at: the moment, in milliseconds since the epoch.
    """
    if task.state not in (TaskState.OPEN, TaskState.OVERDUE) or today <= task.fortnight.ends:
        return None
    return Notice(
        f"inspection:{task.id}:{person}",
        person,
        at,
        NoticeKind.INSPECTION_DUE,
        said(unit=unit, day=format_date(task.fortnight.due)),
        f"inspection:{task.id}",
    )
