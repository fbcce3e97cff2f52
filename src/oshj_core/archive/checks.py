"""What a bundle says, checked across its files: tables, references, chains of events."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from oshj_core.archive.payload import group_folder, journal_folder, once, references_of
from oshj_core.archive.reading import BundleReader
from oshj_core.archive.spec import Contents
from oshj_core.archive.tables import (
    ATTENDANCE,
    CERTIFICATES,
    CODES,
    FORUMS,
    GROUPS,
    JOURNALS,
    LESSONS,
    MARKS,
    PLAN,
    STUDENTS,
    Table,
    read_table,
)


def _reading(bag: Path) -> Callable[..., Any]:
    def rows(table: Table, path: str, **known: Collection[Any]) -> Any:
        with (bag / path).open("rb") as stream:
            yield from read_table(table, stream, path, known)

    return rows


def _exhaust(rows: Any) -> None:
    for _ in rows:
        continue


def check_tables(bag: Path, reader: BundleReader) -> None:
    """Read every table by its columns, with all references from file to file.

    :raises Invalid: the first row that does not fit; the place is ``<path>, row, column``.
    """
    rows = _reading(bag)
    codes: dict[str, set[str]] = {}
    for code in rows(CODES, "data/codes.csv"):
        codes.setdefault(code.list, set()).add(code.code)
    if reader.spec().contents is Contents.CERTIFICATES:
        _exhaust(rows(CERTIFICATES, "data/certificates.csv"))
        return
    known = {name: frozenset(found) for name, found in codes.items()}
    journals: set[str] = set()
    for group in rows(GROUPS, "data/groups.csv"):
        folder = group_folder(group)
        students = frozenset(row.student for row in rows(STUDENTS, f"{folder}/students.csv"))
        control = known.get("control-form", frozenset())
        for journal in rows(JOURNALS, f"{folder}/journals.csv", control=control):
            once(journal.journal, journals, folder)
            _check_journal(rows, journal_folder(folder, journal), known, students)
    _exhaust(rows(FORUMS, "data/forums.csv"))


def _check_journal(
    rows: Callable[..., Any],
    folder: str,
    codes: dict[str, frozenset[str]],
    students: frozenset[str],
) -> None:
    lines = frozenset(row.line for row in rows(PLAN, f"{folder}/plan.csv"))
    lessons = frozenset(row.lesson for row in rows(LESSONS, f"{folder}/lessons.csv"))
    references = references_of(codes, students, lessons, lines)
    for table in (PLAN, LESSONS, ATTENDANCE, MARKS):
        _exhaust(rows(table, f"{folder}/{table.name}.csv", **references[table.name]))


def check_events(reader: BundleReader) -> None:
    """Follow every chain of events to its end, and read what the forums said.

    :raises Invalid: a chain is broken; the place names file and line.
    """
    if reader.spec().contents is Contents.CERTIFICATES:
        for certificate in reader.certificates():
            reader.certificate_facts(certificate.certificate)
        return
    for group in reader.groups():
        for journal in reader.journals(group.group):
            _exhaust(reader.events(journal.journal))
    for forum in reader.forums():
        _exhaust(reader.forum_lines(forum.forum))
