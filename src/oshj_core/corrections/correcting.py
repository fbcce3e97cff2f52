"""A correction after the lock: asked for by one person, decided by another (1.4, 4.3, 5.3).

This is the only way past a lock.  What the cell held before stays in the log of the sheet, and
the sealed module is replaced by one that differs in that cell alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.cell_text import write_cell
from oshj_core.corrections.act import CorrectionAct, act_of
from oshj_core.corrections.said import needed_id, said
from oshj_core.corrections.values import (
    CellRef,
    Correction,
    CorrectionPolicy,
    CorrectionState,
    Step,
)
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, NotAllowed, NotFound
from oshj_core.journal import locks_of
from oshj_core.journal.reading import lesson_works
from oshj_core.journal.writing import next_entry
from oshj_core.numbers import is_whole
from oshj_core.register import CLEARED, EntryKind, Field, PackedSheet, cells_of, corrected, pack
from oshj_core.roles import Actor, Permission
from oshj_core.text import text
from oshj_core.two_persons import second_person

if TYPE_CHECKING:
    from oshj_core.corrections.ports import Corrections
    from oshj_core.journal import Journal, Sheet, Write
    from oshj_core.ports import AuditTrail
    from oshj_core.roles import Facts


@attrs.frozen
class Correcting:
    """One actor's corrections in one journal."""

    journal: Journal
    corrections: Corrections
    audit: AuditTrail
    policy: CorrectionPolicy = attrs.field(factory=CorrectionPolicy)

    def request(
        self,
        identifier: str,
        sheet: str,
        write: Write,
        reason: str,
        document: str = "",
        *,
        dispute: str = "",
    ) -> Correction:
        """Ask for a value to be corrected in a sheet that is locked.

        Asking for the same again, under the same id, changes nothing.

        :param identifier: the id of the request, made by the host.
        :param write: the cell, the new value, and the value the requester saw in it.
        :param document: the reference of the paper it rests on.
        :param dispute: the id of the dispute it comes from.
        :raises NotFound: no such lesson or control.
        :raises NotAllowed: not the actor's to ask for.
        :raises Invalid: the sheet is not locked; no such cell; the scheme does not allow the
            value; it is the value the cell has; no reason, or no document where one is needed.
        :raises Conflict: the cell does not hold what the requester saw; another request for it
            is undecided; the id stands for another correction.
        """
        seen = self.journal.sheet(sheet)
        require(self._actor, Permission.REQUEST_CORRECTION, seen.facts)
        known = self.corrections.find(needed_id(identifier))
        if known is None:
            self.journal.check_cell(seen, write.slot, write.field, write.value)
        reason = said(reason, "reason")
        wanted = Correction(
            identifier,
            CellRef(self.journal.register.id, sheet, write.slot, write.field),
            self._student(write.slot),
            self._stored(seen, write) if known is None else known.old,
            _whole(write.value),
            reason,
            said(document, "document", needed=self.policy.document_needed),
            frozenset(lock.state for lock in locks_of(self.journal, sheet)),
            (self._step(CorrectionState.REQUESTED, reason),),
            dispute,
            work=_work(seen, write.field) if known is None else known.work,
        )
        if known is not None:
            if known.asked != wanted.asked:
                raise Conflict(
                    text("The id stands for something else."), stored=known, offered=wanted
                )
            return known
        self._check(wanted)
        self.corrections.put(wanted)
        self._note(wanted)
        return wanted

    def approve(self, identifier: str) -> CorrectionAct:
        """Approve a correction: the cell takes the new value, and there is an act of it.

        Approving again what one has approved gives the same act.

        :raises NotFound: no such correction in this journal.
        :raises NotAllowed: the actor asked for it; may not decide.
        :raises Conflict: it has been decided otherwise; the cell was changed meanwhile.
        :raises Invalid: it has waited too long.
        """
        correction, seen = self._to_decide(identifier)
        if self._is_repeated(correction, CorrectionState.APPROVED):
            return act_of(correction, self.journal)
        self._check_age(correction)
        stored = seen.state.value(*correction.cell.place)
        if (CLEARED if stored is None else stored) != correction.old:
            raise _changed(correction, stored)
        if _work(seen, correction.cell.field) != correction.work:
            raise _renamed(correction, seen)
        self.journal.check_cell(seen, *correction.cell.place, correction.new)
        semester = self.journal.semester
        number = f"{self.corrections.next_number(semester.year)}/{semester.academic_year}"
        approved = self._moved(
            attrs.evolve(correction, number=number), CorrectionState.APPROVED, correction.reason
        )
        self._enter(approved, seen)
        self.corrections.put(approved)
        self._note(approved)
        return act_of(approved, self.journal)

    def refuse(self, identifier: str, reason: str) -> Correction:
        """Refuse a correction, with a reason; refusing again changes nothing.

        :raises NotFound: no such correction in this journal.
        :raises NotAllowed: the actor asked for it; may not decide.
        :raises Conflict: it has been decided otherwise.
        :raises Invalid: no reason is given.
        """
        correction, _ = self._to_decide(identifier)
        if self._is_repeated(correction, CorrectionState.REFUSED):
            return correction
        return self._settle(correction, CorrectionState.REFUSED, said(reason, "reason"))

    def withdraw(self, identifier: str, reason: str = "") -> Correction:
        """Take back one's own request; taking it back again changes nothing.

        :raises NotFound: no such correction in this journal.
        :raises NotAllowed: somebody else asked for it.
        :raises Conflict: it has been decided.
        """
        correction = self._get(identifier)
        if correction.requester != self._actor.id:
            raise NotAllowed(text("Only the one who asked takes a request back."), clause="1.4")
        if self._is_repeated(correction, CorrectionState.WITHDRAWN):
            return correction
        words = said(reason, "reason", needed=False)
        return self._settle(correction, CorrectionState.WITHDRAWN, words)

    def act(self, identifier: str) -> CorrectionAct:
        """The act of an approved correction, for those who may read the journal's history.

        :raises NotFound: no such correction in this journal, or it is not approved.
        :raises NotAllowed: the actor may not read it.
        """
        correction = self._get(identifier)
        require(self._actor, Permission.VIEW_HISTORY, self.journal.facts)
        if correction.state is not CorrectionState.APPROVED:
            raise NotFound("act of correction", identifier)
        return act_of(correction, self.journal)

    @property
    def _actor(self) -> Actor:
        return self.journal.act.actor

    def _student(self, slot: int) -> str:
        roster = self.journal.register.roster()
        if type(slot) is not int or not 0 <= slot < len(roster):
            raise Invalid(text("The student does not belong to this lesson."), place="student")
        return roster[slot].student

    def _stored(self, seen: Sheet, write: Write) -> int:
        stored = seen.state.cells.get((write.slot, write.field), CLEARED)
        if write.expected is not None and write.expected != stored:
            raise Conflict(
                text("Somebody changed this cell meanwhile."),
                stored=stored,
                offered=write.value,
                place=f"{write.slot}.{write.field}",
            )
        return stored

    def _check(self, wanted: Correction) -> None:
        """Raise unless the request says something new of a cell that is locked."""
        if not wanted.locks:
            raise Invalid(
                text("The journal is open; the teacher enters the value there."),
                place="sheet",
                clause="4.3",
            )
        if wanted.new == wanted.old:
            raise Invalid(text("The cell holds this value already."), place="value")
        for other in self.corrections.of_journal(wanted.cell.journal):
            if other.cell == wanted.cell and other.state is CorrectionState.REQUESTED:
                raise Conflict(
                    text("Another correction of this cell has not been decided yet."),
                    stored=other.id,
                    offered=wanted.id,
                )

    def _get(self, identifier: str) -> Correction:
        correction = self.corrections.get(identifier)
        if correction.cell.journal != self.journal.register.id:
            raise NotFound("correction", identifier)
        return correction

    def _to_decide(self, identifier: str) -> tuple[Correction, Sheet]:
        """The correction and its sheet, if the actor is the second person who may decide."""
        correction = self._get(identifier)
        seen = self.journal.sheet(correction.cell.sheet)
        self._check_second(correction, seen.facts)
        return correction, seen

    def _check_second(self, correction: Correction, facts: Facts) -> None:
        actor = self._actor
        deciding = frozenset(
            (role, scope) for role, scope in actor.holdings if role in self.policy.approvers
        )
        second = attrs.evolve(actor, holdings=deciding)
        second_person(correction.requester, second, Permission.REQUEST_CORRECTION, facts)

    def _is_repeated(self, correction: Correction, wanted: CorrectionState) -> bool:
        """Whether the actor has done it already; raises when it was decided otherwise."""
        if correction.state is CorrectionState.REQUESTED:
            return False
        last = correction.steps[-1]
        if (correction.state, last.actor) != (wanted, self._actor.id):
            raise Conflict(
                text("The correction has been decided already."),
                stored=correction.state.value,
                offered=wanted.value,
            )
        return True

    def _check_age(self, correction: Correction) -> None:
        act, days = self.journal.act, self.policy.days
        asked = datetime.fromtimestamp(correction.steps[0].at / 1000, act.at.tzinfo)
        if days is not None and act.today > asked.date() + timedelta(days=days):
            raise Invalid(
                text("The request has waited longer than ${days} days.", days=days),
                place="correction",
                advice=text("Ask for the correction anew."),
            )

    def _enter(self, approved: Correction, seen: Sheet) -> None:
        """Append the entry and replace the sealed sheet, if the module is sealed."""
        register, sheet = self.journal.register, approved.cell.sheet
        self.journal.watch_lock(seen.module)
        entry = next_entry(
            register.log(sheet),
            self.journal.act,
            EntryKind.CORRECTION,
            cells=cells_of([(*approved.cell.place, approved.new)]),
            reason=f"№ {approved.number}: {approved.reason}",
        )
        register.append(sheet, entry)
        sealed = None if seen.module is None else register.sealed(seen.module)
        if seen.module is not None and sealed is not None:
            slots = len(register.roster())
            before: PackedSheet = sealed.get(sheet) or pack(seen.state, slots)
            register.seal(seen.module, {**sealed, sheet: corrected(before, entry, slots)})
        self.journal.forget()

    def _settle(self, correction: Correction, state: CorrectionState, words: str) -> Correction:
        settled = self._moved(correction, state, words)
        self.corrections.put(settled)
        self._note(settled)
        return settled

    def _step(self, state: CorrectionState, words: str) -> Step:
        act = self.journal.act
        return Step(act.millis, act.actor.id, state.value, words, act.request)

    def _moved(self, correction: Correction, state: CorrectionState, words: str) -> Correction:
        return attrs.evolve(correction, steps=(*correction.steps, self._step(state, words)))

    def _note(self, correction: Correction) -> None:
        step, field = correction.steps[-1], correction.cell.field
        self.audit.append(
            AuditEvent(
                step.at,
                step.actor,
                f"correction.{step.became}",
                f"correction:{correction.id}",
                write_cell(field, correction.old),
                write_cell(field, correction.new),
                step.said,
                step.request,
            )
        )


def _whole(value: object) -> int:
    if not is_whole(value):
        raise Invalid(text("This is no value of a cell."), place="value")
    return int(value)


def _work(seen: Sheet, field: int) -> str:
    """The kind of work a column stands for now."""
    place, works = field - Field.FIRST_WORK, lesson_works(seen.state)
    return works[place] if seen.component is None and 0 <= place < len(works) else ""


def _renamed(correction: Correction, seen: Sheet) -> Conflict:
    return Conflict(
        text("The kind of work was changed after the request; the request is void."),
        stored=_work(seen, correction.cell.field),
        offered=correction.work,
        place=f"{correction.cell.slot}.{correction.cell.field}",
    )


def _changed(correction: Correction, stored: int | None) -> Conflict:
    return Conflict(
        text("The cell was changed after the correction was asked for; the request is void."),
        stored=CLEARED if stored is None else stored,
        offered=correction.new,
        place=f"{correction.cell.slot}.{correction.cell.field}",
    )
