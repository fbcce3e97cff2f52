"""A lesson opened by mistake is withdrawn: it counts nowhere, and nothing is lost (1.4, 4.3)."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from oshj_core.archive.registers import register_digest
from oshj_core.certificate.summary import summarise
from oshj_core.errors import Invalid, Locked, NotAllowed, NotFound
from oshj_core.journal.status import fill_in
from oshj_core.journal.withdrawing import may_withdraw, registers_with, withdraw_lesson
from oshj_core.register import Attendance
from oshj_core.roles import UNIVERSITY, Role
from tests.core.builders import (
    ASANOVA,
    BEKOV,
    DEANERY,
    GROUP,
    IN_MODULE_1,
    JOURNAL,
    NEIGHBOUR_JOURNAL,
    NEIGHBOURS,
    SEMESTER,
    STRANGER,
    STREAM,
    STUDENT,
    House,
    attendance,
    holder,
    mark,
)

DAY = timedelta(days=1)
EDUCATION = holder("edu", Role.EDUCATION_DEPARTMENT, UNIVERSITY)


@pytest.fixture
def house():
    return House()


def withdraw(house, lesson, actor=ASANOVA, on=IN_MODULE_1, reason="Жаңылыш ачылды"):
    withdraw_lesson([house.journal(actor, on)], lesson, reason)


def marked(house, lesson):
    house.journal().record(lesson.id, [attendance(0, Attendance.PRESENT), mark(0, 5)])


def test_on_its_day_whoever_opened_it_takes_it_back(house):
    digest = register_digest(house.register)
    lesson = house.lesson()
    assert may_withdraw([house.journal()], lesson)
    withdraw(house, lesson)
    assert list(house.register.lessons()) == []
    (gone,) = house.register.withdrawn()
    assert attrs.evolve(gone, withdrawn=None) == lesson
    assert (gone.withdrawn.by, gone.withdrawn.reason) == ("asanova", "Жаңылыш ачылды")
    last = house.register.log(lesson.id)[-1]
    assert (last.actor, last.at, last.reason) == ("asanova", gone.withdrawn.at, "Жаңылыш ачылды")
    assert register_digest(house.register) != digest
    before = house.snapshot()
    withdraw(house, gone)
    assert house.snapshot() == before
    assert not may_withdraw([house.journal()], gone)


@pytest.mark.parametrize("actor", [BEKOV, STRANGER, STUDENT, DEANERY])
def test_nobody_else_on_the_same_terms(house, actor):
    lesson = house.lesson()
    assert may_withdraw([house.journal(actor)], lesson) is (actor is DEANERY)
    if actor is not DEANERY:
        with pytest.raises(NotAllowed):
            withdraw(house, lesson, actor)
        assert house.register.lesson(lesson.id) == lesson


@pytest.mark.parametrize("later", [True, False])
def test_later_or_with_marks_the_deanery_decides(house, later):
    lesson = house.lesson()
    on = IN_MODULE_1 + DAY if later else IN_MODULE_1
    if not later:
        marked(house, lesson)
    before = house.snapshot()
    assert not may_withdraw([house.journal(on=on)], lesson)
    with pytest.raises(NotAllowed):
        withdraw(house, lesson, on=on)
    for reason in ("", "  "):
        with pytest.raises(Invalid):
            withdraw(house, lesson, DEANERY, on, reason)
    assert house.snapshot() == before
    withdraw(house, lesson, DEANERY, on, "Окутуучунун билдирүүсү")
    assert list(house.register.lessons()) == []
    state = house.journal().state(house.register.lesson(lesson.id))
    assert bool(state.cells) is not later  # 1.4: what was entered is still there


def test_who_opened_it_is_not_the_second_person(house):
    both = attrs.evolve(ASANOVA, holdings=ASANOVA.holdings | DEANERY.holdings)
    lesson = house.lesson()
    marked(house, lesson)
    assert not may_withdraw([house.journal(both)], lesson)
    with pytest.raises(NotAllowed) as refused:
        withdraw(house, lesson, both)
    assert refused.value.clause == "5.3"


def test_it_counts_nowhere(house):
    lesson, kept = house.lesson(), house.lesson(slot=2)
    marked(house, lesson)
    journal = house.journal()
    counted = journal.attended(0)
    withdraw(house, lesson, DEANERY)
    journal = house.journal()
    assert fill_in(journal).lessons == 1
    assert summarise(journal).held == 1
    assert journal.attended(0) != counted
    assert [one.id for one in journal.register.lessons()] == [kept.id]
    assert journal.totals() == House().journal().totals()


def test_nothing_more_is_entered_in_it(house):
    lesson = house.lesson()
    withdraw(house, lesson)
    journal = house.journal()
    for act in (
        lambda: journal.record(lesson.id, [attendance(0, Attendance.PRESENT)]),
        lambda: journal.sheet(lesson.id),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Invalid):
        journal.describe(lesson, topic="Х")


def test_the_hour_may_be_opened_again_under_its_id_or_another(house):
    lesson = house.lesson()
    withdraw(house, lesson)
    again = house.journal().open_lesson(STREAM, IN_MODULE_1, 1, lesson.id)
    assert again == lesson
    assert list(house.register.withdrawn()) == []
    withdraw(house, again)
    other = house.journal().open_lesson(STREAM, IN_MODULE_1, 1, "another")
    assert [one.id for one in house.register.lessons()] == [other.id]
    assert [one.id for one in house.register.withdrawn()] == [lesson.id]


def test_a_published_module_keeps_its_lessons(house):
    lesson = house.lesson()
    house.publish()
    for actor in (ASANOVA, DEANERY):
        assert not may_withdraw([house.journal(actor)], lesson)
        with pytest.raises((Locked, NotAllowed)):
            withdraw(house, lesson, actor)
    assert [one.id for one in house.register.lessons()] == [lesson.id]


def close(house):
    house.university.semesters.put(attrs.evolve(SEMESTER, closed=True))


def publish_and_close(house):
    house.publish()
    close(house)


@pytest.mark.parametrize("has_marks", [False, True])
@pytest.mark.parametrize(
    ("lock", "clause"), [(House.publish, "4.3"), (close, "5.7"), (publish_and_close, "5.7")]
)
@pytest.mark.parametrize(
    ("actor", "decides"), [(ASANOVA, ()), (DEANERY, ("4.3",)), (EDUCATION, ("4.3", "5.7"))]
)
def test_a_lock_keeps_it_from_everybody(house, lock, clause, actor, decides, has_marks):
    lesson = house.lesson()
    if has_marks:
        marked(house, lesson)
    lock(house)
    before = house.snapshot()
    assert not may_withdraw([house.journal(actor)], lesson)
    with pytest.raises(NotAllowed) as refused:
        withdraw(house, lesson, actor)
    if clause in decides:
        assert type(refused.value) is Locked
        assert refused.value.clause == clause
    assert house.snapshot() == before


def test_a_stream_s_lesson_is_withdrawn_in_all_its_journals_or_in_none(house):
    lesson = house.lesson()
    neighbour = house.journal(of=NEIGHBOUR_JOURNAL)
    neighbour.open_lesson(STREAM, IN_MODULE_1, 1, lesson.id)
    neighbour.record(lesson.id, [attendance(0, Attendance.PRESENT)])

    def journals(actor):
        return [house.journal(actor), house.journal(actor, of=NEIGHBOUR_JOURNAL)]

    before = house.snapshot()
    with pytest.raises(NotAllowed):
        withdraw_lesson(journals(ASANOVA), lesson, "Жаңылыш")
    assert house.snapshot() == before
    withdraw_lesson(journals(DEANERY), lesson, "Жаңылыш")
    assert [len(one.register.withdrawn()) for one in journals(DEANERY)] == [1, 1]


@pytest.mark.parametrize("groups", [(GROUP,), (NEIGHBOURS,), (GROUP, NEIGHBOURS)])
def test_its_journals_are_found_by_the_lesson_whatever_the_stream_is_today(house, groups):
    lesson, alone = house.lesson(), house.lesson(slot=2)
    house.journal(of=NEIGHBOUR_JOURNAL).open_lesson(STREAM, IN_MODULE_1, 1, lesson.id)
    house.university.assignments.put(attrs.evolve(STREAM, groups=groups))

    def found(one):
        held = registers_with(house.registers, house.university, house.register, one)
        return [register.id for register in held]

    assert found(lesson) == [JOURNAL, NEIGHBOUR_JOURNAL]
    assert found(alone) == [JOURNAL]
    assert found(attrs.evolve(lesson, assignment="another")) == []
