"""Clashes of teacher, room, group, subgroup and stream, held against a walk over everything."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.errors import NotFound
from oshj_core.timetable import (
    Booking,
    Change,
    ClashIndex,
    Interval,
    Occurrence,
    Resource,
    ResourceKind,
    Schedule,
    Weeks,
    bookings_of,
    find_clashes,
)
from tests.core.timetable.builders import SHORT, WEEKS, lesson, lessons, schedules

TEACHER, ROOM = ResourceKind.TEACHER, ResourceKind.ROOM
GROUP, SUBGROUP = ResourceKind.GROUP, ResourceKind.SUBGROUP


def clashes_of(*made, changes=()):
    return find_clashes(bookings_of(Schedule(WEEKS, made, changes)), WEEKS)


def kinds(clashes):
    return Counter(clash.resource.kind for clash in clashes)


def shared(one, other):
    """What two occurrences would need twice, by the wording of the rule alone."""
    found = set()
    if one.teacher and one.teacher == other.teacher:
        found.add(Resource(TEACHER, one.teacher))
    if one.room and (one.room, one.building) == (other.room, other.building):
        found.add(Resource(ROOM, one.room, one.building))
    for group in set(one.groups) & set(other.groups):
        if not one.subgroup and not other.subgroup:
            found.add(Resource(GROUP, group))
        elif not one.subgroup or not other.subgroup or one.subgroup == other.subgroup:
            found.add(Resource(SUBGROUP, group, subgroup=one.subgroup or other.subgroup))
    return found


def brute_force(schedule, clashing=lambda one, other: one.time.overlaps(other.time)):
    """Every pair of lessons of every day: (resource, day, the two)."""
    held = [one for one in schedule.between(SHORT.starts, SHORT.ends) if not one.cancelled]
    return {
        (resource, one.day, frozenset((one.id, other.id)))
        for one, other in combinations(held, 2)
        if one.day == other.day and clashing(one, other)
        for resource in shared(one, other)
    }


def of_one_number(one, other):
    """Two lessons of a group's day that have their number in common, but no time."""
    return one.slot == other.slot and not one.time.overlaps(other.time)


@settings(max_examples=200)
@given(schedules())
def test_a_group_has_no_two_lessons_of_one_number(schedule):
    found = set()
    for clash in find_clashes(bookings_of(schedule), WEEKS):
        if clash.slot:
            assert {party.slot for party in clash.parties} == {clash.slot}
            found |= {
                (clash.resource, day, frozenset(one.id for one in parties))
                for day in clash.days
                for parties in (list(occurrences_of(schedule, clash, day)),)
            }
    expected = brute_force(schedule, of_one_number)
    assert found == {one for one in expected if one[0].kind in (GROUP, SUBGROUP)}


def occurrences_of(schedule, clash, day):
    """The parties of a clash as occurrences of that day."""
    for party in clash.parties:
        if isinstance(party, Occurrence):
            yield party
        else:
            (found,) = (
                one for one in schedule.occurrences(party) if one.day == day and one.change is None
            )
            yield found


@settings(max_examples=200)
@given(schedules())
def test_exactly_the_pairs_a_walk_over_everything_finds(schedule):
    found = set()
    for clash in find_clashes(bookings_of(schedule), WEEKS):
        if clash.slot:
            continue
        assert clash.days
        assert len(clash.parties) > 1
        for day in clash.days:
            parties = list(occurrences_of(schedule, clash, day))
            assert {party.day for party in parties} == {day}
            pairs = [
                (one, other)
                for one, other in combinations(parties, 2)
                if one.time.overlaps(other.time)
            ]
            assert {party.id for pair in pairs for party in pair} == {one.id for one in parties}
            at_once = Counter(
                minute for one in parties for minute in range(one.time.starts, one.time.ends)
            )
            several = {minute for minute, lessons in at_once.items() if lessons > 1}
            assert several == set(range(clash.time.starts, clash.time.ends))
            found |= {
                (clash.resource, day, frozenset((one.id, other.id)))
                for one, other in pairs
                if clash.resource in shared(one, other)
            }
    assert found == brute_force(schedule)


@given(schedules(), lessons("new"))
def test_the_index_finds_for_a_new_lesson_what_the_whole_would_have_with_it(schedule, new):
    index = ClashIndex(WEEKS, bookings_of(schedule))
    own = list(bookings_of(Schedule(WEEKS, [new])))
    before = set(find_clashes(bookings_of(schedule), WEEKS))
    after = find_clashes([*bookings_of(schedule), *own], WEEKS)
    asked = index.clashes_with(*own)
    assert pairs_with(new, asked) == pairs_with(new, after)
    assert all(new in clash.parties for clash in asked)
    assert set(find_clashes(bookings_of(schedule), WEEKS)) == before


def pairs_with(new, clashes):
    return {
        (clash.resource, clash.slot, day, party)
        for clash in clashes
        if new in clash.parties
        for day in clash.days
        for party in clash.parties
        if party is not new and (clash.slot or party.time.overlaps(new.time))
        if shared(new, party) & {clash.resource}
    }


@given(schedules())
def test_a_removed_lesson_leaves_the_index(schedule):
    index = ClashIndex(WEEKS, bookings_of(schedule))
    for identifier in schedule.lessons:
        booked = [
            one for one in bookings_of(schedule)
            if getattr(one.lesson, "lesson", one.lesson.id) == identifier
        ]  # fmt: skip
        if booked:
            index.remove(identifier)
            with pytest.raises(NotFound):
                index.remove(identifier)
    for booking in bookings_of(schedule):
        others = index.clashes_with(booking)
        assert all(set(clash.parties) == {booking.lesson} for clash in others)


def test_a_lesson_does_not_clash_with_what_it_replaces():
    index = ClashIndex(WEEKS, [Booking(lesson(), 1)])
    assert index.clashes_with(Booking(lesson(room="1"), 1)) == ()
    assert index.clashes_with(Booking(lesson("l2"), 1))
    assert index.clashes_with(Booking(lesson("l2"), 2)) == ()


class TestByTheRule:
    def test_a_teacher_in_two_places(self):
        (clash,) = clashes_of(lesson(), lesson("l2", groups=("g2",)))
        assert clash.resource == Resource(TEACHER, "t1")
        assert [party.id for party in clash.parties] == ["l1", "l2"]
        assert (clash.time, len(clash.days)) == (Interval(480, 560), 3)
        assert str(clash.message) == (
            "The teacher “t1” has 2 lessons at once: 14.09.2026, 08:00–09:20."
        )

    def test_the_same_begin_but_shorter_is_caught(self):
        short = lesson("l2", groups=("g2",), time=Interval(480, 500))
        for made in ((lesson(), short), (short, lesson())):
            (clash,) = clashes_of(*made)
            assert clash.time == Interval(480, 500)

    def test_a_long_lesson_hides_none_behind_a_short_one(self):
        long = lesson("a", groups=("g1",), time=Interval(0, 300))
        short = lesson("b", groups=("g2",), time=Interval(10, 20))
        late = lesson("c", groups=("g3",), time=Interval(200, 210))
        found = clashes_of(long, short, late)
        assert [(clash.time, len(clash.parties)) for clash in found] == [
            (Interval(10, 20), 2),
            (Interval(200, 210), 2),
        ]

    def test_two_short_lessons_that_follow_each_other_are_two_clashes_of_a_long_one(self):
        long = lesson("a", groups=("g1",), time=Interval(0, 120))
        first = lesson("b", groups=("g2",), time=Interval(0, 60))
        second = lesson("c", groups=("g3",), time=Interval(60, 120))
        found = [(clash.time, clash.parties) for clash in clashes_of(long, first, second)]
        assert found == [
            (Interval(0, 60), (long, first)),
            (Interval(60, 120), (long, second)),
        ]

    def test_what_ends_when_the_other_begins_does_not_clash(self):
        assert clashes_of(lesson(), lesson("l2", slot=2, time=Interval(560, 600))) == ()
        (clash,) = clashes_of(lesson(), lesson("l2", teacher="t2", time=Interval(560, 600)))
        assert (clash.slot, clash.time) == (1, Interval(480, 600))
        assert str(clash.message) == (
            "The group g1 has 2 lessons of the number 1: 14.09.2026, 08:00–10:00."
        )

    def test_odd_and_even_weeks_do_not_clash(self):
        odd, even = lesson(weeks=Weeks.ODD), lesson("l2", weeks=Weeks.EVEN)
        assert clashes_of(odd, even) == ()
        assert kinds(clashes_of(odd, lesson("l2"))) == {TEACHER: 1, GROUP: 1}
        assert len(clashes_of(odd, lesson("l2"))[0].days) == 1 + 1  # weeks 3 and 5

    def test_validities_that_do_not_meet_do_not_clash(self):
        early = lesson(ends=SHORT.starts.replace(day=14))
        assert clashes_of(early, lesson("l2", starts=early.ends.replace(day=15))) == ()
        assert clashes_of(early, lesson("l2", starts=early.ends))

    def test_rooms_are_of_a_building(self):
        def room(identifier, building):
            return lesson(identifier, teacher="", groups=(identifier,), room="1", building=building)

        (clash,) = clashes_of(room("a", "x"), room("b", "x"))
        assert clash.resource == Resource(ROOM, "1", "x")
        assert clashes_of(room("a", "x"), room("b", "y")) == ()

    def test_no_room_and_no_teacher_are_no_resource(self):
        assert clashes_of(lesson(teacher=""), lesson("l2", teacher="", groups=("g2",))) == ()

    def test_a_stream_clashes_with_each_of_its_groups(self):
        stream = lesson("s", teacher="", groups=("g1", "g2"))
        (clash,) = clashes_of(stream, lesson("l2", teacher="", groups=("g2",)))
        assert clash.resource == Resource(GROUP, "g2")

    def test_subgroups_clash_with_themselves_and_the_whole_group(self):
        first, second, whole = (lesson(f"l{part}", teacher="", subgroup=part) for part in (1, 2, 0))
        assert clashes_of(first, second) == ()
        (clash,) = clashes_of(first, lesson("x", teacher="", subgroup=1))
        assert clash.resource == Resource(SUBGROUP, "g1", subgroup=1)
        found = clashes_of(first, second, whole)
        assert [clash.resource.subgroup for clash in found] == [1, 2]
        assert all(whole in clash.parties for clash in found)
        assert "Subgroup 1 of the group g1" in str(found[0].message)

    def test_two_lessons_of_the_whole_group_are_one_clash_of_the_group(self):
        divided = lesson("d", teacher="", weekday=2, subgroup=1)
        found = clashes_of(lesson("a", teacher=""), lesson("b", teacher=""), divided)
        assert [clash.resource for clash in found] == [Resource(GROUP, "g1")]

    def test_all_parties_are_named_together(self):
        made = [lesson(f"l{number}", groups=(f"g{number}",)) for number in range(5)]
        (clash,) = clashes_of(*made)
        assert list(clash.parties) == made

    def test_a_cancelled_lesson_makes_room(self):
        cancelled = Change("l1", WEEKS.day(3, 1), cancelled=True)
        found = clashes_of(lesson(), lesson("l2"), changes=[cancelled])
        assert {clash.days for clash in found} == {(WEEKS.day(4, 1), WEEKS.day(5, 1))}

    def test_a_moved_lesson_clashes_where_it_goes(self):
        day = WEEKS.day(3, 2)
        change = Change("l1", WEEKS.day(3, 1), day=day)
        (clash,) = clashes_of(lesson(), lesson("l2", weekday=2, groups=("g2",)), changes=[change])
        assert clash.days == (day,)
        assert {getattr(party, "lesson", party.id) for party in clash.parties} == {"l1", "l2"}

    def test_a_lesson_moved_onto_its_own_next_week_clashes_with_itself(self):
        change = Change("l1", WEEKS.day(3, 1), day=WEEKS.day(4, 1))
        found = clashes_of(lesson(), changes=[change])
        assert kinds(found) == {TEACHER: 1, GROUP: 1}
        assert {clash.days for clash in found} == {(WEEKS.day(4, 1),)}

    def test_every_kind_has_its_sentence(self):
        first = lesson(room="1")
        sentences = {str(clash.message) for clash in clashes_of(first, lesson("l2", room="1"))}
        assert len(sentences) == 3
        assert not any("${" in sentence for sentence in sentences)


@given(st.integers(2, 400))
def test_a_crowd_at_one_hour_is_one_clash(crowd):
    """What is reported grows with the lessons, not with their pairs."""
    made = [lesson(f"l{number}", groups=(f"g{number}",)) for number in range(crowd)]
    bookings = [Booking(one, WEEKS.held(one)) for one in made]
    (clash,) = find_clashes(bookings, WEEKS)
    assert len(clash.parties) == crowd
