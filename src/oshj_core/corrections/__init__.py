"""Corrections after the lock as acts of two persons, and disputed marks as their first step."""

from oshj_core.corrections.act import CorrectionAct, act_of
from oshj_core.corrections.correcting import Correcting
from oshj_core.corrections.disputing import Disputing
from oshj_core.corrections.ports import Corrections, Disputes
from oshj_core.corrections.values import (
    CellRef,
    Correction,
    CorrectionPolicy,
    CorrectionState,
    Dispute,
    DisputeState,
    Step,
)

__all__ = [
    "CellRef",
    "Correcting",
    "Correction",
    "CorrectionAct",
    "CorrectionPolicy",
    "CorrectionState",
    "Corrections",
    "Dispute",
    "DisputeState",
    "Disputes",
    "Disputing",
    "Step",
    "act_of",
]
