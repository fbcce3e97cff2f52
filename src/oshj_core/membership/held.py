"""What lessons that were held already say of a move that is to begin before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.published import published_lessons

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.membership.moves import Place
    from oshj_core.ports import Member, Register


def member_of(register: Register, student: str) -> Member | None:
    """The student's slot in the register."""
    return next((one for one in register.roster() if one.student == student), None)


def entered_lessons(register: Register, student: str, day: date) -> int:
    """How many lessons from that day on, not published yet, have something entered for the
    student."""
    slots = [one.student for one in register.roster()]
    if student not in slots:
        return 0
    slot = slots.index(student)
    kept = {lesson.id for lesson in published_lessons(register)}
    open_ones = (
        lesson for lesson in register.lessons() if lesson.date >= day and lesson.id not in kept
    )
    return sum(
        any(place == slot for entry in register.log(lesson.id) for place, _, _ in entry)
        for lesson in open_ones
    )


def unmoved_lessons(
    register: Register, student: str, after: Place, day: date
) -> Iterator[tuple[str, str]]:
    """The published lessons from that day on, each with its journal, to which the student
    would belong after the move and does not, or the other way round (4.3)."""
    member = member_of(register, student)
    for lesson in published_lessons(register):
        stay = None if member is None else member.stay_on(lesson.date)
        was = stay is not None and lesson.subgroup in (0, stay.subgroup)
        will = register.group == after.group and lesson.subgroup in (0, after.subgroup)
        if lesson.date >= day and was != will:
            yield register.id, lesson.id
