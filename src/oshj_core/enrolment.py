"""Registers come from the lists: one for each group a subject is assigned to.

Called after every change of the lists; doing it again changes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.choice import check_choice, scheme_of
from oshj_core.kyrgyz import sort_key
from oshj_core.ports import Member
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oshj_core.calendar import Semester
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

    :raises Invalid: see :func:`check_scheme` and :func:`check_agreement`.
    """
    semester = university.semesters.get(assignment.semester)
    missing = [
        (group, journal)
        for group, journal in zip(assignment.groups, journals_of(assignment), strict=True)
        if registers.find(journal) is None
    ]
    for group in assignment.groups:
        check_agreement(assignment, university.assignments_in(group))
    if missing or assignment.scheme not in schemes:
        check_scheme(assignment, semester, schemes)
    for group, journal in missing:
        register = registers.create(
            journal,
            group,
            assignment.subject,
            assignment.semester,
            schemes[assignment.scheme],
        )
        update_roster(university, register, None)
    return len(missing)


def check_scheme(assignment: Assignment, semester: Semester, schemes: Mapping[str, str]) -> None:
    """Raise unless a new journal of the assignment can go by its scheme (2.4).

    :param schemes: the text of each grading scheme by its id.
    :raises Invalid: place ``scheme``: it is not in ``schemes``; it is for other forms of
        control; it is not in force in the semester; it has more modules than the semester.
    """
    if assignment.scheme not in schemes:
        raise Invalid(
            text("There is no grading scheme “${id}”", id=assignment.scheme), place="scheme"
        )
    check_choice(scheme_of(schemes[assignment.scheme]), assignment.control, semester)


def check_agreement(assignment: Assignment, others: Iterable[Assignment]) -> None:
    """Raise unless all who fill a journal go by one scheme and one form of control.

    :param others: what else is taught to the groups; other journals do not matter.
    :raises Invalid: another assignment of a journal names another scheme (place ``scheme``) or
        another form of control (place ``control``).
    """
    journals = set(journals_of(assignment))
    for other in others:
        if other.id == assignment.id or journals.isdisjoint(journals_of(other)):
            continue
        if other.scheme != assignment.scheme:
            raise Invalid(
                text("${other} names another scheme for the same journal", other=other.id),
                place="scheme",
                advice=text("One journal has one scheme: name the same in both."),
            )
        if other.control is not assignment.control:
            raise Invalid(
                text("${other} names another form of control for the same journal", other=other.id),
                place="control",
                advice=text("A subject ends in one form: name the same in both."),
            )


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
