"""Notices and inspections in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from oshj_core.inspections import Inspection, Report
from oshj_core.notices import Notice
from oshj_core.testing.memory import MemoryTable


class MemoryNotices:
    """Notices in memory."""

    def __init__(self) -> None:
        self._notices: dict[str, Notice] = {}

    def add(self, notice: Notice) -> bool:
        return self._notices.setdefault(notice.id, notice) is notice

    def of(self, person: str, limit: int = 100) -> Sequence[Notice]:
        own = [one for one in self._notices.values() if one.person == person]
        return sorted(own, key=lambda one: (-one.at, one.id))[:limit]

    def unread(self, person: str) -> int:
        return sum(1 for one in self._notices.values() if one.person == person and not one.read)

    def read(self, person: str, identifiers: Iterable[str], at: int) -> int:
        count = 0
        for identifier in identifiers:
            known = self._notices.get(identifier)
            if known is not None and known.person == person and not known.read:
                self._notices[identifier] = attrs.evolve(known, read=at)
                count += 1
        return count


class MemoryInspections:
    """Inspections and reports in memory."""

    def __init__(self) -> None:
        self._inspections: MemoryTable[Inspection] = MemoryTable("inspection")
        self._reports: MemoryTable[Report] = MemoryTable("report")
        self.find = self._inspections.find
        self.put = self._inspections.put
        self.report = self._reports.get
        self.find_report = self._reports.find
        self.put_report = self._reports.put

    def of_unit(self, unit: str) -> Sequence[Inspection]:
        return [one for one in self._inspections if one.unit == unit]

    def of_semester(self, semester: str) -> Sequence[Inspection]:
        return [one for one in self._inspections if one.semester == semester]

    def reports_of(self, inspection: str) -> Sequence[Report]:
        return [one for one in self._reports if one.inspection == inspection]

    def reports_to(self, teacher: str) -> Sequence[Report]:
        return [one for one in self._reports if one.teacher == teacher]
