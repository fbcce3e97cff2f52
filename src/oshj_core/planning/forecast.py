"""What of a plan will remain unfinished at the present pace (2.13).

All figures are exact; they are rounded only where they are put into words.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from oshj_core.kyrgyz import format_number
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from oshj_core.planning.coverage import Coverage
    from oshj_core.planning.hours import HoursRule
    from oshj_core.planning.plan import Topic
    from oshj_core.timetable import Occurrence

ASSUMPTIONS: tuple[Text, ...] = (
    text("As many hours a teaching week are held as until now."),
    text("A teaching week is one with lessons in the timetable; a begun one counts in part."),
    text("Not more hours are held than the timetable still has; holidays have none."),
    text("The hours go to the unfinished topics in the order of the plan."),
)
"""What the forecast takes for granted."""

LEAST_WEEKS = 1
"""Teaching weeks that have to have passed before their pace says anything."""

TOO_EARLY = text(
    "It is too early to extrapolate: not one teaching week has passed; all lessons of the "
    "timetable are taken as held."
)


@attrs.frozen
class Unfinished:
    """A topic that is expected to lack academic hours at the end of the semester."""

    topic: Topic
    missing: Fraction


@attrs.frozen
class Forecast:
    """How an assignment is expected to end.

    ``weeks_passed`` and ``weeks_left`` are teaching weeks, a begun one in part; ``pace`` is
    academic hours held a teaching week, ``None`` if not one has passed; ``possible`` the hours
    the timetable still has; ``expected`` those that will be held of them; ``needed`` the hours the
    topics still lack.
    """

    weeks_passed: Fraction
    weeks_left: Fraction
    pace: Fraction | None
    possible: Decimal
    expected: Fraction
    needed: Decimal
    unfinished: tuple[Unfinished, ...]
    assumptions: tuple[Text, ...] = ASSUMPTIONS

    @property
    def fits(self) -> bool:
        """Whether the timetable still has room for all that is missing."""
        return self.needed <= self.possible

    @property
    def lacking(self) -> Fraction:
        """The academic hours that all topics together will lack."""
        return sum((one.missing for one in self.unfinished), start=Fraction(0))

    @property
    def explanation(self) -> tuple[Text, ...]:
        """The steps of the forecast, in sentences, and what it takes for granted."""
        said = []
        if self.pace is not None:
            said.append(
                text(
                    "In ${weeks} teaching weeks ${pace} hours a week were held.",
                    weeks=_shown(self.weeks_passed),
                    pace=_shown(self.pace),
                )
            )
        said.append(
            text(
                "In the ${weeks} teaching weeks left the timetable has ${possible} hours; "
                "${expected} are expected, ${needed} are needed.",
                weeks=_shown(self.weeks_left),
                possible=format_number(self.possible),
                expected=_shown(self.expected),
                needed=format_number(self.needed),
            )
        )
        said += [
            text(
                "Topic ${number} will lack ${hours} hours.",
                number=one.topic.number,
                hours=_shown(one.missing),
            )
            for one in self.unfinished
        ]
        return (*said, *self.assumptions)


def _shown(number: Fraction) -> str:
    return format_number(Decimal(number.numerator) / Decimal(number.denominator), 2)


def forecast(
    covered: Coverage,
    occurrences: Iterable[Occurrence],
    rule: HoursRule,
    today: date,
    held_today: int = 0,
) -> Forecast:
    """What will be held from now on, and which topics will lack hours then.

    ``occurrences`` are those of the assignment in the whole semester, ``covered`` its coverage
    of the same day.  Of the lessons of ``today`` only those that were held have passed.
    """
    days = sorted(one.day for one in occurrences if not one.cancelled)
    passed = sum(day < today for day in days) + min(held_today, days.count(today))
    weeks_passed, weeks_left = _teaching_weeks(days[:passed], days[passed:])
    possible = rule.of(covered.assignment.kind, len(days) - passed)
    pace = Fraction(covered.held) / weeks_passed if weeks_passed >= LEAST_WEEKS else None
    at_most = Fraction(possible)
    expected = at_most if pace is None else min(pace * weeks_left, at_most)
    needed = sum((one.missing for one in covered.topics), start=Decimal(0))
    return Forecast(
        weeks_passed,
        weeks_left,
        pace,
        possible,
        expected,
        needed,
        _unfinished(covered, expected),
        ASSUMPTIONS if pace is not None else (TOO_EARLY, *ASSUMPTIONS[2:]),
    )


def _teaching_weeks(passed: Iterable[date], left: Iterable[date]) -> tuple[Fraction, Fraction]:
    """The teaching weeks of lessons that passed and that are left; each week is shared by its
    lessons."""
    gone, to_come = Counter(map(_week, passed)), Counter(map(_week, left))
    shares = [Fraction(gone[week], gone[week] + to_come[week]) for week in gone | to_come]
    weeks = sum(shares, start=Fraction(0))
    return weeks, len(shares) - weeks


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _unfinished(covered: Coverage, expected: Fraction) -> tuple[Unfinished, ...]:
    found = []
    for one in covered.topics:
        missing = Fraction(one.missing)
        given = min(missing, expected)
        expected -= given
        if missing > given:
            found.append(Unfinished(one.topic, missing - given))
    return tuple(found)
