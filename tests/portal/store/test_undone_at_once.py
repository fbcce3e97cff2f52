"""A year that is undone while somebody stores what needs it: only one of the two stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from ZODB.POSException import ConflictError

from oshj_core.accounts import Account, Audience
from oshj_core.enrolment import open_registers
from oshj_core.grading import shipped_schemes
from oshj_core.load import LoadLine
from oshj_core.people import PersonName, Student
from oshj_core.planning import Plan
from oshj_core.ports import Lesson, Member, RoleHolding
from oshj_core.register import Entry, EntryKind
from oshj_core.roles import Role, Scope, ScopeKind
from oshj_core.rollover import Recording, Rollover, RolloverState
from oshj_core.structure import Assignment, ControlForm, Group, LessonKind
from oshj_portal.rollover import doing
from oshj_portal.rollover.ground import YearWork
from tests.core.rollover.year import semester
from tests.portal.rollover.year_books import AUGUST, GROUP, SEPTEMBER
from tests.portal.store.test_conflicts import at_once
from tests.support.university import build_university

JOURNAL = f"{GROUP}:algebra:2027-1"
SHEET = "intermediate-1"


@pytest.fixture
def begun(database):
    """A year that has begun, of which it was asked to undo it."""
    with database.site() as site:
        build_university(site)
    with database.site() as site:
        stores = Recording(site, site.rollovers.new_log(2027))
        university = stores.university
        university.semesters.put(semester(2027))
        university.groups.put(Group(GROUP, "math", "АУБ", 2027))
        university.students.put(Student("s27001", PersonName("Токтогулова", "Айпери"), GROUP))
        taught = Assignment(
            *("n1", "asanova", "algebra", (GROUP,), "2027-1"),
            *(LessonKind.LECTURE, ControlForm.EXAM, "example-100"),
        )
        university.assignments.put(taught)
        open_registers(university, stores.registers, taught, shipped_schemes())
        site.registers.get(JOURNAL).watch(SHEET)
        state = RolloverState.UNDO_ASKED
        site.rollovers.put(Rollover(2027, (), state, "admin", 1, "admin", 2, "Ката"))
    database.reopen()
    return database


def undo(site):
    """The job."""
    year = YearWork(site, None, 2027, AUGUST, "r1")
    doing.take_back(year, "edu", lambda done, total: None)


def lesson(site):
    day = SEPTEMBER.date()
    site.registers.get(JOURNAL).put_lesson(
        Lesson("aaaaaaaaaa", "n1", "asanova", day, 1, LessonKind.LECTURE, 1)
    )


def entry(site):
    site.registers.get(JOURNAL).append(SHEET, Entry(EntryKind.CELLS, 1, "asanova", "r2"))


def member(site):
    site.registers.get(JOURNAL).enrol(Member("s1"))


def account(site):
    site.accounts.put(Account("s27001", "s27001", Audience.STUDENT, "x", 1, "admin"))


def student(site):
    site.university.students.put(Student("s99", PersonName("Асанов", "Бек"), GROUP))


def load(site):
    line = LoadLine("bekov", "algebra", LessonKind.LECTURE, (GROUP,), "2027-1", Decimal(4))
    site.loads.put(line)


def role(site):
    site.holdings.give(RoleHolding("bekov", Role.CURATOR, Scope(ScopeKind.GROUP, GROUP)))


def plan(site):
    site.plans.put(Plan("p1", "algebra", "2027-1", 2027, (GROUP,), "asanova"))


STORING = [lesson, entry, member, account, student, load, role, plan]


@pytest.mark.parametrize("storing", STORING)
def test_nothing_is_lost_that_was_stored_while_the_year_was_undone(begun, storing):
    with pytest.raises(ConflictError):
        at_once(begun, storing, undo)
    with begun.site() as site:
        assert site.registers.find(JOURNAL) is not None
        assert site.university.groups.find(GROUP) is not None


@pytest.mark.parametrize("storing", STORING)
def test_nothing_is_stored_in_a_year_that_was_undone_meanwhile(begun, storing):
    with pytest.raises(ConflictError):
        at_once(begun, undo, storing)
    with begun.site() as site:
        assert site.registers.find(JOURNAL) is None
        assert site.university.groups.find(GROUP) is None
