"""The payload of a bundle: which files it has, in which order, and what stands in each.

Writing a bundle stores these files; verifying one reads it back, makes the files anew, and
compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.resources import files
from itertools import chain
from string import Template
from typing import Any, NamedTuple

from oshj_core.archive.csvw import write_csvw
from oshj_core.archive.names import file_name
from oshj_core.archive.ports import ArchiveSource
from oshj_core.archive.rows import Document, GroupRow, JournalRow
from oshj_core.archive.spec import BundleSpec, Contents
from oshj_core.archive.streams import pieces, write_events, write_facts, write_forum
from oshj_core.archive.tables import (
    ATTENDANCE,
    CERTIFICATES,
    CODES,
    FORUMS,
    GROUPS,
    JOURNAL_TABLES,
    JOURNALS,
    LESSONS,
    MARKS,
    PLAN,
    STUDENTS,
    Table,
    write_table,
)
from oshj_core.errors import Invalid
from oshj_core.text import text

READMES = ("README-OKU.ky.txt", "README.ru.txt", "README.en.txt")
_DOCUMENT = re.compile(r"(?!readme)[a-z0-9][a-z0-9.-]{0,75}\.(pdf|txt|toml|json|png|jpg|xml)")


class Item(NamedTuple):
    """A file: its path in the bundle, and its content, made while it is read."""

    path: str
    chunks: Iterator[bytes]


class _Words:
    """Texts that consist of known words with single spaces between; or of none."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    def __contains__(self, words: object) -> bool:
        return words == "" or all(word in self._known for word in str(words).split(" "))

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def is_document_name(name: object) -> bool:
    """Whether a document may have this name: small ASCII letters and a known ending."""
    return isinstance(name, str) and _DOCUMENT.fullmatch(name) is not None and ".." not in name


def payload(source: ArchiveSource, spec: BundleSpec) -> Iterator[Item]:
    """The files of the bundle, one after the other; each is to be read before the next.

    :raises Invalid: the host's data cannot be archived; the place names file, row and column.
    """
    codes: dict[str, set[str]] = {}
    for code in source.codes():
        codes.setdefault(code.list, set()).add(code.code)
    yield from _explanations(spec)
    yield from _documents(source.papers(), "data")
    yield _table(CODES, source.codes(), "data/codes.csv")
    if spec.contents is Contents.CERTIFICATES:
        yield from _certificates(source)
    else:
        known = {name: frozenset(found) for name, found in codes.items()}
        yield from _groups(source, known)
        yield from _forums(source)
    for table in tables_of(spec.contents):
        paths = (f"../{path}" for path in _paths(source, table))
        if first := next(paths, ""):
            path = f"data/schema/{table.name}.csv-metadata.json"
            yield Item(path, pieces(write_csvw(table, chain([first], paths))))


def tables_of(contents: Contents) -> tuple[Table, ...]:
    """The kinds of tables in a bundle of those contents."""
    if contents is Contents.CERTIFICATES:
        return (CODES, CERTIFICATES)
    return (CODES, GROUPS, STUDENTS, JOURNALS, *JOURNAL_TABLES, FORUMS)


def _table(
    table: Table, rows: Iterable[Any], path: str, references: Mapping[str, Any] | None = None
) -> Item:
    return Item(path, write_table(table, rows, path, references or {}))


def _explanations(spec: BundleSpec) -> Iterator[Item]:
    values = dict(spec.tags("")) | {"name": spec.name}
    values = {name.replace("-", "_").lower(): value for name, value in values.items()}
    texts = files(__package__).joinpath("texts")
    for name in READMES:
        template = Template(texts.joinpath(name).read_text("utf-8"))
        yield Item(f"data/{name}", iter([template.substitute(values).encode()]))


def _documents(documents: Iterable[Document], folder: str) -> Iterator[Item]:
    before = ""
    for document in documents:
        path = f"{folder}/{document.name}"
        if not is_document_name(document.name):
            raise Invalid(
                text("“${name}” cannot be the name of a document.", name=ascii(document.name)),
                place=folder,
            )
        if document.name <= before:
            raise Invalid(text("“${path}” stands twice or out of order.", path=path), place=path)
        before = document.name
        yield Item(path, iter(document.chunks()))


def _groups(source: ArchiveSource, codes: Mapping[str, frozenset[str]]) -> Iterator[Item]:
    yield _table(GROUPS, source.groups(), "data/groups.csv")
    given: set[str] = set()
    for group in source.groups():
        folder = group_folder(group)
        students = list(source.students(group.group))
        yield _table(STUDENTS, students, f"{folder}/students.csv")
        control = {"control": codes.get("control-form", frozenset())}
        journals = source.journals(group.group)
        yield _table(JOURNALS, journals, f"{folder}/journals.csv", control)
        known = frozenset(student.student for student in students)
        for journal in source.journals(group.group):
            once(journal.journal, given, folder)
            yield from _journal(source, journal, journal_folder(folder, journal), known, codes)


def once(journal: str, given: set[str], folder: str) -> None:
    """Note the id of a journal among those ``given``; ``folder`` is that of its group.

    :raises Invalid: it is among them already.
    """
    if journal in given:
        raise Invalid(
            text("The journal “${id}” is given twice.", id=journal), place=f"{folder}/journals.csv"
        )
    given.add(journal)


def group_folder(group: GroupRow) -> str:
    """Where the files of a group lie."""
    return f"data/groups/{file_name(group.group)}"


def journal_folder(group: str, journal: JournalRow) -> str:
    """Where the files of a journal lie; ``group`` is the folder of its group."""
    return f"{group}/{file_name(journal.subject)}"


def references_of(
    codes: Mapping[str, frozenset[str]],
    students: frozenset[str],
    lessons: frozenset[str],
    plan: frozenset[int],
) -> dict[str, dict[str, Any]]:
    """Table of a journal → column → the values it may have."""
    works = codes.get("work", frozenset())
    kinds = codes.get("lesson-kind", frozenset())
    return {
        PLAN.name: {"kind": kinds},
        LESSONS.name: {"kind": kinds, "works": _Words(works), "plan_line": plan | {None}},
        ATTENDANCE.name: {
            "lesson": lessons | works,
            "student": students,
            "value": codes.get("attendance", frozenset()),
        },
        MARKS.name: {"lesson": lessons | {""}, "work": works, "student": students},
    }


def _journal(
    source: ArchiveSource,
    journal: JournalRow,
    folder: str,
    students: frozenset[str],
    codes: Mapping[str, frozenset[str]],
) -> Iterator[Item]:
    plan = list(source.plan(journal.journal))
    lessons = list(source.lessons(journal.journal))
    lines = frozenset(line.line for line in plan)
    held = frozenset(lesson.lesson for lesson in lessons)
    known = references_of(codes, students, held, lines)
    for table, rows in (
        (PLAN, plan),
        (LESSONS, lessons),
        (ATTENDANCE, source.attendance(journal.journal)),
        (MARKS, source.marks(journal.journal)),
    ):
        yield _table(table, rows, f"{folder}/{table.name}.csv", known[table.name])
    path = f"{folder}/events.jsonl"
    events = source.events(journal.journal)
    yield Item(path, pieces(write_events(events, journal.journal, path)))
    yield from _documents(source.documents(journal.journal), folder)


def _forums(source: ArchiveSource) -> Iterator[Item]:
    yield _table(FORUMS, source.forums(), "data/forums.csv")
    for forum in source.forums():
        path = f"data/forum/{file_name(forum.forum)}.jsonl"
        yield Item(path, pieces(write_forum(source.forum_lines(forum.forum), path)))


def _certificates(source: ArchiveSource) -> Iterator[Item]:
    yield _table(CERTIFICATES, source.certificates(), "data/certificates.csv")
    for row in source.certificates():
        stem = f"data/certificates/{file_name(row.certificate)}"
        document = source.certificate_document(row.certificate)
        facts = partial(source.certificate_facts, row.certificate)
        yield Item(f"{stem}.json", (write_facts(facts(), f"{stem}.json") for _ in range(1)))
        yield Item(f"{stem}.pdf", iter(document.chunks()))


def _paths(source: ArchiveSource, table: Table) -> Iterator[str]:
    """The paths of all files of a kind of table, seen from ``data``."""
    if table in (CODES, GROUPS, FORUMS, CERTIFICATES):
        yield f"{table.name}.csv"
        return
    for group in source.groups():
        folder = group_folder(group).removeprefix("data/")
        if table in (STUDENTS, JOURNALS):
            yield f"{folder}/{table.name}.csv"
        else:
            for journal in source.journals(group.group):
                yield f"{journal_folder(folder, journal)}/{table.name}.csv"
