"""The sheet of the load: read as a whole, compared with the store, and only then applied (3.2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.journal import Act
from oshj_core.kyrgyz import format_number, parse_decimal
from oshj_core.lists import (
    NOTES_SHEET,
    Column,
    ErrorList,
    FieldChange,
    Problems,
    Row,
    RowError,
    cells,
)
from oshj_core.lists.applying import Progress
from oshj_core.lists.rows import SheetReader, heading_key
from oshj_core.load.line import LoadLine
from oshj_core.load.ports import Loads
from oshj_core.ports import AuditTrail, University
from oshj_core.roles import UNIVERSITY, Facts, Permission, State
from oshj_core.text import Text, text

NAME, HEADING = "load", "Жүктөм"
ADDED, CHANGED = "load.add", "load.change"

_Referred = Callable[[University], Any]
_REFERRED: Mapping[str, _Referred] = {
    "teacher": lambda university: university.staff,
    "subject": lambda university: university.subjects,
    "groups": lambda university: university.groups,
    "semester": lambda university: university.semesters,
}


def _hours(value: str) -> Decimal:
    return parse_decimal(value, 2)


LOAD_COLUMNS = (
    Column(
        "teacher",
        "Окутуучу",
        text("The code of the teacher."),
        cells.identifier,
        lambda line: line.teacher,
    ),
    Column(
        "subject",
        "Предмет",
        text("The code of the subject."),
        cells.identifier,
        lambda line: line.subject,
    ),
    Column(
        "kind",
        "Сабактын түрү",
        text("The kind of lesson."),
        cells.choice(cells.LESSON_KINDS),
        lambda line: cells.LESSON_KINDS[line.kind][0],
        choices=tuple(words[0] for words in cells.LESSON_KINDS.values()),
    ),
    Column(
        "groups",
        "Тайпалар",
        text("The codes of the groups; several with ; between them are a stream."),
        cells.identifiers,
        lambda line: "; ".join(line.groups),
    ),
    Column(
        "subgroup",
        "Тайпача",
        text("The number of the subgroup; empty for the whole group."),
        cells.integer(0, 9),
        lambda line: str(line.subgroup or ""),
        required=False,
        default=0,
    ),
    Column(
        "semester",
        "Семестр",
        text("The code of the semester, such as 2026-1."),
        cells.identifier,
        lambda line: line.semester,
    ),
    Column(
        "hours",
        "Сааттар",
        text("Planned academic hours of the whole semester; 0 takes a planned line back."),
        _hours,
        lambda line: format_number(line.hours),
    ),
)
EXAMPLE = ("t0001", "algebra", "лекция", "АУБ-1-24; АУБ-2-24", "", "2026-1", "32")


def load_cells(line: LoadLine) -> tuple[str, ...]:
    """A line as a row of the sheet."""
    return tuple(column.write(line) for column in LOAD_COLUMNS)


def read_load(
    sheets: Mapping[str, Iterable[Row]], university: University
) -> tuple[LoadLine, ...] | Problems:
    """The lines of the sheet «Жүктөм» (or ``load``), or all that is wrong with the file.

    Codes are looked up in the ``university``; the sheet of explanations is passed over.
    """
    errors = ErrorList()
    found: Iterable[Row] | None = None
    for written, rows in sheets.items():
        key = heading_key(written)
        if key in (heading_key(NAME), heading_key(HEADING)) and found is None:
            found = rows
        elif key != heading_key(NOTES_SHEET):
            errors.add(
                RowError(
                    cells.shown(written),
                    0,
                    "",
                    text("This sheet is not known"),
                    text("Name it as in the template, or take it out of the file."),
                )
            )
    if found is None:
        errors.add(
            RowError(
                HEADING,
                0,
                "",
                text("This sheet is missing"),
                text("Add it as in the template; a sheet with headings alone changes nothing."),
            )
        )
    lines = _read_rows(found or (), university, errors) if found is not None else ()
    return errors.problems((HEADING,)) if errors.count else lines


def _read_rows(
    rows: Iterable[Row], university: University, errors: ErrorList
) -> tuple[LoadLine, ...]:
    reader = SheetReader(HEADING, LOAD_COLUMNS, errors)
    lines: dict[str, LoadLine] = {}
    places: dict[str, int] = {}
    for number, texts in reader.begin(rows):
        before = errors.count
        row = reader.read(number, texts)
        for column, refusal in _wrong_references(row, university):
            reader.refuse(number, column, refusal)
        if errors.count > before or not reader.complete:
            continue
        try:
            line = LoadLine(**row)
        except Invalid as refusal:
            reader.refuse(number, refusal.place, refusal)
            continue
        first = places.setdefault(line.id, number)
        if first != number:
            reader.refuse(
                number,
                "teacher",
                Invalid(
                    text("Row ${row} plans the same lessons already", row=first),
                    advice=text("Put the hours into one row, or correct one of the two."),
                ),
            )
        lines[line.id] = line
    return tuple(lines.values())


def _wrong_references(
    row: Mapping[str, Any], university: University
) -> Iterator[tuple[str, Invalid]]:
    for column, table in _REFERRED.items():
        codes = row[column] if column == "groups" else (row[column],)
        for code in codes:
            if code and code not in table(university):
                yield (
                    column,
                    Invalid(
                        text("There is no “${code}”", code=code),
                        advice=text(
                            "Load it with the lists first, or correct it here; look for Latin "
                            "letters in place of Cyrillic ones."
                        ),
                    ),
                )
    if row["subgroup"] and len(row["groups"]) == 1:
        group = university.groups.find(row["groups"][0])
        if group is not None and row["subgroup"] > group.subgroups:
            yield (
                "subgroup",
                Invalid(
                    text(
                        "The group ${group} has ${count} subgroups",
                        group=group.id,
                        count=group.subgroups,
                    ),
                    advice=text("Correct the number, or divide the group first."),
                ),
            )


@attrs.frozen
class LoadChange:
    """A line that is added (``before`` is ``None``) or gets other hours."""

    before: LoadLine | None
    after: LoadLine

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The cells that differ; of an added line those that are not empty."""
        after = load_cells(self.after)
        before = ("",) * len(after) if self.before is None else load_cells(self.before)
        return tuple(
            FieldChange(column.heading, old, new)
            for column, old, new in zip(LOAD_COLUMNS, before, after, strict=True)
            if old != new
        )


@attrs.frozen
class LoadChanges:
    """The difference between a file and the store.

    ``missing`` are the ids of lines of the file's semesters that the file does not name: they
    stay.  ``notes`` say what the hours lack.
    """

    changes: tuple[LoadChange, ...]
    unchanged: int
    missing: tuple[str, ...]
    notes: tuple[Text, ...] = ()

    @property
    def added(self) -> tuple[LoadChange, ...]:
        """The new lines."""
        return tuple(one for one in self.changes if one.before is None)

    @property
    def changed(self) -> tuple[LoadChange, ...]:
        """The lines that are replaced."""
        return tuple(one for one in self.changes if one.before is not None)

    @property
    def digest(self) -> str:
        """The same for two sets that would do the same, else different (SHA-256, hex)."""
        digest = hashlib.sha256()
        for one in self.changes:
            before = None if one.before is None else load_cells(one.before)
            digest.update(json.dumps([before, load_cells(one.after)]).encode())
        return digest.hexdigest()


def plan_load(lines: Iterable[LoadLine], loads: Loads, university: University) -> LoadChanges:
    """Compare the lines of a file with the store."""
    named = {line.id: line for line in lines}
    changes = []
    notes = []
    for line in named.values():
        stored = loads.find(line.id)
        if stored is None or stored.hours != line.hours:
            changes.append(LoadChange(stored, line))
        if line.hours and not any(map(line.fits, university.assignments_of(line.teacher))):
            notes.append(
                text(
                    "${teacher} is not assigned to ${subject} in ${groups}: the hours give no "
                    "journal.",
                    teacher=line.teacher,
                    subject=line.subject,
                    groups="; ".join(line.groups),
                )
            )
    missing = tuple(
        stored.id
        for semester in sorted({line.semester for line in named.values()})
        for stored in loads.in_semester(semester)
        if stored.id not in named and stored.hours
    )
    return LoadChanges(tuple(changes), len(named) - len(changes), missing, tuple(notes))


def apply_load(
    changes: LoadChanges,
    loads: Loads,
    university: University,
    audit: AuditTrail,
    act: Act,
    *,
    progress: Progress = lambda done, total: None,
) -> None:
    """Store the changes, with an event for each.  All or nothing is the caller's transaction.

    :param progress: told after each line how many are stored, and of how many.

    :raises NotAllowed: the actor may not fill in the load.
    :raises Locked: a line is of a closed year (5.7).
    """
    closed = any(
        university.semesters.get(semester).closed
        for semester in {one.after.semester for one in changes.changes}
    )
    states = frozenset({State.CLOSED_YEAR}) if closed else frozenset()
    require(act.actor, Permission.EDIT_LOAD, Facts((UNIVERSITY,), states))
    for done, one in enumerate(changes.changes, 1):
        loads.put(one.after)
        audit.append(
            AuditEvent(
                act.millis,
                act.actor.id,
                ADDED if one.before is None else CHANGED,
                f"load:{one.after.id}",
                "" if one.before is None else format_number(one.before.hours),
                format_number(one.after.hours),
                request=act.request,
            )
        )
        progress(done, len(changes.changes))
