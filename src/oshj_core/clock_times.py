"""Times of the day as half-open intervals, and the bells that number them."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from oshj_core.calendar import DEFAULT_BELLS
from oshj_core.errors import Invalid
from oshj_core.numbers import is_whole
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY_MINUTES = 24 * 60
_CLOCK = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])")


def _within_a_day(interval: Interval, _attribute: object, ends: int) -> None:
    starts = interval.starts
    if not (is_whole(starts) and is_whole(ends) and 0 <= starts < ends <= DAY_MINUTES):
        raise Invalid(text("A lesson begins before it ends, within one day."), place="time")


@attrs.frozen(order=True)
class Interval:
    """Minutes since midnight, ``starts`` included, ``ends`` not: 0 ≤ starts < ends ≤ 1440.

    :raises Invalid: anything else (place ``time``).

    >>> first, second = Interval.parse("08:00", "09:20"), Interval.parse("09:20", "10:40")
    >>> first.overlaps(second)
    False
    >>> str(first), first.minutes
    ('08:00–09:20', 80)
    """

    starts: int
    ends: int = attrs.field(validator=_within_a_day)

    @classmethod
    def parse(cls, starts: str, ends: str) -> Interval:
        """The interval between two clock times ``HH:MM``.  Raises ``Invalid``."""
        return cls(_minutes(starts), _minutes(ends))

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.starts

    def overlaps(self, other: Interval) -> bool:
        """Whether they share a minute; one that ends when the other begins does not."""
        return self.starts < other.ends and other.starts < self.ends

    def __str__(self) -> str:
        return f"{_clock(self.starts)}–{_clock(self.ends)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(written: str) -> int:
    match = _CLOCK.fullmatch(written)
    if match is None:
        raise Invalid(text("“${value}” is not a time of the day", value=written), place="time")
    return int(match[1]) * 60 + int(match[2])


@attrs.frozen
class Bells:
    """When the numbered lessons of a day (пара) take place.

    They depend on speciality, form of study and year, so a host may keep several.
    """

    times: Mapping[int, Interval]

    @classmethod
    def parse(cls, written: Mapping[int, tuple[str, str]] = DEFAULT_BELLS) -> Bells:
        """Bells from a host's settings: number → begin and end.

        :raises Invalid: no time of the day; a lesson begins before the one in front has ended
            (place: the number).
        """
        times: dict[int, Interval] = {}
        previous: Interval | None = None
        for slot in sorted(written):
            try:
                times[slot] = Interval.parse(*written[slot])
            except Invalid as refusal:
                raise Invalid(refusal.text, place=f"bells.{slot}") from refusal
            if previous is not None and times[slot].starts < previous.ends:
                raise Invalid(
                    text("Lesson ${slot} begins before the one in front has ended.", slot=slot),
                    place=f"bells.{slot}",
                )
            previous = times[slot]
        return cls(MappingProxyType(times))

    def interval(self, slot: int) -> Interval:
        """When the lesson of that number takes place.

        :raises Invalid: there is no such number (place ``slot``).

        >>> str(Bells.parse().interval(2))
        '09:30–10:50'
        """
        try:
            return self.times[slot]
        except (KeyError, TypeError):
            raise Invalid(text("There is no such lesson of the day."), place="slot") from None
