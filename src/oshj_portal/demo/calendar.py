"""A semester in which today is a day of its second module."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from oshj_core.calendar import Module, Semester, Window

AUTUMN, SPRING = 1, 2
_MODULE_WEEKS = 8
_AFTER_MODULE = timedelta(days=7)
_SESSION = timedelta(days=36)
# When today is in no second module, the semester is moved so that today is in its 13th week.
_WEEKS_BEFORE_TODAY = 12
_SUNDAY = 6


def semester_around(today: date) -> Semester:
    """The semester of that day: its first module over, its second one running.

    It is the autumn or spring semester where that holds of itself; on any other day of the
    year the semester begins so that it holds.
    """
    for semester in (
        make_semester(today.year, AUTUMN, date(today.year, 9, 1)),
        make_semester(today.year - 1, SPRING, _monday(date(today.year, 1, 31))),
    ):
        second = semester.modules[1]
        if second.starts + _AFTER_MODULE <= today <= second.ends:
            return semester
    first_day = _monday(today) - timedelta(weeks=_WEEKS_BEFORE_TODAY)
    if today.month >= 8:
        return make_semester(today.year, AUTUMN, first_day)
    number = AUTUMN if today.month == 1 else SPRING
    return make_semester(today.year - 1, number, first_day)


def make_semester(year: int, number: int, starts: date) -> Semester:
    """A semester of two modules of eight weeks and an exam session."""
    modules = []
    begins = starts
    for module in (1, 2):
        # Saturday of the eighth week.
        ends = _monday(begins) + timedelta(weeks=_MODULE_WEEKS, days=-2)
        modules.append(Module(module, begins, ends, Window(begins, ends + _AFTER_MODULE)))
        begins = ends + timedelta(days=2)
    ends = modules[-1].ends + _SESSION
    return Semester(f"{year}-{number}", year, number, starts, ends, tuple(modules))


def teaching_days(semester: Semester, until: date, off: Collection[date]) -> Iterator[date]:
    """The days on which lessons are held, up to ``until``: Monday to Saturday, none of those
    that are ``off``."""
    for module in semester.modules:
        day = module.starts
        while day <= min(module.ends, until):
            if day.weekday() != _SUNDAY and day not in off:
                yield day
            day += timedelta(days=1)


def week_of(semester: Semester, day: date) -> int:
    """The week of the semester a day lies in, 0 for the first."""
    return (_monday(day) - _monday(semester.starts)).days // 7


def weeks(semester: Semester) -> int:
    """How many weeks of lessons the semester has."""
    return week_of(semester, semester.modules[-1].ends) + 1


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
