"""A published module keeps its lessons, and who was in them, as they were published (1.4, 4.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from oshj_core.academic_calendar.resolving import semester_of

if TYPE_CHECKING:
    from datetime import date

    from oshj_core.ports import Lesson, Register, University


def published_lessons(register: Register) -> list[Lesson]:
    """The lessons of the modules whose total is published."""
    lessons = register.lessons()
    sealed = {
        module
        for module in {lesson.module for lesson in lessons}
        if register.sealed(module) is not None
    }
    return [lesson for lesson in lessons if lesson.module in sealed]


def first_open_day(university: University, register: Register, day: date) -> date:
    """The first day, ``day`` or a later one, from which on the roster may change: after the
    published modules, and after the semester if it is closed (5.7)."""
    semester = semester_of(university, register.group, register.semester)
    kept = [lesson.date for lesson in published_lessons(register)]
    kept += [one.ends for one in semester.modules if register.sealed(one.number) is not None]
    if semester.closed:
        kept.append(semester.ends)
    return max([day, *(one + timedelta(1) for one in kept)])
