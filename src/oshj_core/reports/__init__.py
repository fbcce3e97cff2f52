"""Reports as data: computed from the journals, never typed (2.8, 2.9, 5.2, 6.1, 6.2).

>>> sorted(kind.id for kind in REPORTS)
['control', 'objectivity', 'quality', 'teacher', 'teaching', 'weekly']
"""

from oshj_core.reports.control import (
    CONTROL,
    ControlRules,
    Finding,
    FindingKind,
    Severity,
    control_report,
    findings,
)
from oshj_core.reports.objectivity import (
    OBJECTIVITY,
    Hint,
    HintKind,
    JournalEvidence,
    ObjectivityRules,
    hints,
    objectivity_report,
)
from oshj_core.reports.quality import (
    QUALITY,
    Base,
    QualityRules,
    quality_report,
    year_semesters,
)
from oshj_core.reports.source import By, Side, Source
from oshj_core.reports.spread import Method
from oshj_core.reports.sums import Distribution, Mean, Means
from oshj_core.reports.teaching import (
    TEACHERS_REPORT,
    UNITS_TEACHING,
    teachers_report,
    teaching_report,
)
from oshj_core.reports.values import (
    Cell,
    CellKind,
    Column,
    Note,
    Report,
    ReportKind,
    Row,
    Table,
    Totals,
)
from oshj_core.reports.weekly import WEEKLY, change, weekly_report

REPORTS = (WEEKLY, QUALITY, CONTROL, TEACHERS_REPORT, UNITS_TEACHING, OBJECTIVITY)
"""All reports there are, each with the permission it asks for."""

__all__ = [
    "CONTROL",
    "OBJECTIVITY",
    "QUALITY",
    "REPORTS",
    "TEACHERS_REPORT",
    "UNITS_TEACHING",
    "WEEKLY",
    "Base",
    "By",
    "Cell",
    "CellKind",
    "Column",
    "ControlRules",
    "Distribution",
    "Finding",
    "FindingKind",
    "Hint",
    "HintKind",
    "JournalEvidence",
    "Mean",
    "Means",
    "Method",
    "Note",
    "ObjectivityRules",
    "QualityRules",
    "Report",
    "ReportKind",
    "Row",
    "Severity",
    "Side",
    "Source",
    "Table",
    "Totals",
    "change",
    "control_report",
    "findings",
    "hints",
    "objectivity_report",
    "quality_report",
    "teachers_report",
    "teaching_report",
    "weekly_report",
    "year_semesters",
]
