"""A small university at the end of an academic year, and the workbooks of the next one."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

import attrs

from oshj_core.academic_calendar.teaching import weeks_of
from oshj_core.calendar import Module, Semester, Window
from oshj_core.enrolment import open_registers
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.lists import SHEETS
from oshj_core.load import LOAD_COLUMNS, LoadLine
from oshj_core.people import PersonName, Staff, Student
from oshj_core.roles import UNIVERSITY, Actor, Role
from oshj_core.rollover import (
    Ground,
    Material,
    Recording,
    RollingOver,
    Rollover,
    StagedStep,
    Step,
    Way,
    apply_all,
    look_at,
    undo,
)
from oshj_core.rollover.promotion_sheet import GRADUATE_COLUMNS, GRADUATES_HEADING
from oshj_core.structure import Assignment, ControlForm, Group, LessonKind, Subject, Unit, UnitKind
from oshj_core.testing import MemoryAudit, MemorySource, MemoryTable
from oshj_core.timetable import Bells, weekly_lesson
from oshj_core.timetable.sheet import LESSON_COLUMNS, LESSONS_HEADING, ROOM_COLUMNS, ROOMS_HEADING
from tests.core.builders import BISHKEK

YEAR = 2027
AUGUST = datetime(2027, 8, 20, 9, tzinfo=BISHKEK)
ADMIN = Actor(
    "admin",
    frozenset({(Role.ADMINISTRATOR, UNIVERSITY), (Role.EDUCATION_DEPARTMENT, UNIVERSITY)}),
)


def semester(year: int) -> Semester:
    """An autumn with two modules."""
    starts, middle, ends = date(year, 9, 1), date(year, 10, 26), date(year + 1, 1, 24)
    modules = (
        Module(1, starts, date(year, 10, 25), Window(starts, date(year, 10, 31))),
        Module(2, middle, date(year, 12, 20), Window(middle, date(year, 12, 31))),
    )
    return Semester(f"{year}-1", year, 1, starts, ends, modules)


def build() -> MemorySource:
    """Two groups of a speciality, of the fourth and the first course, taught algebra in 2026."""
    source = MemorySource()
    university = source.university
    university.units.put(Unit("math", "Математика факультети", UnitKind.FACULTY))
    university.staff.put(Staff("asanova", PersonName("Асанова", "Г."), "math"))
    university.staff.put(Staff("bekov", PersonName("Беков", "А."), "math"))
    university.subjects.put(Subject("algebra", "Алгебра", "math", 4))
    university.semesters.put(semester(2026))
    for group, entry in (("АУБ-1-23", 2023), ("АУБ-1-24", 2024), ("АУБ-1-26", 2026)):
        university.groups.put(Group(group, "math", "АУБ", entry))
        for number in (1, 2):
            student = Student(f"s{entry}{number}", PersonName("Үсөн кызы", "Каныкей"), group)
            university.students.put(student)
    for group in ("АУБ-1-23", "АУБ-1-24"):
        taught = assignment(f"a-{group}", group, "2026-1")
        university.assignments.put(taught)
        open_registers(university, source.registers, taught, shipped_schemes())
        source.loads.put(
            LoadLine("asanova", "algebra", LessonKind.LECTURE, (group,), "2026-1", Decimal(32))
        )
        source.timetable.put(
            weekly_lesson(
                f"w-{group}", taught, semester(2026), Bells.parse(), 1, len(group) % 3 + 1
            )
        )
    return source


def assignment(code: str, group: str, of: str) -> Assignment:
    """Lectures of algebra for a group."""
    kind, control = LessonKind.LECTURE, ControlForm.EXAM
    return Assignment(code, "asanova", "algebra", (group,), of, kind, control, "example-100")


def book(**rows: list[list[str]]) -> dict[str, list[tuple[int, list[str]]]]:
    """A workbook from rows by the machine name of their sheet, each below its headings."""
    columns = {sheet.name: (sheet.heading, sheet.columns) for sheet in SHEETS}
    columns |= {
        "load": ("Жүктөм", LOAD_COLUMNS),
        "graduates": (GRADUATES_HEADING, GRADUATE_COLUMNS),
        "rooms": (ROOMS_HEADING, ROOM_COLUMNS),
        "timetable": (LESSONS_HEADING, LESSON_COLUMNS),
    }
    return {
        columns[name][0]: list(
            enumerate([[one.heading for one in columns[name][1]], *written], start=1)
        )
        for name, written in rows.items()
    }


AUTUMN = [
    *("2027-1", "2027", "1", "01.09.2027", "24.01.2028"),
    *("01.09.2027", "25.10.2027", "01.09.2027", "31.10.2027"),
    *("26.10.2027", "20.12.2027", "26.10.2027", "31.12.2027"),
]
BOOKS = {
    Step.PROMOTION: book(graduates=[["АУБ-1-23", "417", "01.07.2027"]]),
    Step.CALENDAR: book(semesters=[AUTUMN]),
    Step.LISTS: book(
        units=[],
        teachers=[],
        groups=[["АУБ-1-27", "math", "АУБ", "2027", "", ""]],
        students=[
            [f"s2027{one}", "Токтогулов", "Бек", "", "", "АУБ-1-27", "", ""] for one in range(3)
        ],
        subjects=[["physics", "Физика", "math", "3"]],
    ),
    Step.LOAD: book(
        load=[
            ["asanova", "algebra", "лекция", "АУБ-1-24", "", "2027-1", "32"],
            ["bekov", "algebra", "лекция", "АУБ-1-27", "", "2027-1", "16"],
        ]
    ),
    Step.ASSIGNMENTS: book(
        assignments=[
            [f"n{one}", teacher, "algebra", group, "2027-1", "лекция", "экзамен", "example-100", ""]
            for one, (teacher, group) in enumerate(
                [("asanova", "АУБ-1-24"), ("bekov", "АУБ-1-27")], start=1
            )
        ]
    ),
    Step.TIMETABLE: book(
        rooms=[["b-1", "Башкы", "101", "30", ""]],
        timetable=[
            ["n1", "дүйшөмбү", "1", "", "Башкы", "101", "", ""],
            ["n2", "дүйшөмбү", "2", "", "Башкы", "101", "", ""],
        ],
    ),
}
FROM_BOOKS = {step: (Way.WORKBOOK, BOOKS[step]) for step in BOOKS} | {Step.CLOSING: (Way.ORDER, {})}


@attrs.define
class House:
    """The university, and what a test does with its new year."""

    source: MemorySource = attrs.field(factory=build)
    rollovers: MemoryTable[Rollover] = attrs.field(factory=lambda: MemoryTable("rollover"))
    log: list = attrs.field(factory=list)
    given: dict = attrs.field(factory=dict)
    at: datetime = AUGUST

    def act(self, actor: Actor = ADMIN) -> Act:
        return Act(actor, self.at, "r1")

    def rolling(self, actor: Actor = ADMIN) -> RollingOver:
        return RollingOver(self.rollovers, self.source.audit, self.act(actor))

    def ground(self, log: list) -> Ground:
        university = self.source.university
        return Ground(
            Recording(self.source, log),
            YEAR,
            self.at,
            shipped_schemes(),
            lambda one: weeks_of(university, one),
            lambda group: Bells.parse(),
        )

    @contextmanager
    def opening(self, staged: StagedStep):
        given = self.given.get(staged.step, {})
        yield Material(read=given) if staged.way is Way.FORMAT else Material(given)

    def look(self, step: Step, way: Way, sheets=None, note: str = "17-буйрук"):
        """Look at a step on the memory stores, which are as before afterwards."""
        self.given[step] = sheets or {}
        return self.look_at(self.rolling().new_step(step, way, note=note))

    def look_at(self, staged: StagedStep):
        """The same for a step as it is given."""
        log: list = []
        rollover = self.rolling().check_step(YEAR, staged.step, staged.way)
        with taken_back(self.source, log):
            return look_at(rollover, staged, self.ground(log), self.opening, lambda one: self.act())

    def stage(self, step: Step, way: Way, sheets=None, note: str = "17-буйрук"):
        """Look at a step and keep it."""
        staged, found = self.look(step, way, sheets, note)
        self.rolling().stage(YEAR, staged)
        return found

    def stage_all(self, ways=FROM_BOOKS) -> None:
        """Prepare all steps; those that are not given are left for later."""
        for step in Step:
            way, sheets = ways.get(step, (Way.LEFT, {}))
            if way is Way.LEFT:
                self.rolling().stage(YEAR, self.rolling().new_step(step, way))
            else:
                self.stage(step, way, sheets)

    def begin(self) -> int:
        """Begin the year as it is prepared."""
        count = apply_all(
            self.rolling().find(YEAR),
            self.ground(self.log),
            self.opening,
            lambda one: self.act(),
        )
        self.rolling().begun(YEAR)
        return count


@contextmanager
def taken_back(source: MemorySource, log: list):
    """What the transaction of a host does: leave nothing of what was only looked at."""
    audit, source.audit = source.audit, MemoryAudit()
    yield
    undo(source, YEAR, log, Act(ADMIN, AUGUST, "r0"), "")
    source.audit = audit


def snapshot(source: MemorySource) -> dict:
    """All values of all tables but the audit."""
    university = source.university
    tables = {
        name: list(getattr(university, name))
        for name in (
            *("units", "staff", "students", "groups", "subjects", "assignments", "semesters"),
        )
    }
    lessons = [
        one for term in university.semesters for one in source.timetable.in_semester(term.id)
    ]
    registers = {
        register.id: (list(register.roster()), register.scheme, register.lessons())
        for group in university.groups
        for register in source.registers.of_group(group.id)
    }
    return {
        **tables,
        "periods": list(university.calendar.periods),
        "rooms": list(source.rooms),
        "loads": list(source.loads),
        "moves": list(source.moves),
        "lessons": lessons,
        "changes": {one.id: source.timetable.changes_of(one.id) for one in lessons},
        "registers": registers,
    }
