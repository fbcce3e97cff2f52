"""The days and hours of a file of FET, and ours.

FET knows one week.  Where lessons of odd and of even weeks are to be told apart, each of our
hours (пара) is two of FET's, «2 так» and «2 жуп»: a lesson of every week lasts both of them, one
of every second week one.  Others write two weeks of days, «А-Понедельник» and «В-Понедельник»:
those are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import fold
from oshj_core.timetable import Bells, WeeklyLesson, Weeks
from oshj_core.timetable.sheet import LESSON_COLUMNS, WEEKDAYS, WEEKS

_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = next(column for column in LESSON_COLUMNS if column.name == "weekday")
_PARITIES = {
    fold(word): weeks for weeks in (Weeks.ODD, Weeks.EVEN) for word in (*WEEKS[weeks], weeks.value)
}
# Cyrillic and Latin letters look the same.
_LETTERS = {"а": Weeks.ODD, "a": Weeks.ODD, "в": Weeks.EVEN, "b": Weeks.EVEN, "б": Weeks.EVEN}
_NUMBERED = re.compile(r"([0-9]{1,2})(?:\s+(\w+))?")
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})\b.*")
_HALVES = (Weeks.ODD, Weeks.EVEN)


@attrs.frozen
class Cell:
    """An hour of FET as one of ours: its number, and the weeks it stands for."""

    slot: int
    weeks: Weeks


@attrs.frozen
class Day:
    """A day of FET as one of ours: 1 (Monday) to 7, and the weeks it stands for."""

    weekday: int
    weeks: Weeks


def day_of(name: str) -> Day | None:
    """The day a name stands for: a Kyrgyz, Russian or English name or the number, with «А-» or
    «В-» in front for odd or even weeks."""
    letter, _, rest = name.strip().partition("-")
    weeks = _LETTERS.get(letter.casefold(), Weeks.EVERY)
    written = name.strip() if weeks is Weeks.EVERY else rest.strip()
    if written.casefold() in _ENGLISH:
        return Day(_ENGLISH.index(written.casefold()) + 1, weeks)
    try:
        return Day(int(_WEEKDAY.parse(written)), weeks)
    except Invalid:
        return None


def shared(one: Weeks, other: Weeks) -> Weeks | None:
    """The weeks that are both; ``None`` for odd and even ones."""
    if one is Weeks.EVERY or one is other:
        return other
    return one if other is Weeks.EVERY else None


def cell_of(name: str, bells: Bells) -> Cell | None:
    """The hour a name stands for: «2», «2 так», or a clock time at which a lesson begins."""
    if clock := _CLOCK.fullmatch(name.strip()):
        minute = int(clock[1]) * 60 + int(clock[2])
        slots = [slot for slot, time in bells.times.items() if time.starts == minute]
        return Cell(slots[0], Weeks.EVERY) if slots else None
    numbered = _NUMBERED.fullmatch(name.strip())
    if numbered is None:
        return None
    weeks = _PARITIES.get(fold(numbered[2])) if numbered[2] else Weeks.EVERY
    return None if weeks is None else Cell(int(numbered[1]), weeks)


def joined(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of one lesson after the other: both halves of an hour are every week."""
    slots: dict[int, set[Weeks]] = {}
    for cell in cells:
        slots.setdefault(cell.slot, set()).add(cell.weeks)
    return [
        Cell(slot, next(iter(weeks)) if len(weeks) == 1 else Weeks.EVERY)
        for slot, weeks in slots.items()
    ]


@attrs.frozen
class Grid:
    """The days and hours that we write: ``slots`` in order, in halves if ``divided``."""

    weekdays: tuple[int, ...]
    slots: tuple[int, ...]
    divided: bool

    @property
    def days(self) -> list[str]:
        """The names of the days."""
        return [WEEKDAYS[weekday - 1] for weekday in self.weekdays]

    @property
    def hours(self) -> list[str]:
        """The names of the hours."""
        return [name for slot in self.slots for name in self.hours_of(slot, Weeks.EVERY)]

    def hours_of(self, slot: int, weeks: Weeks) -> list[str]:
        """The hours that a lesson of these weeks takes."""
        if not self.divided:
            return [str(slot)]
        halves = _HALVES if weeks is Weeks.EVERY else (weeks,)
        return [f"{slot} {WEEKS[half][0]}" for half in halves]

    def duration(self, weeks: Weeks) -> int:
        """How many hours of FET a lesson of these weeks lasts."""
        return 2 if self.divided and weeks is Weeks.EVERY else 1

    def cells_of(self, lesson: WeeklyLesson) -> list[tuple[str, str]]:
        """Day and hour, in FET's names, of all that the lesson takes."""
        day = WEEKDAYS[lesson.weekday - 1]
        return [(day, hour) for hour in self.hours_of(lesson.slot, lesson.weeks)]
