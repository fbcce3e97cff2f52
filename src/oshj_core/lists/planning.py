"""What a file would change: computed and shown before anything is stored (1.6)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from oshj_core.enrolment import journals_of
from oshj_core.lists.calendar_sheet import CALENDAR
from oshj_core.lists.columns import Sheet
from oshj_core.lists.reading import Lists
from oshj_core.lists.semester_sheet import SEMESTERS
from oshj_core.lists.sheets import ASSIGNMENTS, GROUPS, SHEETS, STUDENTS
from oshj_core.ports import Registers, University
from oshj_core.structure import Assignment
from oshj_core.text import Text, text


@attrs.frozen
class FieldChange:
    """A cell that changes: its column's heading, the text in it before and after."""

    heading: str
    before: str
    after: str


@attrs.frozen
class Change:
    """A value that is added (``before`` is ``None``) or replaced."""

    sheet: Sheet
    before: Any
    after: Any

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The cells that differ; of an added value those that are not empty."""
        after = self.sheet.cells(self.after)
        before = ("",) * len(after) if self.before is None else self.sheet.cells(self.before)
        return tuple(
            FieldChange(column.heading, old, new)
            for column, old, new in zip(self.sheet.columns, before, after, strict=True)
            if old != new
        )


@attrs.frozen
class ChangeSet:
    """The difference between a file and the store.

    ``unchanged`` counts equal values and ``missing`` names the codes that are in the store but
    not in the file, both by sheet name.  What is missing stays: nothing is ever deleted (5.7).
    ``notes`` say what a change does not do.
    """

    changes: tuple[Change, ...]
    unchanged: Mapping[str, int]
    missing: Mapping[str, tuple[str, ...]]
    notes: tuple[Text, ...] = ()

    def added(self, sheet: Sheet) -> tuple[Change, ...]:
        """What is new on a sheet."""
        return tuple(one for one in self._of(sheet) if one.before is None)

    def changed(self, sheet: Sheet) -> tuple[Change, ...]:
        """What is replaced on a sheet."""
        return tuple(one for one in self._of(sheet) if one.before is not None)

    def _of(self, sheet: Sheet) -> Iterator[Change]:
        return (one for one in self.changes if one.sheet.name == sheet.name)

    @property
    def digest(self) -> str:
        """The same for two sets that would do the same, else different (SHA-256, hex)."""
        digest = hashlib.sha256()
        for one in self.changes:
            before = None if one.before is None else one.sheet.cells(one.before)
            line = json.dumps([one.sheet.name, before, one.sheet.cells(one.after)])
            digest.update(line.encode())
        return digest.hexdigest()


def plan(
    lists: Lists, university: University, registers: Registers, schemes: Mapping[str, str]
) -> ChangeSet:
    """Compare the lists with the store.

    :param schemes: the text of each grading scheme by its id.
    """
    changes: list[Change] = []
    unchanged: dict[str, int] = {}
    missing: dict[str, tuple[str, ...]] = {}
    notes: list[Text] = []
    for sheet in SHEETS:
        values = lists.of(sheet)
        unchanged[sheet.name] = 0
        table = sheet.table(university)
        for value in values:
            stored = table.find(value.id)
            if sheet is SEMESTERS and stored is not None and stored.closed:
                # 5.7: neither its days nor its closing; its journals rest on them.
                if attrs.evolve(value, closed=True) != stored:
                    notes.append(
                        text("The semester ${id} is closed and stays as it is.", id=value.id)
                    )
                value = stored  # noqa: PLW2901
            if sheet is GROUPS and stored is not None and stored.closed:
                # No column tells it, and a group that has graduated is not opened again.
                value = attrs.evolve(value, closed=True)  # noqa: PLW2901
            if stored == value:
                unchanged[sheet.name] += 1
            else:
                changes.append(Change(sheet, stored, value))
        missing[sheet.name] = tuple(_missing(sheet, lists, university)) if values else ()
    notes.extend(
        note
        for change in changes
        if change.sheet is ASSIGNMENTS
        for note in _journal_notes(change.before, change.after, registers, schemes)
    )
    return ChangeSet(tuple(changes), unchanged, missing, tuple(notes))


def _missing(sheet: Sheet, lists: Lists, university: University) -> Iterator[str]:
    """The stored codes a reader of the file would expect in it and does not find."""
    if sheet is SEMESTERS:
        return
    listed = {value.id for value in lists.of(sheet)}
    years = {period.year for period in lists.of(CALENDAR)}
    semesters = {assignment.semester for assignment in lists.of(ASSIGNMENTS)}
    for value in sheet.table(university):
        if value.id in listed:
            continue
        if sheet is CALENDAR and value.year not in years:
            continue
        if sheet is STUDENTS and not value.active:
            continue
        if sheet is ASSIGNMENTS and value.semester not in semesters:
            continue
        yield sheet.called(value)


def _journal_notes(
    before: Assignment | None,
    after: Assignment,
    registers: Registers,
    schemes: Mapping[str, str],
) -> Iterator[Text]:
    """What a journal that is open already keeps in spite of the change."""
    journals = journals_of(after)
    for journal in journals:
        register = registers.find(journal)
        if register is not None and register.scheme != schemes[after.scheme]:
            yield text(
                "The journal ${journal} is open already and keeps the grading scheme it was "
                "opened with.",
                journal=journal,
            )
    if before is None:
        return
    for journal in journals_of(before):
        if journal not in journals:
            yield text(
                "The journal ${journal} keeps what was entered; ${assignment} no longer fills it.",
                journal=journal,
                assignment=after.id,
            )
    if before.teacher != after.teacher:
        yield text(
            "The lessons held under ${assignment} keep ${teacher} as their teacher.",
            assignment=after.id,
            teacher=before.teacher,
        )
