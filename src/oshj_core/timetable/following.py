"""The registers follow the timetable: a lesson that was opened moves under its own id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.enrolment import journals_of
from oshj_core.errors import Invalid, Locked, NotFound
from oshj_core.journal.reading import scheme_of
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oshj_core.calendar import Semester
    from oshj_core.ports import Lesson, Register, Registers
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
            yield register, register.lesson(identifier)
        except NotFound:
            continue


def follow(
    registers: Registers, assignment: Assignment, semester: Semester, occurrence: Occurrence
) -> int:
    """Bring the lesson to the occurrence's day, number, room and teacher wherever it was opened.

    All registers of a stream or none.  Returns how many changed.

    :raises Locked: the lesson lies, or would lie, in a module whose total is published (4.3).
    :raises Invalid: it was opened and is to be cancelled; the day lies outside the modules.
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
        module = semester.module_on(occurrence.day)
        if module is None:
            raise Invalid(text("The day lies outside the modules of the semester."), place="day")
        moved = attrs.evolve(
            lesson,
            date=occurrence.day,
            slot=occurrence.slot,
            room=occurrence.room,
            teacher=occurrence.teacher,
            module=module.number,
        )
        if moved != lesson:
            _check_locks(register, {lesson.module, moved.module})
            changed.append((register, moved))
    for register, moved in changed:
        register.put_lesson(moved)
    return len(changed)


def _check_locks(register: Register, modules: set[int]) -> None:
    for module in modules:
        if register.sealed(module) is not None:
            raise Locked(
                text("The module's total has been published; its lessons stay where they are."),
                clause="4.3",
                advice=text("Enter an extra lesson instead of moving this one."),
            )
    for component in scheme_of(register.scheme).components:
        if component.module in modules:
            # 4.3: a publication that comes in at the same time must not be slipped past.
            register.watch(component.id)
