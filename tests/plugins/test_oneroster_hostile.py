"""Bad OneRoster files: every error by file, row and column, and nothing applied."""

from __future__ import annotations

import random
import tracemalloc
from itertools import chain, repeat

import pytest

from oshj_core.errors import Invalid
from oshj_core.lists import Problems
from oshj_core.testing import MemorySource, files_of
from oshj_plugins.oneroster import csvs
from oshj_plugins.oneroster.format import OneRoster
from tests.plugins.oneroster_files import HEADERS_11, Generator, files
from tests.plugins.test_oneroster import exchange_of

ORGS = HEADERS_11["orgs"]


def export(version="1.1", change=lambda rows: None):
    """A good export, but for what ``change`` does to its rows."""
    rows = Generator(1, schools=1, students=2).make()
    change(rows)
    return files(rows, version)


def read(members, version="1.1"):
    source = MemorySource()
    found = OneRoster(version).read(files_of(members), exchange_of(source))
    assert not list(source.university.units)
    return found


def places(members, version="1.1"):
    """Where the errors are."""
    found = read(members, version)
    assert isinstance(found, Problems), [part.added for part in found.parts]
    assert found.count == len(found.errors)
    return [(error.sheet, error.row, error.column) for error in found.errors]


def said(members, version="1.1"):
    return " | ".join(str(error.text) for error in read(members, version).errors)


def set_cell(table, number, column, value):
    def change(rows):
        rows[table][number][column] = value

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (set_cell("orgs", 0, "name", ""), ("orgs.csv", 2, "name")),
        (set_cell("orgs", 1, "type", "pub"), ("orgs.csv", 3, "type")),
        (set_cell("orgs", 1, "parentSourcedId", "none"), ("orgs.csv", 3, "parentSourcedId")),
        (set_cell("users", 0, "orgSourcedIds", "none"), ("users.csv", 2, "orgSourcedIds")),
        (set_cell("users", 0, "role", "boss"), ("users.csv", 2, "role")),
        (set_cell("users", 1, "enabledUser", "yes"), ("users.csv", 3, "enabledUser")),
        (set_cell("users", 1, "status", "deleted"), ("users.csv", 3, "status")),
        (set_cell("courses", 0, "orgSourcedId", "none"), ("courses.csv", 2, "orgSourcedId")),
        (set_cell("courses", 0, "sourcedId", "a,b"), ("courses.csv", 2, "sourcedId")),
        (set_cell("courses", 0, "sourcedId", "x" * 256), ("courses.csv", 2, "sourcedId")),
        (set_cell("classes", 0, "termSourcedIds", "a,b"), ("classes.csv", 2, "termSourcedIds")),
        (set_cell("classes", 0, "classType", ""), ("classes.csv", 2, "classType")),
        (set_cell("enrollments", 0, "userSourcedId", "x"), ("enrollments.csv", 2, "userSourcedId")),
        (set_cell("enrollments", 0, "beginDate", "1.9.26"), ("enrollments.csv", 2, "beginDate")),
        (
            set_cell("academicSessions", 1, "endDate", "2026-02-30"),
            ("academicSessions.csv", 3, "endDate"),
        ),
        (
            set_cell("academicSessions", 1, "startDate", "0001-01-01"),
            ("academicSessions.csv", 3, "startDate"),
        ),
        *(
            (
                set_cell("academicSessions", 1, "schoolYear", wrong),
                ("academicSessions.csv", 3, "schoolYear"),
            )
            for wrong in ("26/27", "2026-2028", "2027-2026", "2026-27-28", "1999-00")
        ),
        (
            set_cell("academicSessions", 1, "startDate", "2026-08-17T99:00"),
            ("academicSessions.csv", 3, "startDate"),
        ),
        # What only our lists demand is found at its place as well.
        (
            set_cell("academicSessions", 1, "startDate", "2026-12-20"),
            ("academicSessions.csv", 3, "endDate"),
        ),
        (set_cell("orgs", 0, "name", "x" * 201), ("orgs.csv", 2, "name")),
        (set_cell("users", 0, "familyName", "x" * 101), ("users.csv", 2, "familyName")),
    ],
)
def test_a_wrong_cell_is_named(change, place):
    assert place in places(export(change=change))


def test_a_duplicate_is_named_with_the_first():
    def change(rows):
        rows["orgs"].append(dict(rows["orgs"][0]))

    found = read(export(change=change))
    (error,) = found.errors
    assert (error.sheet, error.row, error.column) == ("orgs.csv", 4, "sourcedId")
    assert "row 2" in str(error.text)


def test_units_in_a_circle_and_terms_in_a_circle_are_no_endless_loop():
    def units(rows):
        one, two = rows["orgs"][:2]
        one["parentSourcedId"], two["parentSourcedId"] = two["sourcedId"], one["sourcedId"]

    assert ("orgs.csv", 2, "parentSourcedId") in places(export(change=units))

    def terms(rows):
        _, one, two, *_ = rows["academicSessions"]
        one["parentSourcedId"], two["parentSourcedId"] = two["sourcedId"], one["sourcedId"]

    assert read(export(change=terms)) is not None


def test_five_terms_a_year_and_five_parts_of_a_term_are_too_many():
    def terms(rows):
        term = rows["academicSessions"][1]
        rows["academicSessions"] += [{**term, "sourcedId": f"t{one}"} for one in range(3)]

    assert "at most 3 semesters" in said(export(change=terms))

    def parts(rows):
        part = rows["academicSessions"][-1]
        rows["academicSessions"] += [{**part, "sourcedId": f"q{one}"} for one in range(4)]

    assert "at most 4 modules" in said(export(change=parts))


def test_a_person_without_a_role_in_1_2():
    def change(rows):
        rows["roles"].pop(0)

    assert places(export("1.2", change), "1.2") == [("users.csv", 2, "sourcedId")]


def test_a_student_in_two_homerooms():
    def change(rows):
        for number in (0, 1):
            rows["classes"][number]["classType"] = "homeroom"
        pupil = next(row for row in rows["enrollments"] if row["role"] == "student")
        other = rows["classes"][1]["sourcedId"]
        rows["enrollments"].append({**pupil, "sourcedId": "twice", "classSourcedId": other})

    assert places(export(change=change))[0][::2] == ("enrollments.csv", "classSourcedId")


@pytest.mark.parametrize(
    ("data", "row"),
    [
        ("sourcedId;\r\n".encode("utf-16"), 1),
        (f"{ORGS}\r\nМекеме,\r\n".encode("cp1251"), 2),
        (b'sourcedId,"status\r\n', 1),
        (f'{ORGS}\r\na,"b"c\r\n'.encode(), 2),
        (b"\x00" * 10, 1),
        (b"", 1),
        (b"a," * 2**20, 1),
    ],
)
def test_what_is_no_table_is_named_by_its_row(data, row):
    found = places({**export(), "orgs.csv": data})
    assert ("orgs.csv", row) in {(sheet, number) for sheet, number, _ in found}


def test_missing_twice_and_foreign_headings():
    members = export()
    lines = members["orgs.csv"].decode().split("\r\n")
    lines[0] = '"sourcedId","status","status","title","type","identifier","parentSourcedId"'
    found = places({**members, "orgs.csv": "\r\n".join(lines).encode()})
    assert {("orgs.csv", 1, "name"), ("orgs.csv", 1, "status")} <= set(found)
    # Once the ids cannot be read, the references to them are not complained about.
    assert {sheet for sheet, _, _ in found} == {"orgs.csv"}
    lines[0] = '"sourcedId","status","colour","name","type","identifier","parentSourcedId"'
    incoming = read({**members, "orgs.csv": "\r\n".join(lines).encode()})
    assert "colour" in " ".join(map(str, incoming.notes))


def test_a_row_of_another_length():
    members = export()
    members["orgs.csv"] += b"a,b\r\n"
    assert places(members) == [("orgs.csv", 4, "")]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'"file.orgs","bulk"', b'"file.orgs","delta"', "value"),
        (b'"file.orgs","bulk"', b'"file.orgs","perhaps"', "file.orgs"),
        (b'"file.orgs","bulk"\r\n', b"", "file.orgs"),
        (b'"file.results","absent"', b'"file.results","bulk"', "value"),
        (b'"file.orgs","bulk"', b'"file.orgs","bulk"\r\n"file.orgs","bulk"', "propertyName"),
        (b'"file.orgs","bulk"', b'"file.orgs","bulk"\r\n"x"', ""),
        (b'"file.orgs","bulk"', b'"file.orgs",\xff', ""),
    ],
)
def test_a_wrong_manifest(old, new, place):
    members = export()
    assert old in members["manifest.csv"]
    members["manifest.csv"] = members["manifest.csv"].replace(old, new)
    assert ("manifest.csv", place) in {(sheet, column) for sheet, _, column in places(members)}


def test_a_delta_of_a_file_that_is_not_read_does_no_harm():
    members = export()
    members["manifest.csv"] = members["manifest.csv"].replace(
        b'"file.demographics","bulk"', b'"file.demographics","delta"'
    )
    assert not isinstance(read(members), Problems)


def test_a_row_of_nothing_but_commas_is_no_burden():
    members = export()
    members["orgs.csv"] += b"," * 900_000 + b"\r\n"
    before = read(export())
    assert [part.added for part in read(members).parts] == [part.added for part in before.parts]


def test_no_manifest_and_another_version_are_refused():
    members = export()
    with pytest.raises(Invalid, match=r"1\.1”, not 1\.2"):
        read(members, "1.2")
    del members["manifest.csv"]
    with pytest.raises(Invalid, match=r"manifest\.csv is missing"):
        read(members)


def test_a_million_rows_are_read_and_one_more_is_refused(monkeypatch):
    header = b"sourcedId,status,dateLastModified,title,weight\r\n"

    class Endless:
        """Lines without end, never in memory."""

        def __init__(self, rows: int) -> None:
            self._lines = chain([header], repeat(b"a,,,b,\r\n", rows))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def readline(self, _limit: int) -> bytes:
            return next(self._lines, b"")

    tracemalloc.start()
    assert sum(1 for _ in csvs.read_rows(lambda: Endless(csvs.MAX_ROWS // 10))) == 100_001
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20
    assert sum(1 for _ in csvs.read_rows(lambda: Endless(csvs.MAX_ROWS))) == csvs.MAX_ROWS + 1
    with pytest.raises(csvs.Unreadable, match="more than 1000000 rows") as refused:
        sum(1 for _ in csvs.read_rows(lambda: Endless(csvs.MAX_ROWS + 1)))
    assert refused.value.row == csvs.MAX_ROWS + 2


def test_errors_without_number_do_not_fill_the_memory():
    members = export()
    members["users.csv"] += b"x\r\n" * 30_000
    found = read(members)
    assert found.count == 30_000
    assert len(found.errors) == 10_000


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_is_told_or_harmless(seed):
    chance = random.Random(seed)
    version = chance.choice(["1.1", "1.2"])
    members = export(version)
    name = chance.choice(sorted(members))
    data = bytearray(members[name])
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        data[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    members[name] = bytes(data)
    try:
        found = read(members, version)
    except Invalid:
        # The manifest itself does not say what this is.
        assert name == "manifest.csv"
        return
    if isinstance(found, Problems):
        assert {error.sheet for error in found.errors} <= set(members)
    else:
        assert found.digest
