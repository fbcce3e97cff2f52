"""What goes into the archive: the journals of a unit's semester, and its certificates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from examples.sqlite_journal.papers import SqliteCertificates, SqlitePlans
from examples.sqlite_journal.registers import SqliteRegister, SqliteRegisters
from examples.sqlite_journal.retention import facts_of, journal_digest
from examples.sqlite_journal.university import SqliteAudit, SqliteUniversity
from oshj_core.archive import (
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
    regulation_paper,
)
from oshj_core.audit import AuditEvent
from oshj_core.cell_text import points
from oshj_core.certificate import Certificate
from oshj_core.errors import NotFound
from oshj_core.grading import load_scheme
from oshj_core.planning import Plan, in_force
from oshj_core.ports import Lesson
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
from oshj_core.structure import Group


class SiteArchive:
    """One unit's semester as the core's ``ArchiveSource``."""

    def __init__(
        self,
        university: SqliteUniversity,
        registers: SqliteRegisters,
        certificates: SqliteCertificates,
        plans: SqlitePlans,
        audit: SqliteAudit,
        unit: str,
        semester: str,
    ) -> None:
        self._university = university
        self._registers = registers
        self._certificates = certificates
        self._plans = plans
        self._audit = audit
        self._unit = unit
        self._semester = semester

    def codes(self) -> Sequence[Code]:
        """The core's codes and the controls of the grading schemes the journals have."""
        codes = {(code.list, code.code): code for code in core_codes()}
        for register in self._all_registers():
            for part in load_scheme(register.scheme, source=register.id).components:
                title = part.title
                code = Code("work", part.id, title["ky"], title["ru"], title["en"])
                codes.setdefault((code.list, code.code), code)
        return sorted(codes.values())

    def papers(self) -> Sequence[Document]:
        return (regulation_paper(),)

    def groups(self) -> Sequence[GroupRow]:
        rows = [
            GroupRow(one.id, one.unit, one.speciality, one.entry_year, one.subgroups)
            for one in self._groups(self._unit)
        ]
        return sorted(rows)

    def _groups(self, unit: str) -> Iterator[Group]:
        yield from self._university.groups_of(unit)
        for under in self._university.units_under(unit):
            yield from self._groups(under.id)

    def students(self, group: str) -> Iterator[StudentRow]:
        """Everybody a journal of the group speaks of; days of belonging stand in its roster."""
        members = {
            member.student: member
            for register in self._of_group(group)
            for member in register.roster()
        }
        for identifier in sorted(members):
            member, name = members[identifier], self._university.students.get(identifier).name
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

    def _all_registers(self) -> Iterator[SqliteRegister]:
        for group in self.groups():
            yield from self._of_group(group.group)

    def _of_group(self, group: str) -> list[SqliteRegister]:
        found = self._registers.of_group(group)
        return [register for register in found if register.semester == self._semester]

    def journals(self, group: str) -> Sequence[JournalRow]:
        return sorted(self._journal(register) for register in self._of_group(group))

    def _journal(self, register: SqliteRegister) -> JournalRow:
        subject = self._university.subjects.get(register.subject)
        controls = [
            assignment.control.value
            for assignment in self._university.assignments_in(register.group)
            if (assignment.subject, assignment.semester) == (subject.id, register.semester)
        ]
        return JournalRow(
            subject.id,
            register.id,
            subject.name,
            subject.credits,
            controls[0],
            load_scheme(register.scheme, source=register.id).id,
            journal_digest(register),
        )

    def _lines(self, register: SqliteRegister) -> list[Plan]:
        """The plans in force for the group; their topics, one after the other, are the lines."""
        versions: dict[str, list[Plan]] = {}
        for plan in self._plans.of_subject(register.subject, register.semester):
            if register.group in plan.groups:
                versions.setdefault(plan.id, []).append(plan)
        found = [in_force(versions[identifier]) for identifier in sorted(versions)]
        return [plan for plan in found if plan is not None]

    def plan(self, journal: str) -> Iterator[PlanRow]:
        line = 0
        for plan in self._lines(self._registers.get(journal)):
            for topic in plan.topics:
                line += 1
                kind = topic.kind.value
                # 0: the plan gives hours to topics, none to the tasks for independent work.
                yield PlanRow(line, 0, topic.title, kind, topic.hours, Decimal(0))

    def _line_of(self, register: SqliteRegister, lesson: str) -> int | None:
        tie = self._plans.tie(lesson)
        places = [
            (plan.id, topic.number) for plan in self._lines(register) for topic in plan.topics
        ]
        taken = None if tie is None else (tie.plan, tie.topic)
        return places.index(taken) + 1 if taken in places else None

    def lessons(self, journal: str) -> Iterator[LessonRow]:
        register = self._registers.get(journal)
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
                self._university.staff.get(lesson.teacher).name.full,
                lesson.room,
                facts.get("topic", ""),
                facts.get(WORKS, ""),
                self._line_of(register, lesson.id),
            )

    def attendance(self, journal: str) -> Iterator[AttendanceRow]:
        register = self._registers.get(journal)
        controls = _controls(register)
        for sheet in sorted([*controls, *(lesson.id for lesson in register.lessons())]):
            kind = Missed if sheet in controls else Attendance
            for student, cell, entry in _recorded(register, sheet):
                if cell.value in list(Missed) or cell.field == Field.ATTENDANCE:
                    value = kind(cell.value).name.lower()
                    yield AttendanceRow(sheet, student, value, _moment(entry), entry.actor)

    def marks(self, journal: str) -> Iterator[MarkRow]:
        register = self._registers.get(journal)
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
        register = self._registers.get(journal)
        entered = [_event(journal, sheet, entry) for sheet, entry in register.entries()]
        events = [*self._audit.about(f"journal:{journal}"), *entered]
        return sorted(events, key=lambda event: event.at)

    def documents(self, journal: str) -> Sequence[Document]:
        scheme = self._registers.get(journal).scheme.encode()
        return [Document("scheme.toml", lambda: [scheme])]

    def forums(self) -> Iterable[ForumRow]:
        return ()  # this host has none

    def forum_lines(self, forum: str) -> Iterable[ForumLine]:
        raise NotFound("forum", forum)

    def certificates(self) -> Iterator[CertificateRow]:
        for one in self._certificates.all():
            facts = facts_of(self._certificates, one)
            ours = {group.group for group in self.groups()}
            if facts and facts["group"] in ours and facts["semester"] == self._semester:
                yield CertificateRow(one.id.hex(), one.journal, one.day, one.digest.hex())

    def certificate_facts(self, certificate: str) -> Mapping[str, object]:
        return facts_of(self._certificates, self._certificate(certificate))

    def certificate_document(self, certificate: str) -> Document:
        paper = self._certificates.paper(self._certificate(certificate).id)
        return Document(f"{certificate}.pdf", lambda: [paper])

    def _certificate(self, identifier: str) -> Certificate:
        found = self._certificates.find(bytes.fromhex(identifier))
        if found is None:
            raise NotFound("certificate", identifier)
        return found


def _by_id(register: SqliteRegister) -> list[Lesson]:
    return sorted(register.lessons(), key=lambda lesson: lesson.id)


def _controls(register: SqliteRegister) -> list[str]:
    scheme = load_scheme(register.scheme, source=register.id)
    return sorted(part.id for part in scheme.components if part.source == "entered")


def _recorded(register: SqliteRegister, sheet: str) -> list[tuple[str, Cell, Entry]]:
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
