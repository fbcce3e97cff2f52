"""Retention schedules: how long a class of records is kept, from which day, and what then.

Everything is data.  The regulation gives the periods (5.7: five years, 5.8: twenty-five); it
does not say when the term starts, so that the day is a setting of each schedule.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid, NotFound
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_YEARS = 1000
DAY = timedelta(days=1)


class Trigger(Enum):
    """What starts the term of a record."""

    ACADEMIC_YEAR_END = "academic-year-end"
    """The end of the academic year the record belongs to."""
    RECORD_DATE = "record-date"
    """The day of the record itself."""


class Action(Enum):
    """What is done with a record whose term is over."""

    DESTROY = "destroy"
    TRANSFER = "transfer"
    """Hand the bundle over to another archive, then destroy the record here."""
    REVIEW = "review"
    """Somebody decides; the record never comes on a disposal list by itself."""


@attrs.frozen
class Period:
    """A length of time in whole calendar years.

    :raises Invalid: less than 1 or more than 1,000 years.
    """

    years: int = attrs.field()

    @years.validator
    def _check(self, _attribute: object, years: object) -> None:
        if type(years) is not int or not 1 <= years <= LONGEST_YEARS:
            raise Invalid(
                text("A period is a whole number of years from 1 to ${most}.", most=LONGEST_YEARS),
                place="years",
            )

    def after(self, day: date) -> date:
        """The same day so many years on; 29 February becomes 1 March, never a day less.

        :raises Invalid: later than the calendar reaches.

        >>> Period(5).after(date(2028, 2, 29))
        datetime.date(2033, 3, 1)
        >>> Period(4).after(date(2028, 2, 29))
        datetime.date(2032, 2, 29)
        """
        try:
            year = day.year + self.years
            try:
                return day.replace(year=year)
            except ValueError:
                return date(year, 3, 1)
        except ValueError as problem:
            raise Invalid(text("The calendar ends before this term."), place="years") from problem


@attrs.frozen(order=True)
class YearDay:
    """A day of every year; 29 February is none.

    :raises Invalid: there is no such day in every year.
    """

    month: int
    day: int

    def __attrs_post_init__(self) -> None:
        try:
            date(2001, self.month, self.day)
        except (TypeError, ValueError) as problem:
            raise Invalid(text("There is no such day in every year."), place="day") from problem

    def on_or_after(self, day: date) -> date:
        """The first such day that is not before ``day``.

        :raises Invalid: the calendar ends before it.

        >>> YearDay(8, 31).on_or_after(date(2026, 8, 31))
        datetime.date(2026, 8, 31)
        >>> YearDay(1, 1).on_or_after(date(2026, 1, 2))
        datetime.date(2027, 1, 1)
        """
        this_year = date(day.year, self.month, self.day)
        if this_year >= day:
            return this_year
        try:
            return date(day.year + 1, self.month, self.day)
        except ValueError as problem:
            raise Invalid(text("The calendar ends before this term."), place="day") from problem


@attrs.frozen
class Schedule:
    """One version of a rule: records of class ``id`` are kept for ``period`` by ``mandate``.

    ``trigger`` says which day the term counts from; the academic year ends on ``year_ends``.
    The term starts on the first ``term_starts`` after that day, on the next day where it is
    ``None``.  ``effective_from`` … ``effective_until`` (both included, ``None`` = still in
    force) are the days whose records the version governs; with ``retroactive`` it also governs
    older records from ``effective_from`` on.  ``source`` says where the rule was found.
    """

    id: str
    mandate: str
    trigger: Trigger
    period: Period
    action: Action
    effective_from: date
    source: str
    effective_until: date | None = None
    retroactive: bool = False
    term_starts: YearDay | None = YearDay(1, 1)
    year_ends: YearDay = YearDay(8, 31)

    def triggered_on(self, happened: date) -> date:
        """The day the term of a record of the day ``happened`` counts from."""
        if self.trigger is Trigger.ACADEMIC_YEAR_END:
            return self.year_ends.on_or_after(happened)
        return happened

    def term_start(self, happened: date) -> date:
        """The first day of the term of a record of the day ``happened``.

        :raises Invalid: later than the calendar reaches.
        """
        try:
            following = self.triggered_on(happened) + DAY
        except OverflowError as problem:
            raise Invalid(text("The calendar ends before this term."), place="day") from problem
        return self.term_starts.on_or_after(following) if self.term_starts else following

    def due(self, happened: date) -> date:
        """The first day on which the record need not be kept any more.

        :raises Invalid: later than the calendar reaches.
        """
        return self.period.after(self.term_start(happened))

    def retain_until(self, happened: date) -> date:
        """The last day on which the record has to be kept."""
        return self.due(happened) - DAY

    def in_force(self, day: date) -> bool:
        """Whether this version is in force on that day."""
        return self.effective_from <= day and (
            self.effective_until is None or day <= self.effective_until
        )


class Schedules:
    """All versions of all schedules.

    :raises Invalid: two versions of one schedule are in force on one day, or one ends before
        it begins.
    """

    def __init__(self, versions: Iterable[Schedule]) -> None:
        self._versions: dict[str, list[Schedule]] = {}
        for version in sorted(versions, key=lambda one: (one.id, one.effective_from)):
            until = version.effective_until
            if until is not None and until < version.effective_from:
                raise Invalid(
                    text("The schedule “${id}” ends before it begins.", id=version.id),
                    place=f"{version.id}.effective-until",
                )
            earlier = self._versions.setdefault(version.id, [])
            if earlier and earlier[-1].in_force(version.effective_from):
                raise Invalid(
                    text("Two versions of the schedule “${id}” overlap.", id=version.id),
                    place=f"{version.id}.effective-from",
                )
            earlier.append(version)

    def __iter__(self) -> Iterator[Schedule]:
        for versions in self._versions.values():
            yield from versions

    def of(self, identifier: str, happened: date, on: date) -> Schedule:
        """The version that governs on the day ``on`` a record of the day ``happened``.

        It is the one in force on the day the record happened, which also says where its
        academic year ends (a closed year keeps its own rules), unless a later ``retroactive``
        version is in force on ``on``.

        :raises NotFound: there is no such schedule.
        :raises Invalid: none of its versions governs the record.
        """
        versions = self._versions.get(identifier)
        if versions is None:
            raise NotFound("retention schedule", identifier)
        governing = [
            version
            for version in versions
            if version.in_force(happened) or (version.retroactive and version.in_force(on))
        ]
        if not governing:
            raise Invalid(
                text(
                    "No version of the schedule “${id}” governs records of ${day}.",
                    id=identifier,
                    day=happened,
                ),
                place=identifier,
            )
        return governing[-1]
