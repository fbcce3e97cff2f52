"""A lesson that the timetable repeats: who meets whom, where, in which weeks (3.2)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.clock_times import Interval
from oshj_core.errors import Invalid
from oshj_core.numbers import is_whole
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.calendar import Semester
    from oshj_core.clock_times import Bells
    from oshj_core.structure import Assignment

MAX_PLACE = 40
"""Characters of a room or a building."""


class Weeks(Enum):
    """In which weeks a lesson is held; the semester's first week is odd (так жума)."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"


@attrs.frozen
class WeeklyLesson:
    """A lesson of the timetable, from ``starts`` to ``ends`` (both included).

    ``weekday`` is 1 (Monday) to 7; ``slot`` is the number of the lesson in the day, ``time``
    when it takes place.  Several ``groups`` make a stream; ``subgroup`` 0 is the whole group.
    An empty ``teacher`` or ``room`` is one that is not settled yet.  An ``extra`` lesson is
    held once, on the day ``starts``, be it a holiday or not.  ``series`` is the id of the lesson
    whose days this one goes on with: they have the ids they would have had there.

    :raises Invalid: a value outside these ranges (place: the field).
    """

    id: str
    semester: str
    assignment: str
    teacher: str
    groups: tuple[str, ...]
    weekday: int
    slot: int
    time: Interval
    starts: date
    ends: date
    weeks: Weeks = Weeks.EVERY
    subgroup: int = 0
    room: str = ""
    building: str = ""
    extra: bool = False
    series: str = ""

    @property
    def root(self) -> str:
        """What the ids of its days are made of."""
        return self.series or self.id

    def __attrs_post_init__(self) -> None:
        for place in ("id", "semester", "assignment"):
            if not getattr(self, place):
                raise Invalid(text("This must not be empty."), place=place)
        if not self.groups or len(set(self.groups)) != len(self.groups):
            raise Invalid(text("A lesson is for one or several different groups."), place="groups")
        if not is_whole(self.weekday) or not 1 <= self.weekday <= 7:
            raise Invalid(text("The weekday is a number from 1 (Monday) to 7."), place="weekday")
        for place in ("slot", "subgroup"):
            value = getattr(self, place)
            if not is_whole(value) or value < (place == "slot"):
                raise Invalid(text("This is no number of a lesson or subgroup."), place=place)
        if not isinstance(self.time, Interval):
            raise Invalid(text("A lesson begins before it ends, within one day."), place="time")
        if self.starts > self.ends:
            raise Invalid(text("The last day lies before the first one."), place="ends")
        for place in ("room", "building"):
            if len(getattr(self, place)) > MAX_PLACE:
                raise Invalid(
                    text("At most ${limit} characters fit here.", limit=MAX_PLACE), place=place
                )
        if self.extra and (self.starts != self.ends or self.starts.isoweekday() != self.weekday):
            raise Invalid(text("An extra lesson is held on one day."), place="ends")


def later_id(lesson: WeeklyLesson, day: date) -> str:
    """The id of the part of a lesson that begins on that day: the same when asked for twice."""
    return f"{lesson.root}-{day:%Y%m%d}"


def weekly_lesson(
    identifier: str,
    assignment: Assignment,
    semester: Semester,
    bells: Bells,
    weekday: int,
    slot: int,
    *,
    weeks: Weeks = Weeks.EVERY,
    room: str = "",
    building: str = "",
    starts: date | None = None,
    ends: date | None = None,
) -> WeeklyLesson:
    """The lesson that repeats an assignment, through the whole semester by default.

    :raises Invalid: the assignment is of another semester; see :class:`WeeklyLesson`.
    """
    if assignment.semester != semester.id:
        raise Invalid(text("The assignment is of another semester."), place="assignment")
    return WeeklyLesson(
        identifier,
        semester.id,
        assignment.id,
        assignment.teacher,
        assignment.groups,
        weekday,
        slot,
        bells.interval(slot),
        starts or semester.starts,
        ends or semester.ends,
        weeks,
        assignment.subgroup,
        room,
        building,
    )


def extra_lesson(
    identifier: str,
    assignment: Assignment,
    semester: Semester,
    bells: Bells,
    day: date,
    slot: int,
    *,
    room: str = "",
    building: str = "",
) -> WeeklyLesson:
    """A lesson held once, besides the weekly ones.  Raises as :func:`weekly_lesson` does."""
    once = weekly_lesson(
        identifier,
        assignment,
        semester,
        bells,
        day.isoweekday(),
        slot,
        room=room,
        building=building,
        starts=day,
        ends=day,
    )
    return attrs.evolve(once, extra=True)
