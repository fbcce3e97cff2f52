"""A teacher reports, the deanery settles, both are on record (7.5)."""

from datetime import date

import pytest

from oshj_core.errors import Conflict, Invalid, NotAllowed
from oshj_core.membership import ListErrorDesk, ListErrorKind, ListErrorState
from oshj_core.notices import NoticeKind
from oshj_core.ports import RoleHolding
from oshj_core.roles import Role, Scope, ScopeKind
from oshj_core.testing import MemoryAudit, MemoryListErrors
from oshj_core.testing.inspections import MemoryNotices
from tests.core.builders import ASANOVA, DEANERY, GROUP, STRANGER, STUDENT, holder

WORDS = "Өмүров 1-тайпачада"
MATH = Scope(ScopeKind.UNIT, "math")
DEANS = (
    RoleHolding("dean", Role.DEANERY, MATH),
    RoleHolding("dean", Role.DEANERY, Scope(ScopeKind.UNIT, "osu")),
    RoleHolding("former", Role.DEANERY, MATH, date(2026, 8, 31)),
    RoleHolding("deanmed", Role.DEANERY, Scope(ScopeKind.UNIT, "med")),
    RoleHolding("head", Role.HEAD, MATH),
)


class Desk:
    def __init__(self, house):
        self.house = house
        self.reports = MemoryListErrors()
        self.audit = MemoryAudit()
        self.notices = MemoryNotices()

    def at(self, actor):
        act = self.house.journal(actor).act
        told = (self.notices, DEANS)
        return ListErrorDesk(self.reports, self.house.university, self.audit, act, *told)

    def report(self, actor=ASANOVA, identifier="r1", kind=ListErrorKind.WRONG_SUBGROUP, **said):
        values = {"student": "s2", "words": WORDS} | said
        journal = self.house.journal(actor)
        return self.at(actor).report(identifier, journal, kind, **values)


@pytest.fixture
def desk(house):
    return Desk(house)


def test_a_teacher_reports_and_the_same_again_is_one_report(desk):
    report = desk.report()
    assert (report.group, report.state) == (GROUP, ListErrorState.REPORTED)
    assert desk.report() == report
    assert list(desk.reports.open()) == [report]
    assert len(desk.audit.about("list-error:r1")) == 1
    with pytest.raises(Conflict):
        desk.report(words="башка")


def test_the_curator_reports_too_and_nobody_else(desk):
    curator = holder("curator", Role.CURATOR, Scope(ScopeKind.GROUP, GROUP))
    desk.report(curator, "r2")
    for actor in (STRANGER, STUDENT, DEANERY):
        with pytest.raises(NotAllowed) as refused:
            desk.report(actor, "r3")
        assert refused.value.clause == "7.5"
    assert len(desk.reports.open()) == 1


@pytest.mark.parametrize(
    ("said", "place"),
    [({"words": " "}, "words"), ({"words": "x" * 301}, "words"), ({"student": "s7"}, "student")],
)
def test_a_report_says_who_and_what(desk, said, place):
    with pytest.raises(Invalid) as refused:
        desk.report(**said)
    assert refused.value.place == place


def test_of_a_missing_student_nobody_is_named(desk):
    assert desk.report(kind=ListErrorKind.MISSING).student == ""


@pytest.mark.parametrize("settle", ["correct", "refuse"])
def test_the_deanery_settles_once_and_says_why(desk, settle):
    desk.report()
    for actor in (ASANOVA, STRANGER):
        with pytest.raises(NotAllowed):
            getattr(desk.at(actor), settle)("r1", "оңдолду")
    with pytest.raises(Invalid) as refused:
        getattr(desk.at(DEANERY), settle)("r1", "")
    assert refused.value.place == "answer"
    settled = getattr(desk.at(DEANERY), settle)("r1", "оңдолду")
    assert settled.settled_by == "dean"
    assert settled.words == WORDS
    assert getattr(desk.at(DEANERY), settle)("r1", "оңдолду") == settled
    other = "refuse" if settle == "correct" else "correct"
    with pytest.raises(Conflict):
        getattr(desk.at(DEANERY), other)("r1", "оңдолду")
    assert list(desk.reports.open()) == []
    assert [event.actor for event in desk.audit.about("list-error:r1")] == ["asanova", "dean"]


def test_the_deanery_of_the_group_is_told_once_and_then_the_teacher(desk):
    desk.report()
    desk.report()
    (notice,) = desk.notices.of("dean")
    assert (notice.kind, notice.about) == (NoticeKind.LIST_ERROR_REPORTED, "list-error:r1")
    assert WORDS in str(notice.text)
    for person in ("former", "deanmed", "head", "asanova"):
        assert desk.notices.of(person) == []
    desk.at(DEANERY).correct("r1", "оңдолду")
    (answer,) = desk.notices.of("asanova")
    assert answer.kind is NoticeKind.LIST_ERROR_SETTLED
    assert "оңдолду" in str(answer.text)
