"""A lesson is due on its day (4.3): what is overdue, whose it is, and the relief when filled."""

from datetime import timedelta

import attrs
import pytest

from oshj_core.covering import hours_between
from oshj_core.delegation import Substitution
from oshj_core.journal.overdue import overdue_in, overdue_reminder
from oshj_core.timetable import Interval, Occurrence
from tests.core.builders import AFTER_WINDOW_1, IN_MODULE_1, STREAM, House, attendance

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return House()


def overdue(house, on, substitutions=(), planned=()):
    journal = house.journal(on=on)
    return list(overdue_in(journal, lambda _teacher: substitutions, planned))


def planned_hour(house, identifier="aaaaaaaaaa", slot=5):
    occurrence = Occurrence(
        identifier,
        "weekly",
        IN_MODULE_1,
        STREAM.id,
        IN_MODULE_1,
        slot,
        Interval.parse("08:00", "09:20"),
        "asanova",
        STREAM.groups,
    )
    last = IN_MODULE_1 + 9 * DAY
    return hours_between(house.university, "asanova", IN_MODULE_1, last, (), [occurrence])


def test_from_the_next_day_on_until_it_is_filled_in(house):
    lesson = house.lesson()
    assert overdue(house, IN_MODULE_1) == []
    [one] = overdue(house, IN_MODULE_1 + 2 * DAY)
    assert (one.id, one.teacher, one.responsible) == (lesson.id, "asanova", "asanova")
    assert (one.opened, one.locked, one.days_late(IN_MODULE_1 + 2 * DAY)) == (True, False, 2)
    journal = house.journal(on=IN_MODULE_1 + DAY)
    journal.describe(lesson, topic="Матрицалар")
    assert overdue(house, IN_MODULE_1 + 2 * DAY) == [one]
    slots = [slot for slot, _ in journal.members_on(lesson)]
    journal.record(lesson.id, [attendance(slot, 1) for slot in slots])
    assert overdue(house, IN_MODULE_1 + 2 * DAY) == []


def test_a_lesson_that_was_planned_and_never_opened(house):
    planned = planned_hour(house)
    assert overdue(house, IN_MODULE_1, planned=planned) == []
    [one] = overdue(house, IN_MODULE_1 + DAY, planned=planned)
    assert (one.id, one.opened, one.locked) == ("aaaaaaaaaa", False, False)
    lesson = house.lesson()
    same_hour = planned_hour(house, "bbbbbbbbbb", lesson.slot)
    assert [one.id for one in overdue(house, IN_MODULE_1 + DAY, planned=same_hour)] == [lesson.id]


def test_after_the_window_it_is_locked(house):
    house.lesson()
    found = overdue(house, AFTER_WINDOW_1, planned=planned_hour(house))
    assert [(one.opened, one.locked) for one in found] == [(True, True), (False, True)]


def test_while_the_substitution_lasts_it_is_the_substitutes(house):
    lesson = house.lesson()
    taken = Substitution("v", "asanova", "karimova", IN_MODULE_1, IN_MODULE_1 + 2 * DAY, "х")
    planned = planned_hour(house)
    for days, responsible in ((1, "karimova"), (2, "karimova"), (3, "asanova")):
        found = overdue(house, IN_MODULE_1 + days * DAY, [taken], planned)
        assert {one.responsible for one in found} == {responsible}
        assert {one.teacher for one in found} == {"asanova"}
    named = attrs.evolve(taken, lessons=(lesson.id,))
    found = overdue(house, IN_MODULE_1 + DAY, [named], planned)
    assert {one.id: one.responsible for one in found} == {
        lesson.id: "karimova",
        "aaaaaaaaaa": "asanova",
    }


def test_who_teaches_it_by_the_load_of_today_is_responsible_whoever_opened_it(house):
    house.lesson()
    house.university.assignments.put(attrs.evolve(STREAM, teacher="karimova"))
    found = overdue(house, IN_MODULE_1 + DAY, planned=planned_hour(house))
    assert {(one.opened, one.teacher, one.responsible) for one in found} == {
        (True, "karimova", "karimova"),
        (False, "karimova", "karimova"),
    }


def test_of_two_substitutes_the_one_named_last_is_responsible(house):
    house.lesson()
    first = Substitution("a", "asanova", "karimova", IN_MODULE_1, IN_MODULE_1 + DAY, "х")
    second = attrs.evolve(first, id="b", substitute="bekov", named_at=5)
    first = attrs.evolve(first, id="c", named_at=4)
    found = overdue(house, IN_MODULE_1 + DAY, [second, first], planned_hour(house))
    assert [one.responsible for one in found] == ["bekov", "bekov"]


def test_the_reminder_of_a_day_is_one():
    first = overdue_reminder("asanova", 3, IN_MODULE_1, 5)
    assert str(first.text).startswith("Lessons not filled in on their day: 3.")
    assert first.id == overdue_reminder("asanova", 4, IN_MODULE_1, 9).id
    assert first.id != overdue_reminder("asanova", 3, IN_MODULE_1 + DAY, 5).id
    assert first.clause == "4.3"
