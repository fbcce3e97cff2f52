"""A plan on its way: draft, submitted, returned, approved, and the next version (2.13, 4.3)."""

from datetime import date, timedelta

import attrs
import pytest

from oshj_core.calendar import Semester
from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from oshj_core.planning import (
    DueState,
    HandedIn,
    PlanState,
    due_plans,
    due_state,
    in_force,
    plan_in_force,
)
from oshj_core.roles import Actor, Role, Scope, ScopeKind
from tests.core.builders import (
    ADMINISTRATOR,
    ASANOVA,
    BEKOV,
    ELSEWHERE,
    GROUP,
    LABORATORY,
    NEIGHBOURS,
    SEMESTER,
    STRANGER,
    STREAM,
    STUDENT,
    assignment,
    holder,
    teacher_of,
)
from tests.core.planning.builders import HEAD, SUMMER, TASK, TOPICS, topic

OTHER_HEAD = holder("other", Role.HEAD, Scope(ScopeKind.UNIT, "physics"))
NEXT_YEAR = Semester("2027-1", 2027, 1, date(2027, 9, 6), date(2028, 1, 24))


class TestDrafts:
    def test_a_teacher_begins_a_plan_for_what_he_or_she_teaches(self, department):
        plan = department.planning().create("p1", "algebra", SEMESTER.id, (GROUP, NEIGHBOURS))
        assert (plan.author, plan.year, plan.version, plan.state) == (
            "asanova",
            2026,
            1,
            PlanState.DRAFT,
        )
        assert department.plans.latest("p1") == plan
        (event,) = department.audit.latest(9)
        assert (event.action, event.subject) == ("plan.create", "plan:p1")

    @pytest.mark.parametrize("actor", [STRANGER, STUDENT, HEAD, ADMINISTRATOR, Actor("")])
    def test_nobody_else_does(self, department, actor):
        with department.refuses(NotAllowed, clause="4.3"):
            department.planning(actor).create("p1", "algebra", SEMESTER.id, (GROUP,))

    def test_each_group_must_be_taught(self, department):
        with department.refuses(NotAllowed):
            department.planning(BEKOV).create("p1", "algebra", SEMESTER.id, (GROUP, NEIGHBOURS))
        department.planning(BEKOV).create("p1", "algebra", SEMESTER.id, (GROUP,))

    @pytest.mark.parametrize(
        ("subject", "semester", "groups", "kind"),
        [
            ("none", SEMESTER.id, (GROUP,), NotFound),
            ("algebra", "1999-1", (GROUP,), NotFound),
            ("algebra", SEMESTER.id, ("none",), NotFound),
            ("algebra", SEMESTER.id, (GROUP, GROUP), Invalid),
            ("algebra", SEMESTER.id, (), Invalid),
        ],
    )
    def test_unknown_ids_are_refused(self, department, subject, semester, groups, kind):
        with department.refuses(kind):
            department.planning().create("p1", subject, semester, groups)

    def test_an_id_is_taken_once(self, department):
        department.draft()
        with department.refuses(Invalid, place="id"):
            department.planning().create("p1", "algebra", SEMESTER.id, (GROUP,))

    def test_a_closed_year_has_no_new_plans(self, department):
        plan = department.draft()
        department.university.semesters.put(attrs.evolve(SEMESTER, closed=True))
        with department.refuses(Locked, clause="5.7"):
            department.planning().create("p2", "algebra", SEMESTER.id, (GROUP,))
        with department.refuses(Locked, clause="5.7"):
            department.planning().save(plan, ())

    def test_a_draft_is_saved(self, department):
        plan = department.draft()
        assert plan.topics == TOPICS
        saved = department.planning().save(plan, TOPICS[:2])
        assert department.plans.latest("p1") == saved
        assert (saved.topics, saved.revision) == (TOPICS[:2], plan.revision + 1)

    def test_saving_the_same_again_changes_nothing(self, department):
        plan = department.draft()
        before = department.snapshot()
        assert department.planning().save(plan, TOPICS) == plan
        assert department.snapshot() == before

    def test_who_saw_an_older_one_is_told(self, department):
        plan = department.draft()
        department.planning().save(plan, TOPICS[:2])
        with department.refuses(Conflict, place="topics") as caught:
            department.planning().save(plan, TOPICS[:1])
        assert caught.value.stored == TOPICS[:2]
        assert caught.value.offered == TOPICS[:1]

    def test_only_the_author_changes_it(self, department):
        plan = department.draft(groups=(GROUP,))
        with department.refuses(NotAllowed, clause="4.3"):
            department.planning(BEKOV).save(plan, ())
        with department.refuses(NotAllowed, clause="4.3"):
            department.planning(BEKOV).submit("p1")

    @pytest.mark.parametrize("due", [date(2026, 8, 31), date(2027, 1, 25), date(2025, 10, 1)])
    def test_tasks_are_due_in_the_semester(self, department, due):
        plan = department.draft()
        wrong = topic(2, tasks=(TASK, attrs.evolve(TASK, due=due)))
        with department.refuses(Invalid, place="topics.2.tasks.2.due"):
            department.planning().save(plan, (topic(1), wrong))

    def test_topics_are_checked_as_a_whole(self, department):
        plan = department.draft()
        with department.refuses(Invalid, place="topics.1.number"):
            department.planning().save(plan, (topic(2), topic(1)))
        with department.refuses(Invalid, place="topics"):
            department.planning().save(plan, (topic(1),) * 1_000_000)


class TestDecisions:
    def test_the_head_approves(self, department):
        department.draft()
        department.planning().submit("p1")
        plan = department.planning(HEAD).approve("p1")
        assert plan.state is PlanState.APPROVED
        assert [(step.state, step.actor) for step in plan.steps] == [
            (PlanState.DRAFT, "asanova"),
            (PlanState.SUBMITTED, "asanova"),
            (PlanState.APPROVED, "toktobaev"),
        ]
        assert plan.submitted_on == SUMMER
        assert in_force(department.plans.versions("p1")) == plan

    def test_the_author_never_approves(self, department):
        """Not even as head of the department."""
        both = Actor(ASANOVA.id, ASANOVA.holdings | HEAD.holdings)
        department.draft()
        department.planning(both).submit("p1")
        with department.refuses(NotAllowed, clause="3.5"):
            department.planning(both).approve("p1")
        with department.refuses(NotAllowed, clause="3.5"):
            department.planning(both).send_back("p1", "саат аз")

    @pytest.mark.parametrize("actor", [ASANOVA, BEKOV, STUDENT, OTHER_HEAD, ADMINISTRATOR])
    def test_nobody_but_the_departments_head_decides(self, department, actor):
        department.draft()
        department.planning().submit("p1")
        with department.refuses(NotAllowed):
            department.planning(actor).approve("p1")
        with department.refuses(NotAllowed):
            department.planning(actor).send_back("p1", "саат аз")

    def test_what_was_not_submitted_is_not_decided(self, department):
        department.draft()
        for attempt in (
            lambda: department.planning(HEAD).approve("p1"),
            lambda: department.planning(HEAD).send_back("p1", "саат аз"),
        ):
            with department.refuses(Invalid, place="state"):
                attempt()
        department.planning().submit("p1")
        department.planning(HEAD).approve("p1")
        with department.refuses(Invalid, place="state"):
            department.planning(HEAD).approve("p1")

    def test_an_empty_plan_is_not_submitted(self, department):
        department.planning().create("p1", "algebra", SEMESTER.id, (GROUP,))
        with department.refuses(Invalid, place="topics"):
            department.planning().submit("p1")

    def test_submitting_again_changes_nothing(self, department):
        department.draft()
        department.planning().submit("p1")
        before = department.snapshot()
        department.planning().submit("p1")
        assert department.snapshot() == before

    @pytest.mark.parametrize("approve", [False, True])
    def test_what_was_submitted_is_not_changed(self, department, approve):
        department.draft()
        plan = department.planning().submit("p1")
        if approve:
            plan = department.planning(HEAD).approve("p1")
            with department.refuses(Invalid, place="state"):
                department.planning().submit("p1")
        with department.refuses(Invalid, place="state"):
            department.planning().save(plan, TOPICS[:1])

    def test_a_returned_plan_is_mended_and_submitted_again(self, department):
        department.draft()
        department.planning().submit("p1")
        with department.refuses(Invalid, place="reason"):
            department.planning(HEAD).send_back("p1", " ")
        returned = department.planning(HEAD).send_back("p1", "саат аз")
        assert returned.state is PlanState.RETURNED
        assert returned.steps[-1].reason == "саат аз"
        assert department.audit.latest(1)[0].reason == "саат аз"
        mended = department.planning().save(returned, (*TOPICS, topic(4)))
        assert mended.version == 1
        again = department.planning(on=date(2026, 9, 5)).submit("p1")
        assert again.state is PlanState.SUBMITTED
        assert again.submitted_on == SUMMER

    def test_two_plans_in_force_are_for_different_lessons(self, department):
        department.approved("p1")
        department.draft("p2", groups=(GROUP,))
        department.planning().submit("p2")
        with department.refuses(Invalid, place="p1", clause="2.3"):
            department.planning(HEAD).approve("p2")
        laboratory = (topic(1, kind=LABORATORY.kind),)
        department.draft("p3", laboratory, (GROUP,))
        department.planning().submit("p3")
        department.planning(HEAD).approve("p3")
        assert plan_in_force(department.plans, LABORATORY).id == "p3"
        assert plan_in_force(department.plans, STREAM).id == "p1"
        assert plan_in_force(department.plans, ELSEWHERE) is None

    def test_a_plan_for_one_group_is_not_that_of_a_stream(self, department):
        department.approved(groups=(GROUP,))
        assert plan_in_force(department.plans, STREAM) is None
        alone = attrs.evolve(STREAM, groups=(GROUP,))
        assert plan_in_force(department.plans, alone).id == "p1"

    def test_unknown_plans_are_not_found(self, department):
        for attempt in (
            lambda: department.planning().submit("none"),
            lambda: department.planning(HEAD).approve("none"),
            lambda: department.planning(HEAD).send_back("none", "саат аз"),
            lambda: department.planning().new_version("none"),
            lambda: department.planning().copy("none", "p1", SEMESTER.id, (GROUP,)),
        ):
            with department.refuses(NotFound):
                attempt()


class TestVersions:
    def test_the_approved_one_holds_until_the_next_is_approved(self, department):
        first = department.approved()
        draft = department.planning().new_version("p1")
        assert (draft.version, draft.state, draft.topics) == (2, PlanState.DRAFT, TOPICS)
        department.planning().save(draft, TOPICS[:1])
        department.planning().submit("p1")
        assert in_force(department.plans.versions("p1")) == first
        second = department.planning(HEAD).approve("p1")
        assert in_force(department.plans.versions("p1")) == second
        assert department.plans.versions("p1") == [first, second]

    def test_there_is_one_draft_at_a_time(self, department):
        department.draft()
        with department.refuses(Invalid, place="version"):
            department.planning().new_version("p1")

    def test_a_colleague_becomes_author_of_the_next_one(self, department):
        department.approved(groups=(GROUP,))
        with department.refuses(NotAllowed):
            department.planning(STRANGER).new_version("p1")
        assert department.planning(BEKOV).new_version("p1").author == "bekov"

    def test_who_saw_the_last_version_does_not_write_the_next(self, department):
        first = department.approved()
        department.planning().new_version("p1")
        with department.refuses(Invalid, place="state"):
            department.planning().save(first, TOPICS[:1])


class TestCopies:
    @pytest.fixture
    def next_year(self, department):
        department.university.semesters.put(NEXT_YEAR)
        later = assignment("later", "asanova", semester="2027-1")
        department.university.assignments.put(later)
        return teacher_of(STREAM, later)

    def test_from_last_year_with_its_tasks_due_as_many_days_after_the_begin(
        self, department, next_year
    ):
        department.approved()
        plan = department.planning(next_year).copy("p1", "p2", "2027-1", (GROUP,))
        assert (plan.semester, plan.year, plan.groups, plan.version) == (
            "2027-1",
            2027,
            (GROUP,),
            1,
        )
        assert [one.title for one in plan.topics] == [one.title for one in TOPICS]
        assert plan.topics[0].tasks[0].due == date(2027, 10, 6)
        assert plan.state is PlanState.DRAFT

    def test_a_task_is_due_on_the_last_day_at_the_latest(self, department, next_year):
        late = topic(1, tasks=(attrs.evolve(TASK, due=SEMESTER.ends),))
        department.approved(topics=(late,))
        plan = department.planning(next_year).copy("p1", "p2", "2027-1", (GROUP,))
        assert plan.topics[0].tasks[0].due == NEXT_YEAR.ends

    def test_from_a_colleague_once_it_is_approved(self, department):
        department.draft()
        with department.refuses(Invalid, place="source"):
            department.planning(BEKOV).copy("p1", "p2", SEMESTER.id, (GROUP,))
        department.planning().submit("p1")
        department.planning(HEAD).approve("p1")
        plan = department.planning(BEKOV).copy("p1", "p2", SEMESTER.id, (GROUP,))
        assert (plan.author, plan.topics) == ("bekov", TOPICS)
        with department.refuses(Invalid, place="id"):
            department.planning(BEKOV).copy("p1", "p2", SEMESTER.id, (GROUP,))

    def test_only_for_groups_one_teaches(self, department):
        department.approved()
        with department.refuses(NotAllowed):
            department.planning(BEKOV).copy("p1", "p2", SEMESTER.id, (NEIGHBOURS,))
        with department.refuses(NotAllowed):
            department.planning(STRANGER).copy("p1", "p2", SEMESTER.id, (GROUP,))


class TestDue:
    @pytest.mark.parametrize(
        ("submitted", "today", "state"),
        [
            (date(2026, 8, 31), date(2026, 8, 31), DueState.IN_TIME),
            (date(2026, 9, 1), date(2026, 9, 1), DueState.LATE),
            (None, date(2026, 8, 31), DueState.PENDING),
            (None, date(2026, 9, 1), DueState.OVERDUE),
        ],
    )
    def test_a_plan_is_due_before_the_year_begins(self, submitted, today, state):
        assert due_state(submitted, date(2026, 9, 1), today) is state

    def test_the_second_semesters_plan_too(self, department):
        spring = Semester("2026-2", 2026, 2, date(2027, 2, 1), date(2027, 6, 20))
        department.university.semesters.put(spring)
        department.university.assignments.put(assignment("spring", "asanova", semester="2026-2"))
        duties = due_plans(department.university, department.plans, 2026, date(2026, 9, 1))
        by_id = {one.assignment.id: one for one in duties}
        assert by_id["spring"].overdue
        assert by_id["spring"].begins == SEMESTER.starts

    def test_who_owes_what(self, department):
        department.approved()
        department.draft("p2", (topic(1, kind=LABORATORY.kind),), (GROUP,))
        duties = due_plans(department.university, department.plans, 2026, date(2026, 10, 1))
        found = {one.assignment.id: (one.state, one.plan and one.plan.id, one.approved)
                 for one in duties}  # fmt: skip
        assert found == {
            "lecture": (DueState.IN_TIME, "p1", True),
            "lab-1": (DueState.OVERDUE, "p2", False),
            "physics": (DueState.OVERDUE, None, False),
        }

    @pytest.mark.parametrize(
        ("again", "today", "state"),
        [
            (None, date(2026, 8, 31), DueState.PENDING),
            (None, SUMMER + timedelta(24), DueState.PENDING),
            (None, SUMMER + timedelta(25), DueState.OVERDUE),
            (SUMMER + timedelta(24), date(2026, 10, 1), DueState.IN_TIME),
            (SUMMER + timedelta(25), date(2026, 10, 1), DueState.LATE),
        ],
    )
    def test_what_was_sent_back_is_handed_in_once_it_came_again(
        self, department, again, today, state
    ):
        """Handed in and sent back ten days later, in time for fourteen days more."""
        department.draft()
        department.planning().submit("p1")
        department.planning(HEAD, on=SUMMER + timedelta(10)).send_back("p1", "саат аз")
        if again is not None:
            department.planning(on=again).submit("p1")
        assert self.duty(department, today).state is state

    def test_the_days_are_the_host_s_and_what_was_late_stays_late(self, department):
        department.draft()
        department.planning(on=date(2026, 9, 3)).submit("p1")
        department.planning(HEAD, on=date(2026, 9, 4)).send_back("p1", "саат аз")
        assert self.duty(department, date(2026, 9, 5)).state is DueState.OVERDUE
        department.planning(on=date(2026, 9, 5)).submit("p1")
        assert self.duty(department, date(2026, 9, 5)).state is DueState.LATE
        department.draft("p2", (topic(1, kind=LABORATORY.kind),), (GROUP,))
        assert HandedIn.of(department.plans.latest("p2"), SEMESTER.starts, 0) == HandedIn()

    def duty(self, department, today):
        duties = due_plans(department.university, department.plans, 2026, today)
        return next(one for one in duties if one.assignment.id == "lecture")

    def test_a_year_without_semesters_is_not_found(self, department):
        with pytest.raises(NotFound):
            due_plans(department.university, department.plans, 1999, SUMMER)
