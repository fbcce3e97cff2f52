"""A small university to play the clauses out in: two groups, a lecture for both as a stream,
laboratory work in subgroups, and the people of the regulation."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from itertools import count

import attrs
import pytest

from oshj_core.calendar import Module, Semester, Window
from oshj_core.enrolment import open_registers
from oshj_core.errors import Refusal
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act, Journal, Write, teaching_scopes
from oshj_core.people import PersonName, Student
from oshj_core.register import CLEARED, Field
from oshj_core.roles import UNIVERSITY, Actor, Role, Scope, ScopeKind
from oshj_core.structure import (
    Assignment,
    ControlForm,
    Group,
    LessonKind,
    Subject,
    Unit,
    UnitKind,
)
from oshj_core.testing import MemoryRegisters, MemoryUniversity

BISHKEK = timezone(timedelta(hours=6))

SEMESTER = Semester(
    "2026-1",
    2026,
    1,
    date(2026, 9, 1),
    date(2027, 1, 24),
    (
        Module(
            1,
            date(2026, 9, 1),
            date(2026, 10, 24),
            Window(date(2026, 9, 1), date(2026, 10, 31)),
        ),
        Module(
            2,
            date(2026, 10, 26),
            date(2026, 12, 19),
            Window(date(2026, 10, 26), date(2026, 12, 26)),
        ),
    ),
)
IN_MODULE_1 = date(2026, 10, 5)
AFTER_WINDOW_1 = date(2026, 11, 2)
IN_MODULE_2 = AFTER_WINDOW_1

GROUP, NEIGHBOURS = "АУБ-1-24", "АУБ-2-24"
JOURNAL, NEIGHBOUR_JOURNAL = f"{GROUP}:algebra:2026-1", f"{NEIGHBOURS}:algebra:2026-1"


def assignment(identifier: str, teacher: str, **changes: object) -> Assignment:
    """A lecture of algebra for the group in the first semester, with changes."""
    lecture = Assignment(
        identifier,
        teacher,
        "algebra",
        (GROUP,),
        "2026-1",
        LessonKind.LECTURE,
        ControlForm.EXAM,
        "example-100",
    )
    return attrs.evolve(lecture, **changes)


STREAM = assignment("lecture", "asanova", groups=(GROUP, NEIGHBOURS))
LABORATORY = assignment("lab-1", "bekov", kind=LessonKind.LABORATORY, subgroup=1)
ELSEWHERE = assignment("physics", "asanova", subject="physics")


def holder(person: str, role: Role, *scopes: Scope) -> Actor:
    """Somebody who holds one role at those scopes."""
    return Actor(person, frozenset((role, scope) for scope in scopes))


def teacher_of(*assignments: Assignment) -> Actor:
    """A teacher with what follows from the assignments (4.3)."""
    return holder(assignments[0].teacher, Role.TEACHER, UNIVERSITY, *teaching_scopes(assignments))


ASANOVA = teacher_of(STREAM)
BEKOV = teacher_of(LABORATORY)
STRANGER = teacher_of(assignment("history", "joldoshev", subject="history"))
DEANERY = holder("dean", Role.DEANERY, Scope(ScopeKind.UNIT, "math"))
ADMINISTRATOR = holder("admin", Role.ADMINISTRATOR, UNIVERSITY)
STUDENT = holder("s0", Role.STUDENT, Scope(ScopeKind.STUDENT, "s0"))


def student(number: int, family: str, group: str = GROUP) -> Student:
    """A student of a group; even numbers are in subgroup 2, odd ones in subgroup 1."""
    return Student(f"s{number}", PersonName(family, "Айбек"), group, 2 - number % 2)


def mark(slot: int, points: int, *, work: int = 0, expected: int | None = None) -> Write:
    """A mark for one of the lesson's kinds of work, in whole points."""
    return Write(slot, Field.FIRST_WORK + work, points * 100, expected)


def points(slot: int, value: int) -> Write:
    """Points of a control, in whole points."""
    return Write(slot, Field.POINTS, value * 100)


def attendance(slot: int, value: int, expected: int | None = None) -> Write:
    """The attendance of a slot."""
    return Write(slot, Field.ATTENDANCE, value, expected)


EMPTY = CLEARED


class House:
    """The university, its registers, and a counter of requests."""

    def __init__(self, scheme: str | None = None) -> None:
        self.university = MemoryUniversity()
        self.registers = MemoryRegisters()
        self._requests = count(1)
        university = self.university
        university.semesters.put(SEMESTER)
        university.units.put(Unit("math", "Математика факультети", UnitKind.FACULTY))
        university.units.put(Unit("algebra", "Алгебра", UnitKind.DEPARTMENT, "math"))
        for group in (GROUP, NEIGHBOURS):
            university.groups.put(Group(group, "algebra", "АУБ", 2024, 2))
        for subject in ("algebra", "physics", "history"):
            university.subjects.put(Subject(subject, subject.title(), "algebra", 4))
        for number, family in enumerate(("Абдиев", "Үсөнов", "Өмүров")):
            university.students.put(student(number, family))
        university.students.put(student(7, "Эрматов", NEIGHBOURS))
        schemes = shipped_schemes() if scheme is None else {"example-100": scheme}
        for taught in (STREAM, LABORATORY, ELSEWHERE):
            university.assignments.put(taught)
            open_registers(university, self.registers, taught, schemes)

    @property
    def register(self):
        """The register of algebra in the group; Абдиев, Өмүров, Үсөнов have slots 0, 1, 2."""
        return self.registers.get(JOURNAL)

    def journal(
        self,
        actor: Actor = ASANOVA,
        on: date = IN_MODULE_1,
        *,
        of: str = JOURNAL,
        at: time = time(9),
    ) -> Journal:
        """The journal as that person sees it on that day, in a request of its own."""
        moment = datetime.combine(on, at, BISHKEK)
        act = Act(actor, moment, f"request-{next(self._requests)}")
        return Journal(self.registers.get(of), self.university, act)

    def lesson(
        self,
        day: date = IN_MODULE_1,
        *,
        slot: int = 1,
        works: tuple[str, ...] = ("oral",),
        under: Assignment = STREAM,
    ):
        """A lesson opened by its teacher on its day, with kinds of work named."""
        actor = teacher_of(under)
        identifier = f"lesson-{under.id}-{day}-{slot}"
        opened = self.journal(actor, day).open_lesson(under, day, slot, identifier)
        self.journal(actor, day).describe(opened, works=works)
        return opened

    def publish(self, component: str = "intermediate-1", on: date = IN_MODULE_1) -> None:
        """Give everybody points in a control and publish it."""
        slots = range(len(self.register.roster()))
        self.journal(on=on).record(component, [points(slot, 5 + slot) for slot in slots])
        journal = self.journal(on=on)
        journal.publish(journal.control(component))

    def snapshot(self) -> object:
        """Everything stored, to be compared."""
        tables = ("units", "groups", "students", "assignments", "semesters")
        return copy.deepcopy(
            (
                [attrs.asdict(register, recurse=False) for register in self._registers()],
                {table: list(getattr(self.university, table)) for table in tables},
            )
        )

    def _registers(self):
        return [one for group in (GROUP, NEIGHBOURS) for one in self.registers.of_group(group)]

    @contextmanager
    def refuses(self, kind: type[Refusal], *, clause: str | None = None, place: str | None = None):
        """What is done inside is refused so, and nothing whatever is stored."""
        before = self.snapshot()
        with pytest.raises(kind) as caught:
            yield caught
        assert self.snapshot() == before
        assert type(caught.value) is kind
        if clause is not None:
            assert caught.value.clause == clause
        if place is not None:
            assert caught.value.place == place
