"""OneRoster files that another program made, taken in as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from oshj_core.exchange import change_count
from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.roles import Actor
from oshj_core.testing import MemorySource, files_of
from oshj_plugins.oneroster.format import OneRoster
from tests.plugins.oneroster_files import HEADERS, Generator, files
from tests.plugins.test_oneroster import NOW, exchange_of

ACT = Act(Actor("admin"), NOW, "r1")


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
