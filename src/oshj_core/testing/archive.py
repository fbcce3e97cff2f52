"""Records to archive, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from oshj_core.archive import (
    ArchiveSource,
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
    core_codes,
)
from oshj_core.audit import AuditEvent
from oshj_core.errors import NotFound


@attrs.define
class MemoryJournal:
    """A journal to archive."""

    row: JournalRow
    plan: list[PlanRow] = attrs.Factory(list)
    lessons: list[LessonRow] = attrs.Factory(list)
    attendance: list[AttendanceRow] = attrs.Factory(list)
    marks: list[MarkRow] = attrs.Factory(list)
    events: list[AuditEvent] = attrs.Factory(list)
    documents: dict[str, bytes] = attrs.Factory(dict)


@attrs.define
class MemoryGroup:
    """A group to archive."""

    row: GroupRow
    students: list[StudentRow] = attrs.Factory(list)
    journals: list[MemoryJournal] = attrs.Factory(list)


@attrs.define
class MemoryArchiveSource:
    """Records to archive: an ``ArchiveSource``.  Lists stand in the order they have."""

    groups_: list[MemoryGroup] = attrs.Factory(list)
    forums_: dict[ForumRow, list[ForumLine]] = attrs.Factory(dict)
    certificates_: dict[CertificateRow, tuple[Mapping[str, object], bytes]] = attrs.Factory(dict)
    codes_: list[Code] = attrs.Factory(core_codes)
    papers_: dict[str, bytes] = attrs.Factory(dict)

    def codes(self) -> Iterable[Code]:
        return self.codes_

    def papers(self) -> Iterable[Document]:
        return _documents(self.papers_)

    def groups(self) -> Iterable[GroupRow]:
        return (group.row for group in self.groups_)

    def _group(self, identifier: str) -> MemoryGroup:
        for group in self.groups_:
            if group.row.group == identifier:
                return group
        raise NotFound("group", identifier)

    def _journal(self, identifier: str) -> MemoryJournal:
        for group in self.groups_:
            for journal in group.journals:
                if journal.row.journal == identifier:
                    return journal
        raise NotFound("journal", identifier)

    def students(self, group: str) -> Iterable[StudentRow]:
        return self._group(group).students

    def journals(self, group: str) -> Iterable[JournalRow]:
        return (journal.row for journal in self._group(group).journals)

    def plan(self, journal: str) -> Iterable[PlanRow]:
        return self._journal(journal).plan

    def lessons(self, journal: str) -> Iterable[LessonRow]:
        return self._journal(journal).lessons

    def attendance(self, journal: str) -> Iterable[AttendanceRow]:
        return self._journal(journal).attendance

    def marks(self, journal: str) -> Iterable[MarkRow]:
        return self._journal(journal).marks

    def events(self, journal: str) -> Iterable[AuditEvent]:
        return self._journal(journal).events

    def documents(self, journal: str) -> Iterable[Document]:
        return _documents(self._journal(journal).documents)

    def forums(self) -> Iterable[ForumRow]:
        return self.forums_

    def forum_lines(self, forum: str) -> Iterable[ForumLine]:
        for row, lines in self.forums_.items():
            if row.forum == forum:
                return lines
        raise NotFound("forum", forum)

    def certificates(self) -> Iterable[CertificateRow]:
        return self.certificates_

    def _certificate(self, identifier: str) -> tuple[Mapping[str, object], bytes]:
        for row, content in self.certificates_.items():
            if row.certificate == identifier:
                return content
        raise NotFound("certificate", identifier)

    def certificate_facts(self, certificate: str) -> Mapping[str, object]:
        return self._certificate(certificate)[0]

    def certificate_document(self, certificate: str) -> Document:
        content = self._certificate(certificate)[1]
        return Document(f"{certificate}.pdf", lambda: (content,))


def _documents(contents: Mapping[str, bytes]) -> list[Document]:
    def document(name: str, content: bytes) -> Document:
        return Document(name, lambda: (content,))

    return [document(name, contents[name]) for name in sorted(contents)]


def archive_snapshot(source: ArchiveSource) -> dict[str, Any]:
    """Everything a source says, as plain lists, to be compared with another's."""
    everything: dict[str, Any] = {
        "codes": list(source.codes()),
        "papers": _contents(source.papers()),
        "groups": list(source.groups()),
        "forums": {row: list(source.forum_lines(row.forum)) for row in source.forums()},
        "certificates": [
            (
                row,
                dict(source.certificate_facts(row.certificate)),
                source.certificate_document(row.certificate).content(),
            )
            for row in source.certificates()
        ],
    }
    for group in source.groups():
        journals = list(source.journals(group.group))
        everything[f"group {group.group}"] = (list(source.students(group.group)), journals)
        for row in journals:
            journal = row.journal
            everything[f"journal {journal}"] = (
                list(source.plan(journal)),
                list(source.lessons(journal)),
                list(source.attendance(journal)),
                list(source.marks(journal)),
                list(source.events(journal)),
                _contents(source.documents(journal)),
            )
    return everything


def _contents(documents: Iterable[Document]) -> list[tuple[str, bytes]]:
    return [(document.name, document.content()) for document in documents]
