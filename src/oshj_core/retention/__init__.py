"""How long records are kept, what keeps them longer, and how they go (5.7, 5.8)."""

from oshj_core.retention.acts import Retention
from oshj_core.retention.disposal import (
    Approval,
    Disposal,
    DisposalAct,
    DisposalState,
    Item,
    Kept,
    Proof,
    draw_up,
    due_item,
)
from oshj_core.retention.loader import load_schedules, shipped_schedules
from oshj_core.retention.ports import Acts, RetainedRecords, RetentionStore
from oshj_core.retention.records import Hold, Record
from oshj_core.retention.schedules import (
    Action,
    Period,
    Schedule,
    Schedules,
    Trigger,
    YearDay,
)

__all__ = [
    "Action",
    "Acts",
    "Approval",
    "Disposal",
    "DisposalAct",
    "DisposalState",
    "Hold",
    "Item",
    "Kept",
    "Period",
    "Proof",
    "Record",
    "RetainedRecords",
    "Retention",
    "RetentionStore",
    "Schedule",
    "Schedules",
    "Trigger",
    "YearDay",
    "draw_up",
    "due_item",
    "load_schedules",
    "shipped_schedules",
]
