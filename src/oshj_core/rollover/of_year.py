"""What is prepared for a year is of that year: its rows are looked at while they are read, and
what another program brings when it is written (4.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.errors import Invalid
from oshj_core.lists import Column, RowError
from oshj_core.lists.calendar_sheet import CALENDAR
from oshj_core.lists.rows import heading_key
from oshj_core.lists.semester_sheet import SEMESTERS
from oshj_core.lists.sheets import ASSIGNMENTS
from oshj_core.load import LOAD_COLUMNS
from oshj_core.load.sheet import HEADING as LOAD_HEADING
from oshj_core.load.sheet import NAME as LOAD_NAME
from oshj_core.rollover.recording import Recording
from oshj_core.text import Text, text
from oshj_core.timetable.sheet import LESSON_COLUMNS, LESSONS_HEADING

if TYPE_CHECKING:
    from oshj_core.lists import ErrorList, Row
    from oshj_core.rollover.ground import Ground, Sheets
    from oshj_core.rollover.ports import Written

_Wrong = Callable[[Any, "Ground"], Text | None]
"""Why the value of a cell is not of the year, if it is not."""


def _foreign(code: str, ground: Ground) -> Text | None:
    if code.startswith(f"{ground.year}-"):
        return None
    return text("${code} is not of the academic year ${year}.", code=code, year=ground.year)


def _semester(code: str, ground: Ground) -> Text | None:
    return _foreign(code, ground) if code else None


def _year(year: int, ground: Ground) -> Text | None:
    return _foreign(f"{year}-", ground) and text(
        "${code} is not of the academic year ${year}.", code=year, year=ground.year
    )


def _assignment(code: str, ground: Ground) -> Text | None:
    one = ground.stores.university.assignments.find(code)
    return None if one is None else _foreign(one.semester, ground)


def _groups(codes: Sequence[str], ground: Ground) -> Text | None:
    for code in codes:
        group = ground.stores.university.groups.find(code)
        if group is not None and group.closed:
            return text("The group ${group} has graduated.", group=code)
    return None


_LESSONS_NAME = "timetable"
_Checks = tuple[Sequence[Column], Mapping[str, _Wrong]]
_SHEETS: Mapping[tuple[str, str], _Checks] = MappingProxyType(
    {
        (SEMESTERS.name, SEMESTERS.heading): (SEMESTERS.columns, {"year": _year}),
        (CALENDAR.name, CALENDAR.heading): (
            CALENDAR.columns,
            {"year": _year, "semester": _semester},
        ),
        (LOAD_NAME, LOAD_HEADING): (LOAD_COLUMNS, {"semester": _semester, "groups": _groups}),
        (ASSIGNMENTS.name, ASSIGNMENTS.heading): (ASSIGNMENTS.columns, {"semester": _semester}),
        (_LESSONS_NAME, LESSONS_HEADING): (LESSON_COLUMNS, {"assignment": _assignment}),
    }
)


def watched(sheets: Sheets, ground: Ground, errors: ErrorList) -> dict[str, Iterable[Row]]:
    """The same sheets; what is not of the year becomes an error while they are read."""
    known = {heading_key(name): names for names in _SHEETS for name in names}
    found: dict[str, Iterable[Row]] = {}
    for written, rows in sheets.items():
        names = known.get(heading_key(written))
        if names is None:
            found[written] = rows
        else:
            found[written] = _watched(rows, names[1], _SHEETS[names], ground, errors)
    return found


def _watched(
    rows: Iterable[Row], heading: str, checks: _Checks, ground: Ground, errors: ErrorList
) -> Iterator[Row]:
    columns, wrong = checks
    named = {
        heading_key(name): one
        for one in columns
        if one.name in wrong
        for name in (one.name, one.heading)
    }
    places: dict[int, Column] | None = None
    for number, cells in rows:
        if places is None:
            keys = map(heading_key, cells)
            places = {place: named[key] for place, key in enumerate(keys) if key in named}
        else:
            for place, column in places.items():
                why = _why(cells, place, column, wrong[column.name], ground)
                if why is not None:
                    errors.add(RowError(heading, number, column.heading, why, _ADVICE))
        yield number, cells


_ADVICE = text("Take the row out, or correct it.")


def _why(
    cells: Sequence[str], place: int, column: Column, wrong: _Wrong, ground: Ground
) -> Text | None:
    if place >= len(cells) or not cells[place]:
        return None
    try:
        value = column.parse(cells[place])
    except Invalid:
        # Whoever reads the sheet tells of it.
        return None
    return wrong(value, ground)


@attrs.frozen
class _OnlyOfYear:
    """An undo log that refuses what is not of the year, and keeps nothing."""

    ground: Ground

    def append(self, written: Written, /) -> None:
        value = written.before if written.after is None else written.after
        why = None
        if written.table in ("assignments", "loads", "lessons"):
            why = _foreign(value.semester, self.ground)
        elif written.table in ("semesters", "periods"):
            why = _year(value.year, self.ground)
        if why is not None:
            raise Invalid(why, place="file", advice=_ADVICE)

    def __len__(self) -> int:
        return 0

    def __getitem__(self, number: int, /) -> Written:
        raise IndexError(number)


def only_of_year(ground: Ground) -> Ground:
    """The same ground, on which nothing is written that is of another year.

    What would be written raises :class:`oshj_core.errors.Invalid`.
    """
    return attrs.evolve(ground, stores=Recording(ground.stores, _OnlyOfYear(ground)))  # type: ignore[arg-type]
