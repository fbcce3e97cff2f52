"""The bells: when the numbered lessons (пара) of a day take place, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.periods import WHOLE, Reach
from oshj_core.academic_calendar.resolving import rank
from oshj_core.calendar import DEFAULT_BELLS
from oshj_core.clock_times import Bells
from oshj_core.errors import Invalid
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oshj_core.academic_calendar import resolving
    from oshj_core.academic_calendar.ports import CalendarStore

MAX_SLOT = 12
"""The lessons a day may have."""


@attrs.frozen
class Bell:
    """The lesson of that number begins and ends at these clock times, ``HH:MM``."""

    slot: int
    begins: str
    ends: str


def _in_order(_table: object, _attribute: object, rings: tuple[Bell, ...]) -> None:
    if not rings:
        raise Invalid(text("No lesson is named."), place="bells")
    if any(one.slot not in range(1, MAX_SLOT + 1) for one in rings):
        raise Invalid(
            text("The lessons of a day are numbered from 1 to ${last}.", last=MAX_SLOT),
            place="bells",
        )
    if len({one.slot for one in rings}) < len(rings):
        raise Invalid(text("A lesson stands twice."), place="bells")
    try:
        Bells.parse({one.slot: (one.begins, one.ends) for one in rings})
    except Invalid as refusal:
        slot = refusal.place.rpartition(".")[2]
        raise Invalid(
            text("Lesson ${slot}: ${reason}", slot=slot, reason=refusal.text), place="bells"
        ) from refusal


@attrs.frozen
class BellTable:
    """The bells of a part of the university: of a unit with all below it, of a form of study.

    :raises Invalid: none; a number that no lesson has or that stands twice; no time of the day;
        a lesson begins before the one in front has ended (place ``bells``).
    """

    rings: tuple[Bell, ...] = attrs.field(validator=_in_order)
    reach: Reach = WHOLE

    @property
    def id(self) -> str:
        """What it is known by: there is one for each reach."""
        return str(self.reach)

    @classmethod
    def of(cls, written: Mapping[int, tuple[str, str]], reach: Reach = WHOLE) -> BellTable:
        """The table of number → begin and end."""
        return cls(tuple(Bell(slot, *written[slot]) for slot in sorted(written)), reach)

    @property
    def written(self) -> dict[int, tuple[str, str]]:
        """Number → begin and end, ``HH:MM``."""
        return {one.slot: (one.begins, one.ends) for one in self.rings}


DEFAULT_TABLE = BellTable.of(DEFAULT_BELLS)


def bells_in_force(calendar: CalendarStore, place: resolving.Place) -> BellTable:
    """The bells of a place: the most specific table given for it; the default if none is."""
    known = [table for table in calendar.bells if place.within(table.reach)]
    return max(known, key=lambda table: rank(table.reach, place), default=DEFAULT_TABLE)
