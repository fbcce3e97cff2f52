"""Which period is in force for a group on a day: the one that is given most specifically.

The deeper unit goes before the wider one, then a course before none, then a form of study
before none.  Two periods of the same kind and reach never overlap, so there is always one.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.periods import (
    DAY_KINDS,
    SEASON_KINDS,
    WITHOUT_LESSONS,
    Period,
    PeriodKind,
    Reach,
)
from oshj_core.calendar import Module, Window
from oshj_core.structure import StudyForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from oshj_core.calendar import Semester
    from oshj_core.ports import University

_AUGUST = 8
_DAY = timedelta(1)


def year_of(day: date) -> int:
    """The year in which the academic year of that day begins.

    >>> year_of(date(2027, 7, 31)), year_of(date(2027, 8, 31))
    (2026, 2027)
    """
    return day.year if day.month >= _AUGUST else day.year - 1


@attrs.frozen
class Place:
    """Where a group stands: its ``units`` from its own one upwards, its form, its course.

    What is not known (no form, course 0) is met by no period that is narrowed to it.
    """

    units: tuple[str, ...] = ()
    form: StudyForm | None = None
    course: int = 0

    def within(self, reach: Reach) -> bool:
        """Whether what is given for that reach is given for this place."""
        return (
            (not reach.unit or reach.unit in self.units)
            and reach.form in (None, self.form)
            and reach.course in (0, self.course)
        )


def rank(reach: Reach, place: Place) -> tuple[int, bool, bool]:
    """How specific a reach is for a place within it: the greatest is in force.

    >>> place = Place(("algebra", "math"), StudyForm.FULL_TIME, 2)
    >>> rank(Reach("algebra"), place) > rank(Reach("math", None, 2), place) > rank(Reach(), place)
    True
    """
    depth = len(place.units) - place.units.index(reach.unit) if reach.unit else 0
    return depth, bool(reach.course), reach.form is not None


def units_above(university: University, unit: str) -> tuple[str, ...]:
    """The unit and all above it."""
    found = []
    while unit:
        found.append(unit)
        unit = university.units.get(unit).parent
    return tuple(found)


def place_of(university: University, group: str, year: int) -> Place:
    """Where a group stands in an academic year.

    :raises NotFound: there is no such group.
    """
    known = university.groups.get(group)
    return Place(units_above(university, known.unit), known.study_form, known.course(year))


@attrs.frozen
class Day:
    """What a day is at a place: the ``holiday`` and the ``season`` in force on it."""

    day: date
    holiday: Period | None = None
    season: Period | None = None

    @property
    def off(self) -> Period | None:
        """Why no weekly lesson is held on it; ``None`` where lessons are held."""
        if self.holiday is not None:
            return self.holiday
        if self.season is not None and self.season.kind in WITHOUT_LESSONS:
            return self.season
        return None


@attrs.frozen
class Stretch:
    """Days on end on which a period is in force, and the wider periods it stands before."""

    period: Period
    starts: date
    ends: date
    over: tuple[Period, ...] = ()


@attrs.frozen
class GroupCalendar:
    """The calendar of a place: those of the ``periods`` of a year that are given for it."""

    place: Place
    periods: tuple[Period, ...]

    @classmethod
    def of(cls, place: Place, periods: Iterable[Period]) -> GroupCalendar:
        """Take what is given for the place, the most specific first, then by day and id."""
        mine = [one for one in periods if place.within(one.reach)]
        mine.sort(key=lambda one: (one.starts, one.id))
        mine.sort(key=lambda one: rank(one.reach, place), reverse=True)
        return cls(place, tuple(mine))

    def on(self, day: date) -> Day:
        """What that day is."""
        over = self._first(DAY_KINDS, day)
        holiday = over if over is not None and over.kind is PeriodKind.HOLIDAY else None
        return Day(day, holiday, self._first(SEASON_KINDS, day))

    def _first(self, kinds: frozenset[PeriodKind], day: date) -> Period | None:
        return next((one for one in self.periods if one.kind in kinds and day in one), None)

    def days_off(self, first: date, last: date) -> frozenset[date]:
        """The days between the two, both included, on which no weekly lesson is held."""
        asked = {
            day
            for one in self.periods
            if one.kind is PeriodKind.HOLIDAY or one.kind in WITHOUT_LESSONS
            for day in one.days
            if first <= day <= last
        }
        return frozenset(day for day in asked if self.on(day).off is not None)

    def stretches(self) -> tuple[Stretch, ...]:
        """What is in force throughout the year, in the order of days."""
        found = [
            stretch for kinds in (SEASON_KINDS, DAY_KINDS) for stretch in self._stretches(kinds)
        ]
        return tuple(sorted(found, key=lambda one: (one.starts, one.ends, one.period.id)))

    def _stretches(self, kinds: frozenset[PeriodKind]) -> Iterator[Stretch]:
        mine = [one for one in self.periods if one.kind in kinds]
        for place, period in enumerate(mine):
            wider = tuple(one for one in mine[place + 1 :] if one.overlaps(period))
            narrower = mine[:place]
            begins: date | None = None
            for day in period.days:
                hidden = any(day in one for one in narrower)
                if begins is None and not hidden:
                    begins = day
                elif begins is not None and hidden:
                    yield Stretch(period, begins, day - timedelta(1), wider)
                    begins = None
            if begins is not None:
                yield Stretch(period, begins, period.ends, wider)

    def semester(self, semester: Semester) -> Semester:
        """The semester as it runs here: other dates given for it, its :meth:`modules`.

        Where a number is left out, the modules after it do not stand either.
        """
        first, last = self._days_of(semester)
        standing = takewhile(
            lambda found: found[0] == found[1].number, enumerate(self.modules(semester), 1)
        )
        return attrs.evolve(
            semester, starts=first, ends=last, modules=tuple(module for _, module in standing)
        )

    def modules(self, semester: Semester) -> tuple[Module, ...]:
        """What is left here of the semester's modules, by number: of each the most specific.

        A wider one gives way to a narrower: what that takes, and what reaches out of the
        semester's days, is cut off its end or its beginning.  One of which no day is left is
        not here.
        """
        first, last = self._days_of(semester)
        given = (one for one in self.periods if one.semester == semester.id)
        own = [one.module for one in given if one.kind is PeriodKind.MODULE]
        standing: list[Module] = []
        for module in (*own, *semester.modules):
            if any(one.number == module.number for one in standing):
                continue
            ended = (one.ends + _DAY for one in standing if one.number < module.number)
            begun = (one.starts - _DAY for one in standing if one.number > module.number)
            starts = max([first, module.starts, *ended])
            ends = min([last, module.ends, *begun])
            if starts <= ends:
                standing.append(_cut(module, starts, ends))
        return tuple(sorted(standing, key=lambda one: one.number))

    def _days_of(self, semester: Semester) -> tuple[date, date]:
        for one in self.periods:
            if one.kind is PeriodKind.SEMESTER and one.semester == semester.id:
                return one.starts, one.ends
        return semester.starts, semester.ends


def _cut(module: Module, starts: date, ends: date) -> Module:
    if (starts, ends) == (module.starts, module.ends):
        return module
    # 4.3: entry opens during what is left of the module, and not closes before it ends.
    opens = min(max(module.entry.opens, starts), ends)
    entry = Window(opens, max(module.entry.closes, ends))
    return attrs.evolve(module, starts=starts, ends=ends, entry=entry)


def calendar_of(university: University, group: str, year: int) -> GroupCalendar:
    """The calendar of a group in an academic year.

    :raises NotFound: there is no such group.
    """
    return GroupCalendar.of(place_of(university, group, year), university.calendar.of_year(year))


def semester_of(university: University, group: str, semester: str) -> Semester:
    """The semester as it runs for a group.

    :raises NotFound: there is no such semester.
    """
    known = university.semesters.get(semester)
    given: Sequence[Period] = university.calendar.of_semester(semester)
    if not given:
        return known
    return GroupCalendar.of(place_of(university, group, known.year), given).semester(known)


def known_periods(university: University, year: int) -> list[Period]:
    """The periods of a year and, as periods too, what its semesters say for the whole
    university, in the order of days."""
    found = list(university.calendar.of_year(year))
    for semester in university.semesters:
        if semester.year == year:
            found.extend(periods_of(semester))
    kinds = list(PeriodKind)
    return sorted(
        found, key=lambda one: (one.starts, kinds.index(one.kind), str(one.reach), one.id)
    )


def periods_of(semester: Semester) -> Iterator[Period]:
    """A semester and its modules as periods of the whole university."""
    yield Period(
        semester.id,
        semester.year,
        PeriodKind.SEMESTER,
        semester.starts,
        semester.ends,
        semester=semester.id,
    )
    for module in semester.modules:
        yield Period(
            f"{semester.id}.{module.number}",
            semester.year,
            PeriodKind.MODULE,
            module.starts,
            module.ends,
            semester=semester.id,
            number=module.number,
            entry=module.entry,
        )
