"""A disputed mark: the student tells the teacher, the teacher answers, and once the student may
take it to the deanery (4.2, 2.9).

Every step is kept with its time and its actor, and leaves an event.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.cell_text import write_cell
from oshj_core.corrections.correcting import Correcting
from oshj_core.corrections.said import needed_id, said
from oshj_core.corrections.values import (
    CellRef,
    Correction,
    CorrectionState,
    Dispute,
    DisputeState,
    Step,
)
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, NotAllowed, NotFound
from oshj_core.journal import Write, locks_of
from oshj_core.journal.locks import publication_of
from oshj_core.register import CLEARED
from oshj_core.roles import Facts, Permission, Scope, ScopeKind
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.corrections.ports import Disputes
    from oshj_core.journal import Journal, Sheet

_LOST = frozenset({CorrectionState.REFUSED, CorrectionState.WITHDRAWN})


@attrs.frozen
class Disputing:
    """One actor's part in the disputes of one journal."""

    correcting: Correcting
    disputes: Disputes

    @property
    def journal(self) -> Journal:
        """The journal the disputes are about."""
        return self.correcting.journal

    def dispute(self, identifier: str, student: str, sheet: str, field: int, words: str) -> Dispute:
        """The student says that an own cell is wrong; saying it again changes nothing.

        :param identifier: the id of the dispute, made by the host.
        :param student: whose cell it is: the actor's own, whatever was sent.
        :param words: what the student says of it.
        :raises NotAllowed: not the actor's own cell; the lesson is yet to come.
        :raises NotFound: no such lesson or control; the student is not in the journal.
        :raises Invalid: no such cell; nothing is said; it is too late.
        :raises Conflict: the cell is disputed already; the id stands for another dispute.
        """
        seen = self.journal.sheet(sheet)
        own = Facts((Scope(ScopeKind.STUDENT, student), *seen.facts.scopes), seen.facts.states)
        require(self.journal.act.actor, Permission.DISPUTE_MARK, own)
        slot = self._slot(student)
        cell = CellRef(self.journal.register.id, sheet, slot, field)
        self.journal.check_cell(seen, slot, field, CLEARED)
        words = said(words, "words")
        known = self.disputes.find(needed_id(identifier))
        if known is not None:
            if (known.cell, known.steps[0].said) != (cell, words):
                raise Conflict(
                    text("The id stands for something else."), stored=known, offered=cell
                )
            return known
        self._check_age(seen)
        for other in self.disputes.of_journal(cell.journal):
            if other.cell == cell and self._is_going_on(other):
                raise Conflict(
                    text("You have told of this cell already; wait for the answer."),
                    stored=other.id,
                    offered=identifier,
                )
        value = seen.state.cells.get(cell.place, CLEARED)
        step = self._step(DisputeState.OPEN, words)
        return self._keep(Dispute(identifier, cell, student, value, (step,)))

    def agree(self, identifier: str, value: int, words: str, document: str = "") -> Dispute:
        """The teacher agrees: the value is entered, or a correction asked for where the sheet
        is locked.  Agreeing again to the same value changes nothing.

        :param document: the reference of the paper a correction rests on.  An open sheet needs
            none; a locked one does, unless the policy's ``document_needed`` is off.
        :raises NotFound: no such dispute in this journal.
        :raises NotAllowed: not the actor's to answer.
        :raises Conflict: it has been answered otherwise; another correction of the cell is
            undecided.
        :raises Invalid: the scheme does not allow the value; it is the one that is disputed;
            nothing is said; no document where one is needed (place: ``document``).
        """
        known, seen = self._to_answer(identifier)
        if known.state is not DisputeState.OPEN:
            if self._holds(known, value, seen):
                return known
            raise _answered(known)
        words = said(words, "reason")
        if value == known.value:
            raise Invalid(text("This is the value that is disputed."), place="value")
        if self._stored(known, seen) != value:
            write = self._write(known, seen, value)
            if locks_of(self.journal, known.cell.sheet):
                return self._ask(known, write, words, document)
            self.journal.record(known.cell.sheet, [write], reason=words)
        return self._move(known, DisputeState.CORRECTED, words)

    def disagree(self, identifier: str, words: str) -> Dispute:
        """The teacher disagrees and says why; saying it again changes nothing.

        :raises NotFound: no such dispute in this journal.
        :raises NotAllowed: not the actor's to answer.
        :raises Conflict: it has been answered otherwise.
        :raises Invalid: nothing is said.
        """
        known, _ = self._to_answer(identifier)
        if known.state is DisputeState.REJECTED:
            return known
        if known.state is not DisputeState.OPEN:
            raise _answered(known)
        return self._move(known, DisputeState.REJECTED, said(words, "reason"))

    def escalate(self, identifier: str, words: str) -> Dispute:
        """The student takes an answer to the deanery, once; doing it again changes nothing.

        :raises NotFound: no such dispute in this journal.
        :raises NotAllowed: not the actor's own; the deanery has decided on it before.
        :raises Conflict: the teacher has not answered, or has agreed.
        :raises Invalid: nothing is said.
        """
        known = self._get(identifier)
        own = Facts((Scope(ScopeKind.STUDENT, known.student), *self.journal.scopes))
        require(self.journal.act.actor, Permission.DISPUTE_MARK, own)
        if known.state is DisputeState.ESCALATED:
            return known
        if known.was_escalated:
            raise NotAllowed(
                text("A dispute is taken to the deanery once."),
                clause="4.2",
                advice=text("Ask the education department for advice."),
            )
        if known.state is not DisputeState.REJECTED and not self._was_in_vain(known):
            raise Conflict(
                text("The teacher has not refused."), stored=known.state.value, offered="escalated"
            )
        return self._move(known, DisputeState.ESCALATED, said(words, "words"))

    def uphold(self, identifier: str, value: int, words: str, document: str = "") -> Dispute:
        """The deanery agrees with the student and asks for a correction, which somebody else
        decides on (1.4).  Agreeing again to the same value changes nothing.

        :raises NotFound: no such dispute in this journal.
        :raises NotAllowed: not the actor's to settle.
        :raises Conflict: it is not before the deanery; another correction of the cell is
            undecided.
        :raises Invalid: the sheet is open and the teacher's to fill in; the scheme does not
            allow the value; it is the one that is disputed; nothing is said.
        """
        known, seen = self._to_settle(identifier)
        if known.state is not DisputeState.ESCALATED:
            if known.was_escalated and self._holds(known, value, seen):
                return known
            raise _answered(known)
        words = said(words, "reason")
        if value == known.value:
            raise Invalid(text("This is the value that is disputed."), place="value")
        if self._stored(known, seen) == value:
            return self._move(known, DisputeState.CORRECTED, words)
        return self._ask(known, self._write(known, seen, value), words, document)

    def dismiss(self, identifier: str, words: str) -> Dispute:
        """The deanery disagrees as well and says why; saying it again changes nothing.

        :raises NotFound: no such dispute in this journal.
        :raises NotAllowed: not the actor's to settle.
        :raises Conflict: it is not before the deanery.
        :raises Invalid: nothing is said.
        """
        known, _ = self._to_settle(identifier)
        if known.state is DisputeState.DISMISSED:
            return known
        if known.state is not DisputeState.ESCALATED:
            raise _answered(known)
        return self._move(known, DisputeState.DISMISSED, said(words, "reason"))

    def _slot(self, student: str) -> int:
        for slot, member in enumerate(self.journal.register.roster()):
            if member.student == student:
                return slot
        raise NotFound("student", student)

    def _check_age(self, seen: Sheet) -> None:
        days = self.correcting.policy.dispute_days
        since = self._published_on(seen) if seen.day is None else seen.day
        if days is None or since is None:
            return
        if self.journal.act.today > since + timedelta(days=days):
            late = (
                text("Points are disputed within ${days} days of their publication.", days=days)
                if seen.day is None
                else text("A mark is disputed within ${days} days of the lesson.", days=days)
            )
            raise Invalid(late, place="day", clause="4.2")

    def _published_on(self, seen: Sheet) -> date | None:
        """The day the points of a control were published; ``None`` while they are not."""
        published = publication_of(self.journal, seen)
        if published is None:
            return None
        return datetime.fromtimestamp(published.at / 1000, self.journal.act.at.tzinfo).date()

    def _get(self, identifier: str) -> Dispute:
        known = self.disputes.get(identifier)
        if known.cell.journal != self.journal.register.id:
            raise NotFound("dispute", identifier)
        return known

    def _to_answer(self, identifier: str) -> tuple[Dispute, Sheet]:
        return self._open_to(identifier, Permission.ANSWER_DISPUTE)

    def _to_settle(self, identifier: str) -> tuple[Dispute, Sheet]:
        return self._open_to(identifier, Permission.SETTLE_DISPUTE)

    def _open_to(self, identifier: str, permission: Permission) -> tuple[Dispute, Sheet]:
        known = self._get(identifier)
        seen = self.journal.sheet(known.cell.sheet)
        require(self.journal.act.actor, permission, seen.facts)
        return known, seen

    def _correction(self, known: Dispute) -> Correction | None:
        return self.correcting.corrections.find(known.correction) if known.correction else None

    def _was_in_vain(self, known: Dispute) -> bool:
        """Whether a correction was asked for and came to nothing."""
        correction = self._correction(known)
        return correction is not None and correction.state in _LOST

    def _is_going_on(self, known: Dispute) -> bool:
        if known.state in (DisputeState.OPEN, DisputeState.ESCALATED):
            return True
        correction = self._correction(known)
        return correction is not None and correction.state is CorrectionState.REQUESTED

    def _holds(self, known: Dispute, value: int, seen: Sheet) -> bool:
        """Whether what was agreed to is this value."""
        if known.state is DisputeState.CORRECTED:
            return self._stored(known, seen) == value
        correction = self._correction(known)
        return (
            known.state is DisputeState.CORRECTION_REQUESTED
            and correction is not None
            and correction.new == value
        )

    @staticmethod
    def _stored(known: Dispute, seen: Sheet) -> int:
        return seen.state.cells.get(known.cell.place, CLEARED)

    def _write(self, known: Dispute, seen: Sheet, value: int) -> Write:
        return Write(known.cell.slot, known.cell.field, value, self._stored(known, seen))

    def _ask(self, known: Dispute, write: Write, words: str, document: str) -> Dispute:
        # The dispute is itself a paper a correction can rest on.
        correction = self.correcting.request(
            f"{known.id}.{len(known.steps)}",
            known.cell.sheet,
            write,
            words,
            document or known.id,
            dispute=known.id,
        )
        asked = attrs.evolve(known, correction=correction.id)
        return self._move(asked, DisputeState.CORRECTION_REQUESTED, words)

    def _step(self, state: DisputeState, words: str) -> Step:
        act = self.journal.act
        return Step(act.millis, act.actor.id, state.value, words, act.request)

    def _move(self, known: Dispute, state: DisputeState, words: str) -> Dispute:
        step = self._step(state, words)
        return self._keep(attrs.evolve(known, steps=(*known.steps, step)))

    def _keep(self, dispute: Dispute) -> Dispute:
        self.disputes.put(dispute)
        step = dispute.steps[-1]
        self.correcting.audit.append(
            AuditEvent(
                step.at,
                step.actor,
                f"dispute.{step.became}",
                f"dispute:{dispute.id}",
                write_cell(dispute.cell.field, dispute.value),
                reason=step.said,
                request=step.request,
            )
        )
        return dispute


def _answered(known: Dispute) -> Conflict:
    return Conflict(
        text("The dispute is not waiting for this answer."),
        stored=known.state.value,
        offered=known.id,
    )
