"""The steps that are sheets of the lists: each takes its own sheets and leaves the others be."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from oshj_core.exchange import ListsIncoming
from oshj_core.lists import SHEETS, ErrorList, Problems, Row, RowError, Sheet, plan, read_lists
from oshj_core.lists.rows import heading_key
from oshj_core.lists.sheets import ASSIGNMENTS, GROUPS, STUDENTS, SUBJECTS, TEACHERS, UNITS
from oshj_core.rollover.values import Step
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.rollover.ground import Ground, Sheets

_LISTS = (UNITS, TEACHERS, GROUPS, STUDENTS, SUBJECTS)
STEP_SHEETS: Mapping[Step, tuple[Sheet, ...]] = MappingProxyType(
    {
        # A new unit may have a calendar of its own.
        Step.CALENDAR: tuple(
            one for one in SHEETS if one is UNITS or one not in (*_LISTS, ASSIGNMENTS)
        ),
        Step.LISTS: _LISTS,
        Step.ASSIGNMENTS: (ASSIGNMENTS,),
    }
)
"""The sheets of the lists that belong to each step."""


def plan_lists_step(step: Step, sheets: Sheets, ground: Ground) -> ListsIncoming | Problems:
    """What the step's sheets would change, or all that is wrong with them.

    A sheet of another step has to be empty: nothing is taken in behind somebody's back.
    """
    errors = ErrorList()
    own = _own(step, sheets, errors)
    university, schemes = ground.stores.university, ground.schemes
    lists = read_lists(own, university, schemes, ground.at.date())
    if isinstance(lists, Problems):
        for error in lists.errors:
            errors.add(error)
        errors.count += lists.count - len(lists.errors)
    if isinstance(lists, Problems) or errors.count:
        return errors.problems(tuple(sheet.heading for sheet in SHEETS))
    changes = plan(lists, university, ground.stores.registers, schemes)
    return ListsIncoming(ground.exchange, changes)


def _own(step: Step, sheets: Sheets, errors: ErrorList) -> dict[str, Iterable[Row]]:
    """The step's sheets and those that are not known; of the others their headings."""
    foreign = [one for one in SHEETS if one not in STEP_SHEETS[step]]
    keys = {heading_key(word): one for one in foreign for word in (one.name, one.heading)}
    own: dict[str, Iterable[Row]] = {}
    for written, rows in sheets.items():
        sheet = keys.get(heading_key(written))
        if sheet is None:
            own[written] = rows
        elif any(True for _ in islice(rows, 1, 2)):
            errors.add(
                RowError(
                    sheet.heading,
                    0,
                    "",
                    text("This sheet belongs to another step"),
                    text("Take its rows out here and upload them with their own step."),
                )
            )
    given = {heading_key(written) for written in own}
    for sheet in SHEETS if step is not Step.LISTS else foreign:
        if sheet.required and given.isdisjoint(map(heading_key, (sheet.name, sheet.heading))):
            own[sheet.heading] = [(1, [column.heading for column in sheet.columns])]
    return own


def nothing(step: Step) -> dict[str, Iterable[Row]]:
    """The step's sheets without a row."""
    return {
        one.heading: chain([(1, [column.heading for column in one.columns])])
        for one in STEP_SHEETS[step]
    }
