"""Disposal as an act: a computed list, two approvers, a verified archive, and a trace (5.7).

Everything here is a value and a pure function; :mod:`oshj_core.retention.acts` does it on a
host's records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum

import attrs

from oshj_core.errors import Conflict, Invalid
from oshj_core.retention.records import Hold, Record, is_digest
from oshj_core.retention.schedules import Action, Schedules
from oshj_core.roles import Scope
from oshj_core.text import Text, text

APPROVERS = 2
"""So many different persons approve a list; none of them drew it up (5.7, proposal)."""


@attrs.frozen
class Item:
    """A record that may go: since when, by which mandate, and what is to be done with it."""

    record: str
    schedule: str
    mandate: str
    action: Action
    due: date
    digest: str


@attrs.frozen
class Kept:
    """A record that was due and stays, and why: the hold or the review it waits for."""

    record: str
    reason: Text
    hold: str = ""


@attrs.frozen
class Proof:
    """A record stands in an archive bundle that was verified.

    ``digest`` is that of the record's content, ``bundle`` the name of the bundle and
    ``bundle_digest`` its digest.  ``transfer`` is the number of the act by which the bundle was
    handed over to another archive; needed where the schedule says :attr:`Action.TRANSFER`.
    """

    record: str
    digest: str = attrs.field(validator=is_digest)
    bundle: str
    bundle_digest: str = attrs.field(validator=is_digest)
    transfer: str = ""


class DisposalState(Enum):
    """How far a list has come."""

    DRAWN = "drawn"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    CARRYING_OUT = "carrying-out"
    """Its act is written; some of its records may be destroyed already."""
    DONE = "done"


@attrs.frozen
class Approval:
    """Who approved, when (aware)."""

    person: str
    at: datetime


@attrs.frozen
class Disposal:
    """A disposal list: what goes, what was due and stays, and who has agreed.

    ``place`` is the scope it was drawn up for and the scopes above it, up to the university.
    """

    id: str
    place: tuple[Scope, ...]
    drawn_by: str
    drawn_on: date
    items: tuple[Item, ...]
    kept: tuple[Kept, ...] = ()
    approvals: tuple[Approval, ...] = ()
    state: DisposalState = DisposalState.DRAWN


@attrs.frozen
class DisposalAct:
    """What is left of the records, for good: ids and digests, mandates, approvers, bundles."""

    id: str
    disposal: str
    at: datetime
    by: str
    items: tuple[Item, ...]
    proofs: tuple[Proof, ...]
    approvals: tuple[Approval, ...]


def draw_up(
    records: Iterable[Record], schedules: Schedules, holds: Iterable[Hold], on: date
) -> tuple[tuple[Item, ...], tuple[Kept, ...]]:
    """What may be disposed of on the day ``on``, and what is due and stays, by record id.

    :raises Invalid: a record is given twice, or its schedule does not govern it; the place
        is the record's id.
    :raises NotFound: a record names a schedule that does not exist.
    """
    active: dict[Scope, Hold] = {}
    for hold in holds:
        if hold.in_force(on):
            active.setdefault(hold.scope, hold)
    items: list[Item] = []
    kept: list[Kept] = []
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise Invalid(text("The record “${id}” is given twice.", id=record.id), place=record.id)
        seen.add(record.id)
        item = due_item(record, schedules, on)
        if item is None:
            continue
        held = sorted(active[scope].id for scope in record.scopes if scope in active)
        if held:
            reason = next(hold.reason for hold in active.values() if hold.id == held[0])
            kept.append(Kept(record.id, text("On hold: ${reason}", reason=reason), held[0]))
        elif item.action is Action.REVIEW:
            kept.append(Kept(record.id, text("Its schedule asks for a review first.")))
        else:
            items.append(item)
    return (
        tuple(sorted(items, key=lambda one: one.record)),
        tuple(sorted(kept, key=lambda one: one.record)),
    )


def due_item(record: Record, schedules: Schedules, on: date) -> Item | None:
    """The record as an item of a list, or ``None`` while its term runs.

    :raises NotFound: its schedule does not exist.
    :raises Invalid: no version of the schedule governs it.
    """
    schedule = schedules.of(record.schedule, record.happened, on)
    due = schedule.due(record.happened)
    if due > on:
        return None
    return Item(record.id, schedule.id, schedule.mandate, schedule.action, due, record.digest)


def approved(disposal: Disposal, approval: Approval) -> Disposal:
    """The list with one more approval.  Who may give it is asked by the use case.

    :raises Conflict: it is not waiting for approvals.
    """
    if disposal.state is not DisposalState.DRAWN:
        raise _not_in(disposal, DisposalState.DRAWN)
    approvals = (*disposal.approvals, approval)
    done = len(approvals) >= APPROVERS
    return attrs.evolve(
        disposal,
        approvals=approvals,
        state=DisposalState.APPROVED if done else DisposalState.DRAWN,
    )


def withdrawn(disposal: Disposal) -> Disposal:
    """The list, given up.

    :raises Conflict: it has been carried out or given up already.
    """
    if disposal.state not in (DisposalState.DRAWN, DisposalState.APPROVED):
        raise _not_in(disposal, DisposalState.DRAWN)
    return attrs.evolve(disposal, state=DisposalState.WITHDRAWN)


def check_ready(disposal: Disposal, proofs: Mapping[str, Proof]) -> tuple[Proof, ...]:
    """The proof of every item of an approved list, in its order.

    :raises Conflict: the list is not approved; a bundle holds other content than the list.
    :raises Invalid: a record stands in no verified bundle, or was not handed over as its
        schedule demands.
    """
    if disposal.state is not DisposalState.APPROVED:
        raise _not_in(disposal, DisposalState.APPROVED)
    found = []
    for item in disposal.items:
        proof = proofs.get(item.record)
        if proof is None or proof.record != item.record:
            raise Invalid(
                text("“${id}” stands in no verified archive bundle.", id=item.record),
                place=item.record,
                clause="5.7",
                advice=text("Export it, verify the bundle, and try again."),
            )
        if proof.digest != item.digest:
            raise Conflict(
                text("The archive holds other content of “${id}” than the list.", id=item.record),
                stored=proof.digest,
                offered=item.digest,
                place=item.record,
            )
        if item.action is Action.TRANSFER and not proof.transfer.strip():
            raise Invalid(
                text("“${id}” is not handed over to another archive yet.", id=item.record),
                place=item.record,
                clause=item.mandate,
                advice=text("Give the number of the act of transfer."),
            )
        found.append(proof)
    return tuple(found)


def check_resumed(disposal: Disposal, begun: DisposalAct, number: str) -> None:
    """Check that a list whose act is written may be gone on with, under the act's number.

    :raises Conflict: it has been carried out; its act has another number.
    """
    if disposal.state not in (DisposalState.APPROVED, DisposalState.CARRYING_OUT):
        raise _not_in(disposal, DisposalState.CARRYING_OUT)
    if begun.id != number:
        raise Conflict(
            text("“${id}” is being carried out by another act.", id=disposal.id),
            stored=begun.id,
            offered=number,
            place=disposal.id,
            advice=text("Go on under the number of that act."),
        )


def _not_in(disposal: Disposal, wanted: DisposalState) -> Conflict:
    return Conflict(
        text("The disposal list “${id}” is at another step.", id=disposal.id),
        stored=disposal.state.value,
        offered=wanted.value,
        place=disposal.id,
    )
