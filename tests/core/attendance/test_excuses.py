"""Excuses: the document's days against the absences, and two persons (3.4)."""

from datetime import date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.attendance import (
    Excusals,
    Excuse,
    ExcuseRules,
    ExcuseState,
    Excusing,
    ProblemKind,
    excuse_problems,
)
from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from oshj_core.journal import Act
from oshj_core.register import Attendance
from oshj_core.roles import Role, Scope, ScopeKind
from oshj_core.testing import ExcusesContract, MemoryExcuses
from oshj_core.testing.memory import MemoryAudit
from oshj_core.text import text
from tests.core.builders import BISHKEK, DEANERY, STUDENT, holder

DAY = date(2026, 10, 5)
RULES = ExcuseRules(documents={"medical": text("Certificate"), "order": text("Order")},
                    submit_within=10, longest=30)  # fmt: skip


def excuse(identifier: str = "e1", **changes) -> Excuse:
    values = {
        "id": identifier,
        "student": "s0",
        "first": DAY,
        "last": DAY + timedelta(days=4),
        "document": "medical",
        "number": "№ 12",
        "submitted_on": DAY + timedelta(days=6),
    }
    return Excuse(**(values | changes))


def approved(**changes) -> Excuse:
    decision = {"decided_by": "dean", "decided_at": datetime(2026, 10, 12, tzinfo=BISHKEK)}
    return excuse(state=ExcuseState.APPROVED, **(decision | changes))


def kinds(problems):
    return {problem.kind for problem in problems}


class TestMemoryExcuses(ExcusesContract):
    @pytest.fixture
    def excuses(self):
        return MemoryExcuses()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"last": DAY - timedelta(days=1)}, "last"),
        ({"number": ""}, "number"),
        ({"number": " 12 "}, "number"),
        ({"number": "1" * 61}, "number"),
        ({"state": ExcuseState.APPROVED}, "state"),
        ({"decided_by": "dean", "decided_at": datetime(2026, 10, 12, tzinfo=BISHKEK)}, "state"),
    ],
)
def test_a_broken_excuse_is_refused_with_its_place(changes, place):
    with pytest.raises(Invalid) as refused:
        excuse(**changes)
    assert refused.value.place == place


@pytest.mark.parametrize(("changes", "place"), [
    ({"submit_within": -1}, "submit_within"), ({"longest": 0}, "longest"),
])  # fmt: skip
def test_wrong_rules_are_refused(changes, place):
    with pytest.raises(Invalid) as refused:
        ExcuseRules(**({"documents": {}, "submit_within": 1} | changes))
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("made", "absences", "others", "found"),
    [
        (excuse(), [DAY], [], set()),
        (excuse(), [DAY + timedelta(days=4)], [excuse()], set()),
        (excuse(document="note"), [DAY], [], {ProblemKind.UNKNOWN_DOCUMENT}),
        (excuse(), [DAY, DAY + timedelta(days=5)], [], {ProblemKind.NOT_COVERING}),
        (excuse(), [], [], {ProblemKind.NOTHING_TO_EXCUSE}),
        (
            excuse(),
            [DAY - timedelta(days=1)],
            [],
            {ProblemKind.NOT_COVERING, ProblemKind.NOTHING_TO_EXCUSE},
        ),
        (excuse(submitted_on=DAY + timedelta(days=14)), [DAY], [], set()),
        (excuse(submitted_on=DAY + timedelta(days=15)), [DAY], [], {ProblemKind.LATE}),
        (excuse(first=DAY - timedelta(days=26)), [DAY], [], {ProblemKind.TOO_LONG}),
        (excuse(), [DAY], [excuse("e2", number="№ 13")], {ProblemKind.OVERLAP}),
        (excuse(), [DAY], [excuse("e2", number="№ 13", student="s1")], set()),
        (excuse(), [DAY], [excuse("e2", student="s1")], {ProblemKind.SAME_DOCUMENT}),
        (excuse(), [DAY], [excuse("e2", last=DAY)], {ProblemKind.SAME_DOCUMENT}),
        (
            excuse(),
            [DAY],
            [attrs.evolve(approved(number="№ 13"), id="e2", state=ExcuseState.REFUSED)],
            set(),
        ),
    ],
)
def test_an_excuse_is_held_against_absences_and_other_documents(made, absences, others, found):
    assert kinds(excuse_problems(made, absences, others, RULES)) == found


def test_which_problems_refuse_is_configuration():
    lenient = attrs.evolve(RULES, refusing=frozenset())
    overdue = excuse(submitted_on=DAY + timedelta(days=99))
    (strict,) = excuse_problems(overdue, [DAY], [], RULES)
    (flagged,) = excuse_problems(overdue, [DAY], [], lenient)
    assert strict.refuses
    assert not flagged.refuses


class TestExcusals:
    def test_only_an_approved_excuse_excuses_and_only_absence(self):
        view = Excusals.of([approved()])
        assert view.attendance("s0", DAY, Attendance.ABSENT) is Attendance.EXCUSED
        assert view.attendance("s0", DAY, Attendance.LATE) is Attendance.LATE
        assert view.attendance("s0", DAY, None) is None
        assert view.attendance("s1", DAY, Attendance.ABSENT) is Attendance.ABSENT
        outside = DAY + timedelta(days=5)
        assert view.attendance("s0", outside, Attendance.ABSENT) is Attendance.ABSENT
        pending = Excusals.of([excuse()])
        assert pending.attendance("s0", DAY, Attendance.ABSENT) is Attendance.ABSENT

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
           st.integers(-5, 70))  # fmt: skip
    def test_a_day_is_excused_exactly_if_one_excuse_covers_it(self, ranges, offset):
        day = DAY + timedelta(days=offset)
        view = Excusals.of(
            approved(first=DAY + timedelta(days=a), last=DAY + timedelta(days=a + b))
            for a, b in ranges
        )
        covered = any(a <= offset <= a + b for a, b in ranges)
        expected = Attendance.EXCUSED if covered else Attendance.ABSENT
        assert view.attendance("s0", day, Attendance.ABSENT) is expected


class Desk:
    def __init__(self, house):
        self.house, self.excuses, self.audit = house, MemoryExcuses(), MemoryAudit()

    def of(self, actor, day=DAY + timedelta(days=6)):
        act = Act(actor, datetime(day.year, day.month, day.day, 10, tzinfo=BISHKEK), "r")
        return Excusing(self.excuses, self.house.university, self.audit, RULES, act)

    def submitted(self, **changes):
        values = {"first": DAY, "last": DAY + timedelta(days=4), "document": "medical",
                  "number": " №\u200b  12 "}  # fmt: skip
        return self.of(STUDENT).submit("e1", "s0", **(values | changes))


@pytest.fixture
def desk(house):
    return Desk(house)


class TestExcusing:
    def test_from_the_paper_to_the_approval(self, desk):
        assert desk.submitted() == excuse()
        assert desk.of(DEANERY).approve("e1", [DAY]) == ()
        kept = desk.excuses.get("e1")
        assert (kept.state, kept.decided_by) == (ExcuseState.APPROVED, "dean")
        actions = [event.action for event in desk.audit.about("excuse:e1")]
        assert actions == ["excuse.submit", "excuse.approve"]

    def test_doing_it_twice_changes_nothing(self, desk):
        assert desk.submitted() == desk.submitted()
        desk.of(DEANERY).approve("e1", [DAY])
        kept = desk.excuses.get("e1")
        desk.of(DEANERY, DAY + timedelta(days=9)).approve("e1", [DAY])
        assert desk.excuses.get("e1") == kept
        assert len(desk.audit.about("excuse:e1")) == 2

    def test_days_that_do_not_match_are_not_approved(self, desk):
        desk.submitted()
        with pytest.raises(Invalid) as refused:
            desk.of(DEANERY).approve("e1", [DAY, DAY + timedelta(days=8)])
        assert refused.value.place == "not-covering"
        assert desk.excuses.get("e1").state is ExcuseState.SUBMITTED

    def test_a_borrowed_document_is_not_approved(self, desk):
        desk.submitted()
        desk.excuses.put(excuse("e9", student="s2"))
        with pytest.raises(Invalid) as refused:
            desk.of(DEANERY).approve("e1", [DAY])
        assert refused.value.place == "same-document"

    def test_an_overlap_is_told_to_who_approves(self, desk):
        desk.submitted()
        desk.excuses.put(excuse("e2", document="order", number="7"))
        assert kinds(desk.of(DEANERY).approve("e1", [DAY])) == {ProblemKind.OVERLAP}

    def test_a_refusal_has_a_reason(self, desk):
        desk.submitted()
        for reason in (" ", "\u200b\u202e", "ж" * 201):
            with pytest.raises(Invalid) as refused:
                desk.of(DEANERY).refuse("e1", reason)
            assert refused.value.place == "reason"
        desk.of(DEANERY).refuse("e1", " Мөөрү\u202e  жок\0 ")
        assert desk.excuses.get("e1").reason == "Мөөрү жок"
        with pytest.raises(Conflict):
            desk.of(DEANERY).approve("e1", [DAY])

    def test_an_approved_one_is_not_refused_afterwards(self, desk):
        desk.submitted()
        desk.of(DEANERY).approve("e1", [DAY])
        with pytest.raises(Conflict):
            desk.of(DEANERY).refuse("e1", "ката")
        assert desk.excuses.get("e1").state is ExcuseState.APPROVED

    def test_who_may(self, desk):
        with pytest.raises(NotAllowed):
            desk.of(STUDENT).submit("e2", "s1", DAY, DAY, "medical", "1")
        desk.submitted()
        other = holder("dean2", Role.DEANERY, Scope(ScopeKind.UNIT, "physics"))
        for actor in (STUDENT, other):
            with pytest.raises(NotAllowed):
                desk.of(actor).approve("e1", [DAY])
            with pytest.raises(NotAllowed):
                desk.of(actor).refuse("e1", "ката")

    def test_nobody_decides_on_an_own_excuse(self, desk):
        desk.submitted()
        both = holder("s0", Role.DEANERY, Scope(ScopeKind.UNIT, "math"))
        for decide in (lambda: desk.of(both).approve("e1", [DAY]),
                       lambda: desk.of(both).refuse("e1", "ката")):  # fmt: skip
            with pytest.raises(NotAllowed):
                decide()

    def test_a_closed_semester_takes_no_excuse(self, desk):
        desk.submitted()
        semesters = desk.house.university.semesters
        semesters.put(attrs.evolve(semesters.get("2026-1"), closed=True))
        with pytest.raises(Locked, match="closed"):
            desk.of(STUDENT).submit("e2", "s0", DAY, DAY, "medical", "1")
        with pytest.raises(Locked):
            desk.of(DEANERY).approve("e1", [DAY])
        with pytest.raises(Locked):
            desk.of(DEANERY).refuse("e1", "ката")
        before = semesters.get("2026-1").starts - timedelta(days=1)
        assert desk.of(STUDENT).submit("e3", "s0", before, before, "medical", "3")

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"document": "note"}, "document"),
            ({"number": "  "}, "number"),
            ({"last": DAY - timedelta(days=1)}, "last"),
            ({"last": DAY + timedelta(days=400)}, "last"),
        ],
    )
    def test_what_cannot_be_handed_in(self, desk, changes, place):
        with pytest.raises(Invalid) as refused:
            desk.submitted(**changes)
        assert refused.value.place == place
        assert list(desk.excuses) == []

    def test_an_id_stands_for_one_excuse(self, desk):
        desk.submitted()
        with pytest.raises(Conflict):
            desk.submitted(number="№ 99")

    def test_what_is_not_there(self, desk):
        with pytest.raises(NotFound):
            desk.of(DEANERY).approve("none", [DAY])
        with pytest.raises(NotFound):
            desk.of(STUDENT).submit("e1", "nobody", DAY, DAY, "medical", "1")
