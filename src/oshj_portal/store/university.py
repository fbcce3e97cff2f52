"""The university's lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from persistent import Persistent

from oshj_core.calendar import Semester
from oshj_core.people import PersonName, Staff, Student
from oshj_core.structure import Assignment, Group, Subject, Unit
from oshj_portal.store.academic_calendar import StoredCalendar
from oshj_portal.store.convert import converter
from oshj_portal.store.search import WORDS, words_of
from oshj_portal.store.tables import Keys, StoredTable


def _words_of_person(person: Staff | Student) -> Iterable[str]:
    name: PersonName = person.name
    return words_of(person.id, name.family, name.given, name.patronymic, name.latin)


class Units(StoredTable[Unit]):
    """Structural units."""

    kind = "unit"
    values = converter(Unit)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "parent": lambda unit: (unit.parent,),
        WORDS: lambda unit: words_of(unit.id, unit.name),
    }


class StaffMembers(StoredTable[Staff]):
    """Staff."""

    kind = "staff member"
    values = converter(Staff)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "unit": lambda member: (member.unit,),
        WORDS: _words_of_person,
    }


class Students(StoredTable[Student]):
    """Students, those who left included."""

    kind = "student"
    values = converter(Student)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "group": lambda student: (student.group,),
        WORDS: _words_of_person,
    }


class Groups(StoredTable[Group]):
    """Study groups."""

    kind = "group"
    values = converter(Group)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "unit": lambda group: (group.unit,),
        WORDS: lambda group: words_of(group.id, group.speciality),
    }


class Subjects(StoredTable[Subject]):
    """Subjects."""

    kind = "subject"
    values = converter(Subject)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "unit": lambda subject: (subject.unit,),
        WORDS: lambda subject: words_of(subject.id, subject.name),
    }


class Assignments(StoredTable[Assignment]):
    """Who teaches what to whom."""

    kind = "assignment"
    values = converter(Assignment)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "teacher": lambda assignment: (assignment.teacher,),
        "group": lambda assignment: assignment.groups,
        "subject": lambda assignment: (f"{assignment.subject}\n{assignment.semester}",),
    }


class Semesters(StoredTable[Semester]):
    """Semesters."""

    kind = "semester"
    values = converter(Semester)


class StoredUniversity(Persistent):
    """The lists, implementing :class:`oshj_core.ports.University`."""

    def __init__(self) -> None:
        self.units = Units()
        self.staff = StaffMembers()
        self.students = Students()
        self.groups = Groups()
        self.subjects = Subjects()
        self.assignments = Assignments()
        self.semesters = Semesters()
        self.calendar = StoredCalendar()

    def units_under(self, unit: str) -> Sequence[Unit]:
        """The units right under that one ("" = the university), by id."""
        return self.units.by("parent", unit)

    def groups_of(self, unit: str) -> Sequence[Group]:
        """The groups right in that unit, by id."""
        return self.groups.by("unit", unit)

    def staff_of(self, unit: str) -> Sequence[Staff]:
        """The staff right in that unit, by id."""
        return self.staff.by("unit", unit)

    def subjects_of(self, unit: str) -> Sequence[Subject]:
        """The subjects that unit answers for, by id."""
        return self.subjects.by("unit", unit)

    def students_of(self, group: str) -> Sequence[Student]:
        """The students of the group, left ones included, by id."""
        return self.students.by("group", group)

    def assignments_of(self, teacher: str) -> Sequence[Assignment]:
        """What the teacher teaches, by id."""
        return self.assignments.by("teacher", teacher)

    def assignments_in(self, group: str) -> Sequence[Assignment]:
        """What is taught to the group, alone or in a stream, by id."""
        return self.assignments.by("group", group)

    def assignments_on(self, subject: str, semester: str) -> Sequence[Assignment]:
        """What is taught of the subject in the semester, by id."""
        return self.assignments.by("subject", f"{subject}\n{semester}")
