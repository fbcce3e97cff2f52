"""What outside programs were seen to write otherwise than the specification has it.

Found in the files of three generators of sample data and in the sample files of three programs
that read OneRoster, all public; none of their text or code is here.  Each habit changes the rows
of our generator, or its files, into what such a program would have written of the same school.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import attrs

from tests.plugins.oneroster_files import Rows, files, from_csv, to_csv

Members = dict[str, bytes]
Lines = list[list[str]]


def _unchanged(_what: object) -> None:
    """As the specification has it."""


@attrs.frozen
class Habit:
    """Changes to the rows before the files are written, and to the files."""

    rows: Callable[[Rows], None] = _unchanged
    members: Callable[[Members], None] = _unchanged


def files_with(habit: Habit, rows: Rows, version: str) -> Members:
    """The files of an export by a program of that habit."""
    habit.rows(rows)
    members = files(rows, version)
    habit.members(members)
    return members


def _each(table: str, **cells: Callable[[str], str]) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        for row in rows[table]:
            for column, written in cells.items():
                if column in row:
                    row[column] = written(row[column])

    return change


def _lines(change: Callable[[str, Lines], Lines]) -> Callable[[Members], None]:
    """Change the lines of every file but the manifest."""

    def changed(members: Members) -> None:
        for name, data in members.items():
            if name != "manifest.csv":
                members[name] = to_csv(change(name, from_csv(data)))

    return changed


def _manifest(change: Callable[[Lines], Lines]) -> Callable[[Members], None]:
    def changed(members: Members) -> None:
        members["manifest.csv"] = to_csv(change(from_csv(members["manifest.csv"])))

    return changed


def _all_in_capitals(rows: Rows) -> None:
    for table, column in (
        ("users", "enabledUser"), ("users", "status"), ("users", "role"), ("roles", "role"),
        ("roles", "roleType"), ("classes", "classType"), ("orgs", "type"),
        ("academicSessions", "type"), ("enrollments", "role"), ("enrollments", "primary"),
    ):  # fmt: skip
        _each(table, **{column: str.upper})(rows)


def _touched_otherwise(rows: Rows) -> None:
    for number, table in enumerate(rows.values()):
        for row in table:
            row["dateLastModified"] = ("1/05/2023", "2017-05-06 08:01:05", "")[number % 3]


def _without_parents(rows: Rows) -> None:
    for row in rows["academicSessions"]:
        row["parentSourcedId"] = ""


def _periods_under_the_year(rows: Rows) -> None:
    year = rows["academicSessions"][0]["sourcedId"]
    for row in rows["academicSessions"]:
        if row["type"] == "gradingPeriod":
            row["parentSourcedId"] = year


def _unquoted_lines_of_unix(members: Members) -> None:
    for name, data in members.items():
        target = io.StringIO(newline="")
        csv.writer(target, lineterminator="\n").writerows(from_csv(data))
        members[name] = target.getvalue().encode()


def _marked(members: Members) -> None:
    for name, data in members.items():
        members[name] = b"\xef\xbb\xbf" + data


def _heading_of_1_0(_name: str, lines: Lines) -> Lines:
    header = ["termSourcedId" if one == "termSourcedIds" else one for one in lines[0]]
    return [header, *lines[1:]]


def _columns_of_its_own(_name: str, lines: Lines) -> Lines:
    header, *rows = lines
    extra = ["metadata.city", "ext_program_id"]
    return [[*header[::-1], *extra], *([*row[::-1], "Osh", "7"] for row in rows)]


def _ragged(_name: str, lines: Lines) -> Lines:
    """Blank headings that no row fills, and rows with blank cells behind them."""
    header, *rows = lines
    return [
        [*header, "", ""],
        *([*row, "", "", ""][: len(row) + n % 4] for n, row in enumerate(rows)),
    ]


HABITS = {
    "the school year as two years": Habit(
        _each("academicSessions", schoolYear=lambda end: f"{int(end) - 1}-{end}")
    ),
    "the school year as two years in short": Habit(
        _each("academicSessions", schoolYear=lambda end: f"{int(end) - 1}/{end[2:]}")
    ),
    "the school year by its first year": Habit(
        _each("academicSessions", schoolYear=lambda end: str(int(end) - 1))
    ),
    "words in capitals": Habit(_all_in_capitals),
    "moments for days": Habit(
        _each(
            "academicSessions",
            startDate=lambda day: f"{day}T00:00:00.000Z",
            endDate=lambda day: f"{day}T00:00:00.000Z",
        )
    ),
    "times of change in any way": Habit(_touched_otherwise),
    "terms and periods without a parent": Habit(_without_parents),
    "periods under the year": Habit(_periods_under_the_year),
    "no quotation marks": Habit(members=_unquoted_lines_of_unix),
    "a byte order mark": Habit(members=_marked),
    "the heading of 1.0 for terms": Habit(members=_lines(_heading_of_1_0)),
    "columns of its own in another order": Habit(members=_lines(_columns_of_its_own)),
    "blank cells behind the rows": Habit(members=_lines(_ragged)),
    "nothing said of absent files": Habit(
        members=_manifest(lambda lines: [line for line in lines if line[1] != "absent"])
    ),
    "an empty word for absent files": Habit(
        members=_manifest(
            lambda lines: [[name, value.replace("absent", "")] for name, value in lines]
        )
    ),
    "the manifest in capitals": Habit(
        members=_manifest(
            lambda lines: [[name, value.replace("bulk", "Bulk")] for name, value in lines]
        )
    ),
}
"""Each means the same as the files without it."""
