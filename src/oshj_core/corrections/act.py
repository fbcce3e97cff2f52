"""The act of a correction as data, ready for a printed document (1.4, 2.6)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from oshj_core.cell_text import write_cell
from oshj_core.journal.reading import lesson_works
from oshj_core.kyrgyz import format_date
from oshj_core.register import Field
from oshj_core.text import Text, text
from oshj_core.work_kinds import WORK_KINDS

if TYPE_CHECKING:
    from oshj_core.corrections.values import Correction, Step
    from oshj_core.journal import JournalReader
    from oshj_core.ports import University
    from oshj_core.roles import State


@attrs.frozen
class CorrectionAct:
    """An approved correction with everything a paper of it says.

    ``number`` is unique in the academic year (``3/2026–2027``).  ``sheet`` says which lesson or
    control, ``what`` which column; ``old`` and ``new`` are the values as they are written in
    the journal, empty for an empty cell.  Persons are named in full with their codes beside.
    """

    number: str
    correction: str
    academic_year: str
    semester: str
    journal: str
    group: str
    subject: str
    sheet: Text
    what: Text
    student: str
    student_name: str
    old: str
    new: str
    reason: str
    document: str
    locks: tuple[State, ...]
    requested_by: str
    requested_by_name: str
    requested_at: datetime
    approved_by: str
    approved_by_name: str
    approved_at: datetime
    dispute: str = ""
    clause: str = "1.4"

    @property
    def title(self) -> Text:
        """The heading of the paper."""
        return text("Act No ${number} of the correction of a journal", number=self.number)

    @property
    def lines(self) -> tuple[tuple[Text, Text | str], ...]:
        """The body of the paper: label and value, in the order to be printed."""
        return (
            (text("Academic year"), self.academic_year),
            (text("Group"), self.group),
            (text("Subject"), self.subject),
            (text("Lesson or control"), self.sheet),
            (text("Student"), f"{self.student_name} ({self.student})"),
            (text("What was corrected"), self.what),
            (text("Value before"), self.old or "—"),
            (text("Value after"), self.new or "—"),
            (text("Reason"), self.reason),
            (text("Document"), self.document or "—"),
            (text("Asked for by"), _signed(self.requested_by_name, self.requested_at)),
            (text("Approved by"), _signed(self.approved_by_name, self.approved_at)),
        )


def act_of(correction: Correction, journal: JournalReader) -> CorrectionAct:
    """The act of an approved correction of this journal."""
    register, university = journal.register, journal.university
    semester, cell = journal.semester, correction.cell
    asked, approved = correction.steps[0], correction.steps[-1]
    student = university.students.find(correction.student)
    subject = university.subjects.find(register.subject)
    return CorrectionAct(
        correction.number,
        correction.id,
        semester.academic_year,
        semester.id,
        register.id,
        register.group,
        register.subject if subject is None else subject.name,
        _sheet(journal, cell.sheet),
        _what(journal, cell.sheet, cell.field),
        correction.student,
        correction.student if student is None else student.name.full,
        write_cell(cell.field, correction.old),
        write_cell(cell.field, correction.new),
        correction.reason,
        correction.document,
        tuple(sorted(correction.locks, key=lambda state: state.value)),
        asked.actor,
        _name(university, asked.actor),
        _moment(journal, asked),
        approved.actor,
        _name(university, approved.actor),
        _moment(journal, approved),
        correction.dispute,
    )


def _sheet(journal: JournalReader, identifier: str) -> Text:
    sheet = journal.sheet(identifier)
    if sheet.day is None:
        return text("Control “${id}”", id=identifier)
    slot = journal.register.lesson(identifier).slot
    return text("Lesson of ${day}, No ${slot}", day=format_date(sheet.day), slot=slot)


def _what(journal: JournalReader, identifier: str, field: int) -> Text:
    sheet = journal.sheet(identifier)
    if sheet.component is not None:
        return text("Points")
    if field == Field.ATTENDANCE:
        return text("Attendance")
    return WORK_KINDS[lesson_works(sheet.state)[field - Field.FIRST_WORK]].title


def _name(university: University, person: str) -> str:
    staff = university.staff.find(person)
    return person if staff is None else f"{staff.name.full} ({person})"


def _moment(journal: JournalReader, step: Step) -> datetime:
    return datetime.fromtimestamp(step.at / 1000, journal.act.at.tzinfo)


def _signed(name: str, moment: datetime) -> str:
    return f"{name}, {format_date(moment.date())}"
