"""The contracts of the ports as pytest classes; a host subclasses them for its own store."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from oshj_core.accounts import Account, Attempts, Audience
from oshj_core.audit import AuditEvent
from oshj_core.calendar import Module, Semester, Window
from oshj_core.errors import NotFound
from oshj_core.people import PersonName, Staff, Student
from oshj_core.ports import Lesson, Member, RoleHolding, Stay, Withdrawal
from oshj_core.register import Entry, EntryKind, cells_of, fold, pack
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

STUDENT = Student("s1", PersonName("Үсөн кызы", "Каныкей", latin="Kanykei"), "АУБ-1-24", 2)
WINDOW = Window(date(2026, 9, 1), date(2026, 10, 31))
SEMESTER = Semester(
    "2026-1",
    2026,
    1,
    date(2026, 9, 1),
    date(2027, 1, 24),
    (Module(1, date(2026, 9, 1), date(2026, 10, 25), WINDOW),),
)
LECTURE = Assignment(
    "a1",
    "t1",
    "algebra",
    ("АУБ-1-24", "АУБ-2-24"),
    "2026-1",
    LessonKind.LECTURE,
    ControlForm.EXAM,
    "example-100",
)
VALUES = {
    "units": Unit("math", "Математика жана МТ факультети", UnitKind.FACULTY),
    "staff": Staff("t1", PersonName("Асанова", "Гүлнара", "Төлөновна"), "math", "доцент"),
    "students": STUDENT,
    "groups": Group("АУБ-1-24", "math", "АУБ", 2024, 2),
    "subjects": Subject("algebra", "Алгебра", "math", 4),
    "assignments": LECTURE,
    "semesters": SEMESTER,
}


class UniversityContract:
    """Tables give back what was put; the questions follow every change."""

    @pytest.fixture
    def university(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an empty University")

    @pytest.mark.parametrize("table", sorted(VALUES))
    def test_a_value_comes_back_equal(self, university: Any, table: str) -> None:
        value: Any = VALUES[table]
        rows = getattr(university, table)
        assert value.id not in rows
        rows.put(value)
        assert rows.get(value.id) == value
        assert rows.find(value.id) == value
        assert list(rows) == [value]
        assert len(rows) == 1
        assert value.id in rows

    @pytest.mark.parametrize("table", sorted(VALUES))
    def test_an_unknown_id_is_refused(self, university: Any, table: str) -> None:
        rows = getattr(university, table)
        assert rows.find("none") is None
        with pytest.raises(NotFound):
            rows.get("none")

    def test_questions_follow_the_tables(self, university: Any) -> None:
        university.units.put(VALUES["units"])
        university.units.put(Unit("algebra", "Алгебра кафедрасы", UnitKind.DEPARTMENT, "math"))
        university.groups.put(VALUES["groups"])
        university.students.put(STUDENT)
        university.assignments.put(LECTURE)
        assert [unit.id for unit in university.units_under("")] == ["math"]
        assert [unit.id for unit in university.units_under("math")] == ["algebra"]
        assert [group.id for group in university.groups_of("math")] == ["АУБ-1-24"]
        assert university.students_of("АУБ-1-24") == [STUDENT]
        assert university.assignments_of("t1") == [LECTURE]
        for group in LECTURE.groups:
            assert university.assignments_in(group) == [LECTURE]

    def test_a_replaced_value_leaves_its_old_place(self, university: Any) -> None:
        university.students.put(STUDENT)
        moved = Student(STUDENT.id, STUDENT.name, "АУБ-2-24")
        university.students.put(moved)
        assert university.students_of("АУБ-1-24") == []
        assert university.students_of("АУБ-2-24") == [moved]
        assert len(university.students) == 1


class HoldingsContract:
    """A role is held once at a scope and can be taken back."""

    @pytest.fixture
    def holdings(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Holdings")

    def test_given_and_taken(self, holdings: Any) -> None:
        scope = Scope(ScopeKind.UNIT, "math")
        first = RoleHolding("t1", Role.DEANERY, scope, date(2027, 1, 1), "admin")
        second = RoleHolding("t1", Role.DEANERY, scope, None, "admin")
        other = RoleHolding("t1", Role.LEADERSHIP, UNIVERSITY)
        holdings.give(first)
        holdings.give(second)
        holdings.give(other)
        assert set(holdings.of("t1")) == {second, other}
        assert holdings.of("t2") == []
        assert set(holdings) == {second, other}
        holdings.take("t1", Role.DEANERY, scope)
        assert list(holdings.of("t1")) == [other]
        with pytest.raises(NotFound):
            holdings.take("t1", Role.DEANERY, scope)


class AccountStoreContract:
    """Accounts are found by login and by person; attempts are counted apart."""

    @pytest.fixture
    def accounts(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an empty AccountStore")

    def test_an_account_comes_back(self, accounts: Any) -> None:
        account = Account("s1", "S1", Audience.STUDENT, "hash", 1, "dean")
        assert accounts.find("s1") is None
        assert accounts.of("S1") is None
        accounts.put(account)
        assert accounts.find("s1") == account
        assert accounts.of("S1") == account

    def test_attempts_are_counted_for_any_login(self, accounts: Any) -> None:
        assert accounts.attempts("nobody") == Attempts()
        accounts.count("nobody", Attempts(3, 99))
        assert accounts.attempts("nobody") == Attempts(3, 99)


class AuditTrailContract:
    """Events stay in order, by object and over all."""

    @pytest.fixture
    def audit(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an empty AuditTrail")

    def test_events_stay(self, audit: Any) -> None:
        events = [
            AuditEvent(at, "admin", "role.give", f"person:t{at % 2}", "", "deanery", "буйрук", "r")
            for at in range(6)
        ]
        for event in events:
            audit.append(event)
        assert list(audit.about("person:t1")) == events[1::2]
        assert list(audit.latest(2)) == [events[5], events[4]]
        assert list(audit.about("person:unknown")) == []

    def test_events_of_the_same_moment_all_stay(self, audit: Any) -> None:
        event = AuditEvent(1, "admin", "role.give", "person:t1")
        audit.append(event)
        audit.append(event)
        assert list(audit.about("person:t1")) == [event, event]


class RegisterContract:
    """A register keeps slots, lessons in order, logs as appended, and sealed modules."""

    @pytest.fixture
    def registers(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Registers")

    @pytest.fixture
    def register(self, registers: Any) -> Any:
        return registers.create("g:algebra:2026-1", "g", "algebra", "2026-1", "scheme text")

    def test_registers_are_found(self, registers: Any, register: Any) -> None:
        assert registers.find("other") is None
        with pytest.raises(NotFound):
            registers.get("other")
        found = registers.get("g:algebra:2026-1")
        assert (found.id, found.group, found.subject, found.semester, found.scheme) == (
            "g:algebra:2026-1",
            "g",
            "algebra",
            "2026-1",
            "scheme text",
        )
        assert [one.id for one in registers.of_group("g")] == [register.id]
        assert list(registers.of_group("other")) == []

    def test_slots_are_stable(self, register: Any) -> None:
        assert register.enrol(Member("s1")) == 0
        assert register.enrol(Member("s2", 1, date(2026, 9, 1))) == 1
        assert register.enrol(Member("s1", left=date(2026, 10, 1))) == 0
        returned = Member("s3", 2, date(2026, 11, 2), None, (Stay(1, None, date(2026, 10, 5)),))
        assert register.enrol(returned) == 2
        assert list(register.roster()) == [
            Member("s1", left=date(2026, 10, 1)),
            Member("s2", 1, date(2026, 9, 1)),
            returned,
        ]

    def test_lessons_come_by_date(self, register: Any) -> None:
        def lesson(identifier: str, day: int, slot: int) -> Lesson:
            return Lesson(
                identifier, "a1", "t1", date(2026, 9, day), slot, LessonKind.PRACTICAL, 1, 0, "214"
            )

        for one in (lesson("c", 3, 1), lesson("a", 2, 2), lesson("b", 2, 1)):
            register.put_lesson(one)
        assert [one.id for one in register.lessons()] == ["b", "a", "c"]
        moved = lesson("c", 1, 1)
        register.put_lesson(moved)
        assert register.lesson("c") == moved
        assert [one.id for one in register.lessons()] == ["c", "b", "a"]
        with pytest.raises(NotFound):
            register.lesson("none")

    def test_a_withdrawn_lesson_stands_apart(self, register: Any) -> None:
        kept, gone = (
            Lesson(one, "a1", "t1", date(2026, 9, 2), slot, LessonKind.LECTURE, 1)
            for slot, one in enumerate(("a", "b"), start=1)
        )
        withdrawn = attrs.evolve(gone, withdrawn=Withdrawal("t1", 7, "жаңылыш"))
        for one in (kept, gone, withdrawn):
            register.put_lesson(one)
        assert list(register.lessons()) == [kept]
        assert list(register.withdrawn()) == [withdrawn]
        assert register.lesson("b") == withdrawn
        register.put_lesson(gone)
        assert list(register.lessons()) == [kept, gone]
        assert list(register.withdrawn()) == []

    def test_a_log_grows(self, register: Any) -> None:
        first = Entry(EntryKind.FACTS, 1, "t1", "r1", facts=(("topic", "Матрица"),))
        second = Entry(EntryKind.CELLS, 2, "t1", "r2", cells_of([(0, 0, 1)]), reason="ката")
        assert list(register.log("a")) == []
        register.append("a", first)
        register.append("a", second)
        register.watch("b")
        assert list(register.log("a")) == [first, second]
        assert list(register.log("b")) == []

    def test_a_sealed_module_stays(self, register: Any) -> None:
        state = fold([Entry(EntryKind.CELLS, 2, "t1", "r2", cells_of([(0, 1, 450)]))])
        sheets = {"a": pack(state, 3)}
        assert register.sealed(1) is None
        register.seal(1, sheets)
        assert register.sealed(1) == sheets
        assert register.sealed(2) is None
