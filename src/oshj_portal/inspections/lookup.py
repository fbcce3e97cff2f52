"""Which journals a unit's inspection looks at, and which tasks are its head's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.academic_calendar.teaching import weeks_of_unit
from oshj_core.enrolment import journals_of
from oshj_core.inspections import tasks
from oshj_core.journal import JournalReader
from oshj_core.roles import Role, ScopeKind
from oshj_portal.overdue.lookup import groups_under
from oshj_portal.substitution.hours import staff_under
from oshj_portal.timetable.lookup import nearest_semester, semesters_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.calendar import Semester
    from oshj_core.inspections import Task
    from oshj_core.journal import Act
    from oshj_portal.store import Site

INSPECTORS = frozenset({Role.HEAD, Role.METHODIST})
"""Who inspects the journals of a unit every two weeks (3.5)."""


def journals_in(site: Site, act: Act, unit: str, semester: str) -> Iterator[JournalReader]:
    """The journals of the unit's groups and of what its staff teaches, by id."""
    names = {
        register.id
        for group in groups_under(site, unit)
        for register in site.registers.of_group(group)
    }
    names.update(
        name
        for member in staff_under(site, unit)
        for assignment in site.university.assignments_of(member.id)
        for name in journals_of(assignment)
    )
    for name in sorted(names):
        register = site.registers.find(name)
        if register is not None and register.semester == semester:
            yield JournalReader(register, site.university, act)


def tasks_of(site: Site, unit: str, semester: Semester, today: date) -> tuple[Task, ...]:
    """The two-weekly tasks of a unit in a semester; fortnights without lessons have none."""
    done = {one.id: one for one in site.inspections.of_unit(unit)}
    weeks = weeks_of_unit(site.university, semester.id, unit)
    return tasks(
        unit,
        weeks.semester,
        done,
        today,
        lambda day: day not in weeks.holidays,
        weeks.counted_from,
    )


def semesters_of(site: Site, unit: str, today: date) -> list[Semester]:
    """The semesters that have the day by the unit's own calendar; where none has, the next one,
    else the last one."""
    running = [
        one
        for one in semesters_at(site, today, today)
        if _lasts_on(weeks_of_unit(site.university, one.id, unit).semester, today)
    ]
    nearest = nearest_semester(site, today)
    return running or ([] if nearest is None else [nearest])


def _lasts_on(semester: Semester, day: date) -> bool:
    return semester.starts <= day <= semester.ends


def inspectors(site: Site, today: date) -> dict[str, list[str]]:
    """The heads and methodists by the unit they inspect."""
    found: dict[str, list[str]] = {}
    for holding in site.holdings:
        held = holding.until is None or today <= holding.until
        if held and holding.role in INSPECTORS and holding.scope.kind is ScopeKind.UNIT:
            found.setdefault(holding.scope.id, []).append(holding.person)
    return found
