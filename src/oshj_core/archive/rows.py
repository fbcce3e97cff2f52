"""What a bundle says, as rows: a host gives them, a reader gives them back equal.

Ids are the university's; moments are aware; points are ``Decimal`` with at most two places.
Each kind of row comes in the order of its first columns, the ones named in *Key*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import attrs


class Code(NamedTuple):
    """What a code of a list means, in three languages.  Key: list, code."""

    list: str
    code: str
    ky: str
    ru: str
    en: str


class GroupRow(NamedTuple):
    """A study group.  Key: group."""

    group: str
    unit: str
    speciality: str
    entry_year: int
    subgroups: int


class StudentRow(NamedTuple):
    """A student of a group and the days of belonging to it.  Key: student."""

    student: str
    family: str
    given: str
    patronymic: str
    latin: str
    subgroup: int
    joined: date | None
    left: date | None


class JournalRow(NamedTuple):
    """A journal: one subject of the group in the semester.  Key: subject.

    ``digest`` is that of the journal's content as the host computes it: a SHA-256, SHA-384 or
    SHA-512 in small hexadecimal, the same that its :class:`~oshj_core.retention.Record` carries.
    With ``""`` the bundle is good to read, but proves nothing for a disposal (5.7).
    """

    subject: str
    journal: str
    title: str
    credits: int
    control: str
    scheme: str
    digest: str


class PlanRow(NamedTuple):
    """A line of the calendar-thematic plan (2.3).  Key: line."""

    line: int
    module: int
    topic: str
    kind: str
    hours: Decimal
    independent_hours: Decimal


class LessonRow(NamedTuple):
    """A lesson that was held.  Key: lesson.  ``works`` are codes with spaces between."""

    lesson: str
    held_on: date
    slot: int
    module: int
    kind: str
    subgroup: int
    teacher: str
    teacher_name: str
    room: str
    topic: str
    works: str
    plan_line: int | None


class AttendanceRow(NamedTuple):
    """Whether a student was there, who said so, and when.  Key: lesson, student.

    For a control that was missed and has no points ``lesson`` is the id of the control.
    """

    lesson: str
    student: str
    value: str
    recorded_at: datetime
    recorded_by: str


class MarkRow(NamedTuple):
    """Points: for a kind of work in a lesson, or of a control (``lesson`` empty) — an
    intermediate check, the final one, the total.  Key: lesson, work, student."""

    lesson: str
    work: str
    student: str
    points: Decimal
    recorded_at: datetime
    recorded_by: str


class ForumRow(NamedTuple):
    """A forum of the unit.  Key: forum."""

    forum: str
    title: str


class ForumLine(NamedTuple):
    """Something said in a forum, in the order it was said."""

    line: str
    at: datetime
    author: str
    words: str
    reply_to: str


class CertificateRow(NamedTuple):
    """A certificate, «Тиркеме №1» (5.4).  Key: certificate.  ``digest`` is the journal's, so
    that the page still speaks when the journal is gone (5.8)."""

    certificate: str
    journal: str
    issued_on: date
    digest: str


Chunks = Callable[[], Iterable[bytes]]
"""Gives the content of a file from its beginning, piece by piece, each time it is called."""


@attrs.frozen
class Document:
    """A file of a journal, such as ``journal.pdf``; its content is read when it is needed."""

    name: str
    chunks: Chunks = attrs.field(eq=False, repr=False)

    def content(self) -> bytes:
        """All of it."""
        return b"".join(self.chunks())
