"""What a host implements so that its data can be archived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

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
from oshj_core.audit import AuditEvent


class ArchiveSource(Protocol):
    """The records of one unit, semester and retention class.

    Every method may be called several times and gives the same each time; rows come in the
    order of their keys, each key once.  A group's students, a journal's plan and its lessons
    are held in memory while that group or journal is written; everything else may be a
    generator over any number of rows.
    """

    def codes(self) -> Iterable[Code]:
        """What the codes mean; :func:`oshj_core.archive.core_codes` and the host's own."""
        ...

    def papers(self) -> Iterable[Document]:
        """Papers that explain all the records, by name: first of all the regulation by which they
        were kept, ``regulation.pdf`` or ``regulation.<language>.txt``.  That of Osh State
        University is :func:`oshj_core.archive.regulation_paper`."""
        ...

    def groups(self) -> Iterable[GroupRow]: ...
    def students(self, group: str) -> Iterable[StudentRow]: ...
    def journals(self, group: str) -> Iterable[JournalRow]: ...
    def plan(self, journal: str) -> Iterable[PlanRow]: ...
    def lessons(self, journal: str) -> Iterable[LessonRow]: ...
    def attendance(self, journal: str) -> Iterable[AttendanceRow]: ...
    def marks(self, journal: str) -> Iterable[MarkRow]: ...
    def events(self, journal: str) -> Iterable[AuditEvent]:
        """What was done in the journal, oldest first."""
        ...

    def documents(self, journal: str) -> Iterable[Document]:
        """The files of the journal, by name: ``journal.pdf``, ``scheme.toml``."""
        ...

    def forums(self) -> Iterable[ForumRow]: ...
    def forum_lines(self, forum: str) -> Iterable[ForumLine]: ...
    def certificates(self) -> Iterable[CertificateRow]: ...
    def certificate_facts(self, certificate: str) -> Mapping[str, object]:
        """What the certificate says, as JSON: texts, whole numbers, true, false, nothing,
        lists and objects.  No fractions: they are written as texts."""
        ...

    def certificate_document(self, certificate: str) -> Document:
        """The certificate as ``<anything>.pdf``; the name is not kept."""
        ...


class Signer(Protocol):
    """Holds an Ed25519 key and signs with it."""

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        ...


class SignatureCheck(Protocol):
    """Checks an Ed25519 signature."""

    def __call__(self, public_key: bytes, signature: bytes, message: bytes) -> bool: ...
