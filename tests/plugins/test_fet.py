"""FET: the contract of formats, what becomes what, and the way through the real solver."""

from __future__ import annotations

import io
from datetime import date

import attrs
import pytest

from oshj_core.errors import Invalid
from oshj_core.exchange import change_count
from oshj_core.kyrgyz import fold
from oshj_core.lists import Problems
from oshj_core.ports import Lesson
from oshj_core.structure import LessonKind
from oshj_core.testing import ExchangeFormatContract, MemorySource, written
from oshj_core.timetable import (
    Schedule,
)
from oshj_plugins.fet.format import Fet
from oshj_plugins.fet.host import host_of
from oshj_plugins.fet.reading import read_fet
from tests.plugins.fet_files import (
    ACT,
    LESSONS,
    ROOMS,
    SEMESTER,
    errors_in,
    exchange_of,
    found_in,
    lesson,
    out,
    placed_source,
    small_source,
    stored,
    taken_in,
    tree,
)
from tests.support.university import ANATOMY, PRACTICE


class TestContract(ExchangeFormatContract):
    @pytest.fixture
    def exchange_format(self):
        return Fet()

    @pytest.fixture
    def exchange(self):
        return exchange_of(placed_source())

    @pytest.fixture
    def empty(self):
        return exchange_of(small_source())


# Out


def texts(element, path):
    return [one.text or "" for one in element.findall(path)]


def test_groups_are_fet_s_groups_in_years_of_a_speciality_and_their_parts_its_subgroups():
    root = tree(exchange_of(small_source()))
    assert texts(root, ".//Year/Name") == ["АУБ, 2024", "ДЛ, 2024"]
    assert texts(root, ".//Year/Group/Name") == ["АУБ-1-24", "АУБ-2-24", "ДЛ-1-24"]
    assert texts(root, ".//Group/Subgroup/Name") == ["АУБ-1-24 (1)", "АУБ-1-24 (2)"]
    assert texts(root, ".//Group/Number_of_Students") == ["4", "1", "1"]
    assert texts(root, ".//Subgroup/Number_of_Students") == ["2", "2"]


def test_a_year_never_has_the_name_of_a_group():
    source = small_source()
    group = attrs.evolve(source.university.groups.get("ДЛ-1-24"), id="АУБ, 2024")
    source.university.groups.put(group)
    source.university.assignments.put(attrs.evolve(ANATOMY, id="a-2", groups=(group.id,)))
    sets = texts(tree(exchange_of(source)), ".//Students_List//Name")
    assert len(sets) == len({fold(name) for name in sets})


def test_an_activity_says_the_whole_assignment():
    activities = tree(exchange_of(placed_source())).findall(".//Activity")
    said = {
        one.findtext("Comments"): (
            one.findtext("Teacher"),
            one.findtext("Subject"),
            texts(one, "Students"),
            texts(one, "Activity_Tag")[0],
            one.findtext("Duration"),
        )
        for one in activities
    }
    assert said == {
        "a-anat": ("other", "anatomy", ["ДЛ-1-24"], "лекция", "2"),
        "a-lab": ("bekov", "algebra", ["АУБ-1-24 (2)"], "лабораториялык иш", "2"),
        "a-lec": ("asanova", "algebra", ["АУБ-1-24", "АУБ-2-24"], "лекция", "2"),
        "a-prac": ("asanova", "algebra", ["АУБ-1-24"], "практикалык сабак", "1"),
    }


def test_without_odd_and_even_weeks_an_hour_is_an_hour():
    root = tree(exchange_of(small_source()))
    assert texts(root, ".//Hour/Name") == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert set(texts(root, ".//Activity/Duration")) == {"1"}
    assert texts(root, ".//Days_List/Day/Name")[:2] == ["дүйшөмбү", "шейшемби"]
    halves = texts(tree(exchange_of(placed_source())), ".//Hour/Name")
    assert halves[:4] == ["1 так", "1 жуп", "2 так", "2 жуп"]


def test_without_a_semester_or_lessons_nothing_is_written():
    with pytest.raises(Invalid, match="Choose the semester"):
        written(Fet(), exchange_of(small_source(), ""))
    source = MemorySource()
    source.university.semesters.put(small_source().university.semesters.get(SEMESTER))
    with pytest.raises(Invalid, match="Nothing is taught"):
        written(Fet(), exchange_of(source))


def test_a_lesson_no_room_of_its_kind_is_large_enough_for_has_no_rule_for_rooms():
    source = small_source()
    source.rooms.put(attrs.evolve(ROOMS[0], seats=2))
    source.rooms.put(attrs.evolve(ROOMS[1], seats=2))
    tags = {
        one.findtext("Comments"): texts(one, "Activity_Tag")
        for one in tree(exchange_of(source)).findall(".//Activity")
    }
    assert tags["a-lec"] == ["лекция"]
    assert tags["a-anat"] == ["лекция", "аудитория: лекция"]


# In


def changed(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """The file with the first place of each text replaced."""
    found = data.decode()
    for old, new in pairs:
        assert old in found
        found = found.replace(old, new, 1)
    return found.encode()


def line_of(data: bytes, part: str) -> int:
    """The line in which the text stands first."""
    return data.decode().split(part)[0].count("\n") + 1


def test_dates_of_their_own_and_weeks_come_back():
    exchange = exchange_of(placed_source())
    exchange.source.timetable.put(lesson(PRACTICE, 4, 1, starts=date(2026, 9, 3)))
    data = out(exchange)
    assert b"a-prac | 2026-09-03/2026-12-20" in data
    empty = exchange_of(small_source())
    taken_in(empty, data)
    assert stored(empty) == stored(exchange)


def test_another_hour_room_and_week_are_the_difference_that_is_shown():
    exchange = exchange_of(placed_source())
    data = changed(
        out(exchange),
        ("<Preferred_Day>дүйшөмбү</Preferred_Day>", "<Preferred_Day>жума</Preferred_Day>"),
        ("<Room>r-2</Room>", "<Room>r-1</Room>"),
    )
    found = found_in(exchange, data)
    assert not isinstance(found, Problems), found.errors
    (part,) = found.parts
    assert [one.id for one in part.added] == ["a-anat"]
    assert {(field.heading, field.after) for field in part.added[0].fields} >= {("Күнү", "жума")}
    assert [one.id for one in part.changed] == ["a-anat"]
    assert str(found.notes[0]).startswith(
        "Lessons of the load's rows that the file names, but which it leaves out: 1."
    )
    found.apply(ACT, lambda done, total: None)
    assert attrs.evolve(LESSONS[4], id="x") not in stored(exchange)
    assert len(stored(exchange)) == 5


def test_a_clash_is_told_at_its_activity_and_nothing_is_applied():
    exchange = exchange_of(placed_source())
    data = changed(
        out(exchange),
        ("<Room>r-2</Room>", "<Room>r-1</Room>"),
    )
    ((line, column, words),) = errors_in(exchange, data)
    assert (line, column) == (line_of(data, "<Activity>"), "Activity 1")
    assert words.startswith("Room 101 has 2 lessons at once")
    assert stored(exchange) == stored(exchange_of(placed_source()))


NAMES = [
    ("<Name>other</Name>", "<Name>Stranger</Name>", "<Teacher>other<", "<Teacher>Stranger<"),
    ("<Name>anatomy</Name>", "<Name>Stranger</Name>", "<Subject>anatomy<", "<Subject>Stranger<"),
    ("<Name>ДЛ-1-24</Name>", "<Name>Stranger</Name>", "<Students>ДЛ-1-24<", "<Students>Stranger<"),
    ("<Name>r-2</Name>", "<Name>Stranger</Name>", "<Room>r-2<", "<Room>Stranger<"),
]


@pytest.mark.parametrize("names", NAMES, ids=["teacher", "subject", "group", "room"])
def test_a_name_that_means_nothing_here_is_told_once_where_it_is_given(names):
    exchange = exchange_of(placed_source())
    data = out(exchange).decode().replace(names[2], names[3]).encode()
    data = changed(data, names[:2])
    found = errors_in(exchange, data)
    # A list says the name on the line after its element begins.
    line = line_of(data, names[1]) - 1
    assert {(row, words) for row, _column, words in found} == {
        (line, "There is no “Stranger” here")
    }
    assert len(found) == 1


def test_people_subjects_and_rooms_are_known_by_their_names_too():
    exchange = exchange_of(placed_source())
    data = out(exchange).decode()
    for code, name in (
        ("other", "Otherова Г. Т."),
        ("anatomy", "АНАТОМИЯ"),
        ("r-1", "Башкы корпус, 101"),
    ):
        data = data.replace(f">{code}</", f">{name}</")
    assert change_count(found_in(exchange, data.encode())) == 0


def test_a_year_stands_for_its_groups():
    exchange = exchange_of(placed_source())
    data = changed(
        out(exchange),
        (
            "<Students>АУБ-1-24</Students>\n\t<Students>АУБ-2-24</Students>",
            "<Students>АУБ, 2024</Students>",
        ),
    )
    assert change_count(found_in(exchange, data)) == 0


def test_all_parts_of_a_group_are_the_group():
    exchange = exchange_of(placed_source())
    both = "<Students>АУБ-1-24 (1)</Students><Students>АУБ-1-24 (2)</Students>"
    data = changed(
        out(exchange),
        (
            "<Students>АУБ-1-24</Students>\n\t<Students>АУБ-2-24</Students>",
            f"{both}<Students>АУБ-2-24</Students>",
        ),
    )
    assert change_count(found_in(exchange, data)) == 0


WRONG = [
    # two teachers, no teacher, no students, a part of a stream
    ("<Teacher>other</Teacher>", "<Teacher>other</Teacher><Teacher>bekov</Teacher>",
     "A lesson has one teacher"),
    ("<Teacher>other</Teacher>", "", "A lesson has one teacher"),
    ("<Students>ДЛ-1-24</Students>", "", "A lesson is for a group at least"),
    ("<Students>ДЛ-1-24</Students>",
     "<Students>ДЛ-1-24</Students><Students>АУБ-1-24 (1)</Students>",
     "A lesson is for whole groups or for one subgroup"),
    # another teacher than the load has
    ("<Teacher>other</Teacher>", "<Teacher>bekov</Teacher>", "The load of the semester has no"),
    ("<Duration>2</Duration>", "<Duration>99</Duration>", "It lasts longer than the day"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), WRONG)
def test_an_activity_that_is_no_lesson_of_ours_is_told_by_its_id(old, new, words):
    exchange = exchange_of(placed_source())
    data = changed(out(exchange), (old, new))
    ((_line, column, said),) = errors_in(exchange, data)
    assert column.startswith("Activity 1")
    assert said.startswith(words)


def test_rows_of_the_load_that_differ_in_the_kind_alone_are_told_apart_by_the_tag():
    source = placed_source()
    other = attrs.evolve(ANATOMY, id="a-sem", kind=LessonKind.SEMINAR)
    source.university.assignments.put(other)
    source.timetable.put(lesson(other, 5, 1))
    exchange = exchange_of(source)
    data = out(exchange).decode()
    without = data.replace("<Comments>a-anat</Comments>", "<Comments></Comments>").replace(
        "<Comments>a-sem</Comments>", "<Comments></Comments>"
    )
    assert change_count(found_in(exchange, without.encode())) == 0
    vague = without.replace("\t<Activity_Tag>лекция</Activity_Tag>\n", "", 1)
    ((_line, column, words),) = errors_in(exchange, vague.encode())
    assert column == "Activity 1"
    assert words == "Several rows of the load fit: a-anat, a-sem"


def test_a_virtual_room_of_several_and_another_mode_have_no_place():
    exchange = exchange_of(placed_source())
    data = out(exchange)
    rooms = "<Real_Room>r-1</Real_Room><Real_Room>r-3</Real_Room>"
    several = changed(data, ("<Room>r-2</Room>", f"<Room>r-2</Room>{rooms}"))
    ((_line, column, words),) = errors_in(exchange, several)
    assert (column, words) == (
        "Activity 1, Room",
        "A lesson is in one room, here are several: r-1, r-3",
    )
    halves = changed(data, ("<Mode>Official</Mode>", "<Mode>Mornings_Afternoons</Mode>"))
    assert [column for _line, column, _words in errors_in(exchange, halves)] == ["Mode"]


def test_what_is_no_part_of_a_timetable_is_named_in_the_notes():
    exchange = exchange_of(placed_source())
    rule = "<ConstraintTeachersMaxGapsPerWeek/>"
    begin = "<Time_Constraints_List>"
    data = changed(out(exchange), (begin, f"{begin}\n{rule}"))
    found = found_in(exchange, data)
    assert not isinstance(found, Problems)
    line = line_of(data, rule)
    said = f"Not read: ConstraintTeachersMaxGapsPerWeek (1, the first in line {line})."
    assert said in map(str, found.notes)


def test_a_lesson_that_has_been_opened_stays():
    exchange = exchange_of(placed_source())
    register = exchange.source.registers.get("ДЛ-1-24:anatomy:2026-1")
    data = changed(
        out(exchange),
        ("<Preferred_Day>дүйшөмбү</Preferred_Day>", "<Preferred_Day>ишемби</Preferred_Day>"),
    )
    before = found_in(exchange, data).digest
    open_one(exchange, register)
    found = found_in(exchange, data)
    assert found.digest != before
    (part,) = found.parts
    (ended,) = part.changed
    assert [(one.heading, one.after) for one in ended.fields] == [("Аяктаган күнү", "07.09.2026")]


def open_one(exchange, register):
    """Open the first lesson of anatomy in the journal, as a teacher does (4.3)."""
    host = host_of(exchange)
    (anatomy,) = (
        one
        for one in exchange.source.timetable.in_semester(SEMESTER)
        if one.assignment == ANATOMY.id
    )
    schedule = Schedule(host.weeks_of(SEMESTER), [anatomy], (), host.key)
    first = next(iter(schedule.occurrences(anatomy)))
    register.put_lesson(
        Lesson(first.id, ANATOMY.id, "other", first.day, first.slot, ANATOMY.kind, 1)
    )


def test_a_solved_file_is_plain_values():
    solved = read_fet(io.BytesIO(out(exchange_of(placed_source()))))
    assert not isinstance(solved, Problems)
    assert (solved.mode, solved.institution) == ("Official", "oshj 2026-1")
    one = solved.activities["3"]
    assert (one.teachers, one.students) == (("asanova",), ("АУБ-1-24", "АУБ-2-24"))
    place = solved.places["3"]
    assert (solved.days[place.day].name, solved.hours[place.hour].name) == ("дүйшөмбү", "1 так")
    assert solved.rooms[place.room].building == "Башкы корпус"
