"""Reading a bundle back: the same rows, through the same port, that it was written from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from oshj_core.archive.bag import chunks_of
from oshj_core.archive.names import file_name
from oshj_core.archive.payload import (
    READMES,
    is_document_name,
)
from oshj_core.archive.rows import (
    AttendanceRow,
    CertificateRow,
    Code,
    Document,
    ForumLine,
    ForumRow,
    GroupRow,
    JournalRow,
    LessonRow,
    MarkRow,
    PlanRow,
    StudentRow,
)
from oshj_core.archive.spec import BundleSpec, Contents
from oshj_core.archive.streams import read_events, read_facts, read_forum
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
from oshj_core.archive.tagfiles import read_bag_info
from oshj_core.audit import AuditEvent
from oshj_core.errors import Invalid, NotFound
from oshj_core.text import text

_LONGEST_INFO = 1024 * 1024


class BundleReader:
    """A bundle as an :class:`~oshj_core.archive.ArchiveSource`.

    It checks what it reads, but only :func:`~oshj_core.archive.verify_bundle` says that the
    bundle is what was signed.
    """

    def __init__(self, bag: Path) -> None:
        self._bag = bag
        self._folders: dict[str, str] = {}
        self._contents: Contents | None = None

    def spec(self) -> BundleSpec:
        """What it is a bundle of.

        :raises Invalid: ``bag-info.txt`` is missing or cannot be read.
        """
        return BundleSpec.from_tags(self.tags())

    def tags(self) -> list[tuple[str, str]]:
        """The lines of ``bag-info.txt``.

        :raises Invalid: it is missing or cannot be read.
        """
        try:
            with (self._bag / "bag-info.txt").open("rb") as stream:
                return read_bag_info(stream.read(_LONGEST_INFO))
        except (OSError, ValueError) as problem:
            raise Invalid(
                text("bag-info.txt cannot be read: ${problem}", problem=problem),
                place="bag-info.txt",
            ) from problem

    def codes(self) -> Iterator[Code]:
        return self._rows(CODES, "data/codes.csv")

    def papers(self) -> list[Document]:
        return self._documents("data", leave_out=READMES)

    def groups(self) -> Iterator[GroupRow]:
        return self._index(GROUPS, Contents.JOURNALS)

    def students(self, group: str) -> Iterator[StudentRow]:
        return self._rows(STUDENTS, f"data/groups/{file_name(group)}/students.csv")

    def journals(self, group: str) -> Iterator[JournalRow]:
        folder = f"data/groups/{file_name(group)}"
        for journal in self._rows(JOURNALS, f"{folder}/journals.csv"):
            self._remember(journal.journal, f"{folder}/{file_name(journal.subject)}")
            yield journal

    def _remember(self, journal: str, folder: str) -> None:
        if len(self._folders) > 1000:  # only those read last are asked for
            self._folders.clear()
        self._folders[journal] = folder

    def _folder(self, journal: str) -> str:
        if journal not in self._folders:
            for group in self.groups():
                for found in self.journals(group.group):
                    if found.journal == journal:
                        return self._folders[journal]
            raise NotFound("journal", journal)
        return self._folders[journal]

    def plan(self, journal: str) -> Iterator[PlanRow]:
        return self._rows(PLAN, f"{self._folder(journal)}/plan.csv")

    def lessons(self, journal: str) -> Iterator[LessonRow]:
        return self._rows(LESSONS, f"{self._folder(journal)}/lessons.csv")

    def attendance(self, journal: str) -> Iterator[AttendanceRow]:
        return self._rows(ATTENDANCE, f"{self._folder(journal)}/attendance.csv")

    def marks(self, journal: str) -> Iterator[MarkRow]:
        return self._rows(MARKS, f"{self._folder(journal)}/marks.csv")

    def events(self, journal: str) -> Iterator[AuditEvent]:
        path = f"{self._folder(journal)}/events.jsonl"
        with self._open(path) as stream:
            yield from read_events(stream, journal, path)

    def documents(self, journal: str) -> list[Document]:
        return self._documents(self._folder(journal))

    def forums(self) -> Iterator[ForumRow]:
        return self._index(FORUMS, Contents.JOURNALS)

    def forum_lines(self, forum: str) -> Iterator[ForumLine]:
        path = f"data/forum/{file_name(forum)}.jsonl"
        with self._open(path) as stream:
            yield from read_forum(stream, path)

    def certificates(self) -> Iterator[CertificateRow]:
        return self._index(CERTIFICATES, Contents.CERTIFICATES)

    def certificate_facts(self, certificate: str) -> Mapping[str, object]:
        path = f"data/certificates/{file_name(certificate)}.json"
        with self._open(path) as stream:
            return read_facts(stream.read(), path)

    def certificate_document(self, certificate: str) -> Document:
        name = f"{file_name(certificate)}.pdf"
        return self._document("data/certificates", name)

    def _open(self, path: str) -> Any:
        try:
            return (self._bag / path).open("rb")
        except OSError as problem:
            raise NotFound("file", path) from problem

    def _rows(self, table: Table, path: str) -> Iterator[Any]:
        with self._open(path) as stream:
            yield from read_table(table, stream, path, {})

    def _index(self, table: Table, contents: Contents) -> Iterator[Any]:
        """The rows of a table that only bundles of those contents have."""
        if self._contents is None:
            self._contents = self.spec().contents
        return (
            self._rows(table, f"data/{table.name}.csv") if self._contents is contents else iter(())
        )

    def _documents(self, folder: str, leave_out: Collection[str] = ()) -> list[Document]:
        try:
            names = sorted(
                path.name
                for path in (self._bag / folder).iterdir()
                if is_document_name(path.name) and path.name not in leave_out and path.is_file()
            )
        except OSError as problem:
            raise NotFound("folder", folder) from problem
        return [self._document(folder, name) for name in names]

    def _document(self, folder: str, name: str) -> Document:
        return Document(name, partial(self._chunks, f"{folder}/{name}"))

    def _chunks(self, path: str) -> Iterator[bytes]:
        with self._open(path) as stream:
            yield from chunks_of(stream)
