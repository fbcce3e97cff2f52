"""Academic sessions as semesters with their modules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

import attrs

from oshj_core.calendar import Semester
from oshj_core.lists import Row, RowError
from oshj_core.lists.problems import ErrorList
from oshj_core.ports import Table
from oshj_core.text import Text, text
from oshj_plugins.oneroster.loading import Rows

_ONE_DAY = timedelta(days=1)
_SEMESTER = re.compile(r"(20[0-9]{2})-([123])")
_MOST_SEMESTERS = 3
_MODULES = 4
_YEAR_LENGTH = len("2026")
_MODULE_PARTS = ("starts", "ends", "entry_opens", "entry_closes")
COLUMNS = (
    "id",
    "year",
    "number",
    "starts",
    "ends",
    *(f"module{number}_{part}" for number in range(1, _MODULES + 1) for part in _MODULE_PARTS),
)
"""The columns of :meth:`Sessions.rows`, as the sheet of semesters names them."""


@attrs.define(slots=False)
class Sessions:
    """The sessions of the files.

    What cannot be a semester is added to ``errors``.  A semester of ``known`` keeps its modules
    where the files name none.  ``outside``: how many grading periods lie in no semester, once
    the rows are made.
    """

    table: Rows
    errors: ErrorList
    known: Table[Semester]
    outside: int = 0

    @cached_property
    def _sessions(self) -> Mapping[str, tuple[int, Mapping[str, str]]]:
        return {row["sourcedId"]: (line, row) for line, row in self.table}

    def _is_semester(self, row: Mapping[str, str]) -> bool:
        if row["type"] == "semester":
            return True
        _, parent = self._sessions.get(row["parentSourcedId"], (0, {"type": ""}))
        return row["type"] == "term" and parent["type"] not in ("semester", "term")

    @cached_property
    def _semesters(self) -> Mapping[str, str]:
        """The codes of the semesters by their ids in the files."""
        years = defaultdict(list)
        for _, row in self._sessions.values():
            years[row["schoolYear"]].append(row)
        codes: dict[str, str] = {}
        for school_year, rows in years.items():
            found = [row for row in rows if self._is_semester(row)]
            # A year that is not divided is one semester.
            found = found or [row for row in rows if row["type"] == "schoolYear"]
            found.sort(key=lambda row: (row["startDate"], row["sourcedId"]))
            year = _first_year(school_year, rows)
            for number, row in enumerate(found, start=1):
                named = _SEMESTER.fullmatch(row["sourcedId"])
                ours = named is not None and int(named[1]) == year
                codes[row["sourcedId"]] = row["sourcedId"] if ours else f"{year}-{number}"
        return codes

    @cached_property
    def _modules(self) -> Mapping[str, list[Mapping[str, str]]]:
        """The parts of each semester, by its id in the files, in order."""
        parts = defaultdict(list)
        for _, row in self._sessions.values():
            if row["sourcedId"] not in self._semesters and row["type"] != "schoolYear":
                semester = self._semester_around(row)
                if semester:
                    parts[semester].append(row)
                else:
                    self.outside += 1
        for rows in parts.values():
            rows.sort(key=lambda row: (row["startDate"], row["sourcedId"]))
        return parts

    def _semester_around(self, part: Mapping[str, str]) -> str:
        """The id of the semester a part lies in: its parent, or by its days where a program names
        the year as the parent, or none; empty if there is none."""
        parent = part["parentSourcedId"]
        if parent in self._semesters:
            return parent
        _, above = self._sessions.get(parent, (0, {"type": "schoolYear"}))
        if above["type"] != "schoolYear":
            return ""
        around = (
            sourced_id
            for sourced_id in self._semesters
            if self._sessions[sourced_id][1]["startDate"] <= part["startDate"]
            and part["endDate"] <= self._sessions[sourced_id][1]["endDate"]
        )
        return next(around, "")

    def rows(self) -> list[Row]:
        """The rows of the sheet of semesters."""
        rows: list[Row] = []
        for sourced_id, semester in self._semesters.items():
            line, row = self._sessions[sourced_id]
            year, _, number = semester.partition("-")
            modules = self._modules.get(sourced_id, [])
            if int(number) > _MOST_SEMESTERS:
                self._error(
                    line,
                    "schoolYear",
                    text("A school year has at most ${most} semesters", most=_MOST_SEMESTERS),
                )
            elif len(modules) > _MODULES:
                self._error(
                    line,
                    "sourcedId",
                    text("A semester has at most ${most} modules", most=_MODULES),
                )
            else:
                days = [row["startDate"], _last_day(row["endDate"])]
                for module in modules:
                    starts, ends = module["startDate"], _last_day(module["endDate"])
                    days += [starts, ends, module["entryOpens"] or starts]
                    days.append(module["entryCloses"] or ends)
                rows.append((line, [semester, year, number, *days, *self._kept(semester, modules)]))
        return rows

    def _kept(self, semester: str, modules: Sequence[Mapping[str, str]]) -> list[str]:
        """The days of the modules that the semester has, if the files say nothing of them."""
        known = None if modules else self.known.find(semester)
        return [
            day.isoformat()
            for module in (known.modules if known else ())
            for day in (module.starts, module.ends, module.entry.opens, module.entry.closes)
        ]

    @property
    def first_year(self) -> str:
        """The first year in which a school year of the files begins; empty without any."""
        years = [semester.partition("-")[0] for semester in self._semesters.values()]
        return min(years, default="")

    def semesters_of(self, terms: Sequence[str]) -> list[str]:
        """The codes of the semesters that terms of any type lie in or are made of."""
        found = []
        for term in terms:
            above = term
            climbed: set[str] = set()
            while above and above not in self._semesters and above not in climbed:
                climbed.add(above)
                _, row = self._sessions.get(above, (0, {"parentSourcedId": ""}))
                above = row["parentSourcedId"]
            if above in self._semesters:
                found.append(self._semesters[above])
            elif term in self._sessions:
                year = self._sessions[term][1]["schoolYear"]
                found += [
                    semester
                    for one, semester in self._semesters.items()
                    if self._sessions[one][1]["schoolYear"] == year
                ]
        return sorted(dict.fromkeys(found))

    def _error(self, line: int, column: str, message: Text) -> None:
        self.errors.add(RowError(self.table.table.file, line, column, message))


def _first_year(school_year: str, rows: Sequence[Mapping[str, str]]) -> int:
    """The year in which a school year with those sessions begins.

    The specification's year is that of the end; some programs write that of the beginning, which
    shows where the sessions begin in that year and end in another.
    """
    year = int(school_year)
    begins = min(row["startDate"] for row in rows)
    ends = _last_day(max(row["endDate"] for row in rows))
    return year if begins[:_YEAR_LENGTH] == school_year < ends[:_YEAR_LENGTH] else year - 1


def _last_day(end: str) -> str:
    """The last day of what ends before ``end`` (the specification's end is exclusive)."""
    return (date.fromisoformat(end) - _ONE_DAY).isoformat()
