"""Registers come from the lists: one for each group a subject is assigned to.

Called after every change of the lists; doing it again changes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import sort_key
from oshj_core.ports import Member
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oshj_core.ports import Register, Registers, University
    from oshj_core.structure import Assignment


def journal_id(group: str, subject: str, semester: str) -> str:
    """The id of the journal of a group's subject in a semester."""
    return f"{group}:{subject}:{semester}"


def journals_of(assignment: Assignment) -> tuple[str, ...]:
    """The ids of the journals an assignment fills, one for each group of the stream."""
    return tuple(
        journal_id(group, assignment.subject, assignment.semester) for group in assignment.groups
    )


def open_registers(
    university: University,
    registers: Registers,
    assignment: Assignment,
    schemes: Mapping[str, str],
) -> int:
    """Create the registers an assignment needs and lacks; returns how many.

    A new register keeps the text of its scheme, so that a closed year is recomputed by its
    own rules.

    :raises Invalid: the assignment names a scheme that is not in ``schemes``.
    """
    if assignment.scheme not in schemes:
        raise Invalid(
            text("There is no grading scheme “${id}”", id=assignment.scheme), place="scheme"
        )
    created = 0
    for group in assignment.groups:
        identifier = journal_id(group, assignment.subject, assignment.semester)
        if registers.find(identifier) is None:
            register = registers.create(
                identifier,
                group,
                assignment.subject,
                assignment.semester,
                schemes[assignment.scheme],
            )
            update_roster(university, register, None)
            created += 1
    return created


def update_roster(university: University, register: Register, day: date | None) -> int:
    """Bring the roster up to the group's list; returns the number of changed members.

    Newcomers join on ``day`` (``None`` = from the beginning), those no longer in the group
    leave on it; a slot is never reused, so nothing that was entered is lost (1.4).
    """
    changed = 0
    roster = {member.student: member for member in register.roster()}
    listed = {
        student.id: student for student in university.students_of(register.group) if student.active
    }
    newcomers = [student for student in listed.values() if student.id not in roster]
    for student in sorted(newcomers, key=lambda student: sort_key(student.name.full)):
        register.enrol(Member(student.id, student.subgroup, day))
        changed += 1
    for identifier, member in roster.items():
        if identifier in listed:
            wanted = attrs.evolve(member, left=None, subgroup=listed[identifier].subgroup)
        else:
            wanted = member if member.left else attrs.evolve(member, left=day or date.min)
        if wanted != member:
            register.enrol(wanted)
            changed += 1
    return changed
