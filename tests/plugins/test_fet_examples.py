"""FET: every file of Debian's ``fet-data``, real timetables of schools, colleges, universities."""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from xml.etree import ElementTree

import attrs
import pytest

from oshj_core.academic_calendar.bells import BellTable
from oshj_core.calendar import Semester
from oshj_core.lists import Problems
from oshj_core.people import PersonName, Staff
from oshj_core.structure import Assignment, ControlForm, Group, LessonKind, Subject, Unit, UnitKind
from oshj_core.testing import MemorySource, files_of
from oshj_core.timetable import Room, Weeks
from oshj_plugins.fet.format import Fet
from oshj_plugins.fet.host import host_of
from oshj_plugins.fet.incoming import compare
from oshj_plugins.fet.reading import OFFICIAL, read_fet
from oshj_plugins.fet.solved import Solved
from oshj_plugins.fet.taking import take
from tests.plugins.fet_files import ACT, EXAMPLES, SEMESTER, exchange_of, solve

FILES = sorted(EXAMPLES.rglob("*.fet"))
SHORT = [one.relative_to(EXAMPLES).as_posix() for one in FILES]
SAVED_SOLVED = [one for one in SHORT if one.endswith("_data_and_timetable.fet")]
LOCKED = [
    "FET-5-mornings-afternoons/Morocco-old-format/1/farabi090909locked02.fet",
    "FET-5-mornings-afternoons/Morocco/1/farabi090909locked02.fet",
    "FET-5-official/Spain/4-secondary-and-vocational-school/SPAIN_20-21-locked.fet",
    "FET-5-official/United-Arab-Emirates/IBDP-School-2016.fet",
    "FET-6-mornings-afternoons/Algeria/6-by-Benahmed-Abdelkrim/test_10_locked.fet",
    "FET-6-mornings-afternoons/Morocco/1/farabi090909locked02.fet",
]
"""Files in which the author has fixed the time of every activity."""


@cache
def read(name):
    with (EXAMPLES / name).open("rb") as file:
        return read_fet(file, name)


def named(element, path):
    return [one.text or "" for one in element.findall(path)]


def active(element):
    return (element.findtext("Active") or "true").strip() in ("true", "yes")


def times_of(root):
    """Day and hour of each active activity that has one for certain, as another parser sees it."""
    found = {}
    for one in root.iter("ConstraintActivityPreferredStartingTime"):
        if active(one) and float(one.findtext("Weight_Percentage")) == 100:
            day, hour = one.findtext("Preferred_Day"), one.findtext("Preferred_Hour")
            found[one.findtext("Activity_Id")] = (day, hour)
    activities = {one.findtext("Id") for one in root.iter("Activity") if active(one)}
    return {one: found[one] for one in activities & found.keys()}, activities


@pytest.mark.parametrize("name", SHORT)
def test_a_file_is_a_whole_timetable_or_says_exactly_what_is_missing(name):
    root = ElementTree.parse(EXAMPLES / name).getroot()
    times, activities = times_of(root)
    outcome = read(name)
    if isinstance(outcome, Solved):
        placed = {
            identifier: (outcome.days[place.day].name, outcome.hours[place.hour].name)
            for identifier, place in outcome.places.items()
        }
        assert placed == times
        assert times.keys() == activities == outcome.activities.keys()
        for one in root.iter("Activity"):
            if active(one):
                found = outcome.activities[one.findtext("Id")]
                assert list(found.teachers) == named(one, "Teacher")
                assert list(found.students) == named(one, "Students")
                assert found.subject == (one.findtext("Subject") or "")
        return
    assert times.keys() != activities or name in ODD
    lines = (EXAMPLES / name).read_bytes().count(b"\n") + 1
    assert all(error.sheet == name and 0 <= error.row <= lines for error in outcome.errors)
    missing = {
        error.column.removeprefix("Activity ")
        for error in outcome.errors
        if str(error.text) == "It has no starting time"
    }
    assert missing == (activities - times.keys() if times else set())
    others = [error for error in outcome.errors if str(error.text) != "It has no starting time"]
    allowed = WITHOUT_TIMETABLE if not times else ()
    assert all(str(error.text).startswith(allowed + ODD.get(name, ())) for error in others), others


WITHOUT_TIMETABLE = ("The file holds no timetable: none of the",)
TERMS = ("Timetables with several terms",)
ODD = {
    "FET-6-terms/1/puris_2020-2021_9_01.fet": TERMS,
    "FET-6-terms/2/puris_12-const7.fet": TERMS,
    "FET-6-terms/2/puris_12-const78_01.fet": TERMS,
}


@pytest.mark.parametrize("name", [*SAVED_SOLVED, *LOCKED])
def test_a_solved_file_loads(name):
    assert isinstance(read(name), Solved)


def test_the_examples_are_there():
    assert len(FILES) >= 200
    assert any("Russian-Medical-College" in name for name in SHORT)
    assert len(SAVED_SOLVED) >= 20


@pytest.mark.parametrize("name", [*SAVED_SOLVED, *LOCKED])
def test_what_a_foreign_timetable_names_is_told_by_its_line(name):
    """Nothing of a foreign institution is known here: every name it uses is told, once."""
    solved = read(name)
    source = MemorySource()
    source.university.semesters.put(WINTER)
    files = files_of({name: (EXAMPLES / name).read_bytes()})
    outcome = Fet().read(files, exchange_of(source))
    assert isinstance(outcome, Problems)
    told = defaultdict(set)
    for error in outcome.errors:
        told[error.column].add(error.row)
    used = solved.activities.values()
    assert told["Teacher"] == {solved.teachers[one].line for a in used for one in a.teachers}
    assert told["Subject"] == {solved.subjects[a.subject].line for a in used}
    assert told["Students"] == {solved.students[one].line for a in used for one in a.students}
    places = solved.places.values()
    rooms = {one for place in places for one in (place.real_rooms or (place.room,)) if one}
    assert told["Room"] == {solved.rooms[one].line for one in rooms}


WINTER = Semester(SEMESTER, 2026, 1, date(2026, 9, 1), date(2026, 12, 20), ())


def university_of(solved) -> MemorySource:
    """Our lists with everybody and everything the timetable names, under codes of our own."""
    source = MemorySource()
    university = source.university
    university.units.put(Unit("u", "Unit", UnitKind.FACULTY))
    university.semesters.put(WINTER)
    hours = range(1, len(solved.hours) + 1)
    bells = BellTable.of({hour: (f"{hour:02}:00", f"{hour:02}:50") for hour in hours})
    university.calendar.bells.put(bells)
    teachers, subjects, keys = {}, {}, {}
    for number, name in enumerate(solved.teachers):
        teachers[name] = f"t{number}"
        university.staff.put(Staff(f"t{number}", PersonName(name, ""), "u"))
    for number, name in enumerate(solved.subjects):
        subjects[name] = f"s{number}"
        university.subjects.put(Subject(f"s{number}", name, "u", 1))
    for activity in solved.activities.values():
        for name in activity.students:
            university.groups.put(Group(name, "u", "X", 2026))
        key = (activity.teachers, activity.subject, frozenset(activity.students))
        keys.setdefault(key, activity)
    for number, room in enumerate(solved.rooms.values()):
        source.rooms.put(Room(f"r{number}", room.building, room.name))
    for number, activity in enumerate(keys.values()):
        university.assignments.put(
            Assignment(
                f"a{number}", teachers[activity.teachers[0]], subjects[activity.subject],
                tuple(sorted(set(activity.students))), SEMESTER, LessonKind.LECTURE,
                ControlForm.EXAM, "example-100",
            )
        )  # fmt: skip
    return source


def with_our_names(solved):
    """The same in the mode, the days and hours of FET that we know: those were renamed."""
    days = [attrs.evolve(day, name=str(number)) for number, day in enumerate(solved.days, 1)]
    return with_our_hours(attrs.evolve(solved, mode=OFFICIAL, days=tuple(days)))


def with_our_hours(solved):
    """The same with numbered hours, and without what has no place here; the docs name it."""
    hours = [attrs.evolve(hour, name=str(number)) for number, hour in enumerate(solved.hours, 1)]
    real = {
        identifier: one
        for identifier, one in solved.activities.items()
        if len(one.teachers) == 1 and one.students and len(solved.places[identifier].real_rooms) < 2
    }
    return attrs.evolve(solved, hours=tuple(hours), activities=real)


def becomes_ours(solved, name) -> MemorySource:
    """The university of the timetable, after it was applied there."""
    source = university_of(solved)
    host = host_of(exchange_of(source))
    sheet = take(solved, host, SEMESTER, name)
    assert not isinstance(sheet, Problems), sheet.errors[:3]
    incoming = compare(sheet, host, source.audit, SEMESTER, name)
    assert not isinstance(incoming, Problems), incoming.errors[:3]
    incoming.apply(ACT, lambda done, total: None)
    return source


@pytest.mark.parametrize("name", [one for one in LOCKED if "official" in one])
def test_a_foreign_timetable_becomes_ours_where_its_people_are_known(name):
    solved = with_our_names(read(name))
    wanted = Counter(
        (place.day + 1, place.hour + hour + 1, frozenset(activity.students))
        for identifier, activity in solved.activities.items()
        for place in [solved.places[identifier]]
        for hour in range(activity.duration)
    )
    lessons = becomes_ours(solved, name).timetable.in_semester(SEMESTER)
    assert len(lessons) > 1000
    assert Counter((one.weekday, one.slot, frozenset(one.groups)) for one in lessons) == wanted


def without_rules(data: bytes) -> bytes:
    """The file without the wishes of its author, which the solver would need minutes for."""
    text = data.decode("utf-8-sig")
    return re.sub(r"<(Constraint(?!Basic)\w+)>.*?</\1>\s*", "", text, flags=re.DOTALL).encode()


def test_the_two_weeks_of_the_russian_medical_college_become_odd_and_even_ones(tmp_path):
    name = "FET-5-official/Russia/Russian-Medical-College/timetable-ru.fet"
    files = solve(without_rules((EXAMPLES / name).read_bytes()), tmp_path, "college")
    solved = read_fet(io.BytesIO(files["college_data_and_timetable.fet"]), name)
    assert isinstance(solved, Solved)
    assert (solved.days[0].name, solved.days[6].name) == ("А-Понедельник", "В-Понедельник")
    ours = with_our_hours(solved)
    assert len(ours.activities) > 400
    wanted = Counter(
        (place.day, place.hour + hour + 1, frozenset(activity.students))
        for identifier, activity in ours.activities.items()
        for place in [ours.places[identifier]]
        for hour in range(activity.duration)
    )
    weeks = {Weeks.ODD: (0,), Weeks.EVEN: (6,), Weeks.EVERY: (0, 6)}
    lessons = becomes_ours(ours, name).timetable.in_semester(SEMESTER)
    assert wanted == Counter(
        (one.weekday - 1 + week, one.slot, frozenset(one.groups))
        for one in lessons
        for week in weeks[one.weeks]
    )
    assert {one.weeks for one in lessons} == set(Weeks)
