"""What a change of the calendar would do to lessons that are open already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.periods import Period, PeriodKind, Reach
from oshj_core.academic_calendar.resolving import GroupCalendar, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from oshj_core.academic_calendar.resolving import Place
    from oshj_core.calendar import Module, Semester
    from oshj_core.ports import Lesson, Register, Registers, University

_DATED = frozenset({PeriodKind.SEMESTER, PeriodKind.MODULE})


@attrs.frozen
class Year:
    """The calendar of an academic year: the periods beside its semesters, and the semesters."""

    periods: tuple[Period, ...]
    semesters: Mapping[str, Semester]

    @classmethod
    def of(cls, university: University, year: int) -> Year:
        """The year as it is."""
        semesters = {one.id: one for one in university.semesters if one.year == year}
        return cls(tuple(university.calendar.of_year(year)), semesters)

    def changed(self, before: Period | None, after: Period | None) -> Year:
        """The year with one period in place of another (or of none, or taken out)."""
        known = before or after
        if known is not None and known.kind in _DATED and known.reach == Reach():
            if after is None:
                return self
            semester = with_dates(self.semesters[after.semester], after)
            return attrs.evolve(self, semesters={**self.semesters, semester.id: semester})
        kept = (one for one in self.periods if before is None or one.id != before.id)
        return attrs.evolve(self, periods=(*kept, *((after,) if after is not None else ())))


def dated(semester: Semester, period: Period) -> tuple[date, date, tuple[Module, ...]]:
    """First day, last day and modules that the semester would have with what a period of the
    whole university gives it, whether they fit each other or not."""
    if period.kind is PeriodKind.SEMESTER:
        return period.starts, period.ends, semester.modules
    modules = [one for one in semester.modules if one.number != period.number]
    modules.append(period.module)
    modules.sort(key=lambda one: one.starts)
    return semester.starts, semester.ends, tuple(modules)


def with_dates(semester: Semester, period: Period) -> Semester:
    """The semester with the dates, or with the module, that a period of the whole university
    gives it.

    :raises Invalid: the modules do not fit the semester or each other.
    """
    starts, ends, modules = dated(semester, period)
    return attrs.evolve(semester, starts=starts, ends=ends, modules=modules)


@attrs.frozen
class Touched:
    """A lesson that a change would put elsewhere.

    ``off`` is the period without lessons it would lie in; else it would lie in another
    ``module``, ``None`` for outside of all.
    """

    group: str
    subject: str
    lesson: Lesson
    off: Period | None
    module: int | None


def touched_lessons(
    university: University,
    registers: Registers,
    before: Period | None,
    after: Period | None,
    today: date,
) -> Iterator[Touched]:
    """The open lessons a change of one period would put into days without lessons, or into
    another module; one group after the other.  What is stored of them stays.

    No lesson is open after ``today`` (4.3), so what begins later touches none, but for the dates
    of semesters and modules: the module in front may give way to them.
    """
    known = [one for one in (before, after) if one is not None]
    if all(one.starts > today and one.kind not in _DATED for one in known):
        return
    year = known[0].year
    now = Year.of(university, year)
    then = now.changed(before, after)
    for group in university.groups:
        place = place_of(university, group.id, year)
        if any(place.within(one.reach) for one in known):
            for register in registers.of_group(group.id):
                if register.semester in now.semesters:
                    yield from _touched(register, place, now, then)


def _touched(register: Register, place: Place, now: Year, then: Year) -> Iterator[Touched]:
    lessons = register.lessons()
    if not lessons:
        return
    old, new = (GroupCalendar.of(place, year.periods) for year in (now, then))
    was = old.semester(now.semesters[register.semester])
    will = new.semester(then.semesters[register.semester])
    for lesson in lessons:
        off = new.on(lesson.date).off
        module = _module(will, lesson.date)
        newly_off = off is not None and old.on(lesson.date).off is None
        if newly_off or module != _module(was, lesson.date):
            yield Touched(
                register.group, register.subject, lesson, off if newly_off else None, module
            )


def _module(semester: Semester, day: date) -> int | None:
    module = semester.module_on(day) if day >= semester.starts else None
    return module.number if module is not None else None
