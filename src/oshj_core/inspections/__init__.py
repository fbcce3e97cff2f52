"""The head's inspection of the journals every two weeks (3.5): when it is due, what was found,
and what the teacher says to it (5.3)."""

from oshj_core.inspections.due import (
    Fortnight,
    Task,
    TaskState,
    fortnights,
    inspection_reminder,
    tasks,
)
from oshj_core.inspections.inspecting import Inspecting
from oshj_core.inspections.ports import Inspections
from oshj_core.inspections.values import (
    Found,
    Inspection,
    Look,
    Report,
    ReportState,
    StillOpen,
)

__all__ = [
    "Fortnight",
    "Found",
    "Inspecting",
    "Inspection",
    "Inspections",
    "Look",
    "Report",
    "ReportState",
    "StillOpen",
    "Task",
    "TaskState",
    "fortnights",
    "inspection_reminder",
    "tasks",
]
