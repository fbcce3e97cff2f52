"""What somebody stores by hand after a year has begun; each is named by the table it writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from oshj_core.load import LoadLine
from oshj_core.membership import Move, MoveKind, Place
from oshj_core.people import PersonName, Staff, Student
from oshj_core.structure import Group, LessonKind
from oshj_core.testing import MemorySource
from oshj_core.timetable import Bells, weekly_lesson
from tests.core.rollover.year import assignment, semester

GROUP, DAY = "АУБ-1-27", date(2027, 8, 28)


def students(source: MemorySource) -> None:
    """A late student of a new group."""
    source.university.students.put(Student("s99", PersonName("Асанов", "Бек"), GROUP))


def assignments(source: MemorySource) -> None:
    """One more of the new semester."""
    source.university.assignments.put(assignment("hand", "АУБ-1-26", "2027-1"))


def loads(source: MemorySource) -> None:
    """A line of the new semester."""
    source.loads.put(
        LoadLine("bekov", "algebra", LessonKind.LECTURE, ("АУБ-1-26",), "2027-1", Decimal(4))
    )


def lessons(source: MemorySource) -> None:
    """A weekly lesson of the new semester."""
    taught = source.university.assignments.get("n1")
    source.timetable.put(weekly_lesson("hand", taught, semester(2027), Bells.parse(), 5, 3))


def moves(source: MemorySource) -> None:
    """Somebody is moved from a new group to an old one."""
    old, new = Place(GROUP), Place("АУБ-1-26")
    source.moves.put(Move("s20261", 1, MoveKind.TRANSFER, DAY, old, new, "5", "арыз", "dean", 1))


def registers(source: MemorySource) -> None:
    """Somebody leaves a new journal on a day."""
    register = source.registers.get("АУБ-1-24:algebra:2027-1")
    register.enrol(attrs.evolve(register.roster()[0], left=DAY))


BY_HAND = (students, assignments, loads, lessons, moves, registers)


def staff(source: MemorySource) -> None:
    """Somebody of the faculty, which stays."""
    source.university.staff.put(Staff("late", PersonName("Кеч", "К."), "math"))


def groups(source: MemorySource) -> None:
    """A group of the faculty, which stays."""
    source.university.groups.put(Group("АУБ-3-27", "math", "АУБ", 2027))


HARMLESS = (staff, groups)
