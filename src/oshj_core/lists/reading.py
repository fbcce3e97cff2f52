"""From the rows of a file to lists that are known to be right — or to all that is wrong.

Whoever reads the file gives neutral rows: for each sheet its non-empty rows, each with its
number in the file and the texts of its cells; the first row holds the headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from oshj_core.calendar import Semester
from oshj_core.errors import Invalid
from oshj_core.lists import cells
from oshj_core.lists.calendar_sheet import CALENDAR, COLUMN_OF_PLACE, refused_periods
from oshj_core.lists.columns import Column, Sheet
from oshj_core.lists.journals import journal_faults
from oshj_core.lists.problems import ErrorList, Problems, RowError
from oshj_core.lists.rows import Row, SheetReader, heading_key
from oshj_core.lists.semester_sheet import SEMESTERS
from oshj_core.lists.sheets import (
    ASSIGNMENTS,
    BY_NAME,
    GROUPS,
    NOTES_SHEET,
    SCHEMES,
    SHEETS,
    STUDENTS,
    TEACHERS,
    UNITS,
)
from oshj_core.ports import University
from oshj_core.structure import Assignment, Group, Unit
from oshj_core.subgroups import taught_beyond
from oshj_core.text import Text, text


@attrs.frozen
class Lists:
    """Lists without an error: the values of each sheet by its machine name, in file order."""

    values: Mapping[str, tuple[Any, ...]]

    def of(self, sheet: Sheet) -> tuple[Any, ...]:
        """The values of a sheet; empty when the file has none."""
        return self.values.get(sheet.name, ())


def read_lists(
    sheets: Mapping[str, Iterable[Row]],
    university: University,
    schemes: Mapping[str, str],
    today: date | None = None,
) -> Lists | Problems:
    """Read and check everything; the store is only looked into, to follow references.

    :param sheets: the rows by the name of their sheet, machine name or Kyrgyz heading.
    :param university: where values that are not in the file may stand already.
    :param schemes: the text of each grading scheme by its id.
    :param today: what was taught in a semester that ended before it binds no group any more;
        ``None`` where no day is known.
    """
    reader = _Reader(university, schemes)
    for sheet, rows in reader.matched(sheets):
        reader.read(sheet, rows)
    reader.check_unit_tree()
    reader.check_subgroups()
    reader.check_taught_subgroups(today)
    reader.check_graduated()
    reader.check_journals()
    reader.check_calendar()
    if reader.errors.count:
        return reader.errors.problems(tuple(sheet.heading for sheet in SHEETS))
    return Lists({name: tuple(found.values()) for name, found in reader.values.items()})


# A person's page is found by the code alone, and so is what lies in a unit.
_SAME_ADDRESSES = {
    TEACHERS.name: STUDENTS,
    STUDENTS.name: TEACHERS,
    UNITS.name: GROUPS,
    GROUPS.name: UNITS,
}
_SHEET_KEYS = {heading_key(word): sheet for sheet in SHEETS for word in (sheet.name, sheet.heading)}


@attrs.define
class _Reader:
    university: University
    schemes: Mapping[str, str]
    errors: ErrorList = attrs.field(factory=ErrorList, init=False)
    # By sheet name: the row of each code, also of rows with other errors, so that one error
    # is not reported again at every reference; and the values of the right rows.
    rows: dict[str, dict[str, int]] = attrs.field(factory=dict, init=False)
    values: dict[str, dict[str, Any]] = attrs.field(factory=dict, init=False)
    # Sheets whose codes could not be read: nothing is said about references to them.
    unread: set[str] = attrs.field(factory=set, init=False)

    def matched(self, sheets: Mapping[str, Iterable[Row]]) -> Iterable[tuple[Sheet, Iterable[Row]]]:
        """Each known sheet with its rows, in the order of references."""
        found: dict[str, Iterable[Row]] = {}
        for written, rows in sheets.items():
            sheet = _SHEET_KEYS.get(heading_key(written))
            if sheet is None:
                if heading_key(written) != heading_key(NOTES_SHEET) and any(True for _ in rows):
                    self._error(
                        cells.shown(written),
                        0,
                        "",
                        text("This sheet is not known"),
                        text("Name it as in the template, or take it out of the file."),
                    )
            elif sheet.name in found:
                self._error(
                    sheet.heading,
                    0,
                    "",
                    text("This sheet is there twice"),
                    text("Put all its rows into one sheet."),
                )
            else:
                found[sheet.name] = rows
        for sheet in SHEETS:
            if sheet.name in found:
                yield sheet, found[sheet.name]
            elif sheet.required:
                self.unread.add(sheet.name)
                self._error(
                    sheet.heading,
                    0,
                    "",
                    text("This sheet is missing"),
                    text("Add it as in the template; a sheet with headings alone changes nothing."),
                )

    def read(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """All rows of one sheet."""
        self.rows[sheet.name] = {}
        self.values[sheet.name] = {}
        reader = SheetReader(sheet.heading, sheet.columns, self.errors)
        lines = reader.begin(rows)
        if "id" in sheet.keys and "id" not in {one.name for one in reader.found.values()}:
            self.unread.add(sheet.name)
            return
        for number, texts in lines:
            self._read_row(sheet, number, texts, reader)

    def _read_row(
        self, sheet: Sheet, number: int, texts: Sequence[str], reader: SheetReader
    ) -> None:
        before = self.errors.count
        row = reader.read(number, texts)
        readable = self.errors.count == before
        code = sheet.code(row) if readable or "id" in sheet.keys else ""
        self._note_code(sheet, number, code)
        for column in reader.found.values():
            if column.refers and column.refers != sheet.name:
                self._follow(sheet, number, column, row[column.name])
        if reader.complete and self.errors.count == before:
            try:
                self.values[sheet.name][code] = sheet.make(row)
            except Invalid as refusal:
                heading = next(one.heading for one in sheet.columns if one.name == refusal.place)
                self._error(sheet.heading, number, heading, refusal.text, refusal.advice)

    def _note_code(self, sheet: Sheet, number: int, code: str) -> None:
        if not code:
            return
        first = self.rows[sheet.name].setdefault(code, number)
        if first != number:
            self._error(
                sheet.heading,
                number,
                sheet.columns[0].heading,
                *(
                    (
                        text("The code ${code} stands in row ${row} already", code=code, row=first),
                        text("Give each its own code, or take one of the two rows out."),
                    )
                    if "id" in sheet.keys
                    else (
                        text("Row ${row} is for the same part of the university", row=first),
                        text("Take one of the two rows out."),
                    )
                ),
            )
        other = _SAME_ADDRESSES.get(sheet.name)
        if other and (
            code in self.rows.get(other.name, ()) or code in other.table(self.university)
        ):
            self._error(
                sheet.heading,
                number,
                sheet.columns[0].heading,
                text(
                    "The code ${code} belongs to «${sheet}» already", code=code, sheet=other.heading
                ),
                text("Give it a code that is not used there."),
            )

    def _follow(self, sheet: Sheet, number: int, column: Column, value: Any) -> None:
        """Each code in a cell stands in the file or in the store."""
        for code in (value,) if isinstance(value, str) else value:
            if code and not self.knows(column.refers, code):
                self._unknown(sheet, number, column, code)

    def knows(self, refers: str, code: str) -> bool:
        """Whether a value of that sheet is in the file or in the store; yes when in doubt."""
        if refers == SCHEMES:
            return code in self.schemes
        return (
            refers in self.unread
            or code in self.rows.get(refers, ())
            or code in BY_NAME[refers].table(self.university)
        )

    def _unknown(self, sheet: Sheet, number: int, column: Column, code: str) -> None:
        if column.refers == SCHEMES:
            advice = text("The schemes are: ${schemes}.", schemes=", ".join(sorted(self.schemes)))
        else:
            advice = text(
                "Add it to the sheet «${sheet}», or correct it here; look for Latin letters "
                "in place of Cyrillic ones.",
                sheet=BY_NAME[column.refers].heading,
            )
        self._error(
            sheet.heading,
            number,
            column.heading,
            text("There is no “${code}”", code=code),
            advice,
        )

    def check_unit_tree(self) -> None:
        """Every parent is a unit, and no unit lies under itself."""
        parent_column = UNITS.columns[3]
        units: dict[str, Unit] = self.values.get(UNITS.name, {})
        for unit in units.values():
            if unit.parent and not self.knows(UNITS.name, unit.parent):
                self._unknown(UNITS, self.rows[UNITS.name][unit.id], parent_column, unit.parent)
        settled: set[str] = set()
        for start in units:
            path: dict[str, None] = {}
            code = start
            while code and code not in settled and code not in path:
                path[code] = None
                above = units.get(code) or self.university.units.find(code)
                code = above.parent if above else ""
            if code in path:
                self._error(
                    UNITS.heading,
                    self.rows[UNITS.name].get(code, self.rows[UNITS.name][start]),
                    parent_column.heading,
                    text("The unit ${code} lies under itself", code=code),
                    text("Follow the units above it and correct one of them."),
                )
            settled.update(path)

    def _group(self, code: str) -> Group | None:
        found: Group | None = self.values.get(GROUPS.name, {}).get(code)
        if found is None and code not in self.rows.get(GROUPS.name, ()):
            found = self.university.groups.find(code)
        return found

    def check_subgroups(self) -> None:
        """A subgroup is one that the group is split into."""
        for sheet in (STUDENTS, ASSIGNMENTS):
            for value in self.values.get(sheet.name, {}).values():
                code = value.group if sheet is STUDENTS else value.groups[0]
                group = self._group(code) if value.subgroup else None
                if group is not None and value.subgroup > group.subgroups:
                    self._error(
                        sheet.heading,
                        self.rows[sheet.name][value.id],
                        next(one.heading for one in sheet.columns if one.name == "subgroup"),
                        text(
                            "The group ${group} has ${count} subgroups",
                            group=code,
                            count=group.subgroups,
                        ),
                        text(
                            "Correct the number here or in the sheet «${sheet}».",
                            sheet=GROUPS.heading,
                        ),
                    )

    def check_taught_subgroups(self, today: date | None) -> None:
        """No group loses a subgroup that is still taught (3.2)."""
        given = self.rows.get(ASSIGNMENTS.name, {})
        column = next(one.heading for one in GROUPS.columns if one.name == "subgroups")
        for group in self.values.get(GROUPS.name, {}).values():
            known = self.university.groups.find(group.id)
            if known is None or group.subgroups >= known.subgroups:
                continue
            for taught in taught_beyond(self.university, group.id, group.subgroups, today):
                if taught.id not in given:
                    self._error(
                        GROUPS.heading,
                        self.rows[GROUPS.name][group.id],
                        column,
                        text(
                            "The assignment ${id} teaches subgroup ${subgroup}",
                            id=taught.id,
                            subgroup=taught.subgroup,
                        ),
                        text(
                            "Give it another subgroup in the sheet «${sheet}».",
                            sheet=ASSIGNMENTS.heading,
                        ),
                    )

    def check_graduated(self) -> None:
        """Nobody comes into a group that has graduated."""
        column = next(one.heading for one in STUDENTS.columns if one.name == "group")
        for student in self.values.get(STUDENTS.name, {}).values():
            group = self.university.groups.find(student.group)
            if group is not None and group.closed and student.active:
                self._error(
                    STUDENTS.heading,
                    self.rows[STUDENTS.name][student.id],
                    column,
                    text("The group ${group} has graduated.", group=group.id),
                    text("Write жок in the column «Окуп жатат», or another group."),
                )

    def check_calendar(self) -> None:
        """No two periods of one part of the university contradict each other."""
        listed = self.values.get(CALENDAR.name, {})
        above = [one.name for one in (UNITS, SEMESTERS)]
        units, semesters = (self.values.get(name, {}) for name in above)
        rows = sum(len(self.rows.get(name, ())) for name in above)
        if len(units) + len(semesters) < rows or self.unread & set(above):
            # What a period lies in is not known; its errors are told already.
            return
        columns = {column.name: column.heading for column in CALENDAR.columns}
        for period, refusal in refused_periods(listed, units, semesters, self.university):
            row = self.rows[CALENDAR.name][period.id]
            heading = columns.get(COLUMN_OF_PLACE.get(refusal.place, refusal.place), "")
            self._error(CALENDAR.heading, row, heading, refusal.text, refusal.advice)

    def check_journals(self) -> None:
        """All who fill a journal go by one grading scheme, which suits the subject."""
        rows = self.rows.get(ASSIGNMENTS.name, {})
        assignments: dict[str, Assignment] = self.values.get(ASSIGNMENTS.name, {})
        faults = journal_faults(rows, assignments, self.university, self._semester, self.schemes)
        for assignment, refusal in faults:
            heading = next(one.heading for one in ASSIGNMENTS.columns if one.name == refusal.place)
            row = rows[assignment.id]
            self._error(ASSIGNMENTS.heading, row, heading, refusal.text, refusal.advice)

    def _semester(self, code: str) -> Semester | None:
        found: Semester | None = self.values.get(SEMESTERS.name, {}).get(code)
        if found is None and code not in self.rows.get(SEMESTERS.name, ()):
            found = self.university.semesters.find(code)
        return found

    def _error(self, sheet: str, row: int, column: str, what: Text, advice: Text | None) -> None:
        self.errors.add(RowError(sheet, row, column, what, advice))
