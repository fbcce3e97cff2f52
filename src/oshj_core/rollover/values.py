"""What a rollover consists of: the steps in their order, how each is done, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType

import attrs

from oshj_core.academic_calendar import year_of
from oshj_core.errors import Invalid
from oshj_core.text import Text, text

MAX_NOTE = 300
_AHEAD = timedelta(days=120)


def coming_year(today: date) -> int:
    """The academic year that is prepared and begun on that day: from spring on the next one.

    >>> coming_year(date(2027, 3, 1)), coming_year(date(2027, 8, 20)), coming_year(date(2028, 1, 9))
    (2026, 2027, 2027)
    """
    return year_of(today + _AHEAD)


class Step(Enum):
    """The steps of a rollover, in the order in which they are applied."""

    CLOSING = "closing"
    PROMOTION = "promotion"
    CALENDAR = "calendar"
    LISTS = "lists"
    LOAD = "load"
    ASSIGNMENTS = "assignments"
    TIMETABLE = "timetable"

    @property
    def number(self) -> int:
        """Its place in the order, from 1."""
        return STEPS.index(self) + 1


STEPS = tuple(Step)


class Way(Enum):
    """How a step is done.

    ``ORDER`` needs nothing but its reason; ``FORMAT`` is a file of another program.
    """

    ORDER = "order"
    WORKBOOK = "workbook"
    LAST_YEAR = "last-year"
    FROM_LOAD = "from-load"
    FORMAT = "format"
    LEFT = "left"

    @property
    def has_file(self) -> bool:
        """Whether a file is given."""
        return self in (Way.WORKBOOK, Way.FORMAT)


WAYS: Mapping[Step, tuple[Way, ...]] = MappingProxyType(
    {
        Step.CLOSING: (Way.ORDER, Way.LEFT),
        Step.PROMOTION: (Way.WORKBOOK, Way.LEFT),
        Step.CALENDAR: (Way.WORKBOOK, Way.LAST_YEAR, Way.LEFT),
        Step.LISTS: (Way.WORKBOOK, Way.LAST_YEAR, Way.LEFT),
        Step.LOAD: (Way.WORKBOOK, Way.LAST_YEAR, Way.LEFT),
        Step.ASSIGNMENTS: (Way.FROM_LOAD, Way.WORKBOOK, Way.LEFT),
        Step.TIMETABLE: (Way.WORKBOOK, Way.LAST_YEAR, Way.FORMAT, Way.LEFT),
    }
)
"""The ways each step can be done, the usual one first."""

STEP_TITLES: Mapping[Step, Text] = MappingProxyType(
    {
        Step.CLOSING: text("Closing of the old year"),
        Step.PROMOTION: text("Promotion and graduation"),
        Step.CALENDAR: text("Calendar of the new year"),
        Step.LISTS: text("Lists of the new year"),
        Step.LOAD: text("Load of the new year"),
        Step.ASSIGNMENTS: text("Assignments of teachers"),
        Step.TIMETABLE: text("Timetable of the new year"),
    }
)
"""What each step is called."""

WAY_TITLES: Mapping[Way, Text] = MappingProxyType(
    {
        Way.ORDER: text("By order, without a file"),
        Way.WORKBOOK: text("From a workbook"),
        Way.LAST_YEAR: text("As last year"),
        Way.FROM_LOAD: text("From the load"),
        Way.FORMAT: text("From a file of another program"),
        Way.LEFT: text("Left for later"),
    }
)
"""What each way is called."""


def _fitting(staged: StagedStep, _attribute: object, way: Way) -> None:
    if way not in WAYS[staged.step]:
        raise Invalid(text("This step is not done so."), place="way")


def _short(_staged: StagedStep, _attribute: object, note: str) -> None:
    if len(note) > MAX_NOTE:
        raise Invalid(text("At most ${limit} characters fit here.", limit=MAX_NOTE), place="note")


@attrs.frozen
class StagedStep:
    """A step that is prepared: nothing of it is applied.

    ``by`` prepared it at ``at`` (milliseconds since the epoch); ``file`` is the name of the file
    and ``format`` the id of its format, where there is one; ``note`` is the reason or order.
    ``digest`` is that of the changes shown, empty where they have to be looked at again because
    an earlier step became another; ``count`` is how many changes there were.

    :raises Invalid: the way does not fit the step; the note is too long.
    """

    step: Step
    way: Way = attrs.field(validator=_fitting)
    by: str
    at: int
    file: str = ""
    format: str = ""
    note: str = attrs.field(default="", validator=_short)
    digest: str = ""
    count: int = 0

    @property
    def checked(self) -> bool:
        """Whether what was shown is what it would do."""
        return bool(self.digest) or self.way is Way.LEFT


class RolloverState(Enum):
    """Where a rollover stands."""

    PREPARED = "prepared"
    BEGUN = "begun"
    UNDO_ASKED = "undo-asked"


@attrs.frozen
class Rollover:
    """The rollover to the academic year that begins in ``year``.

    ``begun_by`` began the year at ``begun_at``; ``asked_by`` asked at ``asked_at`` to undo it,
    for the ``reason``.  Times are milliseconds since the epoch.
    """

    year: int
    steps: tuple[StagedStep, ...] = ()
    state: RolloverState = RolloverState.PREPARED
    begun_by: str = ""
    begun_at: int = 0
    asked_by: str = ""
    asked_at: int = 0
    reason: str = ""

    @property
    def id(self) -> str:
        """The year."""
        return str(self.year)

    def staged(self, step: Step) -> StagedStep | None:
        """The step as it is prepared; ``None`` where nobody has decided about it."""
        return next((one for one in self.steps if one.step is step), None)

    def before(self, step: Step) -> tuple[StagedStep, ...]:
        """The prepared steps that are applied before that one."""
        return tuple(one for one in self.steps if one.step.number < step.number)

    def with_step(self, staged: StagedStep) -> Rollover:
        """The same with that step; what comes after another one has to be looked at again."""
        known = self.staged(staged.step)
        same = known is not None and known.digest == staged.digest and known.way is staged.way
        later = [one for one in self.steps if one.step.number > staged.step.number]
        if not same:
            later = [attrs.evolve(one, digest="") for one in later]
        return attrs.evolve(self, steps=(*self.before(staged.step), staged, *later))

    @property
    def undecided(self) -> tuple[Step, ...]:
        """The steps that are not prepared, not left for later, or have to be looked at again."""
        found = {one.step for one in self.steps if one.checked}
        return tuple(step for step in STEPS if step not in found)
