"""Records to archive: a small unit, or one of any size, the same for the same arguments."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from oshj_core.archive import (
    AttendanceRow,
    BundleSpec,
    CertificateRow,
    Code,
    Contents,
    ForumLine,
    ForumRow,
    GroupRow,
    JournalRow,
    LessonRow,
    MarkRow,
    PlanRow,
    StudentRow,
    core_codes,
    regulation_paper,
    write_bundle,
)
from oshj_core.audit import AuditEvent
from oshj_core.errors import Invalid
from oshj_core.testing import MemoryArchiveSource, MemoryGroup, MemoryJournal

ZONE = timezone(timedelta(hours=6))
MADE_AT = datetime(2027, 2, 1, 10, 30, tzinfo=ZONE)
FIRST_LESSON = datetime(2026, 9, 1, 8, 0, tzinfo=ZONE)
FAMILIES = ("Асанова", "Бекова", "Үсөн кызы", "Өмүров", 'Ёлкин, "кичүү"')
PAPERS = {regulation_paper().name: regulation_paper().content()}
CODES = sorted(
    [
        *core_codes(),
        Code("work", "intermediate-1", "1-аралык текшерүү", "1-й рубежный контроль", "check 1"),
        Code("work", "total", "жыйынтык", "итог", "total"),
    ]
)


def pdf() -> bytes:
    """A PDF/A-2b file of one empty page, as the portal hands them over."""
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    with document.open_metadata() as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
    made = io.BytesIO()
    document.save(made, deterministic_id=True)
    return made.getvalue()


def outcome(call, *arguments):
    """What a call gives and ``""``, or ``None`` and the place of its refusal."""
    try:
        return call(*arguments), ""
    except Invalid as refused:
        return None, refused.place


def spec(contents: Contents = Contents.JOURNALS, **changes: object) -> BundleSpec:
    """The bundle of a faculty's first semester, with changes."""
    journals = contents is Contents.JOURNALS
    values = {
        "code": "oshsu",
        "organisation": "Ош мамлекеттик университети",
        "unit": "fac07",
        "unit_name": "Математика жана МТ факультети",
        "semester": "2026-1",
        "year": 2026,
        "term": 1,
        "contents": contents,
        "retention_class": "journal" if journals else "appendix-1",
        "mandate": "5.7" if journals else "5.8",
        "retain_until": date(2032, 12, 31) if journals else date(2052, 12, 31),
        "made_at": MADE_AT,
    }
    return BundleSpec(**{**values, **changes})


def journal(group: str, subject: str, students: int, lessons: int, document: bytes):
    """A journal in which every student has attendance and every third one a mark."""
    identifier = f"{group}:{subject}:2026-1"
    row = JournalRow(subject, identifier, f"Предмет {subject}", 4, "exam", "example-100", "ab" * 32)
    made = MemoryJournal(row, documents={"journal.pdf": document, "scheme.toml": b'id = "x"\n'})
    for line in range(1, 4):
        made.plan.append(
            PlanRow(line, 1, f"Тема {line}, «киришүү»", "lecture", Decimal(2), Decimal("1.5"))
        )
    for number in range(lessons):
        at = FIRST_LESSON + timedelta(days=number)
        lesson = f"l{number:09d}"
        made.lessons.append(
            LessonRow(
                lesson,
                at.date(),
                1 + number % 4,
                1,
                "lecture",
                0,
                "asanova",
                "Асанова Г. Т.",
                "214",
                'Матрица\nжана "аныктагыч"',
                "oral written",
                1 + number % 3 if number % 2 else None,
            )
        )
        for slot in range(students):
            student = f"s{slot:06d}"
            value = ("present", "late", "absent")[(slot + number) % 3]
            made.attendance.append(AttendanceRow(lesson, student, value, at, "asanova"))
            if (slot + number) % 3 == 0:
                points = Decimal(slot % 5) + Decimal("0.25")
                made.marks.append(MarkRow(lesson, "oral", student, points, at, "asanova"))
        made.events.append(
            AuditEvent(
                int(at.timestamp() * 1000) + number,
                "asanova",
                "cells.record",
                f"lesson:{lesson}",
                after=f"{students} катышуу",
                request=f"r{number}",
            )
        )
    made.marks[:0] = [
        MarkRow("", work, f"s{slot:06d}", Decimal(30 + slot % 60), MADE_AT, "asanova")
        for work in ("intermediate-1", "total")
        for slot in range(students)
    ]
    return made


def unit(
    groups: int = 2,
    journals: int = 2,
    students: int = 5,
    lessons: int = 4,
    document: bytes = b"%PDF-1.7 ",
) -> MemoryArchiveSource:
    """The records of a unit of that size."""
    source = MemoryArchiveSource(codes_=CODES, papers_=PAPERS | {"regulation.pdf": document})
    for number in range(1, groups + 1):
        group = f"АУБ-{number:04d}-24"
        source.groups_.append(
            MemoryGroup(
                GroupRow(group, "algebra", "АУБ", 2024, 2),
                [
                    StudentRow(
                        f"s{slot:06d}",
                        FAMILIES[slot % len(FAMILIES)],
                        "Айбек",
                        "" if slot % 2 else "Бекович",
                        "Aibek",
                        1 + slot % 2,
                        date(2026, 9, 1) if slot % 3 else None,
                        date(2026, 12, 1) if slot == 4 else None,
                    )
                    for slot in range(students)
                ],
                [
                    journal(group, f"subject-{one:03d}", students, lessons, document)
                    for one in range(1, journals + 1)
                ],
            )
        )
    source.forums_ = {
        ForumRow("Алгебра", "Алгебра боюнча суроолор"): [
            ForumLine("1", MADE_AT, "s000001", "Салам!\nТеманы түшүнгөн жокмун.", ""),
            ForumLine("2", MADE_AT, "asanova", 'Мисалды көрүңүз: "3-бет".', "1"),
        ]
    }
    return source


def certificates(number: int = 3, document: bytes = b"%PDF-1.7 ") -> MemoryArchiveSource:
    """So many certificates."""
    source = MemoryArchiveSource(codes_=CODES, papers_=PAPERS)
    for one in range(number):
        row = CertificateRow(
            f"T1-{one:04d}", "АУБ-1-24:algebra:2026-1", date(2027, 1, 25), "cd" * 32
        )
        facts = {"number": one, "filled": True, "note": None, "lessons": [1, 2], "Жыл": {"a": "б"}}
        source.certificates_[row] = (facts, document)
    return source


def export(source, into, signer, contents: Contents = Contents.JOURNALS, **options):
    """A bundle of the source, quickly: nothing waits for the disk."""
    return write_bundle(source, spec(contents), into, signer, durable=False, **options)
