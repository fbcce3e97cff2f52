"""Inspections and the reports they sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import attrs
from persistent import Persistent

from oshj_core.inspections import Inspection, Report
from oshj_portal.store.convert import converter
from oshj_portal.store.tables import Keys, StoredTable


class _InspectionTable(StoredTable[Inspection]):
    kind = "inspection"
    values = converter(Inspection)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "unit": lambda one: (one.unit,),
        "semester": lambda one: (one.semester,),
    }


class _ReportTable(StoredTable[Report]):
    kind = "report"
    values = converter(Report)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "inspection": lambda one: (one.inspection,),
        "teacher": lambda one: (one.teacher,),
    }


class StoredInspections(Persistent):
    """Both, implementing :class:`oshj_core.inspections.Inspections`."""

    def __init__(self) -> None:
        self._inspections = _InspectionTable()
        self._reports = _ReportTable()

    def find(self, identifier: str) -> Inspection | None:
        """The inspection, or ``None``."""
        return self._inspections.find(identifier)

    def put(self, inspection: Inspection) -> None:
        """Add it, or replace the one with its id."""
        self._inspections.put(inspection)

    def rename(self, identifier: str, inspection: Inspection) -> None:
        """Put the inspection in the place of the one with that id; its reports keep theirs."""
        self._inspections.remove(identifier)
        self._inspections.put(inspection)
        for report in self.reports_of(identifier):
            self._reports.put(attrs.evolve(report, inspection=inspection.id))

    def of_unit(self, unit: str) -> Sequence[Inspection]:
        """Those of the unit, by id."""
        return self._inspections.by("unit", unit)

    def of_semester(self, semester: str) -> Sequence[Inspection]:
        """Those of the semester, by id."""
        return self._inspections.by("semester", semester)

    def report(self, identifier: str) -> Report:
        """Raises :class:`oshj_core.errors.NotFound`."""
        return self._reports.get(identifier)

    def find_report(self, identifier: str) -> Report | None:
        """The report, or ``None``."""
        return self._reports.find(identifier)

    def put_report(self, report: Report) -> None:
        """Add it, or replace the one with its id."""
        self._reports.put(report)

    def reports_of(self, inspection: str) -> Sequence[Report]:
        """The reports an inspection sent, by id."""
        return self._reports.by("inspection", inspection)

    def reports_to(self, teacher: str) -> Sequence[Report]:
        """The reports a teacher was sent, by id."""
        return self._reports.by("teacher", teacher)
