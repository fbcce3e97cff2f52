"""The next academic year, of which some steps are prepared already."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from oshj_core.lists import Problems
from oshj_core.rollover import Step, Way
from oshj_portal.rollover.doing import Given, leave, look
from oshj_portal.rollover.ground import YearWork

if TYPE_CHECKING:
    from datetime import datetime

    from oshj_portal.demo.university import DemoUniversity
    from oshj_portal.scripts.environment import Environment


def prepare_next_year(
    env: Environment, university: DemoUniversity, administrator: str, now: datetime
) -> None:
    """Nobody graduates yet; the calendar and the lists are as they are this year.

    What came before is committed: a step is looked at in a transaction of its own.
    """
    year = YearWork(env.site, env.registry, university.semester.year + 1, now, token_hex(6))
    leave(year, administrator, Step.PROMOTION)
    for step in (Step.CALENDAR, Step.LISTS):
        found = look(year, administrator, Given(step, Way.LAST_YEAR))
        if isinstance(found, Problems):
            raise ValueError(f"the next year of the demo is not right: {found.errors[0]}")
