"""The registers follow the timetable: a lesson that was opened moves under its own id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.resolving import semester_of
from oshj_core.enrolment import journals_of
from oshj_core.errors import Invalid, Locked, NotFound
from oshj_core.grading.choice import scheme_of
from oshj_core.register import EntryKind
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.calendar import Semester
    from oshj_core.ports import Lesson, Register, Registers, University
    from oshj_core.structure import Assignment
    from oshj_core.timetable.occurrence import Occurrence


def opened(
    registers: Registers, assignment: Assignment, identifier: str
) -> Iterator[tuple[Register, Lesson]]:
    """The registers in which the lesson of that id has been opened, and what they hold."""
    for journal in journals_of(assignment):
        register = registers.find(journal)
        if register is None:
            continue
        try:
            lesson = register.lesson(identifier)
        except NotFound:
            continue
        if lesson.withdrawn is None:
            yield register, lesson


def follow(
    registers: Registers,
    university: University,
    assignment: Assignment,
    occurrence: Occurrence,
    today: date,
) -> int:
    """Bring the lesson to the occurrence's day, number, room and teacher wherever it was opened.

    All registers of a stream or none, each by the modules of its group.  An occurrence without a
    teacher leaves the lesson its own.  Returns how many changed.

    :param today: the day on which the timetable is changed.
    :raises Locked: the lesson lies, or would lie, in a module whose total is published or whose
        entry window has closed (4.3).
    :raises Invalid: it was opened and is to be cancelled; the day lies outside the modules, or
        is yet to come while something has been entered already.
    """
    changed = []
    for register, lesson in opened(registers, assignment, occurrence.id):
        if occurrence.cancelled:
            raise Invalid(
                text("The lesson has been opened in the journal; it cannot be cancelled."),
                place="cancelled",
                clause="1.4",
                advice=text("Ask the teacher; what is entered there is not lost."),
            )
        semester = semester_of(university, register.group, register.semester)
        module = semester.module_on(occurrence.day)
        if module is None:
            raise Invalid(text("The day lies outside the modules of the semester."), place="day")
        moved = attrs.evolve(
            lesson,
            date=occurrence.day,
            slot=occurrence.slot,
            room=occurrence.room,
            teacher=occurrence.teacher or lesson.teacher,
            module=module.number,
        )
        if moved != lesson:
            _check_locks(register, semester, {lesson.module, moved.module}, today)
            if moved.date > today and _entered(register, lesson):
                raise Invalid(
                    text("Something has been entered in the lesson; its day must have come."),
                    place="day",
                    clause="1.4",
                )
            changed.append((register, moved))
    for register, moved in changed:
        register.put_lesson(moved)
    return len(changed)


def _entered(register: Register, lesson: Lesson) -> bool:
    return any(entry.kind is EntryKind.CELLS for entry in register.log(lesson.id))


def _check_locks(register: Register, semester: Semester, modules: set[int], today: date) -> None:
    advice = text("Enter an extra lesson instead of moving this one.")
    for number in modules:
        if register.sealed(number) is not None:
            reason = text("The module's total has been published; its lessons stay where they are.")
            raise Locked(reason, clause="4.3", advice=advice)
        module = semester.module(number)
        if module is None or today > module.entry.closes:
            # 4.3: moved into an open module, a lesson could be rewritten and moved back.
            reason = text("The module's entry window has closed; its lessons stay where they are.")
            raise Locked(reason, clause="4.3", advice=advice)
    for component in scheme_of(register.scheme).components:
        if component.module in modules:
            # 4.3: a publication that comes in at the same time must not be slipped past.
            register.watch(component.id)
