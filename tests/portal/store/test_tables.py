"""Tables keep their indexes and their search right, and write only what changed."""

from __future__ import annotations

import attrs
import pytest

from oshj_core.accounts import Account, Audience
from oshj_core.errors import NotFound
from oshj_core.people import PersonName, Staff, Student
from oshj_core.structure import Group, Subject
from oshj_portal.store import create_site, site_of
from oshj_portal.store.sessions import SessionRecord
from tests.portal.store.house import MILLIS

PEOPLE = [
    Student("s240001", PersonName("Үсөн кызы", "Каныкей", latin="Kanykei Üsön kyzy"), "АУБ-1-24"),
    Student("s240002", PersonName("Усенов", "Өмүрбек", "Асанович"), "АУБ-1-24"),
    Student("s240003", PersonName("Асанова-Төлөнова", "Айзада"), "АУБ-2-24"),
]


@pytest.fixture
def site(site):
    for person in PEOPLE:
        site.university.students.put(person)
    return site


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("усен", ["s240002"]),
        ("ҮСӨН", ["s240001"]),
        ("усон", ["s240001"]),
        ("ус", ["s240002", "s240001"]),
        ("каны усон", ["s240001"]),
        ("кызы каныкей", ["s240001"]),
        ("kanykei", ["s240001"]),
        ("асан", ["s240003", "s240002"]),
        ("асан омур", ["s240002"]),
        ("толон", ["s240003"]),
        ("s24000", ["s240001", "s240002", "s240003"]),
        ("s240003", ["s240003"]),
        ("үсөнов каныкей", []),
        ("  ", []),
        ("", []),
    ],
)
def test_people_are_found_by_the_beginnings_of_words(site, typed, found):
    assert site.search("students", typed, 20) == found


def test_a_search_stops_at_its_limit(site):
    assert site.search("students", "s24", 2) == ["s240001", "s240002"]


def test_of_a_long_search_the_first_words_count(site):
    assert site.search("students", "s24 " * 100_000, 20) == ["s240001", "s240002", "s240003"]
    eight = "s s2 s24 s240 s2400 s24000 s240001 у"
    assert site.search("students", f"{eight} nobody", 20) == ["s240001"]


def test_every_kind_is_searched_by_its_own_words(site):
    site.university.staff.put(Staff("t7", PersonName("Асанова", "Гүлнара"), "math"))
    site.university.groups.put(Group("АУБ-1-24", "math", "Информатика", 2024))
    site.university.subjects.put(Subject("algebra", "Сызыктуу алгебра", "math", 4))
    assert site.search("staff", "гул", 5) == ["t7"]
    assert site.search("groups", "ауб-1", 5) == ["АУБ-1-24"]
    assert site.search("groups", "инф 24", 5) == ["АУБ-1-24"]
    assert site.search("subjects", "алг сыз", 5) == ["algebra"]
    assert site.search("units", "алг", 5) == []


def test_a_new_name_replaces_the_old_one_in_the_search(site):
    renamed = attrs.evolve(PEOPLE[1], name=PersonName("Жумабаев", "Өмүрбек"))
    site.university.students.put(renamed)
    assert site.search("students", "усенов", 5) == []
    assert site.search("students", "жума омур", 5) == ["s240002"]


def test_an_equal_value_is_not_written_again(database):
    with database.site() as site:
        site.university.students.put(PEOPLE[0])
    with database.opened() as connection:
        site_of(connection).university.students.put(PEOPLE[0])
        assert connection._registered_objects == []


def test_a_person_has_the_sessions_that_are_open(site):
    sessions = site.sessions
    records = [
        SessionRecord(key, person, person, Audience.STAFF, 1, MILLIS + number, "Firefox")
        for number, (key, person) in enumerate([("k2", "t1"), ("k1", "t1"), ("k3", "t2")])
    ]
    for record in records:
        sessions.open(record)
    assert sessions.find("k1") == records[1]
    assert sessions.of("t1") == records[:2]
    sessions.close("k2")
    sessions.close("k2")
    assert sessions.find("k2") is None
    assert sessions.of("t1") == [records[1]]
    assert sessions.close_all("t1") == 1
    assert sessions.of("t1") == []
    assert sessions.of("t2") == [records[2]]
    assert len(sessions) == 1


def test_a_reissued_account_replaces_the_old_one(site):
    first = Account("t1", "t1", Audience.STAFF, "hash", MILLIS, "admin")
    second = attrs.evolve(first, secret="other", generation=2)
    site.accounts.put(first)
    site.accounts.put(second)
    assert site.accounts.of("t1") == second
    assert list(site.accounts) == [second]
    assert len(site.accounts) == 1


def test_a_database_without_a_site_says_so(database):
    with database.opened() as connection:
        assert site_of(connection.root()) is create_site(connection)
        del connection.root()["site"]
        with pytest.raises(NotFound):
            site_of(connection)


def test_a_register_is_created_once_and_under_its_own_id(site):
    site.registers.create("g:algebra:2026-1", "g", "algebra", "2026-1", "text")
    with pytest.raises(ValueError, match="there already"):
        site.registers.create("g:algebra:2026-1", "g", "algebra", "2026-1", "text")
    with pytest.raises(ValueError, match="not of semester"):
        site.registers.create("g:algebra", "g", "algebra", "2026-1", "text")


def test_a_group_finds_its_registers_of_all_years(site):
    for semester in ("2027-1", "2026-2", "2026-1"):
        site.registers.create(f"g:algebra:{semester}", "g", "algebra", semester, "text")
    found = [register.id for register in site.registers.of_group("g")]
    assert found == ["g:algebra:2026-1", "g:algebra:2026-2", "g:algebra:2027-1"]
    assert list(site.registers.years) == ["2026", "2027"]
    assert len(site.registers.years["2026"].schemes) == 1
