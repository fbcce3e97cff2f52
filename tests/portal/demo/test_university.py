"""The lists of the demo university, without a database."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from oshj_core.accounts import login_for
from oshj_core.grading import shipped_schemes
from oshj_core.lists import Problems, read_lists
from oshj_core.structure import LessonKind, UnitKind
from oshj_core.testing import MemoryUniversity
from oshj_portal.demo.calendar import semester_around, teaching_days
from oshj_portal.demo.people import character
from oshj_portal.demo.university import make_university

TODAY = date(2026, 11, 23)


def test_every_day_of_the_year_lies_in_the_second_module_of_its_semester():
    for number in range(366):
        today = date(2026, 1, 1) + timedelta(days=number)
        first, second = semester_around(today).modules
        assert first.entry.closes < today
        assert second.starts < today <= second.ends
        assert today in second.entry


def test_in_november_it_is_the_autumn_semester():
    semester = semester_around(TODAY)
    assert (semester.id, semester.starts) == ("2026-1", date(2026, 9, 1))
    assert semester.modules[0].ends == date(2026, 10, 24)


def test_lessons_are_held_on_no_sunday_and_no_holiday():
    off = {date(2026, 9, 2), date(2026, 11, 7)}
    days = list(teaching_days(semester_around(TODAY), TODAY, off))
    assert days[0] == date(2026, 9, 1)
    assert days[-1] == TODAY
    assert not {day.weekday() for day in days} & {6}
    assert not off & set(days)


@pytest.mark.parametrize("students", [100, 300, 1234])
def test_a_university_of_any_size_has_what_was_asked_for(students):
    made = make_university(students, 1, TODAY)
    assert len({student.id for student in made.students}) == students
    sizes = Counter(student.group for student in made.students)
    assert sizes.keys() == {group.id for group in made.groups}
    assert all(20 <= size <= 30 for size in sizes.values())
    assert {unit.kind for unit in made.units} >= {
        UnitKind.FACULTY,
        UnitKind.INSTITUTE,
        UnitKind.HIGHER_SCHOOL,
        UnitKind.COLLEGE,
        UnitKind.DEPARTMENT,
        UnitKind.OFFICE,
    }
    assert "АУБ-1-24" in sizes
    assert any(one.is_stream for one in made.assignments)
    assert any(one.subgroup for one in made.assignments)
    assert {one.kind for one in made.assignments} >= {
        LessonKind.LECTURE,
        LessonKind.PRACTICAL,
        LessonKind.LABORATORY,
    }


def test_sizes_outside_of_what_is_promised_are_refused():
    with pytest.raises(ValueError, match="100 to 50000"):
        make_university(99, 1, TODAY)
    with pytest.raises(ValueError, match="100 to 50000"):
        make_university(50_001, 1, TODAY)


def test_the_seed_alone_decides():
    made = make_university(150, 3, TODAY)
    assert made == make_university(150, 3, TODAY)
    assert made.students != make_university(150, 4, TODAY).students


@pytest.mark.parametrize("students", [100, 1500])
def test_the_lists_are_right_as_a_file_would_have_to_be(students):
    made = make_university(students, 2, TODAY)
    lists = read_lists(made.sheets(), MemoryUniversity(), shipped_schemes())
    assert not isinstance(lists, Problems), lists.errors
    assert len(lists.values["students"]) == students


def test_nobody_is_in_two_places_at_once():
    made = make_university(1500, 1, TODAY)
    taken = Counter(
        (who, hour.weekday, hour.slot)
        for stream in made.streams
        for taught in stream.taught
        for hour in taught.hours
        for who in (taught.assignment.teacher, *taught.assignment.groups)
    )
    assert max(taken.values()) == 1


def test_names_are_kyrgyz_in_their_forms_and_have_a_latin_one():
    students = make_university(2000, 1, TODAY).students
    names = [student.name for student in students]
    kin = [name for name in names if name.family.endswith((" уулу", " кызы"))]
    assert 0.05 < len(kin) / len(names) < 0.2
    assert {name.patronymic for name in kin} == {""}
    for name in names:
        woman = name.family.endswith(("а", "кызы"))
        if name.patronymic:
            assert name.patronymic.endswith("вна" if woman else "вич"), name
        assert name.latin.isascii()
    assert any("Ө" in name.full or "ү" in name.full for name in names)


def test_a_code_makes_a_login():
    made = make_university(100, 1, TODAY)
    for person in (*made.students, *made.staff):
        assert login_for(person.id) == person.id


def test_students_differ_in_ability_and_keep_theirs():
    people = [character(1, f"s{number}") for number in range(500)]
    assert people == [character(1, f"s{number}") for number in range(500)]
    assert min(one.ability for one in people) < 0.35
    assert max(one.ability for one in people) > 0.9
    assert 0.05 < sum(bool(one.ill) for one in people) / 500 < 0.3
