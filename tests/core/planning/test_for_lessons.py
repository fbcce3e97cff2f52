"""A plan is for the lessons of assignments: whose, and how many hours of them (2.13, 3.2, 3.5)."""

from decimal import Decimal

import attrs
import pytest

from oshj_core.errors import Invalid, NotAllowed
from oshj_core.load import LoadLine
from oshj_core.planning import (
    Excess,
    PlanState,
    deciders,
    excesses,
    plan_in_force,
    plan_on_its_way,
    taught_by,
)
from oshj_core.ports import RoleHolding
from oshj_core.roles import UNIVERSITY, Role, Scope, ScopeKind
from oshj_core.structure import LessonKind
from oshj_core.testing import MemoryLoads, MemoryNotices
from tests.core.builders import (
    ASANOVA,
    BEKOV,
    GROUP,
    LABORATORY,
    NEIGHBOURS,
    SEMESTER,
    STREAM,
    assignment,
    holder,
    teacher_of,
)
from tests.core.planning.builders import HEAD, LECTURE, SUMMER, topic

LAB = LessonKind.LABORATORY
OTHER_HALF = assignment("lab-2", "bekov", kind=LAB, subgroup=2)
BOTH_HALVES = teacher_of(LABORATORY, OTHER_HALF)
METHODIST = holder("methodist", Role.METHODIST, Scope(ScopeKind.UNIT, "math"))
LABS = (topic(1, 60, LAB), topic(2, 4, LAB))
ALGEBRA = Scope(ScopeKind.UNIT, "algebra")


@pytest.fixture
def laboratory(department):
    """The plan of the first half's laboratory lessons, begun for them."""
    department.university.assignments.put(OTHER_HALF)
    planning = department.planning(BOTH_HALVES)
    return planning.create("p1", "algebra", SEMESTER.id, (GROUP,), lessons=(LAB,), subgroup=1)


def test_it_is_for_the_lessons_it_was_begun_for(department, laboratory):
    assert [one.id for one in taught_by(department.university, laboratory)] == ["lab-1"]
    assert plan_on_its_way(department.plans, LABORATORY) == laboratory
    for other in (OTHER_HALF, STREAM):
        assert plan_on_its_way(department.plans, other) is None
    stray = department.planning(BOTH_HALVES).save(laboratory, (*LABS, topic(3, 6, LECTURE)))
    # Lectures written into it do not make it the plan of somebody's lectures.
    assert not stray.concerns(STREAM)


def test_nobody_begins_it_for_lessons_of_others(department):
    with department.refuses(NotAllowed, clause="4.3"):
        department.planning(BEKOV).create(
            "p1", "algebra", SEMESTER.id, (GROUP,), lessons=(LECTURE,)
        )
    with department.refuses(NotAllowed, clause="4.3"):
        department.planning(BEKOV).create(
            "p1", "algebra", SEMESTER.id, (GROUP,), lessons=(LAB,), subgroup=2
        )
    with department.refuses(Invalid, place="subgroup"):
        department.planning(ASANOVA).create(
            "p1", "algebra", SEMESTER.id, (GROUP, NEIGHBOURS), subgroup=1
        )


def test_of_another_plan_only_such_topics_are_copied(department):
    department.approved("mixed", (topic(1), topic(2, 4, LAB)))
    planning = department.planning(BEKOV)
    copied = planning.copy("mixed", "p2", SEMESTER.id, (GROUP,), lessons=(LAB,))
    assert [(one.number, one.kind) for one in copied.topics] == [(2, LAB)]
    with department.refuses(Invalid, place="source"):
        planning.copy("p2", "p3", SEMESTER.id, (GROUP,), lessons=(LECTURE,))


def test_halves_of_a_group_may_have_plans_of_their_own(department, laboratory):
    for identifier, subgroup in (("p1", 1), ("p2", 2)):
        planning = department.planning(BOTH_HALVES)
        if subgroup == 2:
            planning.create(
                identifier, "algebra", SEMESTER.id, (GROUP,), lessons=(LAB,), subgroup=2
            )
        planning.save(department.plans.latest(identifier), LABS)
        planning.submit(identifier)
        department.planning(HEAD).approve(identifier)
    assert plan_in_force(department.plans, LABORATORY).id == "p1"
    assert plan_in_force(department.plans, OTHER_HALF).id == "p2"


def test_a_plan_without_topics_for_its_lessons_is_not_handed_in(department, laboratory):
    department.planning(BOTH_HALVES).save(laboratory, (topic(1, 6, LECTURE),))
    with department.refuses(Invalid, place="topics", clause="2.13"):
        department.planning(BOTH_HALVES).submit("p1")


class TestTheLoad:
    @pytest.fixture
    def loads(self):
        loads = MemoryLoads()
        line = LoadLine("bekov", "algebra", LAB, (GROUP,), SEMESTER.id, Decimal(64), 1)
        loads.put(line)
        return loads

    def test_hours_and_kinds_beyond_it_are_named(self, department, laboratory, loads):
        def beyond(*topics):
            return excesses(department.university, loads, attrs.evolve(laboratory, topics=topics))

        assert beyond(*LABS) == ()
        assert beyond(*LABS, topic(3, 6, LECTURE)) == (Excess(LECTURE, Decimal(6), Decimal(0)),)
        assert beyond(topic(1, 70, LAB)) == (Excess(LAB, Decimal(70), Decimal(64)),)

    def test_lessons_of_unknown_load_have_enough(self, department, laboratory):
        plan = attrs.evolve(laboratory, topics=(topic(1, 900, LAB),))
        assert excesses(department.university, MemoryLoads(), plan) == ()

    def test_handing_in_beyond_it_needs_a_reason(self, department, laboratory, loads):
        planning = attrs.evolve(department.planning(BOTH_HALVES), loads=loads)
        planning.save(laboratory, (*LABS, topic(3, 6, LECTURE)))
        with department.refuses(Invalid, place="reason", clause="2.13"):
            planning.submit("p1")
        submitted = planning.submit("p1", " Кошумча  лекция ")
        assert submitted.steps[-1].reason == "Кошумча лекция"


class TestWhoDecides:
    def test_nobody_who_teaches_by_it(self, department):
        """3.5: a colleague who teaches by the plan is no second person."""
        department.draft()
        department.planning().submit("p1")
        colleague = assignment("lecture-2", "toktobaev", groups=(NEIGHBOURS,))
        department.university.assignments.put(colleague)
        for decide in (
            lambda planning: planning.approve("p1"),
            lambda planning: planning.send_back("p1", "жокпу?"),
        ):
            with department.refuses(NotAllowed, clause="3.5"):
                decide(department.planning(HEAD))
        assert department.planning(METHODIST).approve("p1").state is PlanState.APPROVED

    def test_those_who_may_are_told_and_so_is_the_author(self, department):
        notices = MemoryNotices()
        holdings = [
            RoleHolding("toktobaev", Role.HEAD, ALGEBRA),
            RoleHolding("methodist", Role.METHODIST, Scope(ScopeKind.UNIT, "math")),
            RoleHolding("asanova", Role.HEAD, ALGEBRA),
            RoleHolding("gone", Role.HEAD, ALGEBRA, SUMMER.replace(day=1)),
            RoleHolding("physics", Role.HEAD, Scope(ScopeKind.UNIT, "physics")),
            RoleHolding("admin", Role.ADMINISTRATOR, UNIVERSITY),
        ]

        def planning(actor):
            return attrs.evolve(department.planning(actor), notices=notices, holdings=holdings)

        def told(person):
            return [str(one.text) for one in notices.of(person)]

        plan = department.draft()
        assert deciders(department.university, holdings, plan, SUMMER) == (
            "methodist",
            "toktobaev",
        )
        planning(ASANOVA).submit("p1")
        planning(ASANOVA).submit("p1")
        for person, count in (("toktobaev", 1), ("methodist", 1), ("gone", 0), ("physics", 0)):
            assert len(told(person)) == count
        planning(HEAD).send_back("p1", "Саат аз")
        assert "Саат аз" in told("asanova")[0]
        planning(ASANOVA).submit("p1")
        planning(HEAD).approve("p1")
        assert len(told("toktobaev")) == len(told("asanova")) == 2
        assert {one.about for one in notices.of("asanova")} == {"plan:p1"}
