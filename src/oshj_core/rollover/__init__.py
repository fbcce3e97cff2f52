"""The August rollover: the new year prepared step by step, begun at one stroke, and undone as
a whole (2.13, 3.2, 4.1).

:func:`look_at` a step after those before it, :meth:`RollingOver.stage` it, :func:`apply_all`
on a :class:`Recording` of the host's stores, and :func:`undo` by what it noted.
"""

from oshj_core.rollover.ground import Ground
from oshj_core.rollover.last_year import BOOKS, followers
from oshj_core.rollover.planning import Material, apply_all, look_at, plan_step
from oshj_core.rollover.ports import (
    ErasableLoads,
    ErasableMoves,
    ErasableRegisters,
    Noted,
    UndoLog,
    Written,
    YearStores,
)
from oshj_core.rollover.recording import Recording
from oshj_core.rollover.referring import Reference
from oshj_core.rollover.rolling import STEP_PERMISSIONS, RollingOver
from oshj_core.rollover.undoing import check_not_taught, undo
from oshj_core.rollover.values import (
    STEP_TITLES,
    STEPS,
    WAY_TITLES,
    WAYS,
    Rollover,
    RolloverState,
    StagedStep,
    Step,
    Way,
    coming_year,
)

__all__ = [
    "BOOKS",
    "STEPS",
    "STEP_PERMISSIONS",
    "STEP_TITLES",
    "WAYS",
    "WAY_TITLES",
    "ErasableLoads",
    "ErasableMoves",
    "ErasableRegisters",
    "Ground",
    "Material",
    "Noted",
    "Recording",
    "Reference",
    "RollingOver",
    "Rollover",
    "RolloverState",
    "StagedStep",
    "Step",
    "UndoLog",
    "Way",
    "Written",
    "YearStores",
    "apply_all",
    "check_not_taught",
    "coming_year",
    "followers",
    "look_at",
    "plan_step",
    "undo",
]
