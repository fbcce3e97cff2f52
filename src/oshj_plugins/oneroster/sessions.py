"""Academic sessions as semesters with their modules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

import attrs

from oshj_core.lists import Row, RowError
from oshj_core.lists.problems import ErrorList
from oshj_core.text import Text, text
from oshj_plugins.oneroster.loading import Rows

_ONE_DAY = timedelta(days=1)
_SEMESTER = re.compile(r"(20[0-9]{2})-([123])")
_MOST_SEMESTERS = 3
_MODULES = 4
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
    """The sessions of the files; what cannot be a semester is added to ``errors``."""

    table: Rows
    errors: ErrorList

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
            year = int(school_year) - 1
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
                parts[row["parentSourcedId"]].append(row)
        for rows in parts.values():
            rows.sort(key=lambda row: (row["startDate"], row["sourcedId"]))
        return parts

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
                rows.append((line, [semester, year, number, *days]))
        return rows

    @property
    def first_year(self) -> str:
        """The first year in which a school year of the files begins; empty without any."""
        years = [int(row["schoolYear"]) - 1 for _, row in self._sessions.values()]
        return str(min(years)) if years else ""

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


def _last_day(end: str) -> str:
    """The last day of what ends before ``end`` (the specification's end is exclusive)."""
    return (date.fromisoformat(end) - _ONE_DAY).isoformat()
