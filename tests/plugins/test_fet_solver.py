"""FET: from our lists through its real solver (Debian's ``fet``) into our timetable."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import attrs
import pytest

from oshj_core.errors import Invalid
from oshj_core.exchange import change_count
from oshj_core.grading import shipped_schemes
from oshj_core.lists import Problems, apply, plan, read_lists
from oshj_core.testing import MemorySource, files_of
from oshj_core.timetable import Room, RoomKind, Weeks
from oshj_plugins.fet.format import Fet
from oshj_portal.demo.university import make_university
from tests.plugins.fet_files import (
    ACT,
    LESSONS,
    ROOMS,
    SEMESTER,
    clashes_in,
    exchange_of,
    found_in,
    lesson,
    load_of,
    out,
    small_source,
    solve,
    stored,
    taken_in,
    tree,
)
from tests.support.university import LECTURE, PRACTICE


def test_the_solver_makes_our_timetable(tmp_path):
    exchange = exchange_of(small_source())
    solved = solve(out(exchange), tmp_path)["ours_data_and_timetable.fet"]
    found = taken_in(exchange, solved)
    assert change_count(found) == 4
    lessons = exchange.source.timetable.in_semester(SEMESTER)
    assert sorted(one.assignment for one in lessons) == ["a-anat", "a-lab", "a-lec", "a-prac"]
    assert all(one.room for one in lessons)
    assert clashes_in(exchange) == ()
    again = found_in(exchange, solved)
    assert change_count(again) == 0


def test_what_has_its_hour_stays_there_and_the_rest_is_placed_around_it(tmp_path):
    exchange = exchange_of(small_source())
    exchange.source.timetable.put(LESSONS[0])
    # A lesson with dates of its own: FET is told only that the hour is taken.
    short = lesson(PRACTICE, 1, 2, room=ROOMS[0], ends=date(2026, 9, 20))
    exchange.source.timetable.put(short)
    exchange.source.loads.put(load_of(PRACTICE, 32))
    data = out(exchange)
    taken_in(exchange, solve(data, tmp_path)["ours_data_and_timetable.fet"])
    assert {attrs.evolve(LESSONS[0], id="x"), attrs.evolve(short, id="x")} <= stored(exchange)
    assert clashes_in(exchange) == ()


def test_two_weekly_lessons_of_the_load_are_placed_in_odd_or_even_weeks(tmp_path):
    exchange = exchange_of(small_source())
    # In 16 weeks 48 academic hours are 24 lessons, one and a half a week, and 16 are 8.
    exchange.source.loads.put(load_of(PRACTICE, 48))
    exchange.source.loads.put(load_of(LECTURE, 16))
    taken_in(exchange, solve(out(exchange), tmp_path)["ours_data_and_timetable.fet"])
    weeks = defaultdict(list)
    for one in exchange.source.timetable.in_semester(SEMESTER):
        weeks[one.assignment].append(one.weeks)
    assert len(weeks["a-prac"]) == 2
    assert weeks["a-prac"].count(Weeks.EVERY) == 1
    assert len(weeks["a-lec"]) == 1
    assert weeks["a-lec"] != [Weeks.EVERY]
    assert clashes_in(exchange) == ()
    # As much as the load plans is in the timetable now: nothing more is asked for.
    assert len(tree(exchange).findall(".//Activity")) == 5


def test_the_result_of_the_solver_may_lie_beside_the_file_it_was_made_from(tmp_path):
    exchange = exchange_of(small_source())
    data = out(exchange)
    files = {"ours.fet": data, **solve(data, tmp_path)}
    whole = Fet().read(files_of(files), exchange)
    assert not isinstance(whole, Problems)
    del files["ours_data_and_timetable.fet"]
    beside = Fet().read(files_of(files), exchange)
    assert not isinstance(beside, Problems), beside.errors
    assert beside.digest == whole.digest
    # The list of activities alone says nothing of teachers and groups.
    with pytest.raises(Invalid, match="Activities_Timetable"):
        Fet().read(files_of({"a.xml": files["ours_activities.xml"]}), exchange)
    other = files["ours_activities.xml"].replace(b"<Id>4</Id>", b"<Id>99</Id>")
    wrong = Fet().read(files_of({**files, "ours_activities.xml": other}), exchange)
    assert isinstance(wrong, Problems)
    assert {(one.sheet, one.column) for one in wrong.errors} == {
        ("ours_activities.xml", "Activity 99"),
        ("ours.fet", "Activity 4"),
    }


def demo_source() -> MemorySource:
    """The demo's university with its rooms and load, and no timetable."""
    made = make_university(100, 7, date(2026, 11, 23))
    source, schemes = MemorySource(), shipped_schemes()
    lists = read_lists(made.sheets(), source.university, schemes)
    assert not isinstance(lists, Problems)
    changes = plan(lists, source.university, source.registers, schemes)
    apply(changes, source.university, source.registers, schemes, source.audit, ACT)
    kinds = (RoomKind.CLASSROOM, RoomKind.LECTURE_HALL, RoomKind.LABORATORY)
    for number in range(12):
        seats = 120 if number % 3 == 1 else 32
        room = Room(f"k-{number}", "Башкы корпус", str(100 + number), seats, kinds[number % 3])
        source.rooms.put(room)
    for stream in made.streams:
        for taught in stream.taught:
            source.loads.put(load_of(taught.assignment, 32 * len(taught.hours)))
    return source


def test_the_demo_s_university_goes_through_the_solver_and_comes_back_without_a_clash(tmp_path):
    exchange = exchange_of(demo_source())
    assert len(tree(exchange).findall(".//Activity")) > 60
    solved = solve(out(exchange), tmp_path)["ours_data_and_timetable.fet"]
    taken_in(exchange, solved)
    assert clashes_in(exchange) == ()
    source = exchange.source
    taught = Counter(one.assignment for one in source.timetable.in_semester(SEMESTER))
    assert set(taught) == {one.id for one in source.university.assignments}
    # What FET has made goes out as it came in, and needs no solver any more.
    assert change_count(found_in(exchange, out(exchange))) == 0
    seats = {(room.building, room.name): room.seats for room in source.rooms}
    for one in source.timetable.in_semester(SEMESTER):
        if one.room and not one.subgroup:
            people = [who for who in source.university.students if who.group in one.groups]
            assert seats[one.building, one.room] >= len(people)


def test_a_lesson_in_a_room_too_small_for_it_is_no_reason_to_refuse_the_whole_file(tmp_path):
    source = small_source()
    source.rooms.put(attrs.evolve(ROOMS[0], seats=1))
    source.timetable.put(LESSONS[0])
    solved = solve(out(exchange_of(source)), tmp_path)
    assert any(name.endswith("_data_and_timetable.fet") for name in solved)
