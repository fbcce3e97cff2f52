"""A journal from the lists to the archive, in the order of a semester."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from examples.sqlite_journal.site import Site
from oshj_core.archive import Contents, Signer, bundle_spec, verify_bundle, write_bundle
from oshj_core.archive.ed25519 import Ed25519Signer, check_ed25519
from oshj_core.cell_text import read_attendance, read_points
from oshj_core.certificate import (
    CertificateOffice,
    certificate_number,
    read_token,
    summarise,
    write_token,
)
from oshj_core.closing import close_semester
from oshj_core.decisions import require
from oshj_core.errors import Refusal
from oshj_core.grading import explain_total
from oshj_core.journal import Write
from oshj_core.journal.ids import lesson_id
from oshj_core.lists import Problems
from oshj_core.ports import RoleHolding
from oshj_core.register import Field
from oshj_core.retention import shipped_schedules
from oshj_core.roles import UNIVERSITY, Facts, Permission, Role

LISTS = Path(__file__).with_name("lists")
ZONE = timezone(timedelta(hours=6))
JOURNAL = "АУБ-1-24:algebra:2026-1"
TEACHER, ADMINISTRATOR, ARCHIVIST, EDUCATION_DEPARTMENT = "t0101", "t0102", "t0103", "t0104"
FIRST_DAY = datetime(2026, 9, 7, 9, 30, tzinfo=ZONE)
CHECK = datetime(2026, 10, 23, 12, 0, tzinfo=ZONE)
PRINTED = datetime(2027, 1, 22, 15, 0, tzinfo=ZONE)
OVER = datetime(2027, 2, 1, 10, 0, tzinfo=ZONE)

KEY = 1

Say = Callable[[str], None]


def play(site: Site, folder: Path, say: Say) -> Path:
    """Play it on an empty site; the bundle is written into ``folder`` and returned.

    :raises RuntimeError: the lists or the bundle are not what they should be.
    """
    begin(site, say)
    teach(site, say)
    _publish(site, say)
    _edit_too_late(site, say)
    signer = Ed25519Signer.generate()  # a real host keeps its key, outside of the bundles
    _print_certificate(site, signer, say)
    return _archive(site, folder, signer, say)


def begin(site: Site, say: Say) -> None:
    """Give the first roles and take the lists."""
    at = FIRST_DAY - timedelta(days=10)
    with site.database.transaction():
        # The first administrator is not given the role by anybody (4.1).
        for person, role in (
            (ADMINISTRATOR, Role.ADMINISTRATOR),
            (ARCHIVIST, Role.ARCHIVIST),
            (EDUCATION_DEPARTMENT, Role.EDUCATION_DEPARTMENT),
        ):
            site.holdings.give(RoleHolding(person, role, UNIVERSITY))
    act = site.act(ADMINISTRATOR, at)
    require(act.actor, Permission.IMPORT_LISTS, Facts())
    changes = site.load_lists(LISTS, act)
    if isinstance(changes, Problems):
        raise RuntimeError(str(changes.errors[0]))
    say(f"lists: {len(changes.changes)} values taken, journal {JOURNAL} opened")


def teach(site: Site, say: Say) -> None:
    """Open a lesson and fill it in."""
    with site.database.transaction():
        journal = site.journal(JOURNAL, site.act(TEACHER, FIRST_DAY))
        (assignment,) = journal.assignments
        lesson = journal.open_lesson(assignment, FIRST_DAY.date(), 2, lesson_id(), room="214")
        journal.describe(lesson, topic="Матрицалар", works=("oral",))
        marks = ("5", "4", "")
        for slot, letter in enumerate(("к", "ч", "ж")):
            points = read_points(marks[slot], journal.scheme, None)
            journal.record(
                lesson.id,
                [
                    Write(slot, Field.ATTENDANCE, read_attendance(letter)),
                    Write(slot, Field.FIRST_WORK, points),
                ],
            )
    say(f"lesson of {lesson.date}: topic, attendance and marks of 3 students recorded")


def _publish(site: Site, say: Say) -> None:
    with site.database.transaction():
        journal = site.journal(JOURNAL, site.act(TEACHER, CHECK))
        check = journal.control("intermediate-1")
        _give(journal.record, check.id, (2850, 2400, 1100))
        journal.publish(check)
        say("intermediate total published: the module is locked (4.3)")
        roster = journal.register.roster()
        for slot, total in journal.totals().items():
            name = site.university.students.get(roster[slot].student).name.short
            say(f"{name}: {total.points} so far, missing: {', '.join(total.missing)}")
        say(f"why {site.university.students.get(roster[0].student).name.short}:")
        for step in explain_total(journal.scheme, *journal.recorded(0), language="en"):
            say(f"  {step.text}")


def _give(
    record: Callable[[str, Sequence[Write]], None], control: str, points: Sequence[int]
) -> None:
    record(control, [Write(slot, Field.POINTS, value) for slot, value in enumerate(points)])


def _edit_too_late(site: Site, say: Say) -> None:
    try:
        with site.database.transaction():
            journal = site.journal(JOURNAL, site.act(TEACHER, CHECK + timedelta(hours=1)))
            _give(journal.record, "intermediate-1", (3000, 2400, 1100))
    except Refusal as refusal:
        say(f"a late edit is refused by {refusal.clause}: {refusal.text}")
        say(f"  {refusal.advice}")


def _print_certificate(site: Site, signer: Signer, say: Say) -> None:
    office = CertificateOffice(
        site.certificates, site.audit, {KEY: signer.public_key}, check_ed25519
    )
    with site.database.transaction():
        journal = site.journal(JOURNAL, site.act(EDUCATION_DEPARTMENT, PRINTED))
        summary = summarise(journal)
        printed = office.print(summary, journal.facts, journal.act, signer, KEY)
    token = read_token(write_token(printed.token))  # what a scan of the QR code gives
    finding = office.answer(token, lambda _: summary)
    say(
        f"certificate {certificate_number(printed.id)}: {summary.filled} of {summary.held}"
        f" lessons filled in; a scan of it says “{finding.verdict.value}”"
    )


def _archive(site: Site, folder: Path, signer: Signer, say: Say) -> Path:
    with site.database.transaction():
        act = site.act(EDUCATION_DEPARTMENT, OVER)
        semester = close_semester(site.university, site.audit, act, "2026-1", "буйрук № 12")
    say("semester closed (5.7)")
    require(site.actor(ARCHIVIST, OVER.date()), Permission.EXPORT_ARCHIVE, Facts())
    spec = bundle_spec(
        code="oshsu",
        organisation="Ош мамлекеттик университети",
        unit=site.university.units.get("MATH"),
        semester=semester,
        contents=Contents.JOURNALS,
        schedule=shipped_schedules().of("journal", semester.ends, OVER.date()),
        holds=site.retention.holds,
        made_at=OVER,
    )
    bundle = write_bundle(site.archive("MATH", semester.id), spec, folder, signer)
    report = verify_bundle(bundle.path, [signer.public_key], check_ed25519)
    report.require()
    say(f"bundle {bundle.path.name}: written, signed and verified, step by step")
    return bundle.path
