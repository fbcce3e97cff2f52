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
from oshj_core.ports import Member, Stay
from oshj_core.published import first_open_day
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
    leave on it, and another subgroup is another stay from then on; a slot is never reused, so
    nothing that was entered is lost (1.4).  Where a module is published they do so after it.
    """
    if day is not None:
        day = first_open_day(university, register, day)
    listed = {
        student.id: student for student in university.students_of(register.group) if student.active
    }
    known = {member.student for member in register.roster()}
    newcomers = [student for student in listed.values() if student.id not in known]
    ordered = [
        *(student.id for student in sorted(newcomers, key=lambda one: sort_key(one.name.full))),
        *known,
    ]
    return sum(
        place_in(register, one, listed[one].subgroup if one in listed else None, day)
        for one in ordered
    )


def place_in(register: Register, student: str, subgroup: int | None, day: date | None) -> bool:
    """From ``day`` on (``None`` = from the beginning) the student belongs to that subgroup of
    the register's group, ``None`` = no longer to the group; returns whether that is new.

    What the student did before stays with the days of belonging before (1.4); a change never
    begins before the one in front of it.
    """
    member = next((one for one in register.roster() if one.student == student), None)
    if member is None:
        if subgroup is None:
            return False
        register.enrol(Member(student, subgroup, day))
        return True
    if day is not None:
        day = max(one for one in (day, member.joined, member.left) if one is not None)
    wanted = _leaving(member, day) if subgroup is None else _staying(member, subgroup, day)
    if wanted == member:
        return False
    register.enrol(wanted)
    return True


def _leaving(member: Member, day: date | None) -> Member:
    return member if member.left else attrs.evolve(member, left=day or date.min)


def _staying(member: Member, subgroup: int, day: date | None) -> Member:
    if member.left is None and member.subgroup == subgroup:
        return member
    if day is None:
        return attrs.evolve(member, subgroup=subgroup, left=None)
    ends = day if member.left is None else min(member.left, day)
    if ends == day and member.subgroup == subgroup:
        return attrs.evolve(member, left=None)  # gone and back on one day
    if member.joined is not None and ends <= member.joined:
        return attrs.evolve(member, subgroup=subgroup, joined=day, left=None)
    before = Stay(member.subgroup, member.joined, ends)
    return Member(member.student, subgroup, day, None, (*member.earlier, before))
