"""Storing what a file changes, with an event for each value (1.4), and opening its journals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from oshj_core.academic_calendar.resolving import semester_of
from oshj_core.audit import AuditEvent
from oshj_core.enrolment import open_registers, update_roster
from oshj_core.journal import Act
from oshj_core.lists.planning import Change, ChangeSet
from oshj_core.lists.sheets import ASSIGNMENTS, STUDENTS
from oshj_core.membership.imported import ImportedMoves
from oshj_core.membership.ports import Moves
from oshj_core.people import Student
from oshj_core.ports import AuditTrail, Registers, University

ADDED = "list.add"
CHANGED = "list.change"

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many in all."""


def apply(
    changes: ChangeSet,
    university: University,
    registers: Registers,
    schemes: Mapping[str, str],
    audit: AuditTrail,
    act: Act,
    progress: Progress = lambda done, total: None,
    *,
    moves: Moves | None = None,
) -> None:
    """Store the changes, open the journals of new assignments, update the rosters of the groups
    whose students changed, and write down who moved.  All or nothing is the caller's
    transaction, and so is asking for :attr:`~oshj_core.roles.Permission.IMPORT_LISTS`: the first
    lists come before any role.

    Members of a new journal belong to it from the beginning; students who come into a journal
    that is open already join it on the day of the act.

    :param schemes: the text of each grading scheme by its id.
    :param progress: called after every step; a host may write out its memory there.
    :param moves: where the moves of students are kept; ``None`` of a host that keeps none.
    :raises Invalid: see :func:`oshj_core.enrolment.open_registers`; of lists that were read with
        the same ``schemes`` none.
    """
    groups = _groups_touched(changes)
    taught = [one.after for one in changes.changes if one.sheet is ASSIGNMENTS]
    total = len(changes.changes) + len(taught) + len(groups)
    done = 0
    written = None if moves is None else ImportedMoves(university, registers, moves, act)
    for change in changes.changes:
        change.sheet.table(university).put(change.after)
        if written is not None and change.sheet is STUDENTS:
            written.note(change.before, change.after)
        audit.append(_event(change, act))
        done += 1
        progress(done, total)
    # Those who share a journal have to agree: each is asked when all are stored.
    for assignment in taught:
        open_registers(university, registers, assignment, schemes)
        done += 1
        progress(done, total)
    for group in groups:
        _update_journals(group, university, registers, act.today)
        done += 1
        progress(done, total)


def _groups_touched(changes: ChangeSet) -> tuple[str, ...]:
    """The groups whose rosters follow from the changes."""
    groups: set[str] = set()
    for change in changes.changes:
        if change.sheet is STUDENTS and _place(change.before) != _place(change.after):
            groups.add(change.after.group)
            if change.before is not None:
                groups.add(change.before.group)
    return tuple(sorted(groups))


def _place(student: Student | None) -> tuple[str, int, bool] | None:
    return None if student is None else (student.group, student.subgroup, student.active)


def _update_journals(group: str, university: University, registers: Registers, today: date) -> None:
    for register in registers.of_group(group):
        # 5.7: the journals of a semester that is over stay as they are.
        if semester_of(university, group, register.semester).ends >= today:
            update_roster(university, register, today)


def _event(change: Change, act: Act) -> AuditEvent:
    fields = change.fields
    return AuditEvent(
        act.millis,
        act.actor.id,
        ADDED if change.before is None else CHANGED,
        f"{change.sheet.subject}:{change.after.id}",
        "; ".join(f"{one.heading}: {one.before}" for one in fields if change.before is not None),
        "; ".join(f"{one.heading}: {one.after}" for one in fields),
        request=act.request,
    )
