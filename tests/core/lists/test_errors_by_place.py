"""Every kind of error is found, with its sheet, row and column and what to do."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.grading import shipped_schemes
from oshj_core.lists import SHEETS, Lists, Problems, read_lists
from oshj_core.lists.problems import KEPT_ERRORS
from oshj_core.testing import MemoryUniversity
from tests.core.lists.conftest import rows_of

BIG = 20_000


def places(found):
    assert isinstance(found, Problems)
    return [(error.sheet, error.row, error.column, str(error.text)) for error in found.errors]


def put(sheet, row, column, value):
    """A change of one cell; ``row`` is the row's number in the sheet."""

    def change(file):
        file[sheet][row - 1][file[sheet][0].index(column)] = value

    return change


def add(sheet, *cells):
    return lambda file: file[sheet].append(list(cells))


UNITS, TEACHERS, GROUPS = "Түзүмдүк бөлүмдөр", "Окутуучулар", "Тайпалар"
STUDENTS, LOAD, SEMESTERS = "Студенттер", "Окуу жүктөмү", "Семестрлер"

ONE_ERROR = {
    "empty": (put("students", 3, "given_name", " "), STUDENTS, 3, "Аты", "is empty"),
    "kind": (put("units", 2, "kind", "кафедре"), UNITS, 2, "Түрү", "“кафедре” is not known"),
    "yes or no": (put("students", 2, "active", "балким"), STUDENTS, 2, "Окуп жатат", "not known"),
    "number": (put("groups", 2, "entry_year", "24ж"), GROUPS, 2, "Кабыл алынган жылы", "“24ж”"),
    "range": (put("groups", 2, "entry_year", "1924"), GROUPS, 2, "Кабыл алынган жылы", "range"),
    "superscript": (put("groups", 2, "subgroups", "²"), GROUPS, 2, "Тайпачалардын саны", "whole"),
    "date": (put("semesters", 2, "ends", "31.02.2027"), SEMESTERS, 2, "Аягы", "no such day"),
    "order of dates": (put("semesters", 2, "ends", "01.08.2026"), SEMESTERS, 2, "Аягы", "before"),
    "code of semester": (put("semesters", 2, "number", "2"), SEMESTERS, 2, "Коду", "not fit"),
    "date of module missing": (
        put("semesters", 2, "module1_ends", ""), SEMESTERS, 2, "1-модуль аягы", "no such date",
    ),
    "module outside": (
        put("semesters", 2, "module1_starts", "01.08.2026"),
        SEMESTERS, 2, "1-модуль башталышы", "outside the semester",
    ),
    "module overlaps": (
        put("semesters", 2, "module2_starts", "25.10.2026"),
        SEMESTERS, 2, "2-модуль башталышы", "before the one before it ends",
    ),
    "window backwards": (
        put("semesters", 2, "module2_entry_closes", "01.10.2026"),
        SEMESTERS, 2, "2-модуль киргизүү жабылат", "before the beginning",
    ),
    "twice": (
        add("students", "s2", "Башка", "Бирөө", "АУБ-2-24", "", ""),
        STUDENTS, 5, "Коду", "stands in row 3 already",
    ),
    "a teacher's code": (
        add("students", "t1", "Башка", "Бирөө", "АУБ-2-24", "", ""),
        STUDENTS, 5, "Коду", "belongs to «Окутуучулар»",
    ),
    "a unit's code": (
        add("groups", "ALG", "MATH", "АУБ", "2024", ""),
        GROUPS, 4, "Коду", "belongs to «Түзүмдүк бөлүмдөр»",
    ),
    "slash": (add("units", "A/B", "Аты", "кафедра", ""), UNITS, 4, "Коду", "“A/B” has a sign"),
    "colon": (add("units", "A:B", "Аты", "кафедра", ""), UNITS, 4, "Коду", "“A:B” has a sign"),
    "dots": (add("units", "..", "Аты", "кафедра", ""), UNITS, 4, "Коду", "“..” has a sign"),
    "long code": (add("units", "x" * 41, "Аты", "кафедра", ""), UNITS, 4, "Коду", "41 characters"),
    "long text": (put("units", 2, "name", "а" * 201), UNITS, 2, "Аталышы", "201 characters"),
    "unknown unit": (put("teachers", 3, "unit", "XX"), TEACHERS, 3, "Бөлүмү", "no “XX”"),
    "unknown parent": (put("units", 2, "parent", "XX"), UNITS, 2, "Жогорку бөлүмү", "no “XX”"),
    "unknown group": (put("students", 2, "group", "XX"), STUDENTS, 2, "Тайпасы", "no “XX”"),
    "unknown group of a stream": (
        put("assignments", 2, "groups", "АУБ-1-24; XX"), LOAD, 2, "Тайпалар", "no “XX”",
    ),
    "unknown teacher": (put("assignments", 2, "teacher", "XX"), LOAD, 2, "Окутуучу", "no “XX”"),
    "unknown subject": (put("assignments", 2, "subject", "XX"), LOAD, 2, "Дисциплина", "no “XX”"),
    "unknown semester": (put("assignments", 2, "semester", "2027-1"), LOAD, 2, "Семестр", "2027-1"),
    "unknown scheme": (put("assignments", 2, "scheme", "XX"), LOAD, 2, "Баалоо схемасы", "no “XX”"),
    "group twice in a stream": (
        put("assignments", 2, "groups", "АУБ-1-24;АУБ-1-24"), LOAD, 2, "Тайпалар", "named twice",
    ),
    "no group": (put("assignments", 2, "groups", " ; "), LOAD, 2, "Тайпалар", "not a list"),
    "unit under itself": (
        put("units", 3, "parent", "ALG"), UNITS, 2, "Жогорку бөлүмү", "ALG lies under itself",
    ),
    "unit its own parent": (
        put("units", 3, "parent", "MATH"), UNITS, 3, "Жогорку бөлүмү", "MATH lies under itself",
    ),
    "no such subgroup": (
        put("students", 2, "subgroup", "3"), STUDENTS, 2, "Тайпача", "2 subgroups",
    ),
    "two schemes of a journal": (
        add("assignments", "a2", "t2", "algebra", "АУБ-2-24", "2026-1", "семинар", "экзамен",
            "pass-fail"),
        LOAD, 3, "Баалоо схемасы", "Row 2 names another scheme",
    ),
    "two forms of control of a journal": (
        add("assignments", "a2", "t2", "algebra", "АУБ-2-24", "2026-1", "семинар", "курстук иш",
            "example-100"),
        LOAD, 3, "Текшерүү формасы", "Row 2 names another form of control",
    ),
    "scheme for another form of control": (
        put("assignments", 2, "control", "зачёт"),
        LOAD, 2, "Баалоо схемасы", "not for this form of control",
    ),
    "scheme with more modules": (
        lambda file: [row.__delitem__(slice(9, None)) for row in file["semesters"]],
        LOAD, 2, "Баалоо схемасы", "has 2 modules, semester 2026-1 has 1",
    ),
    "failed formula": (put("units", 2, "name", "#REF!"), UNITS, 2, "Аталышы", "#REF!"),
    "value without heading": (
        lambda file: file["units"][1].extend(["", "бөтөн"]), UNITS, 2, "", "Column 6 has a value",
    ),
    "unknown column": (
        lambda file: file["units"][0].append("түс"),
        UNITS, 1, "түс", "column is not known",
    ),
    "column twice": (
        lambda file: file["units"][0].append("Коду"),
        UNITS, 1, "Коду", "there twice",
    ),
    "column missing": (
        lambda file: [row.pop(1) for row in file["units"]], UNITS, 1, "Аталышы", "is missing",
    ),
    "sheet missing": (lambda file: file.pop("units"), UNITS, 0, "", "sheet is missing"),
    "sheet unknown": (
        lambda file: file.update({"студентер": [["id"]]}), "студентер", 0, "", "sheet is not known",
    ),
    "sheet twice": (
        lambda file: file.update({UNITS: [["id"]]}), UNITS, 0, "", "sheet is there twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_ERROR)
def test_one_error_is_reported_once_and_by_its_place(store, file, name):
    change, sheet, row, column, words = ONE_ERROR[name]
    change(file)
    found = store.read(file)
    assert [(error[:3]) for error in places(found)] == [(sheet, row, column)]
    assert words in str(found.errors[0].text)
    assert found.errors[0].advice is not None
    assert found.count == 1
    assert store.everything()[2] == 0


def test_a_stream_has_no_subgroup(store, file):
    for row, word in zip(file["assignments"], ["subgroup", "1"], strict=True):
        row.append(word)
    assert [one[:3] for one in places(store.read(file))] == [(LOAD, 2, "Тайпача")]


def test_no_subgroup_is_struck_that_is_still_taught(store, file):
    for row, word in zip(file["assignments"], ["subgroup", ""], strict=True):
        row.append(word)
    laboratory = [*file["assignments"][1][:3], "АУБ-1-24", *file["assignments"][1][4:-1], "2"]
    file["assignments"].append(["a2", *laboratory[1:]])
    store.load(file)
    taught = file["assignments"].pop()
    put("groups", 2, "subgroups", "")(file)
    del file["students"][2:]
    put("students", 2, "subgroup", "")(file)
    (found,) = places(store.read(file))
    assert found[:3] == (GROUPS, 2, "Тайпачалардын саны")
    after = store.university.semesters.get("2026-1").ends + timedelta(days=1)
    assert isinstance(read_lists(rows_of(file), store.university, store.schemes, after), Lists)
    # The same file may give the assignment to the whole group.
    file["assignments"].append([*taught[:-1], ""])
    assert isinstance(store.read(file), Lists)


def test_all_errors_come_at_once_in_the_order_of_the_file(store, file):
    for name in ("two schemes of a journal", "unknown unit", "kind", "empty", "unknown group"):
        ONE_ERROR[name][0](file)
    found = [one[:3] for one in places(store.read(file))]
    assert found == [
        (UNITS, 2, "Түрү"),
        (TEACHERS, 3, "Бөлүмү"),
        (STUDENTS, 2, "Тайпасы"),
        (STUDENTS, 3, "Аты"),
        (LOAD, 3, "Баалоо схемасы"),
    ]


def test_what_is_stored_may_be_referred_to(store, file):
    store.load(file)
    for name, rows in file.items():
        if name != "students":
            del rows[1:]
    del file["semesters"]
    file["students"].append(["s4", "Жаңы", "Студент", "АУБ-2-24", "", ""])
    assert isinstance(store.read(file), Lists)


def test_headings_are_accepted_in_kyrgyz_too(store, file):
    kyrgyz = {}
    for sheet in SHEETS:
        headings = {column.name: column.heading for column in sheet.columns}
        first, *rows = file[sheet.name]
        kyrgyz[f" {sheet.heading.upper()} "] = [[headings[name] for name in first], *rows]
    assert store.read(kyrgyz) == store.read(file)


def test_kinds_are_accepted_in_each_of_their_words(store, file):
    right = store.read(file)
    for words in (("department", "faculty"), ("Кафедра", "ФАКУЛЬТЕТ")):
        put("units", 2, "kind", words[0])(file)
        put("units", 3, "kind", words[1])(file)
        assert store.read(file) == right


def test_look_alike_letters_become_one_code(store, file):
    put("students", 2, "group", "AУБ-1-24")(file)  # a Latin A
    put("students", 2, "family_name", "Ұсѳн кызы")(file)
    lists = store.read(file)
    assert lists.values["students"][0].group == "АУБ-1-24"
    assert lists.values["students"][0].name.family == "Үсөн кызы"


def test_the_explanations_are_not_data(store, file):
    file["Түшүндүрмө"] = [["Барак", "Тилке"], ["ар нерсе"]]
    file["Sheet1"] = []
    assert isinstance(store.read(file), Lists)


def test_rows_keep_the_numbers_of_the_file(store, file):
    put("students", 4, "group", "XX")(file)
    rows = {name: list(enumerate(lines, start=1)) for name, lines in file.items()}
    rows["students"][3] = (17, rows["students"][3][1])
    found = read_lists(rows, store.university, store.schemes)
    assert [one[:3] for one in places(found)] == [(STUDENTS, 17, "Тайпасы")]


def test_a_file_of_nothing_but_errors_is_counted_in_full(store, file):
    file["students"] += [["s/", "", "", "XX", "9" * 30, "?"]] * BIG
    found = store.read(file)
    assert found.count == BIG * 6
    assert len(found.errors) == KEPT_ERRORS


def test_the_time_for_rubbish_grows_with_its_length_only(store, file):
    def seconds(rows):
        file["students"][1:] = [
            [f"s{number}", "x" * 300, "#N/A", "ЖОК/", "-1", "?"] for number in range(rows)
        ]
        start = time.process_time()
        store.read(file)
        return time.process_time() - start

    seconds(100)
    assert seconds(8 * 2000) < 8 * 3 * seconds(2000)


_WORDS = st.sampled_from(
    [word for sheet in SHEETS for word in (sheet.name, *(one.name for one in sheet.columns))]
)
_CELLS = st.one_of(_WORDS, st.text(max_size=50), st.integers().map(str))


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.one_of(st.sampled_from([sheet.name for sheet in SHEETS]), st.text(max_size=9)),
        st.lists(st.lists(_CELLS, max_size=9), max_size=6),
        max_size=8,
    )
)
def test_no_rubbish_breaks_the_reading(file):
    rows = {name: list(enumerate(lines, start=1)) for name, lines in file.items()}
    found = read_lists(rows, MemoryUniversity(), shipped_schemes())
    assert isinstance(found, Problems)
    assert found.count >= len(found.errors) > 0
