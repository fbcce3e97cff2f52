"""Proposals for the split of a group into subgroups: by the alphabet, or from a workbook (3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import sort_key
from oshj_core.lists import cells
from oshj_core.lists.columns import Column
from oshj_core.lists.problems import ErrorList, Problems, RowError
from oshj_core.lists.rows import Row, SheetReader, heading_key
from oshj_core.lists.sheets import NOTES_SHEET
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.people import Student

NAME, HEADING = "subgroups", "Тайпачалар"

SUBGROUP_COLUMNS = (
    Column(
        "id",
        "Коду",
        text("The code of the student."),
        cells.identifier,
        lambda student: student.id,
    ),
    Column(
        "name",
        "Аты-жөнү",
        text("The full name, for the eye; it is not read."),
        cells.written_text(cells.MAX_TEXT),
        lambda student: student.name.full,
        required=False,
    ),
    Column(
        "subgroup",
        "Тайпача",
        text("The number of the subgroup, from 1."),
        cells.integer(1, 9),
        lambda student: str(student.subgroup or ""),
        default=0,
    ),
)


def by_alphabet(students: Iterable[Student], count: int) -> Mapping[str, int]:
    """The subgroups of the students by their codes: as many parts of the alphabet, the first
    ones larger where they cannot be equal."""
    ordered = sorted(students, key=lambda one: sort_key(one.name.full))
    size, larger = divmod(len(ordered), count)
    parts: dict[str, int] = {}
    start = 0
    for part in range(1, count + 1):
        end = start + size + (part <= larger)
        parts.update((student.id, part) for student in ordered[start:end])
        start = end
    return parts


def read_subgroups(
    sheets: Mapping[str, Iterable[Row]], students: Iterable[Student]
) -> Mapping[str, int] | Problems:
    """The subgroups that the sheet «Тайпачалар» (or ``subgroups``) gives the ``students`` of a
    group, or all that is wrong with the file: every one of them stands in it once."""
    errors = ErrorList()
    wanted = {student.id for student in students}
    parts: dict[str, int] = {}
    known = {heading_key(word) for word in (NAME, HEADING)}
    ours = [rows for written, rows in sheets.items() if heading_key(written) in known]
    for written in sheets:
        if heading_key(written) not in known | {heading_key(NOTES_SHEET)}:
            errors.add(
                RowError(
                    cells.shown(written),
                    0,
                    "",
                    text("This sheet is not known"),
                    text("Name it as in the template, or take it out of the file."),
                )
            )
    if len(ours) != 1:
        errors.add(
            RowError(HEADING, 0, "", text("This sheet is missing"), text("Use the template."))
        )
        return errors.problems((HEADING,))
    reader = SheetReader(HEADING, SUBGROUP_COLUMNS, errors)
    for number, texts in reader.begin(ours[0]):
        row = reader.read(number, texts)
        code = row["id"]
        if code and code not in wanted:
            reader.refuse(number, "id", Invalid(text("This is no student of the group.")))
        elif code in parts:
            reader.refuse(number, "id", Invalid(text("The student stands in the file twice.")))
        elif code:
            parts[code] = row["subgroup"]
    if reader.complete:
        for code in sorted(wanted - parts.keys()):
            errors.add(
                RowError(
                    HEADING, 0, "", text("The student ${code} is missing in the file", code=code)
                )
            )
    return errors.problems((HEADING,)) if errors.count else parts
