"""Weekly lessons, their days, their changes and their ids (3.2)."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.errors import Invalid, NotFound
from oshj_core.journal.ids import is_lesson_id
from oshj_core.timetable import (
    Change,
    Interval,
    Schedule,
    Weeks,
    extra_lesson,
    occurrence_id,
    weekly_lesson,
)
from tests.core.builders import LABORATORY, SEMESTER, STREAM
from tests.core.timetable.builders import (
    BELLS,
    DAYS,
    HOLIDAYS,
    SHORT,
    WEEKS,
    changes,
    lesson,
    lessons,
    schedules,
)

MONDAYS = [date(2026, 9, day) for day in (14, 21, 28)]
"""The Mondays of the short semester without the holiday on the 7th."""


class TestValues:
    @pytest.mark.parametrize(
        ("changed", "place"),
        [
            ({"semester": ""}, "semester"),
            ({"assignment": ""}, "assignment"),
            ({"groups": ()}, "groups"),
            ({"groups": ("g1", "g1")}, "groups"),
            ({"weekday": 0}, "weekday"),
            ({"weekday": 8}, "weekday"),
            ({"weekday": float("nan")}, "weekday"),
            ({"weekday": True}, "weekday"),
            ({"slot": 0}, "slot"),
            ({"slot": -1}, "slot"),
            ({"slot": "1"}, "slot"),
            ({"subgroup": -1}, "subgroup"),
            ({"subgroup": 1.0}, "subgroup"),
            ({"time": (480, 560)}, "time"),
            ({"starts": date(2026, 9, 3), "ends": date(2026, 9, 2)}, "ends"),
            ({"room": "р" * 41}, "room"),
            ({"building": "р" * 41}, "building"),
            ({"extra": True}, "ends"),
            ({"extra": True, "starts": date(2026, 9, 1), "ends": date(2026, 9, 1)}, "ends"),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_place(self, changed, place):
        with pytest.raises(Invalid) as caught:
            lesson(**changed)
        assert caught.value.place == place

    def test_a_lesson_without_id_is_refused(self):
        with pytest.raises(Invalid) as caught:
            lesson("")
        assert caught.value.place == "id"

    def test_a_lesson_repeats_its_assignment(self):
        made = weekly_lesson("l1", STREAM, SEMESTER, BELLS, 3, 2, weeks=Weeks.EVEN, room="214")
        assert (made.teacher, made.groups, made.subgroup) == ("asanova", STREAM.groups, 0)
        assert (made.starts, made.ends) == (SEMESTER.starts, SEMESTER.ends)
        assert made.time == BELLS.interval(2)
        assert weekly_lesson("l2", LABORATORY, SEMESTER, BELLS, 3, 2).subgroup == 1
        with pytest.raises(Invalid) as caught:
            weekly_lesson("l1", attrs.evolve(STREAM, semester="2027-1"), SEMESTER, BELLS, 3, 2)
        assert caught.value.place == "assignment"

    def test_an_extra_lesson_is_held_once(self):
        day = date(2026, 9, 7)
        made = extra_lesson("l1", STREAM, SHORT, BELLS, day, 5)
        assert made.extra
        assert day in HOLIDAYS
        assert [one.day for one in Schedule(WEEKS, [made]).occurrences(made)] == [day]

    @pytest.mark.parametrize(
        ("changed", "place"),
        [
            ({"slot": 1}, "slot"),
            ({"time": Interval(0, 10)}, "slot"),
            ({"cancelled": True, "day": date(2026, 9, 8)}, "cancelled"),
            ({"cancelled": True, "room": ""}, "cancelled"),
        ],
    )
    def test_a_wrong_change_is_refused_with_its_place(self, changed, place):
        with pytest.raises(Invalid) as caught:
            Change("l1", date(2026, 9, 7), **changed)
        assert caught.value.place == place


class TestIds:
    @given(lessons("l1"), DAYS, st.data())
    def test_no_change_changes_an_id(self, one, original, data):
        """A move and a cancellation leave the id, so the register follows."""
        plain = {occ.original: occ.id for occ in Schedule(WEEKS, [one]).occurrences(one)}
        change = data.draw(changes("l1", original))
        changed = Schedule(WEEKS, [one], [change])
        for occurrence in changed.occurrences(one):
            assert plain.get(occurrence.original, occurrence.id) == occurrence.id
            assert is_lesson_id(occurrence.id)
            assert changed.find(occurrence.id) == occurrence

    def test_ids_differ_by_lesson_day_and_key(self):
        one, other = MONDAYS[:2]
        ids = {
            occurrence_id("l1", one),
            occurrence_id("l1", other),
            occurrence_id("l2", one),
            occurrence_id("l1", one, b"key"),
        }
        assert len(ids) == 4
        assert occurrence_id("l1", one) == occurrence_id("l1", one)

    def test_an_id_nobody_planned_is_refused(self):
        schedule = Schedule(WEEKS, [lesson()])
        for wrong in ("aaaaaaaaaa", "", occurrence_id("l1", date(2026, 9, 7))):
            with pytest.raises(NotFound):
                schedule.find(wrong)

    def test_equal_ids_of_two_lessons_are_found(self, monkeypatch):
        schedule = Schedule(WEEKS, [lesson(), lesson("l2", weekday=2)])
        assert schedule.same_ids() == ()
        monkeypatch.setattr(
            "oshj_core.timetable.schedule.occurrence_id",
            lambda name, day, key: str(day.isocalendar().week),
        )
        assert schedule.same_ids() == (("l1", "l2"),) * 4


class TestSchedule:
    def test_a_week_goes_from_monday_to_sunday(self):
        schedule = Schedule(WEEKS, [lesson(), lesson("l2", weekday=7, slot=2)])
        week = schedule.week(3)
        assert list(week) == [date(2026, 9, day) for day in range(14, 21)]
        found = {day: [one.lesson for one in there] for day, there in week.items() if there}
        assert found == {date(2026, 9, 14): ["l1"], date(2026, 9, 20): ["l2"]}

    def test_a_holiday_has_no_weekly_lessons(self):
        schedule = Schedule(WEEKS, [lesson()])
        assert schedule.day(date(2026, 9, 7)) == ()
        assert [one.day for one in schedule.between(SHORT.starts, SHORT.ends)] == MONDAYS

    def test_a_day_is_sorted_by_time(self):
        late, early = lesson("a", time=Interval(600, 660)), lesson("b", time=Interval(480, 700))
        assert [one.lesson for one in Schedule(WEEKS, [late, early]).day(MONDAYS[0])] == ["b", "a"]

    def test_a_moved_lesson_is_seen_on_its_new_day(self):
        tuesday = date(2026, 9, 22)
        change = Change("l1", MONDAYS[0], day=tuesday, slot=5, time=BELLS.interval(5), room="301")
        schedule = Schedule(WEEKS, [lesson()], [change])
        assert schedule.day(MONDAYS[0]) == ()
        (moved,) = schedule.day(tuesday)
        assert moved.moved
        assert not moved.cancelled
        assert moved.id == occurrence_id("l1", MONDAYS[0])
        assert (moved.slot, moved.room, moved.teacher) == (5, "301", "t1")

    def test_a_lesson_of_a_holiday_may_be_moved_but_not_only_changed(self):
        holiday, tuesday = date(2026, 9, 7), date(2026, 9, 8)
        moved = Schedule(WEEKS, [lesson()], [Change("l1", holiday, day=tuesday)])
        assert [one.original for one in moved.day(tuesday)] == [holiday]
        changed = Schedule(WEEKS, [lesson()], [Change("l1", holiday, room="301")])
        assert changed.day(holiday) == ()

    def test_a_cancelled_lesson_is_shown_as_cancelled(self):
        schedule = Schedule(WEEKS, [lesson()], [Change("l1", MONDAYS[0], cancelled=True)])
        (cancelled,) = schedule.day(MONDAYS[0])
        assert cancelled.cancelled
        assert not cancelled.moved

    def test_a_substitute_takes_one_day(self):
        schedule = Schedule(WEEKS, [lesson()], [Change("l1", MONDAYS[0], teacher="t2")])
        assert [one.teacher for one in schedule.between(MONDAYS[0], MONDAYS[1])] == ["t2", "t1"]

    @given(schedules())
    def test_the_days_together_are_the_semester(self, schedule):
        whole = schedule.between(SHORT.starts, SHORT.ends)
        by_week = [
            one
            for number in range(1, WEEKS.last + 1)
            for there in schedule.week(number).values()
            for one in there
        ]
        assert by_week == list(whole)
        every = [one for item in schedule.lessons.values() for one in schedule.occurrences(item)]
        assert sorted(every, key=lambda one: one.id) == sorted(whole, key=lambda one: one.id)
        assert len({one.id for one in every}) == len(every)

    @pytest.mark.parametrize(
        ("made", "changed", "place"),
        [
            ([lesson(), lesson()], [], "l1"),
            ([lesson(semester="2025-1")], [], "l1"),
            ([lesson()], [Change("l2", MONDAYS[0])], "l2"),
            ([lesson()], [Change("l1", MONDAYS[0]), Change("l1", MONDAYS[0], room="1")], "l1"),
        ],
    )
    def test_what_does_not_belong_is_refused_with_its_place(self, made, changed, place):
        with pytest.raises(Invalid) as caught:
            Schedule(WEEKS, made, changed)
        assert caught.value.place == place
