"""Preparing, beginning and undoing a new year: who may, in which state, with which event (4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid
from oshj_core.issuing import needed_reason
from oshj_core.kyrgyz import normalise
from oshj_core.roles import Facts, Permission
from oshj_core.rollover.undoing import check_not_taught
from oshj_core.rollover.values import (
    STEP_TITLES,
    Rollover,
    RolloverState,
    StagedStep,
    Step,
    Way,
    coming_year,
)
from oshj_core.text import text
from oshj_core.two_persons import second_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oshj_core.journal import Act
    from oshj_core.ports import AuditTrail, Table
    from oshj_core.rollover.ports import YearStores

STEP_PERMISSIONS: Mapping[Step, Permission] = {
    Step.CLOSING: Permission.CLOSE_SEMESTER,
    Step.PROMOTION: Permission.MOVE_STUDENT,
    Step.CALENDAR: Permission.EDIT_CALENDAR,
    Step.LISTS: Permission.IMPORT_LISTS,
    Step.LOAD: Permission.EDIT_LOAD,
    Step.ASSIGNMENTS: Permission.IMPORT_LISTS,
    Step.TIMETABLE: Permission.EDIT_TIMETABLE,
}
"""What the person who prepares a step has to hold, as for the same by itself."""


@attrs.frozen
class RollingOver:
    """One actor's work on the rollovers."""

    rollovers: Table[Rollover]
    audit: AuditTrail
    act: Act

    def find(self, year: int) -> Rollover:
        """The rollover to that year; an empty one where nobody has prepared any."""
        return self.rollovers.find(str(year)) or Rollover(year)

    def check_step(self, year: int, step: Step, way: Way) -> Rollover:
        """The rollover, if the actor may prepare the step now.

        :raises NotAllowed: the actor may not do the step; leaving it needs the same.
        :raises Invalid: the year has begun already.
        """
        require(self.act.actor, Permission.PREPARE_YEAR, Facts())
        require(self.act.actor, STEP_PERMISSIONS[step], Facts())
        rollover = self.find(year)
        if rollover.state is not RolloverState.PREPARED:
            raise Invalid(
                text("The year ${year} has begun already.", year=year),
                place="step",
                advice=text("Undo the rollover first, or change single values."),
            )
        return rollover

    def new_step(
        self, step: Step, way: Way, *, file: str = "", format_id: str = "", note: str = ""
    ) -> StagedStep:
        """A step as the actor prepares it now, not looked at yet.

        :raises Invalid: see :class:`StagedStep`.
        """
        act = self.act
        return StagedStep(step, way, act.actor.id, act.millis, file, format_id, normalise(note))

    def stage(self, year: int, staged: StagedStep) -> Rollover:
        """Keep a step that was looked at, in place of what was prepared before.

        :raises NotAllowed, Invalid: see :meth:`check_step`; it was not looked at.
        """
        rollover = self.check_step(year, staged.step, staged.way)
        if not staged.checked:
            raise ValueError(staged)
        known = rollover.staged(staged.step)
        if known is not None and attrs.evolve(known, by=staged.by, at=staged.at) == staged:
            return rollover
        changed = rollover.with_step(staged)
        self.rollovers.put(changed)
        before = "" if known is None else _written(known)
        self._note("rollover.stage", changed, f"{staged.step.value}: {before}", _written(staged))
        return changed

    def begun(self, year: int) -> Rollover:
        """Note that all prepared steps were applied; once more changes nothing.

        :raises NotAllowed: the actor may not begin a year.
        """
        self.check_begin(year)
        rollover = self.find(year)
        if rollover.state is not RolloverState.PREPARED:
            return rollover
        act = self.act
        changed = attrs.evolve(
            rollover, state=RolloverState.BEGUN, begun_by=act.actor.id, begun_at=act.millis
        )
        self.rollovers.put(changed)
        self._note("rollover.begin", changed, "", "; ".join(map(_written, changed.steps)))
        return changed

    def check_begin(self, year: int) -> None:
        """Refuse who may not begin a year, and any but the coming one or the one just begun.

        :raises NotAllowed: the actor may not begin a year.
        :raises Invalid: the year is another one.
        """
        require(self.act.actor, Permission.BEGIN_YEAR, Facts())
        coming = coming_year(self.act.at.date())
        if year != coming:
            raise Invalid(
                text("The year that can be begun now is ${year}.", year=coming),
                place="year",
                clause="4.1",
                advice=text("What is prepared for another year waits until it comes."),
            )

    def ask_undo(self, year: int, reason: str, stores: YearStores) -> Rollover:
        """Ask to undo the rollover; somebody else has to agree.

        :raises NotAllowed: the actor may not.
        :raises Invalid: no reason; the year has not begun; a lesson of it was opened.
        """
        require(self.act.actor, Permission.UNDO_YEAR, Facts())
        rollover = self._begun(year)
        reason = needed_reason(reason)
        check_not_taught(stores, year)
        if rollover.state is RolloverState.UNDO_ASKED:
            if (rollover.asked_by, rollover.reason) == (self.act.actor.id, reason):
                return rollover
            raise Conflict(
                text("It was asked already to undo the rollover."),
                stored=rollover.reason,
                offered=reason,
                place="reason",
            )
        act = self.act
        changed = attrs.evolve(
            rollover,
            state=RolloverState.UNDO_ASKED,
            asked_by=act.actor.id,
            asked_at=act.millis,
            reason=reason,
        )
        self.rollovers.put(changed)
        self._note("rollover.ask-undo", changed, "", "", reason)
        return changed

    def keep(self, year: int) -> Rollover:
        """Take the request to undo the rollover back, or refuse it; again changes nothing.

        :raises NotAllowed: the actor may not.
        """
        require(self.act.actor, Permission.UNDO_YEAR, Facts())
        rollover = self._begun(year)
        if rollover.state is RolloverState.BEGUN:
            return rollover
        changed = attrs.evolve(
            rollover, state=RolloverState.BEGUN, asked_by="", asked_at=0, reason=""
        )
        self.rollovers.put(changed)
        self._note("rollover.keep", changed, "", "", rollover.reason)
        return changed

    def check_undo(self, year: int) -> Rollover:
        """The rollover, if the actor may agree to undo it.

        :raises NotAllowed: the actor may not, or asked for it (1.4).
        :raises Invalid: the year has not begun, or nobody has asked.
        """
        rollover = self._begun(year)
        if rollover.state is not RolloverState.UNDO_ASKED:
            raise Invalid(
                text("Nobody has asked to undo the rollover."),
                place="state",
                advice=text("Ask for it with a reason; somebody else has to agree."),
            )
        second_person(rollover.asked_by, self.act.actor, Permission.UNDO_YEAR, Facts())
        return rollover

    def undone(self, year: int) -> Rollover:
        """Note that the rollover was undone: its steps are prepared, to be looked at again.

        :raises NotAllowed, Invalid: see :meth:`check_undo`.
        """
        rollover = self.check_undo(year)
        steps = tuple(attrs.evolve(one, digest="") for one in rollover.steps)
        changed = Rollover(year, steps)
        self.rollovers.put(changed)
        self._note("rollover.undo", changed, rollover.asked_by, "", rollover.reason)
        return changed

    def _begun(self, year: int) -> Rollover:
        rollover = self.find(year)
        if rollover.state is RolloverState.PREPARED:
            raise Invalid(
                text("The year ${year} has not begun: there is nothing to undo.", year=year),
                place="state",
            )
        return rollover

    def _note(
        self, action: str, rollover: Rollover, before: str, after: str, reason: str = ""
    ) -> None:
        act = self.act
        self.audit.append(
            AuditEvent(
                act.millis,
                act.actor.id,
                action,
                f"rollover:{rollover.id}",
                before,
                after,
                reason,
                act.request,
            )
        )


def _written(staged: StagedStep) -> str:
    parts = (staged.step.value, staged.way.value, staged.file, staged.note)
    return " ".join(filter(None, parts))


__all__ = ["STEP_PERMISSIONS", "STEP_TITLES", "RollingOver"]
