"""OneRoster: the contract of formats, and what becomes what."""

from __future__ import annotations

import csv
import doctest
import io
import re
from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oshj_core.calendar import Semester
from oshj_core.enrolment import open_registers
from oshj_core.errors import Invalid
from oshj_core.exchange import Exchange
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.kyrgyz import normalise
from oshj_core.lists import Problems
from oshj_core.lists.cells import identifier
from oshj_core.people import PersonName, Staff, Student
from oshj_core.ports import Member
from oshj_core.register import Entry, EntryKind, Field, cells_of
from oshj_core.roles import Actor
from oshj_core.structure import (
    Assignment,
    ControlForm,
    Group,
    LessonKind,
    StudyForm,
    Subject,
    Unit,
    UnitKind,
)
from oshj_core.testing import (
    ExchangeFormatContract,
    MemoryHoldings,
    MemorySource,
    files_of,
    written,
)
from oshj_plugins.oneroster import cells, ids
from oshj_plugins.oneroster.format import OneRoster
from oshj_plugins.oneroster.ids import code as to_code
from oshj_plugins.oneroster.ids import guid, joined
from oshj_plugins.oneroster.manifest import plugin
from oshj_plugins.oneroster.tables import V11, V12
from tests.support.university import AUTUMN, JOURNAL, build_university

NOW = datetime(2026, 9, 28, 10, 0, tzinfo=timezone(timedelta(hours=6)))
# Forms of control and schemes that fit a semester with two modules, and one without.
CHOICES = {
    "2026-1": [(ControlForm.EXAM, "example-100"), (ControlForm.PASS_FAIL, "pass-fail")],
    "2026-2": [(ControlForm.EXAM, "ects"), (ControlForm.PASS_FAIL, "school-5")],
}


def small_source() -> MemorySource:
    """The small university of the tests."""
    source = MemorySource()
    build_university(
        SimpleNamespace(
            university=source.university, registers=source.registers, holdings=MemoryHoldings()
        )
    )
    return source


def exchange_of(source, semester="") -> Exchange:
    return Exchange(source, NOW, semester, shipped_schemes())


class TestContract(ExchangeFormatContract):
    @pytest.fixture(params=plugin.exchange_formats, ids=lambda one: one.version)
    def exchange_format(self, request):
        return request.param

    @pytest.fixture
    def exchange(self):
        return exchange_of(small_source())


CODES = st.text("абвгдеёжзийклмнңоөпрстуүфхцчшъыьэюяABCxyz019-_() ", min_size=1, max_size=12).map(
    lambda text: normalise(f"k{text}")
)
WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30
).map(lambda text: normalise(f"А{text}"))


@st.composite
def universities(draw):
    """A source whose lists could have come from a workbook."""
    source = MemorySource()
    university = source.university
    codes = iter(draw(st.lists(CODES, min_size=24, max_size=24, unique_by=str.casefold)))
    units = []
    for _ in range(draw(st.integers(1, 3))):
        parent = draw(st.sampled_from(["", *units]))
        unit = Unit(next(codes), draw(WORDS), draw(st.sampled_from(UnitKind)), parent)
        university.units.put(unit)
        units.append(unit.id)
    university.semesters.put(AUTUMN)
    if draw(st.booleans()):
        university.semesters.put(
            Semester("2026-2", 2026, 2, date(2027, 2, 1), date(2027, 6, 30), ())
        )
    semesters = [semester.id for semester in university.semesters]
    unit = st.sampled_from(units)
    name = st.builds(PersonName, WORDS, WORDS, st.one_of(st.just(""), WORDS), st.just("Usen"))
    staff = [
        Staff(next(codes), draw(name), draw(unit), draw(st.one_of(st.just(""), WORDS)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    groups = [
        Group(
            next(codes), draw(unit), draw(WORDS), draw(st.integers(2000, 2100)),
            draw(st.integers(0, 3)), draw(st.sampled_from(StudyForm)),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    subjects = [
        Subject(next(codes), draw(WORDS), draw(unit), draw(st.integers(1, 60)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    for table, values in (
        (university.staff, staff),
        (university.groups, groups),
        (university.subjects, subjects),
    ):
        for value in values:
            table.put(value)
    for _ in range(draw(st.integers(0, 4))):
        group = draw(st.sampled_from(groups))
        university.students.put(
            Student(
                next(codes), draw(name), group.id, draw(st.integers(0, group.subgroups)),
                draw(st.booleans()),
            )
        )  # fmt: skip
    # One journal has one form of control and one scheme.
    choices = {
        (subject.id, semester): draw(st.sampled_from(CHOICES[semester]))
        for subject in subjects
        for semester in semesters
    }
    for _ in range(draw(st.integers(0, 4))):
        stream = draw(st.lists(st.sampled_from(groups), min_size=1, max_size=3, unique=True))
        most = stream[0].subgroups if len(stream) == 1 else 0
        subject, semester = draw(st.sampled_from(sorted(choices)))
        control, scheme = choices[subject, semester]
        assignment = Assignment(
            next(codes), draw(st.sampled_from(staff)).id, subject,
            tuple(group.id for group in stream), semester,
            draw(st.sampled_from(LessonKind)), control, scheme, draw(st.integers(0, most)),
        )  # fmt: skip
        university.assignments.put(assignment)
        open_registers(university, source.registers, assignment, shipped_schemes())
    return source


@pytest.mark.parametrize("version", [V11, V12])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=universities())
def test_out_into_an_empty_university_and_out_again_gives_the_same_files(version, source):
    one = OneRoster(version)
    files = written(one, exchange_of(source))
    empty = exchange_of(MemorySource())
    found = one.read(files_of(files), empty)
    assert not isinstance(found, Problems), found.errors
    found.apply(Act(Actor("admin"), NOW, "r1"), lambda done, total: None)
    assert written(one, empty) == files
    for table in ("units", "staff", "students", "groups", "subjects", "semesters", "assignments"):
        ours, theirs = (list(getattr(place.university, table)) for place in (source, empty.source))
        assert theirs == ours


def rows_of(files, name):
    """The rows of a file as mappings."""
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))


def enter(source, journal, control, cells):
    """Points in hundredths by slot, as a teacher has entered them."""
    source.registers.get(journal).append(
        control,
        Entry(
            EntryKind.CELLS, int(NOW.timestamp() * 1000), "asanova", "r1",
            cells_of([(slot, Field.POINTS, value) for slot, value in cells.items()]),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("version", [V11, V12])
def test_points_go_out_as_results_and_never_come_in(version):
    source = small_source()
    enter(source, JOURNAL, "intermediate-1", {0: 2050, 1: 1800})
    one = OneRoster(version)
    files = written(one, exchange_of(source, "2026-1"))
    first, second = rows_of(files, "results")
    slots = source.registers.get(JOURNAL).roster()
    assert (first["studentSourcedId"], first["score"]) == (slots[0].student, "20.5")
    assert (second["studentSourcedId"], second["score"]) == (slots[1].student, "18")
    assert {first["scoreStatus"], first["scoreDate"]} == {"fully graded", "2026-09-28"}
    items = {row["sourcedId"]: row for row in rows_of(files, "lineItems")}
    item = items[first["lineItemSourcedId"]]
    assert (item["resultValueMin"], item["resultValueMax"]) == ("0", "30")
    assert (item["assignDate"], item["dueDate"]) == ("2026-09-01", "2026-10-31")
    assert item["categorySourcedId"] in {row["sourcedId"] for row in rows_of(files, "categories")}
    assert item["classSourcedId"] == joined("АУБ-1-24", "algebra", "2026-1")

    empty = exchange_of(MemorySource())
    found = one.read(files_of(files), empty)
    assert "Results are not taken in, only teachers enter marks: 2." in map(str, found.notes)
    found.apply(Act(Actor("admin"), NOW, "r1"), lambda done, total: None)
    assert list(empty.source.registers.get(JOURNAL).log("intermediate-1")) == []


@pytest.mark.parametrize("version", [V11, V12])
def test_a_file_without_rows_is_absent(version):
    files = written(OneRoster(version), exchange_of(small_source()))
    modes = {row["propertyName"]: row["value"] for row in rows_of(files, "manifest")}
    assert modes["file.results"] == modes["file.demographics"] == "absent"
    for name in files:
        if name != "manifest.csv":
            assert modes[f"file.{name.removesuffix('.csv')}"] == "bulk"
            assert rows_of(files, name.removesuffix(".csv"))
    assert "results.csv" not in files


def test_a_stream_s_students_and_dated_members_are_in_the_classes():
    source = small_source()
    register = source.registers.get(JOURNAL)
    register.enrol(Member("s2", 1, date(2026, 9, 7), date(2026, 9, 21)))
    files = written(OneRoster(V11), exchange_of(source))
    learning = {
        row["userSourcedId"]: (row["beginDate"], row["endDate"])
        for row in rows_of(files, "enrollments")
        if row["classSourcedId"] == joined("АУБ-1-24", "algebra", "2026-1")
        and row["role"] == "student"
    }
    assert learning == {
        "s1": ("", ""), "s2": ("2026-09-07", "2026-09-21"), "s3": ("", ""), "s4": ("", ""),
    }  # fmt: skip
    teaching = [row for row in rows_of(files, "enrollments") if row["role"] == "teacher"]
    assert [
        row["metadata.groups"] for row in teaching if row["metadata.assignment"] == "a-lec"
    ] == ["АУБ-1-24; АУБ-2-24"] * 2


def test_one_semester_only_and_none_is_refused():
    source = small_source()
    source.university.semesters.put(
        Semester("2025-1", 2025, 1, date(2025, 9, 1), date(2026, 1, 24), ())
    )
    files = written(OneRoster(V12), exchange_of(source, "2025-1"))
    assert [row["sourcedId"] for row in rows_of(files, "academicSessions")] == [
        "year-2025",
        "2025-1",
    ]
    assert {row["classType"] for row in rows_of(files, "classes")} == {"homeroom"}
    with pytest.raises(Invalid, match="no semester"):
        written(OneRoster(V12), exchange_of(MemorySource()))


@pytest.mark.parametrize("code", ["s240017", "АУБ-1-24", "a b", "k(1)", "x" * 40, "ң" * 40])
def test_ids_have_the_letters_of_the_specification_and_become_codes_again(code):
    assert re.fullmatch(r"[0-9A-Za-z._/@-]{1,255}", guid(code))
    assert to_code(guid(code)) == code


@pytest.mark.parametrize("strange", ["a/b", "@", "@aaaa", "@/x", "x" * 41, "a:b", ".a"])
def test_other_ids_become_codes_as_well(strange):
    found = to_code(strange)
    assert identifier(found) == found
    assert found != to_code(strange + "1")


def test_long_joint_ids_are_shortened():
    long = ["ң" * 40] * 4
    assert len(joined(*long)) <= 255
    assert joined(*long) != joined(*long[:3], "ң" * 39)


@pytest.mark.parametrize(("module", "examples"), [(ids, 4), (cells, 1)])
def test_the_examples_are_right(module, examples):
    assert doctest.testmod(module) == doctest.TestResults(0, examples)
