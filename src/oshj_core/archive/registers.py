"""The journals of a unit's semester, read for the archive from a host's ordinary ports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.archive.codes import core_codes
from oshj_core.archive.papers import regulation_paper
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
from oshj_core.cell_text import points
from oshj_core.errors import NotFound
from oshj_core.grading import load_scheme
from oshj_core.planning import Plan, in_force
from oshj_core.register import (
    WORKS,
    Attendance,
    Cell,
    Entry,
    Field,
    Missed,
    SheetState,
    fold,
    history,
)

if TYPE_CHECKING:
    from oshj_core.planning import PlanStore
    from oshj_core.ports import AuditTrail, Lesson, Register, Registers, University
    from oshj_core.structure import Group


def register_digest(register: Register) -> str:
    """The SHA-256 of everything a journal holds: for its row, and for its ``Record`` (5.7)."""
    lessons = [*register.lessons(), *register.withdrawn()]
    sheets = [*(lesson.id for lesson in lessons), *_controls(register)]
    content = (
        (register.id, register.group, register.subject, register.semester, register.scheme),
        [attrs.astuple(member) for member in register.roster()],
        [_told(lesson) for lesson in lessons],
        [(sheet, [entry.astuple() for entry in register.log(sheet)]) for sheet in sheets],
    )
    return hashlib.sha256(json.dumps(content, default=_plain).encode()).hexdigest()


def _told(lesson: Lesson) -> tuple[object, ...]:
    """The lesson as a tuple; what is not withdrawn is as it was before lessons could be."""
    told = attrs.astuple(lesson)
    return told if lesson.withdrawn is not None else told[:-1]


def _plain(value: object) -> str:
    match value:
        case bytes():
            return value.hex()
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
    raise TypeError(type(value))


@attrs.frozen
class RegisterArchiveSource:
    """The journals of a unit and of all below it in one semester: an ``ArchiveSource``.

    A host that also has certificates, forums or printed journals overrides those methods.

    :param digest: computes what is compared before a disposal; the same function the host's
        ``Record`` is made with.
    """

    university: University
    registers: Registers
    plans: PlanStore
    audit: AuditTrail
    unit: str
    semester: str
    digest: Callable[[Register], str] = register_digest

    def codes(self) -> Sequence[Code]:
        """The core's codes and the controls of the grading schemes the journals have."""
        codes = {(code.list, code.code): code for code in core_codes()}
        for group in self.groups():
            for register in self._of_group(group.group):
                for part in load_scheme(register.scheme, source=register.id).components:
                    title = part.title
                    code = Code("work", part.id, title["ky"], title["ru"], title["en"])
                    codes.setdefault((code.list, code.code), code)
        return sorted(codes.values())

    def papers(self) -> Iterable[Document]:
        """The regulation of Osh State University; another university gives its own."""
        return (regulation_paper(),)

    def groups(self) -> Sequence[GroupRow]:
        return sorted(
            GroupRow(one.id, one.unit, one.speciality, one.entry_year, one.subgroups)
            for one in self._groups(self.unit)
        )

    def _groups(self, unit: str) -> Iterator[Group]:
        yield from self.university.groups_of(unit)
        for under in self.university.units_under(unit):
            yield from self._groups(under.id)

    def students(self, group: str) -> Iterator[StudentRow]:
        """Everybody a journal of the group speaks of; days of belonging stand in its roster."""
        members = {
            member.student: member
            for register in self._of_group(group)
            for member in register.roster()
        }
        for identifier in sorted(members):
            member, name = members[identifier], self.university.students.get(identifier).name
            yield StudentRow(
                identifier,
                name.family,
                name.given,
                name.patronymic,
                name.latin,
                member.subgroup,
                member.joined,
                member.left,
            )

    def _of_group(self, group: str) -> list[Register]:
        found = self.registers.of_group(group)
        return [register for register in found if register.semester == self.semester]

    def journals(self, group: str) -> Sequence[JournalRow]:
        return sorted(self._journal(register) for register in self._of_group(group))

    def _journal(self, register: Register) -> JournalRow:
        subject = self.university.subjects.get(register.subject)
        for assignment in self.university.assignments_in(register.group):
            if (assignment.subject, assignment.semester) == (subject.id, register.semester):
                break
        else:
            raise NotFound("assignment", register.id)
        return JournalRow(
            subject.id,
            register.id,
            subject.name,
            subject.credits,
            assignment.control.value,
            load_scheme(register.scheme, source=register.id).id,
            self.digest(register),
        )

    def _lines(self, register: Register) -> list[Plan]:
        """The plans in force for the group; their topics, one after the other, are the lines."""
        versions: dict[str, list[Plan]] = {}
        for plan in self.plans.of_subject(register.subject, register.semester):
            if register.group in plan.groups:
                versions.setdefault(plan.id, []).append(plan)
        found = [in_force(versions[identifier]) for identifier in sorted(versions)]
        return [plan for plan in found if plan is not None]

    def plan(self, journal: str) -> Iterator[PlanRow]:
        line = 0
        for plan in self._lines(self.registers.get(journal)):
            for topic in plan.topics:
                line += 1
                kind = topic.kind.value
                # 0: the plan gives hours to topics, none to the tasks for independent work.
                yield PlanRow(line, 0, topic.title, kind, topic.hours, Decimal(0))

    def _line_of(self, register: Register, lesson: str) -> int | None:
        tie = self.plans.tie(lesson)
        places = [
            (plan.id, topic.number) for plan in self._lines(register) for topic in plan.topics
        ]
        taken = None if tie is None else (tie.plan, tie.topic)
        return places.index(taken) + 1 if taken in places else None

    def lessons(self, journal: str) -> Iterator[LessonRow]:
        register = self.registers.get(journal)
        for lesson in _by_id(register):
            facts = fold(register.log(lesson.id)).facts
            yield LessonRow(
                lesson.id,
                lesson.date,
                lesson.slot,
                lesson.module,
                lesson.kind.value,
                lesson.subgroup,
                lesson.teacher,
                self.university.staff.get(lesson.teacher).name.full,
                lesson.room,
                facts.get("topic", ""),
                facts.get(WORKS, ""),
                self._line_of(register, lesson.id),
            )

    def attendance(self, journal: str) -> Iterator[AttendanceRow]:
        register = self.registers.get(journal)
        controls = _controls(register)
        for sheet in sorted([*controls, *(lesson.id for lesson in register.lessons())]):
            kind = Missed if sheet in controls else Attendance
            for student, cell, entry in _recorded(register, sheet):
                if cell.value in list(Missed) or cell.field == Field.ATTENDANCE:
                    value = kind(cell.value).name.lower()
                    yield AttendanceRow(sheet, student, value, _moment(entry), entry.actor)

    def marks(self, journal: str) -> Iterator[MarkRow]:
        register = self.registers.get(journal)
        for control in _controls(register):
            for student, cell, entry in _recorded(register, control):
                if cell.value not in list(Missed):
                    value = points(cell.value)
                    yield MarkRow("", control, student, value, _moment(entry), entry.actor)
        for lesson in _by_id(register):
            works = fold(register.log(lesson.id)).facts.get(WORKS, "").split()
            rows = [
                MarkRow(
                    lesson.id,
                    works[cell.field - Field.FIRST_WORK],
                    student,
                    points(cell.value),
                    _moment(entry),
                    entry.actor,
                )
                for student, cell, entry in _recorded(register, lesson.id)
                if cell.field != Field.ATTENDANCE
            ]
            yield from sorted(rows)

    def events(self, journal: str) -> Sequence[AuditEvent]:
        """What the audit says of the journal, and every entry of its sheets, oldest first."""
        register = self.registers.get(journal)
        lessons = sorted(one.id for one in (*register.lessons(), *register.withdrawn()))
        sheets = [*_controls(register), *lessons]
        entered = [
            _event(journal, sheet, entry) for sheet in sheets for entry in register.log(sheet)
        ]
        events = [*self.audit.about(f"journal:{journal}"), *entered]
        return sorted(events, key=lambda event: event.at)

    def documents(self, journal: str) -> Sequence[Document]:
        scheme = self.registers.get(journal).scheme.encode()
        return [Document("scheme.toml", lambda: [scheme])]

    def forums(self) -> Iterable[ForumRow]:
        return ()

    def forum_lines(self, forum: str) -> Iterable[ForumLine]:
        raise NotFound("forum", forum)

    def certificates(self) -> Iterable[CertificateRow]:
        return ()

    def certificate_facts(self, certificate: str) -> Mapping[str, object]:
        raise NotFound("certificate", certificate)

    def certificate_document(self, certificate: str) -> Document:
        raise NotFound("certificate", certificate)


def _by_id(register: Register) -> list[Lesson]:
    return sorted(register.lessons(), key=lambda lesson: lesson.id)


def _controls(register: Register) -> list[str]:
    scheme = load_scheme(register.scheme, source=register.id)
    return sorted(part.id for part in scheme.components if part.source == "entered")


def _recorded(register: Register, sheet: str) -> list[tuple[str, Cell, Entry]]:
    """Student, cell, and the entry that gave it its value, by student."""
    log, roster = register.log(sheet), register.roster()
    state: SheetState = fold(log)
    found = []
    for (slot, field), value in state.cells.items():
        changes = [one for one in history(log, (slot, field)) if one.before != one.after]
        found.append((roster[slot].student, Cell(slot, field, value), changes[-1].entry))
    return sorted(found, key=lambda one: (one[0], one[1].field))


def _moment(entry: Entry) -> datetime:
    return datetime.fromtimestamp(entry.at / 1000, UTC)


def _event(journal: str, sheet: str, entry: Entry) -> AuditEvent:
    cells = [f"{cell.slot}.{cell.field}: {cell.value}" for cell in entry]
    facts = [f"{name}: {value}" for name, value in entry.facts]
    return AuditEvent(
        entry.at,
        entry.actor,
        f"sheet.{entry.kind.name.lower()}",
        f"journal:{journal}:{sheet}",
        "",
        "; ".join([*facts, *cells]),
        entry.reason,
        entry.request,
    )
