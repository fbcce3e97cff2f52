"""A small right file, and the store it is read into."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import attrs
import pytest

from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.lists import SHEETS, Lists, apply, plan, read_lists
from oshj_core.roles import Actor
from oshj_core.testing import MemoryAudit, MemoryMoves, MemoryRegisters, MemoryUniversity

BISHKEK = timezone(timedelta(hours=6))
AUGUST = datetime(2026, 8, 27, 9, 0, tzinfo=BISHKEK)
OCTOBER = datetime(2026, 10, 5, 9, 0, tzinfo=BISHKEK)

FILE = {
    "semesters": [
        [
            *("id", "year", "number", "starts", "ends"),
            *(f"module1_{part}" for part in ("starts", "ends", "entry_opens", "entry_closes")),
            *(f"module2_{part}" for part in ("starts", "ends", "entry_opens", "entry_closes")),
        ],
        [
            *("2026-1", "2026", "1", "01.09.2026", "24.01.2027"),
            *("01.09.2026", "25.10.2026", "01.09.2026", "31.10.2026"),
            *("26.10.2026", "20.12.2026", "26.10.2026", "26.12.2026"),
        ],
    ],
    "units": [
        ["id", "name", "kind", "parent"],
        ["ALG", "Алгебра кафедрасы", "кафедра", "MATH"],
        ["MATH", "Математика факультети", "факультет", ""],
    ],
    "calendar": [
        ["id", "year", "kind", "name", "starts", "ends", "unit", "course"],
        ["practice", "2026", "практика", "", "12.10.2026", "24.10.2026", "MATH", "3"],
    ],
    "bells": [
        ["unit", "study_form", "lesson1", "lesson2"],
        ["", "", "08:00–09:20", "09:30–10:50"],
        ["ALG", "кечки", "17:30–18:50", ""],
    ],
    "teachers": [
        ["id", "family_name", "given_name", "patronymic", "latin_name", "unit", "position"],
        ["t1", "Асанова", "Гүлнара", "Төлөновна", "Asanova", "ALG", "доцент"],
        ["t2", "Оморов", "Бакыт", "", "", "ALG", ""],
    ],
    "groups": [
        ["id", "unit", "speciality", "entry_year", "subgroups"],
        ["АУБ-1-24", "MATH", "АУБ", "2024", "2"],
        ["АУБ-2-24", "MATH", "АУБ", "2024", ""],
    ],
    "students": [
        ["id", "family_name", "given_name", "group", "subgroup", "active"],
        ["s1", "Үсөн кызы", "Каныкей", "АУБ-1-24", "1", ""],
        ["s2", "Ажибеков", "Нурлан", "АУБ-1-24", "2", "ооба"],
        ["s3", "Өмүров", "Эрлан", "АУБ-2-24", "", ""],
    ],
    "subjects": [
        ["id", "name", "unit", "credits"],
        ["algebra", "Алгебра", "ALG", "4"],
    ],
    "assignments": [
        ["id", "teacher", "subject", "groups", "semester", "kind", "control", "scheme"],
        ["a1", "t1", "algebra", "АУБ-1-24; АУБ-2-24", "2026-1", "лекция", "экзамен", "example-100"],
    ],
}


def copy_of(file):
    return {name: [list(row) for row in rows] for name, rows in file.items()}


def rows_of(file):
    return {name: list(enumerate(rows, start=1)) for name, rows in file.items()}


@attrs.define
class Store:
    university: MemoryUniversity = attrs.field(factory=MemoryUniversity)
    registers: MemoryRegisters = attrs.field(factory=MemoryRegisters)
    audit: MemoryAudit = attrs.field(factory=MemoryAudit)
    moves: MemoryMoves = attrs.field(factory=MemoryMoves)
    schemes: dict[str, str] = attrs.field(factory=lambda: dict(shipped_schemes()))

    def read(self, file):
        return read_lists(rows_of(file), self.university, self.schemes)

    def plan(self, file):
        lists = self.read(file)
        assert isinstance(lists, Lists), [
            (error.sheet, error.row, error.column, str(error.text)) for error in lists.errors
        ]
        return plan(lists, self.university, self.registers, self.schemes)

    def load(self, file, at=AUGUST):
        changes = self.plan(file)
        act = Act(Actor("admin"), at, "request-1")
        apply(
            changes,
            self.university,
            self.registers,
            self.schemes,
            self.audit,
            act,
            moves=self.moves,
        )
        return changes

    def everything(self):
        tables = [list(sheet.table(self.university)) for sheet in SHEETS]
        groups = [group.id for group in self.university.groups]
        rosters = [
            (register.id, register.scheme, register.roster())
            for group in groups
            for register in self.registers.of_group(group)
        ]
        return tables, rosters, len(self.audit.latest(10**6))


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def file():
    return copy_of(FILE)
