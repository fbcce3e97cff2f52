"""When attendance is too low: levels that a host configures, and flags with their reasons."""

from __future__ import annotations

from decimal import Decimal

import attrs

from oshj_core.attendance.counting import CountingRules, Measure, Tally
from oshj_core.attendance.share import HUNDRED, in_hundredths, whole_number
from oshj_core.errors import Invalid
from oshj_core.register import Attendance
from oshj_core.text import Text, text


@attrs.frozen
class Level:
    """Whoever attended ``below`` percent (0…100) or less than that is at this level."""

    id: str
    title: Text
    below: Decimal


WARNING = text("Warning")
AT_RISK = text("At risk")


def _levels(_rules: object, _attribute: object, levels: tuple[Level, ...]) -> None:
    names = [level.id for level in levels]
    if len(set(names)) != len(names):
        raise Invalid(text("A level stands twice."), place="levels")
    for level in levels:
        in_hundredths(level.below, f"levels.{level.id}", HUNDRED)


@attrs.frozen(kw_only=True)
class LevelRules:
    """Levels of low attendance.  Not confirmed by any local act: configuration.

    ``measure``: lessons or hours; ``after``: how many marked lessons (0…1000) there have to be
    before anybody is flagged.

    :raises Invalid: a number out of its range, or two levels of one id.
    """

    levels: tuple[Level, ...] = attrs.field(validator=_levels)
    measure: Measure = Measure.LESSONS
    after: int = 1
    counting: CountingRules = attrs.field(factory=CountingRules)

    def __attrs_post_init__(self) -> None:
        whole_number(self.after, "after", 0, 1000)


@attrs.frozen
class Flag:
    """A student's attendance is at a ``level``; ``percent`` is what it is, ``reasons`` why."""

    level: Level
    percent: Decimal
    reasons: tuple[Text, ...]


def flag(tally: Tally, rules: LevelRules) -> Flag | None:
    """The gravest level the attendance is at — of several the lowest — or ``None``."""
    share = tally.share(rules.counting, rules.measure)
    percent = share.percent
    if percent is None or tally.marked < rules.after:
        return None
    reached = [level for level in rules.levels if share.below(level.below)]
    if not reached:
        return None
    gravest = min(reached, key=lambda level: (level.below, level.id))
    return Flag(gravest, percent, _reasons(tally, percent, gravest, rules))


def _reasons(tally: Tally, percent: Decimal, level: Level, rules: LevelRules) -> tuple[Text, ...]:
    counted = {
        Measure.LESSONS: text(
            "Attended ${percent} % of the lessons; the limit is ${limit} %.",
            percent=percent,
            limit=level.below,
        ),
        Measure.HOURS: text(
            "Attended ${percent} % of the hours; the limit is ${limit} %.",
            percent=percent,
            limit=level.below,
        ),
    }
    lessons = text(
        "Of ${lessons} marked lessons ${absent} missed, ${excused} missed with an excuse,"
        " ${late} late.",
        lessons=tally.marked,
        absent=tally.lessons(Attendance.ABSENT),
        excused=tally.lessons(Attendance.EXCUSED),
        late=tally.lessons(Attendance.LATE),
    )
    return counted[rules.measure], lessons
