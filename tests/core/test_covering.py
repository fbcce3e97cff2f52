"""The hours of a teacher who is away, who takes them, and where that clashes (4.3)."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.covering import (
    TeachingHour,
    can_be_given,
    clashes_of,
    given_to,
    hours_between,
    planned_hours,
    refuse_given_away,
    replaced_by,
    share_out,
    substitute_of,
)
from oshj_core.delegation import Substitution
from oshj_core.errors import NotAllowed
from oshj_core.structure import LessonKind
from oshj_core.timetable import Change, Interval, Occurrence
from tests.core.builders import IN_MODULE_1, LABORATORY, STREAM, House

DAY = timedelta(days=1)
LAST = IN_MODULE_1 + 4 * DAY
AWAY = Substitution("v1", "asanova", "karimova", IN_MODULE_1, LAST, "оорулуу")


def hour(identifier="h1", day=IN_MODULE_1, slot=2, time=None, teacher="asanova"):
    return TeachingHour(
        identifier,
        teacher,
        "lecture",
        "algebra",
        ("АУБ-1-24",),
        LessonKind.LECTURE,
        day,
        slot,
        time,
    )


def occurrence(identifier, day=IN_MODULE_1, slot=1, **changes):
    time = Interval.parse("08:00", "09:20")
    planned = Occurrence(
        identifier, "weekly", day, STREAM.id, day, slot, time, "asanova", STREAM.groups
    )
    return attrs.evolve(planned, **changes)


class TestHours:
    @pytest.fixture
    def house(self):
        return House()

    def between(self, house, lessons, planned=()):
        return hours_between(house.university, "asanova", IN_MODULE_1, LAST, lessons, planned)

    def test_an_assignment_is_read_once_for_all_its_hours(self, house, monkeypatch):
        read, find = [], house.university.assignments.find
        monkeypatch.setattr(
            house.university.assignments, "find", lambda name: read.append(name) or find(name)
        )
        planned = [occurrence(f"o{number}", IN_MODULE_1, number) for number in range(1, 9)]
        assert len(list(planned_hours(house.university, planned))) == len(planned)
        assert read == [STREAM.id]

    def test_open_and_planned_ones_are_told_apart_and_each_comes_once(self, house):
        lesson = house.lesson()
        planned = [
            occurrence("later", IN_MODULE_1 + DAY),
            occurrence("same", slot=lesson.slot),
            occurrence(lesson.id, IN_MODULE_1 + 2 * DAY),
        ]
        found = self.between(house, [lesson, lesson], planned)
        assert [(one.id, one.opened) for one in found] == [(lesson.id, True), ("later", False)]
        assert found[0].groups == STREAM.groups

    def test_neither_other_days_nor_other_teachers_nor_cancelled_lessons(self, house):
        cancelled = Change("weekly", IN_MODULE_1, cancelled=True)
        planned = [
            occurrence("before", IN_MODULE_1 - DAY),
            occurrence("after", LAST + DAY),
            occurrence("other", teacher="bekov"),
            occurrence("off", change=cancelled),
            occurrence("gone", assignment="none"),
        ]
        assert self.between(house, [house.lesson(under=LABORATORY)], planned) == ()


class TestClashes:
    @pytest.mark.parametrize(
        ("first", "second", "meet"),
        [
            (hour(), hour("h2"), True),
            (hour(), hour("h2", slot=3), False),
            (hour(), hour("h2", day=LAST), False),
            (hour(), hour(), False),
            (hour(time=Interval(60, 120)), hour("h2", 3, time=Interval(90, 130)), False),
            (hour(time=Interval(60, 120)), hour("h2", slot=3, time=Interval(119, 130)), True),
            (hour(time=Interval(60, 120)), hour("h2", time=Interval(120, 180)), False),
            (hour(time=Interval(60, 120)), hour("h2"), True),
        ],
    )
    def test_two_hours_meet_in_time(self, first, second, meet):
        assert first.meets(second) is second.meets(first) is meet
        assert bool(clashes_of([first], [second])) is meet

    def test_a_clash_names_both(self):
        [clash] = clashes_of([hour()], [hour("h2", teacher="bekov"), hour("h3", slot=5)])
        assert (clash.hour.id, clash.busy.id) == ("h1", "h2")


HOURS = (hour("h1"), hour("h2", slot=3), hour("h3", IN_MODULE_1 + DAY))


class TestSharing:
    def test_one_for_all_takes_the_days(self):
        [share] = share_out(AWAY, HOURS, {})
        assert share == attrs.evolve(AWAY, id="v1.karimova")
        assert share_out(AWAY, (), {}) == (share,)
        assert share_out(AWAY, HOURS, {"h1": "karimova"}) == (share,)

    def test_what_is_chosen_for_others_is_theirs(self):
        shares = share_out(AWAY, HOURS, {"h2": "bekov"})
        assert {one.substitute: one.lessons for one in shares} == {
            "karimova": ("h1", "h3"),
            "bekov": ("h2",),
        }
        assert len({one.id for one in shares}) == 2

    def test_nobody_for_all_leaves_the_rest(self):
        nobody = attrs.evolve(AWAY, substitute="")
        [share] = share_out(nobody, HOURS, {"h3": "bekov", "h1": ""})
        assert (share.substitute, share.lessons) == ("bekov", ("h3",))
        assert share_out(nobody, HOURS, {}) == ()

    @given(
        st.dictionaries(st.sampled_from(["h1", "h2", "h3"]), st.sampled_from(["", "a", "b"])),
        st.sampled_from(["", "a", "c"]),
    )
    def test_every_hour_is_given_to_whom_it_was_chosen_for_and_to_nobody_else(self, chosen, to_all):
        shares = share_out(attrs.evolve(AWAY, substitute=to_all), HOURS, chosen)
        for one in HOURS:
            takers = [share.substitute for share in shares if share.covers(one)]
            wanted = chosen.get(one.id, "") or to_all
            assert takers == ([wanted] if wanted else [])


class TestTaken:
    def taken(self, *substitutions):
        return [one.id for one in HOURS if substitute_of(substitutions, one) is not None]

    def test_only_on_days_on_which_it_holds(self):
        ended = attrs.evolve(AWAY, ended=IN_MODULE_1 + DAY)
        assert self.taken(ended) == ["h1", "h2"]
        assert self.taken(attrs.evolve(AWAY, lessons=("h3",))) == ["h3"]

    def test_no_lesson_of_a_day_before_it_was_named_and_none_that_was_open_then(self):
        late = attrs.evolve(AWAY, named_on=IN_MODULE_1 + DAY)
        assert late.begins == IN_MODULE_1 + DAY
        assert self.taken(late) == ["h3"]
        assert self.taken(attrs.evolve(late, lessons=("h1", "h3"))) == ["h3"]
        assert self.taken(attrs.evolve(AWAY, named_on=IN_MODULE_1, kept=("h2",))) == ["h1", "h3"]

    def test_the_lesson_says_who_held_it(self):
        lesson = House().lesson()
        named = attrs.evolve(AWAY, id="v0", substitute="bekov", lessons=(lesson.id,))
        assert substitute_of([AWAY], lesson) == AWAY
        assert substitute_of([AWAY, named], lesson) == named
        assert substitute_of([attrs.evolve(AWAY, ended=IN_MODULE_1)], lesson) is None
        assert substitute_of([attrs.evolve(AWAY, teacher="bekov")], lesson) is None
        assert substitute_of([], lesson) is None
        assert lesson.date == date(2026, 10, 5)

    def test_who_was_named_last_counts_whatever_the_ids_and_how_they_were_named(self):
        first = attrs.evolve(AWAY, id="z", lessons=("h1",), named_at=1)
        second = attrs.evolve(AWAY, id="a", substitute="bekov", named_at=2)
        assert [given_to([first, second], one, "bekov") for one in HOURS] == [True] * 3
        assert not given_to([second, first], HOURS[0], "karimova")

    def test_one_that_was_ended_gives_the_lesson_back_to_the_teacher_not_to_the_one_before(self):
        first = attrs.evolve(AWAY, named_at=1)
        second = attrs.evolve(AWAY, id="v2", substitute="bekov", named_at=2, ended=IN_MODULE_1)
        assert substitute_of([first, second], HOURS[0]) is None

    def test_who_substitutes_for_the_days_opens_no_lesson_given_to_somebody_else(self):
        single = attrs.evolve(AWAY, id="v2", substitute="bekov", lessons=("h3",), named_at=5)
        for person in ("asanova", "bekov"):
            refuse_given_away([AWAY, single], HOURS[2], person)
        refuse_given_away([AWAY, single], HOURS[0], "karimova")
        with pytest.raises(NotAllowed) as refused:
            refuse_given_away([AWAY, single], HOURS[2], "karimova")
        assert refused.value.clause == "4.3"


class TestGiving:
    @pytest.mark.parametrize(
        ("lesson", "can"),
        [
            (hour(), True),
            (hour(day=IN_MODULE_1 + DAY), True),
            (hour(day=IN_MODULE_1 - DAY), False),
            (attrs.evolve(hour(), opened=True), False),
            (House().lesson(), False),
        ],
    )
    def test_what_is_yet_to_be_opened_can_be_given(self, lesson, can):
        assert can_be_given(lesson, IN_MODULE_1) is can

    def test_who_loses_lessons_to_the_one_just_named(self):
        other = attrs.evolve(AWAY, id="v2", substitute="bekov", named_at=5)
        assert replaced_by(other, [AWAY]) == (AWAY,)
        assert replaced_by(attrs.evolve(other, substitute="karimova"), [AWAY]) == ()
        assert replaced_by(attrs.evolve(other, starts=LAST + DAY, until=LAST + DAY), [AWAY]) == ()
        assert replaced_by(other, [attrs.evolve(AWAY, ended=IN_MODULE_1)]) == ()
        single = attrs.evolve(other, lessons=("h3",))
        assert replaced_by(single, [AWAY], HOURS) == (AWAY,)
        assert replaced_by(single, [attrs.evolve(AWAY, lessons=("h1",))], HOURS) == ()
        assert replaced_by(single, [attrs.evolve(AWAY, id="v2")], HOURS) == ()
