"""What we leave in the comments of an activity: the row of the load, and dates of our own.

``a-lec`` or ``a-lec | 2026-09-01/2027-01-24`` (ISO 8601): FET keeps comments as they are, so the
activity is known again.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from oshj_core.timetable import WeeklyLesson

_BEFORE_DATES = " | "


class Remark(NamedTuple):
    """A comment: the code it names, and the dates of the lesson (``None``: the usual ones)."""

    assignment: str
    starts: date | None = None
    ends: date | None = None


def write_remark(lesson: WeeklyLesson, usual: tuple[date, date]) -> str:
    """The comment of a lesson's activity; ``usual`` are the first and the last day of the
    lessons of its assignment."""
    if (lesson.starts, lesson.ends) == usual:
        return lesson.assignment
    return f"{lesson.assignment}{_BEFORE_DATES}{lesson.starts}/{lesson.ends}"


def read_remark(comments: str) -> Remark:
    """The comment; one of somebody else's gives a code that nothing has."""
    code, _, dates = comments.strip().partition(_BEFORE_DATES)
    starts, _, ends = dates.partition("/")
    try:
        return Remark(code, date.fromisoformat(starts), date.fromisoformat(ends))
    except ValueError:
        return Remark(code)
