"""FET: what names of days and hours mean, bells that differ, doctests."""

from __future__ import annotations

import doctest
from datetime import date

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oshj_core.academic_calendar import Reach
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.calendar import DEFAULT_BELLS
from oshj_core.enrolment import open_registers
from oshj_core.exchange import change_count
from oshj_core.grading import shipped_schemes
from oshj_core.lists import Problems
from oshj_core.structure import Group
from oshj_core.timetable import Bells, Weeks, weekly_lesson
from oshj_plugins.fet import names
from oshj_plugins.fet.comments import Remark, read_remark
from oshj_plugins.fet.grid import Cell, Day, cell_of, day_of, joined
from oshj_plugins.fet.host import host_of, weekly_of
from tests.plugins.fet_files import (
    LESSONS,
    ROOMS,
    clashes_in,
    errors_in,
    exchange_of,
    found_in,
    lesson,
    out,
    placed_source,
    small_source,
    solve,
    stored,
    taken_in,
    tree,
)
from tests.support.university import ANATOMY, AUTUMN, LABORATORY, LECTURE, PRACTICE


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("дүйшөмбү", Day(1, Weeks.EVERY)),
        ("Вторник", Day(2, Weeks.EVERY)),
        (" Wednesday ", Day(3, Weeks.EVERY)),
        ("4", Day(4, Weeks.EVERY)),
        ("А-Пятница", Day(5, Weeks.ODD)),
        ("B-Friday", Day(5, Weeks.EVEN)),
        ("В-ишемби", Day(6, Weeks.EVEN)),
        ("8", None),
        ("А-", None),
        ("С-Пятница", None),
        ("الأحد", None),
        ("", None),
    ],
)
def test_days(name, day):
    assert day_of(name) == day


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("1", Cell(1, Weeks.EVERY)),
        ("2 так", Cell(2, Weeks.ODD)),
        ("2 ЖУП", Cell(2, Weeks.EVEN)),
        ("3 нечетная", Cell(3, Weeks.ODD)),
        ("08:00", Cell(1, Weeks.EVERY)),
        ("9.30-10.50", Cell(2, Weeks.EVERY)),
        ("08:05", None),
        ("2 x", None),
        ("A", None),
        ("", None),
        ("100", None),
    ],
)
def test_hours(name, cell):
    assert cell_of(name, Bells.parse()) == cell


def test_both_halves_of_an_hour_are_every_week():
    odd, even = Cell(2, Weeks.ODD), Cell(2, Weeks.EVEN)
    assert joined([odd, even]) == [Cell(2, Weeks.EVERY)]
    assert joined([even, Cell(3, Weeks.ODD)]) == [even, Cell(3, Weeks.ODD)]


def test_remarks_of_strangers_name_nothing():
    assert read_remark("first half | of the year/2026") == Remark("first half")
    assert read_remark("") == Remark("")


def test_the_examples_are_right():
    assert doctest.testmod(names) == doctest.TestResults(0, 1)


def with_groups(*codes):
    """The small university with groups whose names a keyboard without ү does not tell apart,
    each with a lecture that stands in the timetable."""
    source = placed_source()
    university = source.university
    for number, code in enumerate(codes, 1):
        university.groups.put(Group(code, "math", "МБ", 2024))
        lecture = attrs.evolve(LECTURE, id=f"like-{number}", teacher="other", groups=(code,))
        university.assignments.put(lecture)
        open_registers(university, source.registers, lecture, shipped_schemes())
        source.timetable.put(lesson(lecture, number, 5))
    return source


def test_names_that_look_alike_are_told_apart_by_their_codes():
    exchange = exchange_of(with_groups("МУБ-1-24", "МҮБ-1-24"))
    data, before = out(exchange), stored(exchange)
    for one in list(exchange.source.timetable.in_semester("2026-1")):
        exchange.source.timetable.remove(one.id)
    taken_in(exchange, data)
    assert {(one.assignment, *one.groups) for one in stored(exchange)} >= {
        ("like-1", "МУБ-1-24"),
        ("like-2", "МҮБ-1-24"),
    }
    assert stored(exchange) == before


def test_a_name_that_two_groups_may_have_is_told_at_its_line():
    exchange = exchange_of(with_groups("МУБ-1-24", "МҮБ-1-24"))
    data = out(exchange).replace("МУБ-1-24".encode(), "муб-1-24".encode())
    ((line, column, words),) = errors_in(exchange, data)
    assert data.splitlines()[line - 1].strip() == b"<Group>"
    assert (column, words) == ("Students", "“муб-1-24” may be several: МУБ-1-24, МҮБ-1-24")


def test_a_group_called_like_a_subgroup_of_another_is_told():
    groups = [Group("МУБ", "math", "МБ", 2024, 2), Group("МУБ (1)", "math", "МБ", 2024)]
    found = names.student_sets(groups)
    assert found.find("МУБ (1)") == (("МУБ", 1), ("МУБ (1)", 0))
    assert found.find("МУБ") == (("МУБ", 0),)
    assert found.find("муб (2)") == (("МУБ", 2),)


def test_rooms_whose_names_look_alike_are_told():
    source = placed_source()
    source.rooms.put(attrs.evolve(ROOMS[0], id="r-9", building="Башкы корпүс"))
    exchange = exchange_of(source)
    data = out(exchange).replace(b"<Name>r-1</Name>", b"<Name>101</Name>")
    data = data.replace(b"<Room>r-1</Room>", b"<Room>101</Room>")
    ((_line, column, words),) = errors_in(exchange, data)
    assert (column, words) == ("Room", "“101” may be several: r-1, r-9")


@pytest.mark.parametrize("code", ["a-lec", "a-lec | 2026-09-01/2026-10-10"])
def test_a_comment_that_names_another_s_row_of_the_load_is_told_at_its_activity(code):
    exchange = exchange_of(placed_source())
    root = tree(exchange)
    (anatomy,) = (one for one in root.iter("Activity") if one.findtext("Subject") == "anatomy")
    data = out(exchange).replace(b"<Comments>a-anat<", f"<Comments>{code}<".encode())
    assert data != out(exchange)
    ((_line, column, words),) = errors_in(exchange, data)
    assert column == f"Activity {anatomy.findtext('Id')}, Comments"
    assert words == "“a-lec” is the row of the load of other lessons"


def with_short_days(source):
    """The medical faculty has four lessons a day, which begin half an hour later."""
    times = {
        1: ("08:30", "09:50"), 2: ("10:00", "11:20"), 3: ("12:00", "13:20"), 4: ("13:30", "14:50"),
    }  # fmt: skip
    source.university.calendar.bells.put(BellTable.of(times, Reach(unit="med")))
    return source


def test_a_group_is_not_available_where_its_bells_have_no_lesson(tmp_path):
    exchange = exchange_of(with_short_days(small_source()))
    (off,) = tree(exchange).findall(".//ConstraintStudentsSetNotAvailableTimes")
    assert off.findtext("Students") == "ДЛ-1-24"
    hours = {one.findtext("Hour") for one in off.findall("Not_Available_Time")}
    assert hours == {str(slot) for slot in DEFAULT_BELLS} - {"1", "2", "3", "4"}
    assert len(off.findall("Not_Available_Time")) == 6 * len(hours)
    taken_in(exchange, solve(out(exchange), tmp_path)["ours_data_and_timetable.fet"])
    assert clashes_in(exchange) == ()


def test_hours_that_overlap_by_the_clock_alone_are_a_clash_here():
    """FET knows numbers only: 1 is from 08:30 in one faculty, 2 from 09:30 in the other."""
    exchange = exchange_of(with_short_days(small_source()))
    timetable = exchange.source.timetable
    early = weekly_lesson(
        "early",
        ANATOMY,
        AUTUMN,
        host_of(exchange).bells_of("ДЛ-1-24"),
        weekday=1,
        slot=1,
        room=ROOMS[1].name,
        building=ROOMS[1].building,
        ends=AUTUMN.modules[-1].ends,
    )
    for one in (early, lesson(LECTURE, 1, 2, room=ROOMS[0]), *LESSONS[1:4]):
        timetable.put(one)
    data = out(exchange)
    assert change_count(found_in(exchange, data)) == 0
    same_room = data.replace(b"<Room>r-2</Room>", b"<Room>r-1</Room>", 1)
    ((_line, column, words),) = errors_in(exchange, same_room)
    assert column == "Activity 1"
    assert words == "Room 101 has 2 lessons at once: 07.09.2026, 09:30–09:50."


SLOTS = st.integers(1, 8)
DAYS = st.integers(1, 6)


@st.composite
def timetables(draw):
    """Any lessons of the small university, with or without rooms, dates, parity."""
    source = small_source()
    keys = set()
    for _ in range(draw(st.integers(1, 8))):
        assignment = draw(st.sampled_from([LECTURE, PRACTICE, LABORATORY, ANATOMY]))
        weekday, slot, weeks = draw(DAYS), draw(SLOTS), draw(st.sampled_from(Weeks))
        if (assignment.id, weekday, slot) in keys:
            continue
        keys.add((assignment.id, weekday, slot))
        room = draw(st.sampled_from([None, *ROOMS]))
        more = draw(
            st.sampled_from(
                [
                    {},
                    {"ends": date(2027, 1, 24)},
                    {"ends": date(2026, 10, 10)},
                    {"starts": date(2026, 10, 1)},
                ]
            )
        )
        one = lesson(assignment, weekday, slot, weeks, room, **more)
        if draw(st.integers(0, 5)) == 0:
            one = attrs.evolve(one, teacher="bekov")
        source.timetable.put(one)
    return source


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=timetables())
def test_any_timetable_that_is_complete_changes_nothing_where_it_came_from(source):
    exchange = exchange_of(source)
    # Of a timetable without a plain lesson there may be nothing to write.
    assume(weekly_of(host_of(exchange), "2026-1").plain)
    root, data, before = tree(exchange), out(exchange), stored(exchange)
    places = root.findall(".//ConstraintActivityPreferredStartingTime")
    asked = root.findall(".//Activity")
    found = found_in(exchange, data)
    if len(places) < len(asked):
        assert isinstance(found, Problems)
    else:
        assert not isinstance(found, Problems), found.errors
        assert change_count(found) == 0
    assert stored(exchange) == before
