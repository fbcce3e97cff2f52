"""Grading schemes as data, and the totals computed from them (2.4, 2.9).

>>> from decimal import Decimal
>>> scheme = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")
>>> entered = {"intermediate-1": Decimal(28), "intermediate-2": Decimal("26.5")}
>>> compute_total(scheme, entered).missing
('independent', 'final')
>>> total = compute_total(scheme, entered | {"independent": Decimal(9), "final": Decimal(24)})
>>> total.points, total.row.letter
(Decimal('88'), 'A')
"""

from oshj_core.grading.admissions import Admission, Attended, admission
from oshj_core.grading.averages import (
    Gpa,
    GpaPolicy,
    Overall,
    SemesterGpa,
    Weights,
    explain_gpa,
    gpa,
)
from oshj_core.grading.book import SchemeBook
from oshj_core.grading.columns import NO_POINTS, SubjectColumn, gpa_column, total_column
from oshj_core.grading.components import (
    Component,
    ComponentKind,
    LessonMark,
    LessonRule,
    Rounding,
)
from oshj_core.grading.conclusions import Conclusion, conclude, outcome_text
from oshj_core.grading.explanation import explain_total
from oshj_core.grading.gpa_loader import load_gpa_policy, shipped_gpa_policies
from oshj_core.grading.loader import load_scheme
from oshj_core.grading.resits import (
    Attempt,
    AttemptKind,
    FinalResult,
    ResitRight,
    final_result,
    resit_right,
)
from oshj_core.grading.results import Repeated, SubjectResult, counting, result_of
from oshj_core.grading.rules import (
    Absence,
    AdmissionRule,
    CountingAttempt,
    ExcusedLessons,
    Outcome,
    ResitRule,
    SpecialMark,
)
from oshj_core.grading.scheme import ScaleRow, Scheme, TotalRule
from oshj_core.grading.shipped import shipped_schemes
from oshj_core.grading.steps import Reason, Step
from oshj_core.grading.strategies import Selection
from oshj_core.grading.totals import Total, compute_total
from oshj_core.grading.transcripts import Transcript, TranscriptLine, transcript
from oshj_core.grading.windows import Anchor, EntryWindow, RelativeWindow, window_in
from oshj_core.grading.writer import scheme_text

__all__ = [
    "NO_POINTS",
    "Absence",
    "Admission",
    "AdmissionRule",
    "Anchor",
    "Attempt",
    "AttemptKind",
    "Attended",
    "Component",
    "ComponentKind",
    "Conclusion",
    "CountingAttempt",
    "EntryWindow",
    "ExcusedLessons",
    "FinalResult",
    "Gpa",
    "GpaPolicy",
    "LessonMark",
    "LessonRule",
    "Outcome",
    "Overall",
    "Reason",
    "RelativeWindow",
    "Repeated",
    "ResitRight",
    "ResitRule",
    "Rounding",
    "ScaleRow",
    "Scheme",
    "SchemeBook",
    "Selection",
    "SemesterGpa",
    "SpecialMark",
    "Step",
    "SubjectColumn",
    "SubjectResult",
    "Total",
    "TotalRule",
    "Transcript",
    "TranscriptLine",
    "Weights",
    "admission",
    "compute_total",
    "conclude",
    "counting",
    "explain_gpa",
    "explain_total",
    "final_result",
    "gpa",
    "gpa_column",
    "load_gpa_policy",
    "load_scheme",
    "outcome_text",
    "resit_right",
    "result_of",
    "scheme_text",
    "shipped_gpa_policies",
    "shipped_schemes",
    "total_column",
    "transcript",
    "window_in",
]
