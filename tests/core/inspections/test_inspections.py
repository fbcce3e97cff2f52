"""The two-weekly inspection (3.5): when it is due, what is sent, what the teacher says (5.3)."""

from datetime import date, datetime, time, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.calendar import Semester
from oshj_core.errors import Conflict, Invalid, NotAllowed, NotFound
from oshj_core.inspections import (
    Inspecting,
    Inspection,
    ReportState,
    TaskState,
    fortnights,
    inspection_reminder,
    tasks,
)
from oshj_core.inspections.looking import last_look, look_of, since_last
from oshj_core.journal import Act, JournalReader
from oshj_core.people import PersonName, Staff
from oshj_core.reports import Finding, FindingKind, Severity
from oshj_core.roles import Actor, Role, Scope, ScopeKind
from oshj_core.testing import (
    InspectionsContract,
    MemoryAudit,
    MemoryInspections,
    MemoryNotices,
    NoticesContract,
)
from oshj_core.text import text
from tests.core.builders import ASANOVA, BISHKEK, JOURNAL, SEMESTER, STRANGER, House, holder

DAY = timedelta(days=1)
HEAD = holder("head", Role.HEAD, Scope(ScopeKind.UNIT, "algebra"))
TODAY = date(2026, 9, 30)


class TestMemoryInspections(InspectionsContract):
    @pytest.fixture
    def inspections(self):
        return MemoryInspections()


class TestMemoryNotices(NoticesContract):
    @pytest.fixture
    def notices(self):
        return MemoryNotices()


class TestFortnights:
    def test_they_run_from_monday_to_sunday_within_the_teaching(self):
        found = list(fortnights(SEMESTER))
        assert (found[0].starts, found[0].ends) == (date(2026, 9, 1), date(2026, 9, 13))
        assert (found[1].starts, found[1].ends) == (date(2026, 9, 14), date(2026, 9, 27))
        assert found[1].due == date(2026, 10, 4)
        assert found[-1].ends == date(2026, 12, 19)
        assert [one.number for one in found] == list(range(1, len(found) + 1))

    def test_holidays_of_two_weeks_need_none(self):
        off = {date(2026, 9, 14) + number * DAY for number in range(14)}
        found = list(fortnights(SEMESTER, lambda day: day not in off))
        assert found[1].starts == date(2026, 9, 28)
        assert [one.number for one in found] == list(range(1, len(found) + 1))

    def test_a_later_first_day_leaves_them_the_mondays_of_the_others(self):
        later = attrs.evolve(SEMESTER, starts=date(2026, 9, 9), modules=())
        known = [one.monday for one in fortnights(attrs.evolve(SEMESTER, modules=()))]
        found = list(fortnights(later, counted_from=SEMESTER.starts))
        assert [one.monday for one in found] == known
        assert found[0].starts == date(2026, 9, 9)
        earlier = attrs.evolve(later, starts=date(2026, 8, 20))
        found = [one.monday for one in fortnights(earlier, counted_from=SEMESTER.starts)]
        assert found == [known[0] - 14 * DAY, *known]

    @given(st.dates(date(2026, 8, 1), date(2026, 10, 1)), st.integers(0, 200))
    def test_every_day_lies_in_exactly_one(self, starts, days):
        semester = Semester("2026-1", 2026, 1, starts, starts + days * DAY)
        found = list(fortnights(semester))
        covered = [
            one.starts + number * DAY
            for one in found
            for number in range((one.ends - one.starts).days + 1)
        ]
        assert covered == [starts + number * DAY for number in range(days + 1)]
        assert all(one.starts.weekday() == 0 for one in found[1:])


class TestTasks:
    @pytest.mark.parametrize(
        ("today", "states"),
        [
            (date(2026, 8, 31), [TaskState.AHEAD, TaskState.AHEAD]),
            (date(2026, 9, 1), [TaskState.OPEN, TaskState.AHEAD]),
            (date(2026, 9, 20), [TaskState.OPEN, TaskState.OPEN]),
            (date(2026, 9, 21), [TaskState.OVERDUE, TaskState.OPEN]),
        ],
    )
    def test_each_is_due_a_week_after_its_end(self, today, states):
        found = tasks("algebra", SEMESTER, {}, today)
        assert [task.state for task in found[:2]] == states

    def test_what_was_inspected_stays_so_when_the_calendar_is_changed(self):
        third = tasks("algebra", SEMESTER, {}, TODAY)[2]
        done = {third.id: Inspection(third.id, "algebra", "2026-1", third.fortnight.monday, "h", 1)}
        later = attrs.evolve(SEMESTER, starts=date(2026, 9, 14), modules=())
        found = tasks("algebra", later, done, TODAY, counted_from=SEMESTER.starts)
        assert [task.fortnight.monday for task in found if task.inspection] == [
            third.fortnight.monday
        ]
        assert found[1].state is TaskState.DONE

    def test_the_inspector_is_told_when_the_fortnight_is_over(self):
        first, second = tasks("algebra", SEMESTER, {}, TODAY)[:2]
        assert inspection_reminder(second, "Алгебра", "head", date(2026, 9, 27), 1) is None
        told = inspection_reminder(second, "Алгебра", "head", TODAY, 1)
        assert told.id == inspection_reminder(second, "Алгебра", "head", TODAY + DAY, 2).id
        assert "04.10.2026" in str(told.text)
        ahead = attrs.evolve(first, state=TaskState.DONE)
        assert inspection_reminder(ahead, "Алгебра", "head", TODAY, 1) is None


class Office:
    """The house with somebody who inspects it."""

    def __init__(self):
        self.house = House()
        self.university = self.house.university
        for person in ("asanova", "head"):
            self.university.staff.put(Staff(person, PersonName(person.title(), "Айгүл"), "algebra"))
        self.inspections, self.notices = MemoryInspections(), MemoryNotices()
        self.audit = MemoryAudit()

    def act(self, actor, day=TODAY):
        return Act(actor, datetime.combine(day, time(9), BISHKEK), "r1")

    def inspecting(self, actor=HEAD, day=TODAY):
        return Inspecting(
            self.inspections, self.university, self.notices, self.audit, self.act(actor, day)
        )

    def task(self, number=1):
        done = {one.id: one for one in self.inspections.of_unit("algebra")}
        return tasks("algebra", SEMESTER, done, TODAY)[number - 1]

    def journal(self):
        return JournalReader(
            self.house.registers.get(JOURNAL), self.university, self.act(Actor("head"))
        )

    def do(self, remark="", actor=HEAD, number=1):
        return self.inspecting(actor).do(self.task(number), [self.journal()], {JOURNAL: remark})

    @property
    def stored(self):
        return (
            list(self.inspections.of_unit("algebra")),
            list(self.inspections.reports_to("asanova")),
            list(self.notices.of("asanova")),
            list(self.audit.latest(99)),
        )


@pytest.fixture
def office():
    office = Office()
    office.house.lesson(date(2026, 9, 7))
    return office


class TestDoing:
    def test_what_is_found_is_sent_to_the_teacher(self, office):
        done = office.do("Темалар жазылсын")
        assert (done.id, done.journals) == ("algebra:2026-1:2026-08-31", (JOURNAL,))
        report = next(one for one in office.inspections.reports_to("asanova"))
        assert [one.kind for one in report.found] == [FindingKind.OVERDUE_LESSONS]
        assert str(report.found[0].text) == "Lessons not filled in: 1 of 1"
        assert (report.remark, report.state) == ("Темалар жазылсын", ReportState.SENT)
        [notice] = office.notices.of("asanova")
        assert "Head А." in str(notice.text)
        assert office.task().state is TaskState.DONE
        assert office.audit.about(f"findings:{report.id}")[0].reason == "Темалар жазылсын"

    def test_the_same_again_changes_nothing(self, office):
        office.do("Темалар жазылсын")
        before = office.stored
        office.do("Темалар жазылсын")
        office.do()
        assert office.stored == before

    def test_a_second_inspector_s_remark_on_the_same_journal_is_sent_too(self, office):
        methodist = holder("methodist", Role.METHODIST, Scope(ScopeKind.UNIT, "algebra"))
        first = office.do()
        second = office.do("Темасы жок", actor=methodist)
        assert second == first
        reports = office.inspections.reports_to("asanova")
        assert [(one.inspector, one.remark) for one in reports] == [
            ("head", ""),
            ("methodist", "Темасы жок"),
        ]
        assert office.notices.unread("asanova") == 2
        before = office.stored
        office.do("Темасы жок", actor=methodist)
        assert office.stored == before

    def test_of_a_journal_in_order_nothing_is_sent(self):
        office = Office()
        office.do()
        assert office.inspections.reports_to("asanova") == []
        assert office.notices.unread("asanova") == 0

    def test_the_own_journal_is_left_to_others(self, office):
        """3.5: nobody looks after himself."""
        own = holder("asanova", Role.HEAD, Scope(ScopeKind.UNIT, "algebra"))
        before = office.stored
        with pytest.raises(NotAllowed) as refused:
            office.do(actor=own)
        assert refused.value.clause == "3.5"
        assert office.stored == before
        assert office.inspecting(own).is_own(office.journal())
        assert not office.inspecting().is_own(office.journal())

    @pytest.mark.parametrize(
        "actor", [ASANOVA, STRANGER, holder("h", Role.HEAD, Scope(ScopeKind.UNIT, "philology"))]
    )
    def test_nobody_else_inspects(self, office, actor):
        before = office.stored
        with pytest.raises(NotAllowed):
            office.do(actor=actor)
        assert office.stored == before

    def test_what_makes_no_sense_is_refused(self, office):
        before = office.stored
        with pytest.raises(NotAllowed) as ahead:
            office.do(number=4)
        assert ahead.value.clause == "3.5"
        with pytest.raises(Invalid) as none:
            office.inspecting().do(office.task(), [], {})
        assert none.value.place == "journals"
        with pytest.raises(Invalid) as long:
            office.do("х" * 1001)
        assert long.value.place == f"remark.{JOURNAL}"
        assert office.stored == before


class TestFromFortnightToFortnight:
    """The lessons of 7 and 21 September lie in the first two fortnights."""

    @pytest.fixture
    def later(self, office):
        office.house.lesson(date(2026, 9, 21))
        return office

    def found(self, office, number):
        return [
            (one.kind, str(one.text), one.since)
            for one in office.inspecting().found(office.task(number), office.journal())
        ]

    def test_only_its_own_lessons_are_found_at_first(self, later):
        assert self.found(later, 1) == [
            (FindingKind.OVERDUE_LESSONS, "Lessons not filled in: 1 of 1", None)
        ]
        # Nobody has looked at the first fortnight: its lessons are new in the second.
        assert self.found(later, 2) == [
            (FindingKind.OVERDUE_LESSONS, "Lessons not filled in: 2 of 2", None)
        ]

    def test_what_is_still_open_says_since_when(self, later):
        later.do()
        assert self.found(later, 2) == [
            (FindingKind.OVERDUE_LESSONS, "Lessons not filled in: 1 of 1", None),
            (FindingKind.OVERDUE_LESSONS, "Lessons not filled in: 1 of 1", date(2026, 9, 7)),
        ]

    def test_what_was_sent_is_not_sent_again_as_new(self, later):
        later.do()
        later.do(number=2)
        assert len(later.inspections.reports_to("asanova")) == 2
        later.do(number=3)
        assert len(later.inspections.reports_to("asanova")) == 2
        assert later.task(3).state is TaskState.DONE
        # With a word of the inspector it goes out, and says how old it is.
        later.house.lesson(date(2026, 9, 29))
        third = later.do("Үчүнчү жолу", number=3)
        newest = max(later.inspections.reports_of(third.id), key=lambda one: one.id)
        assert all(one.since is not None for one in newest.found)

    def test_other_findings_are_open_until_they_are_settled(self, office):
        """Corrected points, say: known at the second look, new when there are more of them."""

        def look(count, last, day):
            finding = Finding(
                Severity.NOTICE, FindingKind.CORRECTED, JOURNAL, text("x"), "1.4", count, "m1"
            )
            known = {} if last is None else {(one.kind, one.sheet): one for one in last.found}
            found = since_last(finding, known)
            return found.since, look_of(JOURNAL, day, [found], day)

        first, last = look(2, None, TODAY)
        second, last = look(2, last, TODAY + 14 * DAY)
        third, _last = look(3, last, TODAY + 28 * DAY)
        assert (first, second, third) == (None, TODAY, None)

    def test_the_look_that_reached_furthest_counts(self, later):
        later.do(number=2)
        later.do(number=1)
        looks = last_look(later.inspections.of_unit("algebra"), JOURNAL)
        assert looks.until == date(2026, 9, 27)
        assert last_look(later.inspections.of_unit("algebra"), "other") is None
        assert len(later.inspections.reports_to("asanova")) == 1


class TestAnswering:
    @pytest.fixture
    def report(self, office):
        office.do("Темалар жазылсын")
        return next(iter(office.inspections.reports_to("asanova"))).id

    def test_the_teacher_acknowledges_and_later_answers(self, office, report):
        acknowledged = office.inspecting(ASANOVA).acknowledge(report)
        assert acknowledged.state is ReportState.ACKNOWLEDGED
        answered = office.inspecting(ASANOVA, TODAY + DAY).acknowledge(report, "Толтурдум")
        assert answered.state is ReportState.ANSWERED
        assert answered.acknowledged == acknowledged.acknowledged
        assert office.notices.unread("head") == 2
        before = office.stored
        assert office.inspecting(ASANOVA).acknowledge(report, "Толтурдум") == answered
        assert office.inspecting(ASANOVA).acknowledge(report) == answered
        assert office.stored == before
        with pytest.raises(Conflict):
            office.inspecting(ASANOVA).acknowledge(report, "Башкача")
        assert office.stored == before

    def test_nobody_else_does(self, office, report):
        colleague = Actor("bekov", frozenset({(Role.TEACHER, Scope(ScopeKind.JOURNAL, JOURNAL))}))
        for actor in (colleague, STRANGER, HEAD):
            with pytest.raises(NotAllowed):
                office.inspecting(actor).acknowledge(report)
        with pytest.raises(NotFound):
            office.inspecting(ASANOVA).acknowledge("none")
        with pytest.raises(Invalid) as long:
            office.inspecting(ASANOVA).acknowledge(report, "х" * 1001)
        assert long.value.place == "answer"
