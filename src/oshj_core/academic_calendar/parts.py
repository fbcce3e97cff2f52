"""What the dates given for parts of the university leave of a semester's modules to each part."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from oshj_core.academic_calendar.periods import Period, PeriodKind
from oshj_core.academic_calendar.resolving import GroupCalendar, Place, units_above
from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from oshj_core.calendar import Module, Semester
    from oshj_core.ports import University


def parts_of(university: University, periods: Iterable[Period]) -> Iterator[Place]:
    """A place for every mix of what the periods are narrowed to: all other places have the
    calendar of one of these."""
    reaches = [one.reach for one in periods]
    units = sorted({"", *(one.unit for one in reaches)})
    forms = list(dict.fromkeys([None, *(one.form for one in reaches)]))
    courses = sorted({0, *(one.course for one in reaches)})
    for unit, form, course in product(units, forms, courses):
        yield Place(units_above(university, unit), form, course)


def missing_module(
    place: Place, semester: Semester, periods: Sequence[Period], changed: Period
) -> Invalid | None:
    """Why a module that the semester has at that place would be missing, ``None`` if none is.

    :param periods: what is given for parts of the university, ``changed`` included.
    :returns: the refusal, its place the field of ``changed`` that is to be mended: ``number``,
        ``starts`` or ``ends``.
    """
    calendar = GroupCalendar.of(place, periods)
    own = [
        one.module
        for one in calendar.periods
        if one.kind is PeriodKind.MODULE and one.semester == semester.id
    ]
    asked = {one.number: one for one in (*semester.modules, *reversed(own))}
    standing = {one.number for one in calendar.modules(semester)}
    for number in range(1, max(asked, default=0) + 1):
        if number not in asked:
            later = min(one for one in asked if one > number)
            return Invalid(
                text("Module ${number} stands without the one before it", number=later),
                place="number",
                advice=text("Number the modules 1, 2, 3 without gaps."),
            )
        if number not in standing:
            return _nothing_left(asked[number], changed)
    return None


def _nothing_left(module: Module, changed: Period) -> Invalid:
    earlier = (
        module.number <= changed.number
        if changed.kind is PeriodKind.MODULE
        else module.starts < changed.starts
    )
    return Invalid(
        text(
            "A part of the university would have nothing left of module ${number} "
            "(${starts}–${ends}).",
            number=module.number,
            starts=format_date(module.starts),
            ends=format_date(module.ends),
        ),
        place="starts" if earlier else "ends",
        clause="4.3",
        advice=text("Give other days, or give that part the module on days of its own first."),
    )
