"""What a period must be to stand in the calendar beside the others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.parts import missing_module, parts_of
from oshj_core.academic_calendar.periods import (
    DAY_KINDS,
    MAX_COURSE,
    SEASON_KINDS,
    WHOLE,
    Period,
    PeriodKind,
)
from oshj_core.academic_calendar.resolving import GroupCalendar, Place, units_above
from oshj_core.calendar import Module, Window
from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.academic_calendar.periods import Reach
    from oshj_core.ports import University

MAX_MODULES = 4
# The year begins with what is loaded in August (4.1) and ends with its summer.
_FIRST, _LAST = (8, 1), (8, 31)
_DATED = frozenset({PeriodKind.SEMESTER, PeriodKind.MODULE})


def check_period(period: Period, others: Iterable[Period], university: University) -> None:
    """Refuse a period that contradicts itself, the lists, or one of the ``others`` of its year.

    :raises Invalid: days out of the academic year; an unknown unit, course or semester; a
        module without number or entry window, or with a window that is closed before it ends;
        a module outside its semester; days that another period of the same layer and the same
        reach has already; dates that leave a part of the university nothing of a module.  The
        place names the field.
    """
    _check_year(period)
    check_reach(period.reach, university)
    if period.kind in _DATED:
        semester = university.semesters.find(period.semester)
        if semester is None or semester.year != period.year:
            raise Invalid(text("There is no such semester in the academic year."), place="semester")
    elif period.semester or period.number or period.entry:
        raise Invalid(
            text("Only the dates of a semester and of a module name a semester."),
            place="semester",
        )
    if period.kind is PeriodKind.MODULE:
        check_module(period.number, period.starts, period.ends, period.entry)
    beside = [one for one in others if one.id != period.id]
    _check_overlap(period, (one for one in beside if one.reach == period.reach))
    if period.kind in _DATED and period.reach != WHOLE:
        _check_within(period, beside, university)


def check_reach(reach: Reach, university: University) -> None:
    """Refuse an unknown unit or course (places ``unit``, ``course``)."""
    if reach.unit and reach.unit not in university.units:
        raise Invalid(text("There is no such unit."), place="unit")
    if reach.course not in range(MAX_COURSE + 1):
        raise Invalid(
            text("A course is a number from 1 to ${last}.", last=MAX_COURSE), place="course"
        )


def check_module(number: int, starts: date, ends: date, entry: Window | None) -> None:
    """Refuse a module without number or window, and a window that contradicts its days.

    :raises Invalid: places ``number``, ``entry_opens``, ``entry_closes``.
    """
    if number not in range(1, MAX_MODULES + 1):
        raise Invalid(
            text("A module is numbered from 1 to ${last}.", last=MAX_MODULES), place="number"
        )
    if entry is None:
        raise Invalid(
            text("Say from when to when the module may be filled in."), place="entry_opens"
        )
    if not starts <= entry.opens <= ends:
        raise Invalid(
            text("Entry opens during the module."),
            place="entry_opens",
            clause="4.3",
            advice=text("A lesson is filled in on its day, so entry opens with the module."),
        )
    if entry.closes < ends:
        raise Invalid(
            text("Entry would be closed before the module ends."),
            place="entry_closes",
            clause="4.3",
            advice=text("Give the last day of the module or a later one."),
        )


def check_modules(starts: date, ends: date, modules: Iterable[Module]) -> None:
    """Refuse modules, given in the order of days, that lie outside these days or do not follow
    each other by number.

    :raises Invalid: places ``starts``, ``number``.
    """
    known = list(modules)
    for module in known:
        if not starts <= module.starts <= module.ends <= ends:
            raise Invalid(
                text("Module ${number} lies outside the semester", number=module.number),
                place="starts",
                advice=text("Compare its dates with those of the semester."),
            )
    numbers = [module.number for module in known]
    if numbers != sorted(numbers):
        raise Invalid(text("The modules do not follow each other by number."), place="number")


def check_semester(starts: date, ends: date, modules: Iterable[Module]) -> None:
    """Refuse modules that cannot be those of a semester of these days, which has no gap.

    :raises Invalid: places ``starts``, ``number``.
    """
    known = list(modules)
    check_modules(starts, ends, known)
    for number, module in enumerate(known, start=1):
        if module.number != number:
            raise Invalid(
                text("Module ${number} stands without the one before it", number=module.number),
                place="number",
                advice=text("Number the modules 1, 2, 3 without gaps."),
            )


def _check_year(period: Period) -> None:
    if date(period.year, *_FIRST) <= period.starts and period.ends <= date(period.year + 1, *_LAST):
        return
    raise Invalid(
        text(
            "The days lie outside the academic year ${first}–${last}",
            first=period.year,
            last=period.year + 1,
        ),
        place="starts",
        advice=text("An academic year lasts from 1 August to 31 August of the next year."),
    )


def _check_overlap(period: Period, same: Iterable[Period]) -> None:
    for other in same:
        if _compete(period, other):
            raise Invalid(
                text(
                    "These days overlap with ${starts}–${ends}${name}, given for the same part "
                    "of the university.",
                    starts=format_date(other.starts),
                    ends=format_date(other.ends),
                    name=f" «{other.name}»" if other.name else "",
                ),
                place="starts",
                advice=text("Change the days, or narrow one of the two by unit, form or course."),
            )


def _compete(one: Period, other: Period) -> bool:
    for layer in (SEASON_KINDS, DAY_KINDS):
        if one.kind in layer:
            return other.kind in layer and one.overlaps(other)
    if one.kind is not other.kind or one.semester != other.semester:
        return False
    return one.kind is PeriodKind.SEMESTER or one.number == other.number or one.overlaps(other)


def _check_within(period: Period, others: Iterable[Period], university: University) -> None:
    """The modules of a part lie within the semester as it runs for that part, and leave it and
    the parts below it every module."""
    base = university.semesters.get(period.semester)
    given = [one for one in (*others, period) if one.semester == base.id]
    reach = period.reach
    place = Place(units_above(university, reach.unit), reach.form, reach.course)
    dates = [one for one in given if one.kind is PeriodKind.SEMESTER]
    there = GroupCalendar.of(place, dates).semester(attrs.evolve(base, modules=()))
    own = sorted(
        (one for one in given if one.kind is PeriodKind.MODULE and one.reach == reach),
        key=lambda one: one.starts,
    )
    check_modules(there.starts, there.ends, (one.module for one in own))
    for part in parts_of(university, given):
        if part.within(reach):
            refusal = missing_module(part, base, given, period)
            if refusal is not None:
                raise refusal
