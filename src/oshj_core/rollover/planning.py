"""One step: what it would change, on ground on which the steps before it are applied."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TypeAlias

import attrs

from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.exchange import Incoming, change_count
from oshj_core.lists import ErrorList, Problems, RowError
from oshj_core.roles import Facts
from oshj_core.rollover.incoming import (
    Remarked,
    plan_closing,
    plan_load_step,
    plan_timetable_step,
)
from oshj_core.rollover.last_year import BOOKS, left_out
from oshj_core.rollover.list_steps import nothing, plan_lists_step
from oshj_core.rollover.of_year import only_of_year, watched
from oshj_core.rollover.promotion import plan_promotion
from oshj_core.rollover.rolling import STEP_PERMISSIONS
from oshj_core.rollover.values import StagedStep, Step, Way
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.journal import Act
    from oshj_core.lists.applying import Progress
    from oshj_core.rollover.ground import FormatReader, Ground, Sheets
    from oshj_core.rollover.values import Rollover


@attrs.frozen
class Material:
    """What was given for a step: the ``sheets`` of a workbook, or the reader (``read``) of the
    files of another program; neither for a way without a file."""

    sheets: Sheets = attrs.field(factory=dict)
    read: FormatReader | None = None


Opening: TypeAlias = Callable[[StagedStep], AbstractContextManager[Material]]
"""Opens what was given for a step; it is read inside the context alone."""

Acting: TypeAlias = Callable[[StagedStep], "Act"]
"""The act of whoever prepared a step, with the roles held now."""


def plan_step(staged: StagedStep, material: Material, ground: Ground) -> Incoming | Problems:
    """What the step would change, or all that is wrong with what was given for it.

    :raises ValueError: the step is left for later.
    """
    step, way = staged.step, staged.way
    if way is Way.LEFT:
        raise ValueError(staged)
    if step is Step.CLOSING:
        return plan_closing(ground, staged.note)
    if material.read is not None:
        return material.read(only_of_year(ground).exchange)
    if way in (Way.LAST_YEAR, Way.FROM_LOAD) and step in BOOKS:
        book = BOOKS[step](ground)
        found, missing = _plan_sheets(staged, book, ground), left_out(step, ground, book)
        if missing and not isinstance(found, Problems):
            return Remarked(
                found,
                text("Of last year, without a group that follows: ${count}", count=missing),
            )
        return found
    sheets = nothing(step) if way is Way.LAST_YEAR else material.sheets
    return _plan_sheets(staged, sheets, ground)


def _plan_sheets(staged: StagedStep, sheets: Sheets, ground: Ground) -> Incoming | Problems:
    foreign = ErrorList()
    found = _planned(staged, watched(sheets, ground, foreign), ground)
    if not foreign.count:
        return found
    errors = foreign.problems(())
    if isinstance(found, Problems):
        return Problems((*errors.errors, *found.errors), errors.count + found.count)
    return errors


def _planned(staged: StagedStep, sheets: Sheets, ground: Ground) -> Incoming | Problems:
    step = staged.step
    if step is Step.PROMOTION:
        return plan_promotion(sheets, ground)
    if step is Step.LOAD:
        return plan_load_step(sheets, ground)
    if step is Step.TIMETABLE:
        return plan_timetable_step(sheets, ground, staged.note)
    return plan_lists_step(step, sheets, ground)


def look_at(
    rollover: Rollover,
    staged: StagedStep,
    ground: Ground,
    opening: Opening,
    acting: Acting,
    progress: Progress = lambda done, total: None,
) -> tuple[StagedStep, Incoming | Problems]:
    """What a step would change after the steps before it, which are applied to the ground.

    Nothing of that is to be kept: the caller takes it back, by its transaction or the undo log.
    The step comes back with the digest and count of what was found; without them where there
    are problems.
    """
    problems = apply_before(rollover, staged.step, ground, opening, acting, progress)
    if problems is not None:
        return staged, problems
    with opening(staged) as material:
        found = plan_step(staged, material, ground)
        if isinstance(found, Problems):
            return staged, found
        looked = attrs.evolve(staged, digest=found.digest, count=change_count(found))
        if staged.way is Way.FORMAT:
            # What a plugin writes is known only once it writes.
            try:
                found.apply(acting(staged), progress)
            except Invalid as refusal:
                return staged, _refused(staged, refusal)
        return looked, found


def apply_before(
    rollover: Rollover,
    step: Step,
    ground: Ground,
    opening: Opening,
    acting: Acting,
    progress: Progress = lambda done, total: None,
) -> Problems | None:
    """Apply what is prepared before a step, on ground of which nothing is to be kept; gives
    what is wrong where one of the steps is not in order any more."""
    for earlier in rollover.before(step):
        if isinstance(_apply(earlier, ground, opening, acting, progress), Problems):
            return _not_yet(earlier)
    return None


def apply_all(
    rollover: Rollover,
    ground: Ground,
    opening: Opening,
    acting: Acting,
    progress: Progress = lambda done, total: None,
) -> int:
    """Apply all prepared steps in their order; returns how many values were added or changed.

    All or nothing is the caller's transaction.

    :raises Invalid: a step is not prepared; it would do something else than what was shown.
    :raises NotAllowed: who prepared a step no longer may do it.
    """
    for step in rollover.undecided:
        raise Invalid(
            text("Step ${number} is not decided yet.", number=step.number),
            place=step.value,
            clause="4.1",
            advice=text("Prepare it, look at it again, or leave it for later."),
        )
    count = 0
    for staged in rollover.steps:
        outcome = _apply(staged, ground, opening, acting, progress, shown=True)
        if isinstance(outcome, Problems):
            raise _changed(staged)
        count += outcome
    return count


def _apply(
    staged: StagedStep,
    ground: Ground,
    opening: Opening,
    acting: Acting,
    progress: Progress,
    *,
    shown: bool = False,
) -> int | Problems:
    """Apply one step; with ``shown`` only what was shown."""
    if staged.way is Way.LEFT:
        return 0
    with opening(staged) as material:
        found = plan_step(staged, material, ground)
        if isinstance(found, Problems):
            return found
        act = acting(staged)
        if shown:
            require(act.actor, STEP_PERMISSIONS[staged.step], Facts())
            if found.digest != staged.digest:
                raise _changed(staged)
        found.apply(act, progress)
        return change_count(found)


def _changed(staged: StagedStep) -> Invalid:
    return Invalid(
        text(
            "The data were changed since step ${number} was prepared; nothing was stored.",
            number=staged.step.number,
        ),
        place=staged.step.value,
        advice=text("Look at the step again."),
    )


def _refused(staged: StagedStep, refusal: Invalid) -> Problems:
    errors = ErrorList()
    errors.add(RowError(staged.file, 0, "", refusal.text, refusal.advice))
    return errors.problems(())


def _not_yet(earlier: StagedStep) -> Problems:
    errors = ErrorList()
    errors.add(
        RowError(
            str(earlier.step.number),
            0,
            "",
            text("Step ${number} is not in order any more.", number=earlier.step.number),
            text("Look at that step again first."),
        )
    )
    return errors.problems(())
