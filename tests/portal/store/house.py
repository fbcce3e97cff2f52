"""A university of one group, the smallest that a journal can be kept in."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from oshj_core.accounts import Account, Attempts, Audience
from oshj_core.audit import AuditEvent
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act, Journal, teaching_scopes
from oshj_core.people import PersonName, Student
from oshj_core.ports import Member, RoleHolding
from oshj_core.register import Entry, EntryKind, cells_of
from oshj_core.roles import UNIVERSITY, Actor, Role, Scope, ScopeKind
from oshj_core.testing.contracts.ports import LECTURE, SEMESTER, VALUES
from oshj_portal.store.sessions import SessionRecord

GROUP = "АУБ-1-24"
JOURNAL = f"{GROUP}:algebra:2026-1"
CONTROL = "intermediate-1"
DAY = date(2026, 9, 10)
NOON = datetime(2026, 9, 10, 12, tzinfo=timezone(timedelta(hours=6)))
TEACHER = Actor(
    LECTURE.teacher,
    frozenset((Role.TEACHER, scope) for scope in (UNIVERSITY, *teaching_scopes([LECTURE]))),
)
MILLIS = 1_789_000_000_000


def student(number: int) -> Student:
    """A student of the group."""
    return Student(f"s24{number:04}", PersonName("Асанов", "Айбек"), GROUP)


def furnish(site, students: int = 2):
    """Fill the lists, create the register and enrol the students; returns the register."""
    for table, value in VALUES.items():
        getattr(site.university, table).put(value)
    register = site.registers.create(
        JOURNAL, GROUP, "algebra", SEMESTER.id, shipped_schemes()["example-100"]
    )
    for number in range(students):
        site.university.students.put(student(number))
        register.enrol(Member(student(number).id, joined=SEMESTER.starts))
    return register


def journal(site, request: str = "r1") -> Journal:
    """The journal as its teacher sees it in one request."""
    return Journal(site.registers.get(JOURNAL), site.university, Act(TEACHER, NOON, request))


def use_everything(site) -> None:
    """Leave a value of each kind in the site, beside those of a register with a sealed module."""
    furnish(site)
    site.holdings.give(RoleHolding("t1", Role.DEANERY, Scope(ScopeKind.UNIT, "math"), DAY))
    site.accounts.put(Account("t1", "t1", Audience.STAFF, "hash", MILLIS, "admin"))
    site.accounts.count("t1", Attempts(2, MILLIS))
    site.audit.append(AuditEvent(MILLIS, "admin", "account.issue", "account:t1"))
    site.sessions.open(SessionRecord("ab12", "t1", "t1", Audience.STAFF, 1, MILLIS, "Firefox"))
    site.settings["name"] = "Ош МУ"
    site.evolution.add("first")
    taught = journal(site)
    lesson = taught.open_lesson(LECTURE, DAY, 1, "abcdefghij", "214")
    taught.describe(lesson, topic="Матрица", works=["oral"])
    site.registers.get(JOURNAL).append(lesson.id, scan(0))
    publish(site)


def publish(site) -> None:
    """Give everybody points and publish the first intermediate total."""
    points = cells_of([(0, 1, 2500), (1, 1, 2000)])
    entry = Entry(EntryKind.CELLS, MILLIS, TEACHER.id, "points", points)
    site.registers.get(JOURNAL).append(CONTROL, entry)
    taught = journal(site, "publication")
    taught.publish(taught.control(CONTROL))


def scan(slot: int, at: int = MILLIS) -> Entry:
    """A student's check-in."""
    return Entry(EntryKind.SCAN, at, student(slot).id, f"{slot:012x}", cells_of([(slot, 0, 1)]))
