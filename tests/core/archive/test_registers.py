"""A host that has the core's ports has an archive: its journals are read through them."""

from decimal import Decimal

import attrs
import pytest

from oshj_core.archive import BundleReader, RegisterArchiveSource, register_digest, verify_bundle
from oshj_core.archive.ed25519 import check_ed25519
from oshj_core.errors import NotFound
from oshj_core.journal import Write
from oshj_core.people import PersonName, Staff
from oshj_core.planning import Plan, PlanState, Step, Tie, Topic
from oshj_core.register import Attendance, Field, Missed
from oshj_core.structure import LessonKind
from oshj_core.testing import (
    ArchiveSourceContract,
    MemoryAudit,
    MemoryPlans,
    archive_snapshot,
)
from tests.core.archive.building import export
from tests.core.builders import GROUP, IN_MODULE_1, JOURNAL, LABORATORY, House, attendance, mark


@pytest.fixture
def house():
    house = House()
    for person in ("asanova", "bekov"):
        house.university.staff.put(Staff(person, PersonName(person.title(), "Айгүл"), "algebra"))
    house.university.assignments.put(attrs.evolve(LABORATORY, id="lab-2", subgroup=2))
    lesson = house.lesson(works=("oral", "written"))
    journal = house.journal()
    journal.record(lesson.id, [attendance(0, Attendance.PRESENT), mark(0, 4), mark(1, 5, work=1)])
    journal.record(
        "intermediate-1", [Write(0, Field.POINTS, 2850), Write(2, Field.POINTS, Missed.ABSENT)]
    )
    return house


@pytest.fixture
def source(house):
    plans = MemoryPlans()
    return RegisterArchiveSource(
        house.university, house.registers, plans, MemoryAudit(), "math", "2026-1"
    )


class TestSource(ArchiveSourceContract):
    """The fixture is the source above."""

    @pytest.fixture
    def source(self, source):
        return source


def test_what_was_entered_stands_in_the_bundle(source, tmp_path, signer):
    bundle = export(source, tmp_path, signer)
    verify_bundle(bundle.path, [signer.public_key], check_ed25519).require()
    reader = BundleReader(bundle.path)
    assert archive_snapshot(reader) == archive_snapshot(source)
    assert [(row.work, row.points) for row in reader.marks(JOURNAL)] == [
        ("intermediate-1", Decimal("28.5")),
        ("oral", Decimal(4)),
        ("written", Decimal(5)),
    ]
    assert [(row.value, row.lesson == "intermediate-1") for row in reader.attendance(JOURNAL)] == [
        ("absent", True),
        ("present", False),
    ]
    assert {event.action for event in reader.events(JOURNAL)} == {"sheet.facts", "sheet.cells"}


def test_a_lesson_names_the_line_of_the_plan_it_took(house, source):
    (lesson,) = house.register.lessons()
    topics = tuple(
        Topic(number, f"Тема {number}", Decimal(2), LessonKind.LECTURE) for number in (1, 2)
    )
    plan = Plan(
        "p1",
        "algebra",
        "2026-1",
        2026,
        (GROUP,),
        "asanova",
        topics,
        state=PlanState.APPROVED,
        steps=(Step(PlanState.APPROVED, "head", 1, IN_MODULE_1),),
    )
    source.plans.put(plan)
    source.plans.put_tie(Tie(lesson.id, "p1", 1, 2, "Тема 2"))
    assert [row.topic for row in source.plan(JOURNAL)] == ["Тема 1", "Тема 2"]
    assert [row.plan_line for row in source.lessons(JOURNAL)] == [2]


def test_a_journal_nobody_teaches_is_named(house, source):
    house.registers.create(f"{GROUP}:physics:2027", GROUP, "history", "2026-1", "")
    with pytest.raises(NotFound, match="physics:2027"):
        list(source.journals(GROUP))


def test_the_digest_changes_with_every_part_of_a_journal(house):
    seen = [register_digest(house.register)]
    (lesson,) = house.register.lessons()
    for change in (
        lambda: house.journal().record(lesson.id, [mark(2, 3)]),
        lambda: house.journal().record("intermediate-1", [Write(1, Field.POINTS, 100)]),
        lambda: house.register.put_lesson(attrs.evolve(lesson, room="215")),
        lambda: house.register.enrol(attrs.evolve(house.register.roster()[0], subgroup=1)),
    ):
        change()
        seen.append(register_digest(house.register))
    assert len(set(seen)) == 5
    assert register_digest(house.register) == seen[-1]
