"""The acts of retention on a host's records: holding, listing, approving, disposing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, Locked, NotFound
from oshj_core.issuing import needed_reason
from oshj_core.retention.disposal import (
    Approval,
    Disposal,
    DisposalAct,
    DisposalState,
    Item,
    approved,
    check_ready,
    check_resumed,
    draw_up,
    due_item,
    withdrawn,
)
from oshj_core.roles import Facts, Permission
from oshj_core.text import text
from oshj_core.two_persons import second_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from oshj_core.journal import Act
    from oshj_core.ports import AuditTrail
    from oshj_core.retention.disposal import Proof
    from oshj_core.retention.ports import RetentionStore
    from oshj_core.retention.records import Hold
    from oshj_core.retention.schedules import Schedules
    from oshj_core.roles import Scope


@attrs.frozen
class Retention:
    """What one actor does about retention, in one act."""

    store: RetentionStore
    schedules: Schedules
    audit: AuditTrail
    act: Act

    def place_hold(self, hold: Hold) -> Hold:
        """Keep what lies in the hold's scope, whatever its term says.

        Whose hold it is follows from the actor, whatever ``hold.by`` says.

        :raises NotAllowed: the actor may not there.
        :raises NotFound: there is no such scope.
        :raises Conflict: there is a hold of that id.
        """
        require(self.act.actor, Permission.PLACE_HOLD, self._facts_of(hold.scope))
        known = self.store.holds.find(hold.id)
        if known is not None:
            raise Conflict(
                text("There is a hold “${id}” already.", id=hold.id), stored=known, offered=hold
            )
        placed = attrs.evolve(hold, by=self.act.actor.id, lift_asked_by="", lift_reason="")
        self.store.holds.put(placed)
        self._note("hold.place", f"hold:{hold.id}", after=str(hold.scope), reason=hold.reason)
        return placed

    def ask_to_lift(self, identifier: str, reason: str) -> Hold:
        """Ask that a hold be lifted: the first half of it; it still holds.

        :raises NotAllowed: the actor may not where the hold lies.
        :raises NotFound: no such hold.
        :raises Invalid: no reason is given.
        """
        hold = self.store.holds.get(identifier)
        require(self.act.actor, Permission.LIFT_HOLD, self._facts_of(hold.scope))
        asked = attrs.evolve(
            hold, lift_asked_by=self.act.actor.id, lift_reason=needed_reason(reason)
        )
        self.store.holds.put(asked)
        self._note("hold.ask-to-lift", f"hold:{identifier}", reason=asked.lift_reason)
        return asked

    def lift(self, identifier: str, last: date) -> Hold:
        """Lift a hold as another person asked; ``last`` is the last day it holds.

        The request is used up by it: lifting the hold again needs another one.

        :raises NotAllowed: the actor may not where the hold lies, or asked for it.
        :raises NotFound: no such hold.
        :raises Invalid: nobody asked for it; the day is before yesterday, or after the last
            day of the hold.
        """
        hold = self.store.holds.get(identifier)
        facts = self._facts_of(hold.scope)
        second_person(hold.lift_asked_by, self.act.actor, Permission.LIFT_HOLD, facts)
        if not hold.lift_asked_by:
            raise Invalid(
                text("Nobody has asked to lift this hold."), place=identifier, clause="5.7"
            )
        if (self.act.today - last).days > 1:
            raise Invalid(text("A hold is not lifted for days that are over."), place="until")
        if hold.until is not None and last > hold.until:
            raise Invalid(text("Lifting a hold does not make it longer."), place="until")
        lifted = attrs.evolve(hold, until=max(last, hold.since), lift_asked_by="", lift_reason="")
        self.store.holds.put(lifted)
        self._note("hold.lift", f"hold:{identifier}", after=str(last), reason=hold.lift_reason)
        return lifted

    def draw_up(self, identifier: str, scope: Scope) -> Disposal:
        """Draw up the list of what is due in ``scope``.

        :raises NotAllowed: the actor may not propose it there.
        :raises Conflict: there is a list of that id.
        :raises Invalid: nothing is due; a record cannot be judged (see :func:`.draw_up`).
        :raises NotFound: there is no such scope; a record names a schedule that does not exist.
        """
        facts = self._facts_of(scope)
        require(self.act.actor, Permission.PROPOSE_DISPOSAL, facts)
        known = self.store.disposals.find(identifier)
        if known is not None:
            raise Conflict(
                text("There is a disposal list “${id}” already.", id=identifier),
                stored=known.state.value,
                offered=DisposalState.DRAWN.value,
            )
        today = self.act.today
        lying_there = (one for one in self.store.records if scope in one.scopes)
        items, kept = draw_up(lying_there, self.schedules, self.store.holds, today)
        if not items:
            raise Invalid(text("Nothing is due to be disposed of."), place=str(scope))
        disposal = Disposal(identifier, facts.scopes, self.act.actor.id, today, items, kept)
        self.store.disposals.put(disposal)
        self._note("disposal.draw-up", f"disposal:{identifier}", after=str(len(items)))
        return disposal

    def approve(self, identifier: str) -> Disposal:
        """Approve a list that others drew up and, the second time, somebody else approved.

        :raises NotAllowed: the actor may not, drew it up, or has approved it already.
        :raises NotFound: no such list.
        :raises Conflict: it is not waiting for approvals.
        """
        disposal = self.store.disposals.get(identifier)
        facts = Facts(disposal.place)
        actor = self.act.actor
        second_person(disposal.drawn_by, actor, Permission.PROPOSE_DISPOSAL, facts)
        for approval in disposal.approvals:
            second_person(approval.person, actor, Permission.APPROVE_DISPOSAL, facts)
        agreed = approved(disposal, Approval(actor.id, self.act.at))
        self.store.disposals.put(agreed)
        self._note("disposal.approve", f"disposal:{identifier}", after=agreed.state.value)
        return agreed

    def withdraw(self, identifier: str, reason: str) -> Disposal:
        """Give a list up.

        :raises NotAllowed: the actor may neither propose nor approve it.
        :raises NotFound: no such list.
        :raises Conflict: it has been carried out or given up.
        :raises Invalid: no reason is given.
        """
        disposal = self.store.disposals.get(identifier)
        require(self.act.actor, Permission.APPROVE_DISPOSAL, Facts(disposal.place))
        gone = withdrawn(disposal)
        reason = needed_reason(reason)
        self.store.disposals.put(gone)
        self._note("disposal.withdraw", f"disposal:{identifier}", reason=reason)
        return gone

    def carry_out(self, identifier: str, proofs: Iterable[Proof], number: str) -> DisposalAct:
        """Destroy what an approved list names, and leave the act of it, with ``number`` as id.

        Term, holds and content are judged anew on the day: one record that may not go stops
        them all, and nothing is destroyed.  Where destroying was interrupted, the same call
        goes on: the act and its proofs stay as they were written, what is gone is passed over,
        and what is still there is judged once more.

        :raises NotAllowed: the actor may not propose disposals there.
        :raises NotFound: no such list.
        :raises Conflict: it is not approved; the act's number is taken, or not the one it was
            begun with; a record's content, or that in its bundle, is not what was approved.
        :raises Invalid: a record stands in no verified bundle, was not handed over as its
            schedule demands, or its term runs (again).
        :raises Locked: a record has come under a hold.
        """
        disposal = self.store.disposals.get(identifier)
        require(self.act.actor, Permission.PROPOSE_DISPOSAL, Facts(disposal.place))
        begun = next((act for act in self.store.acts if act.disposal == identifier), None)
        if begun is None:
            act = self._begin(disposal, {proof.record: proof for proof in proofs}, number)
            left = disposal.items
        else:
            check_resumed(disposal, begun, number)
            act = begun
            left = tuple(one for one in act.items if self.store.records.find(one.record))
            self._check_may_go(left)
        for item in left:
            self.store.records.destroy(item.record)
        self.store.disposals.put(attrs.evolve(disposal, state=DisposalState.DONE))
        self._note("disposal.carry-out", f"disposal:{identifier}", after=number)
        return act

    def _begin(self, disposal: Disposal, proofs: Mapping[str, Proof], number: str) -> DisposalAct:
        """Write the act before anything is destroyed: an interruption leaves no gap in it."""
        found = check_ready(disposal, proofs)
        self._check_may_go(disposal.items)
        act = DisposalAct(
            number,
            disposal.id,
            self.act.at,
            self.act.actor.id,
            disposal.items,
            found,
            disposal.approvals,
        )
        self.store.acts.append(act)
        self.store.disposals.put(attrs.evolve(disposal, state=DisposalState.CARRYING_OUT))
        return act

    def _facts_of(self, scope: Scope) -> Facts:
        return Facts(self.store.place_of(scope))

    def _check_may_go(self, items: Iterable[Item]) -> None:
        holds = [hold for hold in self.store.holds if hold.in_force(self.act.today)]
        for item in items:
            self._still_may_go(item, holds)

    def _still_may_go(self, item: Item, holds: list[Hold]) -> None:
        record = self.store.records.find(item.record)
        if record is None:
            raise NotFound("record", item.record)
        if record.digest != item.digest:
            raise Conflict(
                text("“${id}” was changed after the list was drawn up.", id=item.record),
                stored=record.digest,
                offered=item.digest,
                place=item.record,
            )
        if due_item(record, self.schedules, self.act.today) is None:
            raise Invalid(
                text("The term of “${id}” is not over.", id=item.record),
                place=item.record,
                clause=item.mandate,
            )
        for hold in holds:
            if hold.covers(record):
                raise Locked(
                    text("“${id}” is on hold: ${reason}", id=item.record, reason=hold.reason),
                    clause="5.7",
                    advice=text("Draw up the list again: it will leave out what is held."),
                )

    def _note(self, action: str, subject: str, *, after: str = "", reason: str = "") -> None:
        self.audit.append(
            AuditEvent(
                self.act.millis,
                self.act.actor.id,
                action,
                subject,
                after=after,
                reason=reason,
                request=self.act.request,
            )
        )
