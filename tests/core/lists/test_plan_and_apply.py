"""What a file would change is shown, then exactly that is done; the same again does nothing."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.journal import Act
from oshj_core.lists import SHEETS, apply
from oshj_core.ports import Lesson
from oshj_core.roles import Actor
from oshj_core.structure import LessonKind
from tests.core.lists.conftest import FILE, OCTOBER, Store, copy_of


def fields(changes):
    return [
        (change.sheet.name, change.after.id, one.heading, one.before, one.after)
        for change in changes.changes
        for one in change.fields
    ]


def roster(store, journal):
    return [
        (member.student, member.subgroup, member.joined, member.left)
        for member in store.registers.get(journal).roster()
    ]


FIRST, SECOND = "АУБ-1-24:algebra:2026-1", "АУБ-2-24:algebra:2026-1"


def test_the_first_file_adds_everything_and_opens_the_journals(store, file):
    changes = store.load(file)
    assert {one.before for one in changes.changes} == {None}
    assert len(changes.changes) == sum(len(rows) - 1 for rows in file.values())
    assert roster(store, FIRST) == [("s2", 2, None, None), ("s1", 1, None, None)]
    assert roster(store, SECOND) == [("s3", 0, None, None)]
    assert store.registers.get(FIRST).scheme == store.schemes["example-100"]
    assert store.university.semesters.get("2026-1").module(2).entry.closes.day == 26


def test_each_added_value_leaves_an_event(store, file):
    store.load(file)
    (event,) = store.audit.about("student:s1")
    assert (event.action, event.actor, event.request) == ("list.add", "admin", "request-1")
    assert event.before == ""
    assert event.after == (
        "Коду: s1; Фамилиясы: Үсөн кызы; Аты: Каныкей; Тайпасы: АУБ-1-24; Тайпача: 1; "
        "Окуп жатат: ооба"
    )


def test_the_same_file_again_changes_nothing(store, file):
    store.load(file)
    before = store.everything()
    changes = store.load(file, at=OCTOBER)
    assert changes.changes == ()
    assert changes.notes == ()
    assert sum(changes.unchanged.values()) == sum(len(rows) - 1 for rows in file.values())
    assert store.everything() == before


def test_a_changed_file_changes_just_that(store, file):
    store.load(file)
    events = len(store.audit.latest(1000))
    file["students"][1][1] = "Үсөн кызы Асан"
    file["units"][1][1] = "Алгебра жана геометрия"
    changes = store.load(file, at=OCTOBER)
    assert fields(changes) == [
        ("units", "ALG", "Аталышы", "Алгебра кафедрасы", "Алгебра жана геометрия"),
        ("students", "s1", "Фамилиясы", "Үсөн кызы", "Үсөн кызы Асан"),
    ]
    assert len(store.audit.latest(1000)) == events + 2
    event = store.audit.about("unit:ALG")[-1]
    assert (event.action, event.before, event.after) == (
        "list.change",
        "Аталышы: Алгебра кафедрасы",
        "Аталышы: Алгебра жана геометрия",
    )


def test_what_the_file_lacks_is_named_and_stays(store, file):
    store.load(file)
    del file["students"][2]
    del file["teachers"][2]
    changes = store.load(file)
    assert changes.changes == ()
    assert changes.missing["students"] == ("s2",)
    assert changes.missing["teachers"] == ("t2",)
    assert "s2" in store.university.students


SPRING = (
    *("01.02.2027", "04.04.2027", "01.02.2027", "11.04.2027"),
    *("05.04.2027", "06.06.2027", "05.04.2027", "13.06.2027"),
)


def test_an_empty_sheet_and_old_semesters_miss_nothing(store, file):
    store.load(file)
    file["semesters"].append(["2026-2", "2026", "2", "01.02.2027", "30.06.2027", *SPRING])
    file["assignments"][1][0] = "a2"
    file["assignments"][1][4] = "2026-2"
    del file["students"][1:]
    changes = store.plan(file)
    assert not any(changes.missing.values())


def test_who_left_is_marked_not_removed(store, file):
    store.load(file)
    file["students"][2][5] = "жок"
    store.load(file, at=OCTOBER)
    assert not store.university.students.get("s2").active
    assert roster(store, FIRST) == [("s2", 2, None, OCTOBER.date()), ("s1", 1, None, None)]
    del file["students"][2]
    assert store.plan(file).missing["students"] == ()


def test_a_student_who_moves_leaves_one_journal_and_joins_the_other(store, file):
    store.load(file)
    file["students"][1][3:5] = ["АУБ-2-24", ""]
    store.load(file, at=OCTOBER)
    day = OCTOBER.date()
    assert roster(store, FIRST) == [("s2", 2, None, None), ("s1", 1, None, day)]
    assert roster(store, SECOND) == [("s3", 0, None, None), ("s1", 0, day, None)]


def test_journals_of_a_semester_that_is_over_stay(store, file):
    store.load(file)
    before = store.registers.get(FIRST).roster()
    file["students"][1][3:5] = ["АУБ-2-24", ""]
    store.load(file, at=OCTOBER.replace(year=2027))
    assert store.registers.get(FIRST).roster() == before


def test_a_newcomer_of_a_journal_that_is_new_belongs_from_the_beginning(store, file):
    store.load(file)
    file["subjects"].append(["geometry", "Геометрия", "ALG", "3"])
    file["students"].append(["s4", "Жаңы", "Студент", "АУБ-2-24", "", ""])
    file["assignments"].append(
        ["a2", "t2", "geometry", "АУБ-2-24", "2026-1", "лекция", "зачёт", "pass-fail"]
    )
    store.load(file, at=OCTOBER)
    assert roster(store, SECOND)[-1] == ("s4", 0, OCTOBER.date(), None)
    assert {joined for _, _, joined, _ in roster(store, "АУБ-2-24:geometry:2026-1")} == {None}


def test_an_open_journal_keeps_its_scheme_and_says_so(store, file):
    store.load(file)
    scheme = store.registers.get(FIRST).scheme
    file["assignments"][1][6:8] = ["зачёт", "pass-fail"]
    file["assignments"][1][1] = "t2"
    file["assignments"][1][3] = "АУБ-1-24"
    changes = store.load(file)
    assert [str(note) for note in changes.notes] == [
        f"The journal {FIRST} is open already and keeps the grading scheme it was opened with.",
        f"The journal {SECOND} keeps what was entered; a1 no longer fills it.",
        "The lessons held under a1 keep t1 as their teacher.",
    ]
    assert store.registers.get(FIRST).scheme == scheme


def test_those_who_share_a_journal_change_its_scheme_together(store, file):
    row = ["a2", "t2", "algebra", "АУБ-1-24", "2026-1", "семинар", "экзамен", "example-100"]
    file["assignments"].append(row)
    store.load(file)
    for one in file["assignments"][1:]:
        one[7] = "ects"
    store.load(file)
    assert {one.scheme for one in store.university.assignments} == {"ects"}
    del file["assignments"][1]
    file["assignments"][1][7] = "example-100"
    [error] = store.read(file).errors
    assert (error.row, error.column) == (2, "Баалоо схемасы")
    assert str(error.text) == "a1 names another scheme for the same journal"


def test_what_was_entered_outlives_every_import(store, file):
    store.load(file)
    register = store.registers.get(FIRST)
    lesson = Lesson("x", "a1", "t1", OCTOBER.date(), 1, LessonKind.LECTURE, 1)
    register.put_lesson(lesson)
    file["assignments"][1][1] = "t2"
    store.load(file)
    assert register.lessons() == [lesson]


def test_progress_ends_at_the_total(store, file):
    told = []
    apply(
        store.plan(file),
        store.university,
        store.registers,
        store.schemes,
        store.audit,
        Act(Actor("admin"), OCTOBER, "r"),
        lambda done, total: told.append((done, total)),
    )
    assert told == [(step, len(told)) for step in range(1, len(told) + 1)]


def test_the_digest_tells_sets_apart(store, file):
    first = store.plan(file).digest
    assert store.plan(file).digest == first
    file["students"][1][1] = "Башка"
    assert store.plan(file).digest != first
    store.load(file)
    assert store.plan(file).digest != first


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_example_of_each_sheet_reads_back(sheet):
    assert len(sheet.example) == len(sheet.columns)
    row = {column.name: column.default for column in sheet.columns}
    for column, cell in zip(sheet.columns, sheet.example, strict=True):
        if cell:
            row[column.name] = column.parse(cell)
    assert sheet.cells(sheet.make(row)) == sheet.example


_NAMES = st.sampled_from(["Асанов", "Үсөнова", "Ёлкин", "Оморов уулу"])
_STUDENTS = st.lists(
    st.tuples(
        st.integers(1, 6).map("s{}".format),
        _NAMES,
        _NAMES,
        st.sampled_from([("АУБ-1-24", ""), ("АУБ-1-24", "2"), ("АУБ-2-24", "")]),
        st.sampled_from(["", "ооба", "жок"]),
    ),
    unique_by=lambda row: row[0],
    max_size=6,
)


def with_students(students):
    file = copy_of(FILE)
    file["students"][1:] = [
        [code, family, given, *place, active] for code, family, given, place, active in students
    ]
    return file


@settings(max_examples=60, deadline=None)
@given(st.lists(_STUDENTS, min_size=1, max_size=4))
def test_after_any_files_the_last_again_changes_nothing(files):
    store = Store()
    for students in files:
        store.load(with_students(students), at=OCTOBER)
    before = store.everything()
    assert store.load(with_students(files[-1]), at=OCTOBER).changes == ()
    assert store.everything() == before


@settings(max_examples=60, deadline=None)
@given(_STUDENTS, _STUDENTS)
def test_any_second_file_changes_just_its_differences(first, second):
    store = Store()
    store.load(with_students(first))
    stored = {one.id: one for one in store.university.students}
    events = len(store.audit.latest(1000))
    changes = store.load(with_students(second), at=OCTOBER)
    differing = {one.after.id for one in changes.changes if stored.get(one.after.id) != one.after}
    assert {one.after.id for one in changes.changes} == differing
    assert len(store.audit.latest(1000)) == events + len(differing)
    for identifier in stored.keys() - {row[0] for row in second}:
        assert store.university.students.get(identifier) == stored[identifier]
    for group in ("АУБ-1-24", "АУБ-2-24"):
        members = {
            member.student
            for member in store.registers.get(f"{group}:algebra:2026-1").roster()
            if member.left is None
        }
        active = {one.id for one in store.university.students_of(group) if one.active}
        assert members == active


def test_a_value_is_compared_as_a_whole(store, file):
    store.load(file)
    student = store.university.students.get("s1")
    store.university.students.put(attrs.evolve(student, subgroup=2))
    (change,) = store.plan(file).changes
    assert [(one.before, one.after) for one in change.fields] == [("2", "1")]


def test_a_closed_semester_stays_as_it_is(store, file):
    store.load(file)
    closed = attrs.evolve(store.university.semesters.get("2026-1"), closed=True)
    store.university.semesters.put(closed)
    assert not store.load(file, at=OCTOBER).changes
    file["semesters"][1][4] = "25.01.2027"
    changes = store.load(file, at=OCTOBER)
    assert not changes.changes
    assert [str(note) for note in changes.notes] == [
        "The semester 2026-1 is closed and stays as it is."
    ]
    assert store.university.semesters.get("2026-1") == closed
