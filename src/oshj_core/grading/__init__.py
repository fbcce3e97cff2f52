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

from oshj_core.grading.components import (
    Component,
    ComponentKind,
    LessonMark,
    LessonRule,
    Rounding,
)
from oshj_core.grading.explanation import explain_total
from oshj_core.grading.loader import load_scheme
from oshj_core.grading.scheme import ScaleRow, Scheme, TotalRule
from oshj_core.grading.shipped import shipped_schemes
from oshj_core.grading.steps import Step
from oshj_core.grading.totals import Total, compute_total
from oshj_core.grading.writer import scheme_text

__all__ = [
    "Component",
    "ComponentKind",
    "LessonMark",
    "LessonRule",
    "Rounding",
    "ScaleRow",
    "Scheme",
    "Step",
    "Total",
    "TotalRule",
    "compute_total",
    "explain_total",
    "load_scheme",
    "scheme_text",
    "shipped_schemes",
]
