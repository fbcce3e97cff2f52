"""The timetable follows the teaching load from a day on (3.2, 4.3)."""

from datetime import date, datetime, time, timedelta

import attrs
import pytest

from oshj_core.errors import Invalid, NotAllowed, NotFound
from oshj_core.journal import Act
from oshj_core.timetable import (
    Aligning,
    Bells,
    Change,
    Schedule,
    extra_lesson,
    occurrence_id,
)
from tests.core.builders import ADMINISTRATOR, BISHKEK, SEMESTER, STREAM, teacher_of
from tests.core.timetable.test_arranging import BELLS, MONDAY, WEEKS, Office, weekly

DAY = date(2026, 10, 12)


class Load(Office):
    bells = BELLS

    def aligning(self, actor=ADMINISTRATOR, on=DAY):
        act = Act(actor, datetime.combine(on, time(9), BISHKEK), "r1")
        return Aligning(
            self.store,
            self.university,
            self.registers,
            self.audit,
            act,
            WEEKS,
            bells_of=lambda group: self.bells,
        )

    def assign(self, **changes):
        assignment = attrs.evolve(self.university.assignments.get(STREAM.id), **changes)
        self.university.assignments.put(assignment)

    def days(self):
        lessons = self.store.in_semester(SEMESTER.id)
        changes = [one for lesson in lessons for one in self.store.changes_of(lesson.id)]
        schedule = Schedule(WEEKS, lessons, changes)
        return {
            one.id: (one.original, one.teacher, one.groups)
            for lesson in lessons
            for one in schedule.occurrences(lesson)
        }


@pytest.fixture
def load():
    load = Load()
    load.store.put(weekly())
    return load


def test_a_timetable_that_agrees_with_the_load_is_left_alone(load):
    assert list(load.aligning().outdated(DAY)) == []
    before = load.snapshot()
    assert load.aligning().align("algebra", DAY, "Эч нерсе") == load.store.get("algebra")
    assert load.snapshot() == before


def test_from_the_day_on_the_teacher_is_another_and_every_day_keeps_its_id(load):
    before = load.days()
    load.assign(teacher="bekov")
    (found,) = load.aligning().outdated(DAY)
    assert (found.before.teacher, found.after.teacher) == ("asanova", "bekov")
    assert found.days == sum(day >= DAY for day, _, _ in before.values())
    after = load.aligning().align("algebra", DAY, "Окутуучу алмашты")
    assert (after.teacher, after.starts, after.series) == ("bekov", DAY, "algebra")
    assert load.store.get("algebra").ends == DAY - timedelta(1)
    now = load.days()
    assert now.keys() == before.keys()
    for identifier, (day, teacher, groups) in now.items():
        assert day == before[identifier][0]
        assert teacher == ("bekov" if day >= DAY else "asanova")
        assert groups == STREAM.groups
    assert list(load.aligning().outdated(DAY)) == []
    (event,) = load.audit.latest(9)
    assert (event.action, event.reason) == ("timetable.align", "Окутуучу алмашты")
    assert "asanova" in event.before
    assert "bekov" in event.after


def test_doing_it_twice_changes_nothing_and_again_later_goes_on(load):
    load.assign(teacher="bekov")
    first = load.aligning().align("algebra", DAY, "Себеп")
    before = load.snapshot()
    assert load.aligning().align("algebra", DAY, "Себеп") == first
    assert load.snapshot() == before
    ids = set(load.days())
    load.assign(teacher="joldoshev")
    later = load.aligning().align(first.id, DAY + timedelta(14), "Дагы")
    assert later.series == "algebra"
    assert later.id != first.id
    assert set(load.days()) == ids
    again = load.aligning().align(later.id, later.starts, "Кайра")
    assert again == later


def test_from_its_first_day_on_it_stays_one_lesson(load):
    load.assign(teacher="bekov")
    after = load.aligning(on=date(2026, 8, 30)).align("algebra", SEMESTER.starts, "Август")
    assert after == attrs.evolve(weekly(), teacher="bekov")
    assert [one.id for one in load.store.in_semester(SEMESTER.id)] == ["algebra"]


def test_what_was_opened_or_changed_for_a_day_stays_the_same_lesson(load):
    identifier = load.opened(DAY)
    load.store.put_change(Change("algebra", MONDAY, cancelled=True, reason="Майрам"))
    load.store.put_change(Change("algebra", DAY, room="7", reason="Оңдоо"))
    load.assign(teacher="bekov")
    after = load.aligning().align("algebra", DAY, "Себеп")
    assert identifier in load.days()
    assert [one.original for one in load.store.changes_of("algebra")] == [MONDAY]
    (kept,) = load.store.changes_of(after.id)
    assert (kept.original, kept.room, kept.reason) == (DAY, "7", "Оңдоо")


def test_groups_that_left_the_stream_are_free(load):
    load.assign(groups=STREAM.groups[:1])
    (found,) = load.aligning().outdated(DAY)
    assert found.after.groups == STREAM.groups[:1]
    load.aligning().align("algebra", DAY, "Агым бөлүндү")
    later = [groups for day, _, groups in load.days().values() if day >= DAY]
    assert set(later) == {STREAM.groups[:1]}


def test_what_clashes_is_refused_unless_for_a_reason(load):
    other = attrs.evolve(weekly("other"), assignment="x", teacher="bekov", groups=("ДЛ-1-24",))
    load.store.put(other)
    elsewhere = attrs.evolve(STREAM, id="x", teacher="bekov", groups=("ДЛ-1-24",))
    load.university.assignments.put(elsewhere)
    load.assign(teacher="bekov")
    (found,) = load.aligning().outdated(DAY)
    (clash,) = load.aligning().clashes_after(found)
    assert min(clash.days) == DAY
    before = load.snapshot()
    with pytest.raises(Invalid) as refused:
        load.aligning().align("algebra", DAY, "Себеп")
    assert refused.value.place == "time"
    assert load.snapshot() == before
    load.aligning().align("algebra", DAY, "Себеп", despite="Башка корпуста")
    assert load.audit.latest(1)[0].reason == "Себеп; Башка корпуста"


def test_who_may_not_and_what_cannot_be_is_refused(load):
    load.assign(teacher="bekov")
    load.store.put(attrs.evolve(weekly("short", slot=2), ends=MONDAY))
    before = load.snapshot()
    for identifier, day, reason, actor, refusal in (
        ("algebra", DAY, "Себеп", teacher_of(STREAM), NotAllowed),
        ("algebra", DAY, " ", ADMINISTRATOR, Invalid),
        ("none", DAY, "Себеп", ADMINISTRATOR, NotFound),
        ("short", DAY, "Себеп", ADMINISTRATOR, Invalid),
    ):
        with pytest.raises(refusal):
            load.aligning(actor).align(identifier, day, reason)
    assert load.snapshot() == before
    assert [one.before.id for one in load.aligning().outdated(DAY)] == ["algebra"]


def test_an_extra_lesson_follows_too(load):
    load.assign(teacher="bekov")
    extra = extra_lesson("extra", STREAM, SEMESTER, Bells.parse(), DAY + timedelta(1), 5)
    load.store.put(extra)
    after = load.aligning().align("extra", DAY, "Себеп")
    assert after == attrs.evolve(extra, teacher="bekov")
    assert occurrence_id("extra", extra.starts) in load.days()


def test_lessons_follow_the_bells_from_a_day_on(load):
    later = DAY + timedelta(7)
    move = Change("algebra", later, slot=3, time=BELLS.interval(3), reason="Майрам")
    load.store.put_change(move)
    before = load.days()
    load.bells = Bells.parse({1: ("10:00", "11:20"), 2: ("11:30", "12:50"), 3: ("13:00", "14:20")})
    (found,) = load.aligning().outdated(DAY)
    assert (found.before.time, found.after.time) == (BELLS.interval(1), load.bells.interval(1))
    after = load.aligning().align("algebra", DAY, "Коңгуроо өзгөрдү")
    assert load.days() == before
    assert load.store.get("algebra").time == BELLS.interval(1)
    (kept,) = load.store.changes_of(after.id)
    assert (kept.slot, kept.time) == (3, load.bells.interval(3))
    assert list(load.aligning().outdated(DAY)) == []
    (event,) = load.audit.latest(9)
    assert (event.action, event.reason) == ("timetable.align", "Коңгуроо өзгөрдү")
    assert "10:00–11:20" in event.after


def test_a_number_that_the_bells_no_longer_have_keeps_its_time(load):
    load.bells = Bells.parse({2: ("11:30", "12:50")})
    assert list(load.aligning().outdated(DAY)) == []


def test_a_stream_goes_by_the_bells_of_one_of_its_groups(load):
    other = Bells.parse({1: ("10:00", "11:20")})
    bells = {STREAM.groups[0]: other, STREAM.groups[1]: BELLS}
    work = attrs.evolve(load.aligning(), bells_of=bells.__getitem__)
    assert list(work.outdated(DAY)) == []
