"""OneRoster files that another program made, taken in as a whole.

There is no generator of such files in a package registry.  So our own, which knows nothing of
the plugin, also writes in every way in which outside files were seen to differ from the
specification: see :mod:`tests.plugins.oneroster_habits`.
"""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from oshj_core.exchange import change_count
from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.roles import Actor
from oshj_core.structure import LessonKind, UnitKind
from oshj_core.testing import MemorySource, files_of
from oshj_plugins.oneroster.format import OneRoster
from tests.plugins.oneroster_files import HEADERS, Generator, files
from tests.plugins.oneroster_habits import HABITS, files_with
from tests.plugins.test_oneroster import NOW, exchange_of

ACT = Act(Actor("admin"), NOW, "r1")


TABLES = ("units", "staff", "students", "groups", "subjects", "semesters", "assignments")


def take_in(version: str, seed: int = 1):
    """A source with all that the generator made, what was shown before, and its rows."""
    rows = Generator(seed).make()
    exchange = exchange_of(MemorySource())
    incoming = OneRoster(version).read(files_of(files(rows, version)), exchange)
    assert not isinstance(incoming, Problems), incoming
    incoming.apply(ACT, lambda done, total: None)
    return exchange.source, incoming, rows


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("seed", range(3))
def test_all_that_was_generated_arrives(version, seed):
    source, _incoming, rows = take_in(version, seed)
    university = source.university
    assert {unit.id for unit in university.units} == {row["sourcedId"] for row in rows["orgs"]}
    assert {one.id for one in university.subjects} == {row["sourcedId"] for row in rows["courses"]}
    roles = {row["sourcedId"]: row["role"] for row in rows["users"]}
    assert {one.id for one in university.students} == {
        person for person, role in roles.items() if role == "student"
    }
    assert {one.id for one in university.staff} == {
        person for person, role in roles.items() if role in ("teacher", "administrator")
    }
    autumn, spring = university.semesters
    assert (autumn.id, autumn.starts, autumn.ends) == (
        "2026-1", date(2026, 8, 17), date(2026, 12, 18),
    )  # fmt: skip
    assert [(one.starts, one.ends) for one in autumn.modules] == [
        (date(2026, 8, 17), date(2026, 10, 16)),
        (date(2026, 10, 19), date(2026, 12, 18)),
    ]
    assert (spring.id, spring.modules) == ("2026-2", ())


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_grades_become_groups_and_classes_become_journals(version):
    source, incoming, rows = take_in(version)
    university = source.university
    assert [len(university.students_of(group.id)) for group in university.groups] == [20] * 4
    year_long = [row for row in rows["classes"] if "," in row["termSourcedIds"]]
    assert len(university.assignments) == len(rows["classes"]) + len(year_long)
    for assignment in university.assignments:
        (group,) = assignment.groups
        register = source.registers.get(f"{group}:{assignment.subject}:{assignment.semester}")
        assert {member.student for member in register.roster()} == {
            student.id for student in university.students_of(group)
        }
    said = " ".join(map(str, incoming.notes))
    assert "Parents and guardians have no place here: 2" in said
    assert "demographics.csv" in said
    assert "put into groups by school and grade" in said


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_second_time_changes_nothing(version):
    source, _incoming, rows = take_in(version)
    again = OneRoster(version).read(files_of(files(rows, version)), exchange_of(source))
    assert not isinstance(again, Problems)
    assert change_count(again) == 0
    assert len(source.audit.about(f"unit:{rows['orgs'][0]['sourcedId']}")) == 1


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_our_headings_are_those_of_the_specification(version):
    source, _incoming, _rows = take_in(version)
    written = {
        name: b"".join(content).decode().split("\r\n", 1)[0]
        for name, content in OneRoster(version).write(exchange_of(source))
    }
    for name, header in HEADERS[version].items():
        if name != "demographics":
            ours = written[f"{name}.csv"]
            assert ours == header or ours.startswith(f"{header},metadata.")


def arrived(version, members):
    """All that the files bring into an empty university, and what is said of them."""
    source = MemorySource()
    incoming = OneRoster(version).read(files_of(members), exchange_of(source))
    assert not isinstance(incoming, Problems), [str(error.text) for error in incoming.errors]
    incoming.apply(ACT, lambda done, total: None)
    said = " ".join(map(str, incoming.notes))
    return source, {name: list(getattr(source.university, name)) for name in TABLES}, said


def small() -> Generator:
    return Generator(4, schools=1, students=3)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("habit", HABITS)
def test_what_programs_write_otherwise_means_the_same(version, habit):
    _, expected, _ = arrived(version, files(small().make(), version))
    _, found, _ = arrived(version, files_with(HABITS[habit], small().make(), version))
    assert found == expected


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("mark", ["inactive", "tobedeleted"])
def test_rows_of_what_is_no_longer_there_are_set_aside_and_delete_nothing(version, mark):
    rows = small().make()
    source, before, _ = arrived(version, files(rows, version))
    gone = next(row for row in rows["users"] if row["role"] == "student")["sourcedId"]
    for row in (*rows["users"], *rows["enrollments"]):
        if gone in (row["sourcedId"], row.get("userSourcedId")):
            row["status"] = mark
            row["role"] = "" if row["sourcedId"] == gone else row["role"]
    members = files(rows, version)
    _, found, said = arrived(version, members)
    assert {one.id for one in before["students"]} - {one.id for one in found["students"]} == {gone}
    assert "nothing is deleted: users.csv: 1, enrollments.csv: 3" in said
    again = OneRoster(version).read(files_of(members), exchange_of(source))
    assert change_count(again) == 0


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_class_that_names_no_terms_lasts_as_long_as_its_course(version):
    rows = small().make()
    for row in rows["classes"]:
        row["termSourcedIds"] = ""
    for row in rows["courses"]:
        row["schoolYearSourcedId"] = rows["academicSessions"][0]["sourcedId"]
    _, found, _ = arrived(version, files(rows, version))
    assert len(found["assignments"]) == 2 * len(rows["classes"])
    for row in rows["courses"]:
        row["schoolYearSourcedId"] = ""
    refused = OneRoster(version).read(files_of(files(rows, version)), exchange_of(MemorySource()))
    assert {(error.sheet, error.column) for error in refused.errors} == {
        ("enrollments.csv", "classSourcedId")
    }


def test_classes_of_the_type_homeroom_with_their_own_teacher_are_the_groups():
    rows = small().make()
    school = next(row for row in rows["orgs"] if row["type"] == "school")["sourcedId"]
    home = {**rows["classes"][0], "sourcedId": "{home}", "classType": "homeroom", "title": "9a"}
    rows["classes"].append(home)
    people = [row for row in rows["users"] if row["role"] in ("teacher", "student")]
    for number, row in enumerate(people):
        rows["enrollments"].append(
            {
                "sourcedId": f"e{number}", "classSourcedId": "{home}", "schoolSourcedId": school,
                "userSourcedId": row["sourcedId"], "role": row["role"],
            }
        )  # fmt: skip
    _, found, _ = arrived("1.1", files(rows, "1.1"))
    (group,) = found["groups"]
    assert group.id == "{home}"
    assert {student.group for student in found["students"]} == {group.id}


def test_what_the_files_do_not_name_stays_as_it_is_here():
    rows = small().make()
    source, _, said = arrived("1.1", files(rows, "1.1"))
    assert "Subjects whose credits the files do not name get 1 each: 3." in said
    subject = source.university.subjects.get(rows["courses"][0]["sourcedId"])
    source.university.subjects.put(attrs.evolve(subject, credits=5))
    rows["academicSessions"] = [
        row for row in rows["academicSessions"] if row["type"] != "gradingPeriod"
    ]
    again = OneRoster("1.1").read(files_of(files(rows, "1.1")), exchange_of(source))
    assert change_count(again) == 0
    assert "credits" not in " ".join(map(str, again.notes))


def test_grading_periods_in_no_semester_are_named():
    rows = small().make()
    period = rows["academicSessions"][-1]
    period |= {"startDate": "2026-08-02", "endDate": "2026-08-10", "parentSourcedId": ""}
    _, found, said = arrived("1.1", files(rows, "1.1"))
    assert len(found["semesters"][0].modules) == 1
    assert "Grading periods in no semester, which are not taken in: 1." in said


def test_what_was_corrected_here_stays_where_the_files_say_nothing_of_it():
    members = files(small().make(), "1.1")
    source, _, _ = arrived("1.1", members)
    university = source.university
    for table, corrected in (
        ("units", {"kind": UnitKind.INSTITUTE}),
        ("subjects", {"credits": 5}),
        ("staff", {"position": "доцент"}),
        ("groups", {"speciality": "АУБ", "entry_year": 2024, "subgroups": 2}),
        ("students", {"subgroup": 2}),
        ("assignments", {"kind": LessonKind.PRACTICAL, "scheme": "school-5", "subgroup": 2}),
    ):
        for value in list(getattr(university, table)):
            getattr(university, table).put(attrs.evolve(value, **corrected))
    again = OneRoster("1.1").read(files_of(members), exchange_of(source))
    assert not isinstance(again, Problems), [str(error.text) for error in again.errors]
    assert change_count(again) == 0
