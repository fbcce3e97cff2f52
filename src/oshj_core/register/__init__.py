"""The register: an open lesson is a log of entries, its state a pure fold over them.

The log is the audit, the fold the rule, the lock a fact that both read.  A sealed module
is the same state packed, written once.
"""

from oshj_core.register.entries import (
    CLEARED,
    WITHDRAWN,
    WORKS,
    Attendance,
    Cell,
    Entry,
    EntryKind,
    Field,
    Missed,
    cells_of,
)
from oshj_core.register.fold import Change, Overlap, SheetState, fold, history, merge
from oshj_core.register.packed import PackedSheet, corrected, pack, unpack

__all__ = [
    "CLEARED",
    "WITHDRAWN",
    "WORKS",
    "Attendance",
    "Cell",
    "Change",
    "Entry",
    "EntryKind",
    "Field",
    "Missed",
    "Overlap",
    "PackedSheet",
    "SheetState",
    "cells_of",
    "corrected",
    "fold",
    "history",
    "merge",
    "pack",
    "unpack",
]
