"""A small university: two faculties, three groups, somebody of every role.

math (faculty) › algebra (department)      groups АУБ-1-24, АУБ-2-24
med  (faculty)                             group  ДЛ-1-24
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from oshj_core.accounts import Audience
from oshj_core.calendar import Module, Semester, Window
from oshj_core.enrolment import open_registers
from oshj_core.grading import shipped_schemes
from oshj_core.people import PersonName, Staff, Student
from oshj_core.ports import RoleHolding
from oshj_core.roles import UNIVERSITY, Role, Scope, ScopeKind
from oshj_core.structure import (
    Assignment,
    ControlForm,
    Group,
    LessonKind,
    Subject,
    Unit,
    UnitKind,
)

MATH = Scope(ScopeKind.UNIT, "math")
GROUP = Scope(ScopeKind.GROUP, "АУБ-1-24")

# Who holds what where; teachers and students hold nothing by hand.
ROLES = {
    "admin": (Role.ADMINISTRATOR, UNIVERSITY),
    "moder": (Role.MODERATOR, UNIVERSITY),
    "respo": (Role.RESPONSIBLE, UNIVERSITY),
    "datac": (Role.DATA_CENTRE_DIRECTOR, UNIVERSITY),
    "rector": (Role.LEADERSHIP, UNIVERSITY),
    "edu": (Role.EDUCATION_DEPARTMENT, UNIVERSITY),
    "quality": (Role.QUALITY_DEPARTMENT, UNIVERSITY),
    "dean": (Role.DEANERY, MATH),
    "deanmed": (Role.DEANERY, Scope(ScopeKind.UNIT, "med")),
    "head": (Role.HEAD, Scope(ScopeKind.UNIT, "math")),
    "method": (Role.METHODIST, MATH),
    "curator": (Role.CURATOR, GROUP),
    "inspect": (Role.INSPECTOR, UNIVERSITY),
    "archive": (Role.ARCHIVIST, UNIVERSITY),
}
TEACHERS = ("asanova", "bekov", "other")
STUDENTS = {
    "s1": ("Абдыкеримова", "Айсулуу", "АУБ-1-24", 1),
    "s2": ("Өмүрзакова", "Алтынай", "АУБ-1-24", 1),
    "s3": ("Үсөн кызы", "Каныкей", "АУБ-1-24", 2),
    "s4": ("Ниязов", "Ырыскелди", "АУБ-1-24", 2),
    "s5": ("Жээнбаева", "Гүлзат", "АУБ-2-24", 0),
    "s6": ("Чотбаев", "Арген", "ДЛ-1-24", 0),
}
PEOPLE = {
    **dict.fromkeys([*ROLES, *TEACHERS], Audience.STAFF),
    **dict.fromkeys(STUDENTS, Audience.STUDENT),
}

FIRST = Module(
    1, date(2026, 9, 1), date(2026, 10, 25), Window(date(2026, 9, 1), date(2026, 10, 31))
)
SECOND = Module(
    2, date(2026, 10, 26), date(2026, 12, 20), Window(date(2026, 10, 26), date(2026, 12, 26))
)
AUTUMN = Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24), (FIRST, SECOND))

LECTURE = Assignment(
    "a-lec",
    "asanova",
    "algebra",
    ("АУБ-1-24", "АУБ-2-24"),
    "2026-1",
    LessonKind.LECTURE,
    ControlForm.EXAM,
    "example-100",
)
PRACTICE = Assignment(
    "a-prac",
    "asanova",
    "algebra",
    ("АУБ-1-24",),
    "2026-1",
    LessonKind.PRACTICAL,
    ControlForm.EXAM,
    "example-100",
)
LABORATORY = Assignment(
    "a-lab",
    "bekov",
    "algebra",
    ("АУБ-1-24",),
    "2026-1",
    LessonKind.LABORATORY,
    ControlForm.EXAM,
    "example-100",
    2,
)
ANATOMY = Assignment(
    "a-anat",
    "other",
    "anatomy",
    ("ДЛ-1-24",),
    "2026-1",
    LessonKind.LECTURE,
    ControlForm.EXAM,
    "example-100",
)
JOURNAL = "АУБ-1-24:algebra:2026-1"
GROUP_PATH = quote("/units/math/АУБ-1-24")
JOURNAL_PATH = quote("/units/math/АУБ-1-24/algebra@2026-1")


def build_university(site) -> None:
    """Fill an empty site (any host of the ports with these attributes)."""
    university = site.university
    university.units.put(Unit("math", "Математика жана МТ факультети", UnitKind.FACULTY))
    university.units.put(Unit("algebra", "Алгебра кафедрасы", UnitKind.DEPARTMENT, "math"))
    university.units.put(Unit("med", "Медицина факультети", UnitKind.FACULTY))
    university.groups.put(Group("АУБ-1-24", "math", "АУБ", 2024, 2))
    university.groups.put(Group("АУБ-2-24", "math", "АУБ", 2024))
    university.groups.put(Group("ДЛ-1-24", "med", "ДЛ", 2024))
    university.subjects.put(Subject("algebra", "Алгебра", "algebra", 4))
    university.subjects.put(Subject("anatomy", "Анатомия", "med", 6))
    university.semesters.put(AUTUMN)
    for person in (*ROLES, *TEACHERS):
        name = PersonName(f"{person.capitalize()}ова", "Гүлнара", "Төлөновна")
        university.staff.put(Staff(person, name, "med" if person == "other" else "math"))
    for person, (family, given, group, subgroup) in STUDENTS.items():
        university.students.put(Student(person, PersonName(family, given), group, subgroup))
    for person, (role, scope) in ROLES.items():
        site.holdings.give(RoleHolding(person, role, scope))
    for assignment in (LECTURE, PRACTICE, LABORATORY, ANATOMY):
        university.assignments.put(assignment)
        open_registers(university, site.registers, assignment, shipped_schemes())
