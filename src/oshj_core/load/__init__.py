"""The teaching load (окуу жүктөмү, 3.2): what is planned, and how far it is in the timetable
and taught.

``read_load`` → lines or :class:`~oshj_core.lists.Problems`; ``plan_load`` → :class:`LoadChanges`;
``apply_load``.
"""

from oshj_core.load.comparing import LoadComparison, LoadKey, LoadRow, total_of
from oshj_core.load.line import LoadLine
from oshj_core.load.ports import Loads
from oshj_core.load.sheet import (
    LOAD_COLUMNS,
    LoadChange,
    LoadChanges,
    apply_load,
    load_cells,
    plan_load,
    read_load,
)

__all__ = [
    "LOAD_COLUMNS",
    "LoadChange",
    "LoadChanges",
    "LoadComparison",
    "LoadKey",
    "LoadLine",
    "LoadRow",
    "Loads",
    "apply_load",
    "load_cells",
    "plan_load",
    "read_load",
    "total_of",
]
