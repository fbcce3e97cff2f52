"""The locks of a sheet and their causes (4.3, 5.7); closing a semester."""

from datetime import date, datetime, time

import attrs
import pytest

from oshj_core.audit import AuditEvent
from oshj_core.closing import close_semester
from oshj_core.errors import Invalid, Locked, NotAllowed, NotFound
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act, LockKind, locks_of
from oshj_core.regulation import clauses
from oshj_core.roles import UNIVERSITY, Role, State
from oshj_core.testing import MemoryAudit
from tests.core.builders import (
    ADMINISTRATOR,
    AFTER_WINDOW_1,
    ASANOVA,
    BISHKEK,
    IN_MODULE_1,
    SEMESTER,
    STREAM,
    House,
    attendance,
    holder,
    points,
)

OVER = date(2027, 2, 1)
EDUCATION = holder("edu", Role.EDUCATION_DEPARTMENT, UNIVERSITY)


def with_window(component: str, window: str) -> str:
    """The example scheme with an entry window for one of its components."""
    line = f'id = "{component}"\n'
    return shipped_schemes()["example-100"].replace(line, f"{line}entry = {{ {window} }}\n", 1)


def kinds(locks):
    return [lock.kind for lock in locks]


class TestLocksOf:
    def test_an_open_lesson_has_none(self, house):
        lesson = house.lesson()
        assert locks_of(house.journal(), lesson.id) == ()

    def test_a_published_total_locks_lesson_and_control(self, house):
        lesson = house.lesson()
        house.publish()
        for sheet in (lesson.id, "intermediate-1"):
            [lock] = locks_of(house.journal(), sheet)
            assert (lock.kind, lock.state) == (LockKind.INTERMEDIATE_TOTAL, State.PUBLISHED)
            assert str(lock.cause) == (
                "The intermediate total was published on 05.10.2026 by asanova."
            )

    @pytest.mark.parametrize(
        ("sheet", "day", "words"),
        [
            ("intermediate-1", AFTER_WINDOW_1, "The entry window closed on 31.10.2026."),
            ("intermediate-2", IN_MODULE_1, "The entry window opens on 26.10.2026."),
        ],
    )
    def test_a_window_tells_when(self, house, sheet, day, words):
        [lock] = locks_of(house.journal(on=day), sheet)
        assert (lock.kind, lock.clause, str(lock.cause)) == (LockKind.WINDOW, "4.3", words)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 8, 31), "The semester begins on 01.09.2026."),
            (date(2027, 1, 25), "The semester ended on 24.01.2027."),
        ],
    )
    def test_a_control_of_no_module_is_locked_by_the_semester(self, house, day, words):
        final = next(one for one in house.journal().controls if one.module is None)
        [lock] = locks_of(house.journal(on=day), final.id)
        assert (lock.kind, str(lock.cause)) == (LockKind.SEMESTER, words)

    def test_all_of_them_are_named_and_each_has_a_clause(self, house):
        lesson = house.lesson()
        house.publish()
        house.university.semesters.put(attrs.evolve(SEMESTER, closed=True))
        locks = locks_of(house.journal(on=OVER), lesson.id)
        assert kinds(locks) == [LockKind.INTERMEDIATE_TOTAL, LockKind.WINDOW, LockKind.YEAR]
        assert {lock.clause for lock in locks} <= set(clauses())

    @pytest.mark.parametrize(
        ("day", "is_open"),
        [
            (date(2026, 12, 14), False),
            (date(2026, 12, 15), True),
            (date(2026, 12, 26), True),
            (date(2026, 12, 27), False),
        ],
    )
    def test_a_control_keeps_to_its_own_window(self, day, is_open):
        house = House(with_window("final", "opens = 2026-12-15, closes = 2026-12-26"))
        if is_open:
            house.journal(on=day).record("final", [points(0, 20)])
            assert locks_of(house.journal(on=day), "final") == ()
            return
        with house.refuses(Locked, clause="4.3"):
            house.journal(on=day).record("final", [points(0, 20)])
        [lock] = locks_of(house.journal(on=day), "final")
        assert (lock.kind, lock.state, lock.clause, str(lock.cause)) == (
            LockKind.WINDOW,
            State.OUTSIDE_WINDOW,
            "4.3",
            "Points of this control are entered from 15.12.2026 to 26.12.2026.",
        )

    def test_a_window_may_run_past_the_end_of_the_semester(self):
        house = House(with_window("final", 'from = "semester-end", opens = -9, closes = 8'))
        house.journal(on=OVER).record("final", [points(0, 20)])
        assert locks_of(house.journal(on=OVER), "final") == ()
        [lock] = locks_of(house.journal(on=OVER), "independent")
        assert lock.kind is LockKind.SEMESTER

    def test_a_check_has_its_own_window_and_leaves_the_lessons_theirs(self):
        own = 'from = "module-end", opens = 1, closes = 3'
        house = House(with_window("intermediate-1", own))
        lesson = house.lesson()
        for day, sheets in (
            (IN_MODULE_1, {"intermediate-1"}),
            (date(2026, 10, 25), set()),
            (date(2026, 10, 28), {"intermediate-1"}),
            (AFTER_WINDOW_1, {"intermediate-1", lesson.id}),
        ):
            locked = {
                one for one in (lesson.id, "intermediate-1") if locks_of(house.journal(on=day), one)
            }
            assert locked == sheets, day

    def test_its_publication_locks_a_check_whose_window_is_open(self):
        house = House(with_window("intermediate-1", 'from = "module-end", opens = -30, closes = 3'))
        house.publish()
        assert kinds(locks_of(house.journal(), "intermediate-1")) == [LockKind.INTERMEDIATE_TOTAL]

    def test_a_check_of_a_module_the_semester_lost_is_never_open(self):
        house = House(with_window("intermediate-1", 'from = "module-end", opens = -30, closes = 3'))
        house.university.semesters.put(attrs.evolve(SEMESTER, modules=()))
        assert house.journal().entry_window(house.journal().control("intermediate-1")) is None
        [lock] = locks_of(house.journal(), "intermediate-1")
        assert str(lock.cause) == ("The entry window of this control does not lie in the semester.")

    def test_a_module_the_semester_lost_locks_its_lessons(self, house):
        lesson = house.lesson()
        house.university.semesters.put(attrs.evolve(SEMESTER, modules=()))
        [lock] = locks_of(house.journal(), lesson.id)
        assert str(lock.cause) == "The semester has no module 1."

    def test_no_such_sheet(self, house):
        with pytest.raises(NotFound):
            locks_of(house.journal(), "moon")


class TestClosedYear:
    """A closed semester is locked whatever its windows say (5.7)."""

    @pytest.fixture
    def closed(self, house):
        lesson = house.lesson()
        house.university.semesters.put(attrs.evolve(SEMESTER, closed=True))
        return lesson

    def test_nothing_is_entered_described_opened_or_published(self, house, closed):
        journal = house.journal()
        component = journal.control("intermediate-1")
        for act in (
            lambda one: one.record(closed.id, [attendance(0, 1)]),
            lambda one: one.record("intermediate-1", [points(0, 5)]),
            lambda one: one.describe(closed, topic="Матрица"),
            lambda one: one.open_lesson(STREAM, IN_MODULE_1, 5, "other"),
            lambda one: one.open_lesson(STREAM, OVER, 5, "other"),
            lambda one: one.publish(component),
        ):
            with house.refuses(Locked, clause="5.7"):
                act(house.journal())

    def test_the_journal_says_so(self, house, closed):
        assert State.CLOSED_YEAR in house.journal().facts.states
        assert kinds(locks_of(house.journal(), closed.id)) == [LockKind.YEAR]


class TestClosing:
    def act(self, actor=EDUCATION, day=OVER):
        return Act(actor, datetime.combine(day, time(9), BISHKEK), "r1")

    def test_it_is_closed_with_an_event_and_once(self, house):
        audit = MemoryAudit()
        closed = close_semester(house.university, audit, self.act(), "2026-1", " буйрук  7 ")
        assert closed == attrs.evolve(SEMESTER, closed=True)
        assert house.university.semesters.get("2026-1") == closed
        assert close_semester(house.university, audit, self.act(), "2026-1", "") == closed
        assert list(audit.latest(9)) == [
            AuditEvent(
                self.act().millis,
                "edu",
                "semester.close",
                "semester:2026-1",
                "open",
                "closed",
                "буйрук 7",
                "r1",
            )
        ]

    @pytest.mark.parametrize(
        ("actor", "day", "semester", "reason", "refusal"),
        [
            (ADMINISTRATOR, OVER, "2026-1", "буйрук 7", NotAllowed),
            (ASANOVA, OVER, "2026-1", "буйрук 7", NotAllowed),
            (EDUCATION, SEMESTER.ends, "2026-1", "буйрук 7", Invalid),
            (EDUCATION, OVER, "2026-1", "  ", Invalid),
            (EDUCATION, OVER, "2031-1", "буйрук 7", NotFound),
        ],
    )
    def test_what_is_refused_changes_nothing(self, house, actor, day, semester, reason, refusal):
        audit = MemoryAudit()
        with house.refuses(refusal):
            close_semester(house.university, audit, self.act(actor, day), semester, reason)
        assert list(audit.latest(9)) == []
