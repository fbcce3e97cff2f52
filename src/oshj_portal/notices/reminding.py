"""The reminders of a day: overdue lessons (4.3) and inspections that are due (3.5)."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

from oshj_core.inspections import inspection_reminder
from oshj_core.journal.overdue import overdue_reminder
from oshj_portal.inspections.lookup import inspectors, semesters_of, tasks_of
from oshj_portal.overdue.lookup import Overdue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oshj_core.journal import Act
    from oshj_core.notices import Notice
    from oshj_portal.store import Site

_GROUPS_BETWEEN_RESTS = 20


def remind(site: Site, act: Act, rest: Callable[[], None]) -> int:
    """Add the reminders of the day of the act; those that are there stay as they are.

    :param rest: called after every some groups, to free the memory of what was read.
    :return: how many were added.
    """
    reminders = [*_overdue(site, act, rest), *_inspections(site, act)]
    return sum(site.notices.add(notice) for notice in reminders)


def _overdue(site: Site, act: Act, rest: Callable[[], None]) -> Iterator[Notice]:
    looked = Overdue(site, act)
    late: Counter[str] = Counter()
    for number, group in enumerate([group.id for group in site.university.groups], 1):
        late.update(one.responsible for one in looked.of_group(group) if not one.locked)
        if number % _GROUPS_BETWEEN_RESTS == 0:
            rest()
    for person, count in sorted(late.items()):
        yield overdue_reminder(person, count, act.today, act.millis)


def _inspections(site: Site, act: Act) -> Iterator[Notice]:
    for unit, people in sorted(inspectors(site, act.today).items()):
        name = site.university.units.get(unit).name
        # Of several that were left out the latest is told; the page shows them all.
        over = [
            task
            for semester in semesters_of(site, unit, act.today)
            for task in tasks_of(site, unit, semester, act.today)
            if task.fortnight.ends < act.today
        ]
        for task, person in product(over[-1:], people):
            notice = inspection_reminder(task, name, person, act.today, act.millis)
            if notice is not None:
                yield notice
