"""The notices of everybody, and the heads' inspections with the reports they sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from examples.sqlite_journal.database import Database, SqliteTable
from oshj_core.inspections import Inspection, Report
from oshj_core.notices import Notice


class SqliteNotices:
    """Notices: the core's ``Notices``."""

    def __init__(self, database: Database) -> None:
        self._notices: SqliteTable[Notice] = SqliteTable(
            database, "notice", lambda notice: {"person": [notice.person]}
        )

    def add(self, notice: Notice) -> bool:
        added = notice.id not in self._notices
        if added:
            self._notices.put(notice)
        return added

    def of(self, person: str, limit: int = 100) -> Sequence[Notice]:
        own = self._notices.at("person", person)
        return sorted(own, key=lambda notice: (-notice.at, notice.id))[:limit]

    def unread(self, person: str) -> int:
        return sum(1 for notice in self._notices.at("person", person) if not notice.read)

    def read(self, person: str, identifiers: Iterable[str], at: int) -> int:
        asked = set(identifiers)
        unread = [
            notice
            for notice in self._notices.at("person", person)
            if notice.id in asked and not notice.read
        ]
        for notice in unread:
            self._notices.put(attrs.evolve(notice, read=at))
        return len(unread)


class SqliteInspections:
    """Inspections and their reports: the core's ``Inspections``."""

    def __init__(self, database: Database) -> None:
        self._inspections: SqliteTable[Inspection] = SqliteTable(
            database,
            "inspection",
            lambda inspection: {"unit": [inspection.unit], "semester": [inspection.semester]},
        )
        self._reports: SqliteTable[Report] = SqliteTable(
            database,
            "report",
            lambda report: {"inspection": [report.inspection], "teacher": [report.teacher]},
        )

    def find(self, identifier: str) -> Inspection | None:
        return self._inspections.find(identifier)

    def put(self, inspection: Inspection) -> None:
        self._inspections.put(inspection)

    def of_unit(self, unit: str) -> Sequence[Inspection]:
        return self._inspections.at("unit", unit)

    def of_semester(self, semester: str) -> Sequence[Inspection]:
        return self._inspections.at("semester", semester)

    def report(self, identifier: str) -> Report:
        return self._reports.get(identifier)

    def find_report(self, identifier: str) -> Report | None:
        return self._reports.find(identifier)

    def put_report(self, report: Report) -> None:
        self._reports.put(report)

    def reports_of(self, inspection: str) -> Sequence[Report]:
        return self._reports.at("inspection", inspection)

    def reports_to(self, teacher: str) -> Sequence[Report]:
        return self._reports.at("teacher", teacher)
