"""A campus filled at random from a seed, and the plain record of what was filled in."""

from datetime import date, datetime, timedelta
from random import Random

import attrs

from oshj_core.enrolment import journal_id, open_registers
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.people import PersonName, Staff, Student
from oshj_core.ports import Lesson
from oshj_core.register import Attendance, Entry, EntryKind, cells_of
from oshj_core.reports import Source
from oshj_core.roles import UNIVERSITY, Role
from oshj_core.structure import Assignment, ControlForm, Group, LessonKind, Subject, Unit, UnitKind
from oshj_core.testing import MemoryRegisters, MemoryUniversity
from tests.core.builders import BISHKEK, SEMESTER, holder

QUALITY_DEPARTMENT = holder("quality", Role.QUALITY_DEPARTMENT, UNIVERSITY)
AFTER = date(2027, 1, 25)
POINTS = {"intermediate-1": 30, "intermediate-2": 30, "independent": 10, "final": 30}

UNITS = {"bio": "", "botany": "bio", "math": "", "algebra": "math", "geometry": "math"}
GROUPS = {"А-1-26": "algebra", "А-2-26": "algebra", "Г-1-26": "geometry", "М-1-26": "math",
          "Б-1-26": "botany"}  # fmt: skip
SUBJECTS = {"ari": "algebra", "geo": "geometry", "bot": "botany"}
TEACHERS = {"ari": "aida", "geo": "bolot", "bot": "cholpon"}


@attrs.define
class Filled:
    """A lesson as it was filled in, by student."""

    journal: str
    group: str
    subject: str
    day: date
    kind: LessonKind
    lesson: str
    topic: bool
    members: set
    attendance: dict
    marks: list


class Campus:
    """Units, groups, subjects; one stream over all groups in "ari", else a lesson a group."""

    def __init__(self, seed: int, *, lessons: int = 5, students: int = 4) -> None:
        self.random = Random(seed)
        self.university, self.registers = MemoryUniversity(), MemoryRegisters()
        self.filled: list[Filled] = []
        self.points: dict[tuple[str, str], dict[str, int]] = {}
        self._lists(students)
        self._lessons(lessons)
        self._controls()

    def _lists(self, students: int) -> None:
        put = self.university
        put.semesters.put(SEMESTER)
        put.semesters.put(attrs.evolve(SEMESTER, id="2025-1", year=2025,
                                       starts=date(2025, 9, 1), ends=date(2026, 1, 24),
                                       modules=()))  # fmt: skip
        for unit, parent in UNITS.items():
            kind = UnitKind.DEPARTMENT if parent else UnitKind.FACULTY
            put.units.put(Unit(unit, unit.title(), kind, parent))
        for group, unit in GROUPS.items():
            put.groups.put(Group(group, unit, "X", 2026))
            for number in range(students):
                name = PersonName(f"Окуучу{number}", "Айбек")
                put.students.put(Student(f"{group}-{number}", name, group))
        for subject, unit in SUBJECTS.items():
            put.subjects.put(Subject(subject, subject.title(), unit, 4))
            teacher = TEACHERS[subject]
            put.staff.put(Staff(teacher, PersonName(teacher.title(), "А"), unit))
        for assignment in self._assignments():
            put.assignments.put(assignment)
            open_registers(put, self.registers, assignment, shipped_schemes())

    def _assignments(self):
        def taught(name, subject, groups, kind):
            return Assignment(name, TEACHERS[subject], subject, groups, SEMESTER.id, kind,
                              ControlForm.EXAM, "example-100")  # fmt: skip

        yield taught("stream", "ari", tuple(GROUPS), LessonKind.LECTURE)
        for group in GROUPS:
            for subject in ("geo", "bot"):
                yield taught(f"{subject}-{group}", subject, (group,), LessonKind.SEMINAR)

    def _lessons(self, count: int) -> None:
        for assignment in self.university.assignments:
            for number in range(count):
                day = SEMESTER.starts + timedelta(days=self.random.randrange(100))
                lesson = Lesson(
                    f"{assignment.id}-{number}", assignment.id, assignment.teacher, day, 1,
                    assignment.kind, SEMESTER.module_on(day).number,
                )  # fmt: skip
                for group in assignment.groups:
                    self._fill(journal_id(group, assignment.subject, SEMESTER.id), lesson)

    def _fill(self, journal: str, lesson: Lesson) -> None:
        register, random = self.registers.get(journal), self.random
        register.put_lesson(lesson)
        names = [member.student for member in register.roster()]
        full = random.random() < 0.5
        marked = [slot for slot in range(len(names)) if full or random.random() < 0.7]
        attendance = {slot: random.choice(list(Attendance)) for slot in marked}
        marks = [(slot, 100 * random.randint(2, 5)) for slot in marked if random.random() < 0.5]
        topic = random.random() < 0.8
        cells = [(slot, 0, value) for slot, value in attendance.items()]
        cells += [(slot, 1, mark) for slot, mark in marks]
        facts = (("topic", "Тема"),) if topic else ()
        self.append(journal, lesson.id, cells, facts)
        self.filled.append(
            Filled(journal, register.group, register.subject, lesson.date, lesson.kind, lesson.id,
                   topic, set(names), {names[slot]: one for slot, one in attendance.items()},
                   [mark for _, mark in marks])
        )  # fmt: skip

    def _controls(self) -> None:
        for journal in self.journal_ids():
            register = self.registers.get(journal)
            for slot, member in enumerate(register.roster()):
                ability = self.random.random()
                given = {
                    part: 50 * self.random.randint(int(2 * maximum * ability), 2 * maximum)
                    for part, maximum in POINTS.items()
                    if self.random.random() < 0.95
                }
                self.points[journal, member.student] = given
                for part, value in given.items():
                    self.append(journal, part, [(slot, 1, value)])

    def append(self, journal, sheet, cells, facts=(), *, kind=EntryKind.CELLS, at=None) -> None:
        register = self.registers.get(journal)
        at = len(register.log(sheet)) + 1 if at is None else at
        register.append(sheet, Entry(kind, at, "t", f"r{at}", cells_of(cells), tuple(facts)))

    def journal_ids(self):
        return [one.id for group in sorted(GROUPS) for one in self.registers.of_group(group)]

    def source(self, actor=QUALITY_DEPARTMENT, on: date = AFTER, **more) -> Source:
        act = Act(actor, datetime(on.year, on.month, on.day, 9, tzinfo=BISHKEK), "read")
        return Source(self.university, self.registers, act, **more)
