"""Corrections and disputes as they are kept: a cell, what is said of it, and every step."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import attrs

from oshj_core.roles import Role

if TYPE_CHECKING:
    from oshj_core.roles import State


class CellRef(NamedTuple):
    """One cell of one journal: the sheet (a lesson's or control's id), the slot of the student
    in the roster, the field (:class:`oshj_core.register.Field`)."""

    journal: str
    sheet: str
    slot: int
    field: int

    @property
    def place(self) -> tuple[int, int]:
        """Slot and field, as a sheet's state knows the cell."""
        return (self.slot, self.field)


class CorrectionState(Enum):
    """How far a correction is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    """It was approved, and the cell holds the new value."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class DisputeState(Enum):
    """How far a dispute is."""

    OPEN = "open"
    """The student has told the teacher (4.2); the teacher has not answered."""
    CORRECTED = "corrected"
    """The teacher agreed, and the value was entered while the sheet was open."""
    CORRECTION_REQUESTED = "correction-requested"
    """Teacher or deanery agreed, the sheet being locked: a correction was asked for."""
    REJECTED = "rejected"
    """The teacher disagreed and said why."""
    ESCALATED = "escalated"
    """The student has taken it to the deanery."""
    DISMISSED = "dismissed"
    """The deanery disagreed as well."""


@attrs.frozen
class Step:
    """One act on a correction or dispute: when (milliseconds since the epoch), who, what it
    became, what was said, and the request it came in."""

    at: int
    actor: str
    became: str
    said: str
    request: str


@attrs.frozen
class Correction:
    """A value asked to be changed after the lock (1.4, 4.3).

    ``old`` and ``new`` are the stored values (hundredths of points, or an attendance;
    ``CLEARED`` for an empty cell).  ``document`` is the reference of the paper it rests on,
    ``locks`` are the states the sheet was locked by when it was asked for, ``dispute`` the id of
    the dispute it came from.  ``number`` is that of the act, once approved.  ``work`` is the id
    of the kind of work the column stood for, empty for attendance and for the points of a control.
    """

    id: str
    cell: CellRef
    student: str
    old: int
    new: int
    reason: str
    document: str
    locks: frozenset[State]
    steps: tuple[Step, ...]
    dispute: str = ""
    number: str = ""
    work: str = ""

    @property
    def state(self) -> CorrectionState:
        """What the last step made of it."""
        return CorrectionState(self.steps[-1].became)

    @property
    def requester(self) -> str:
        """The id of the person who asked."""
        return self.steps[0].actor

    @property
    def asked(self) -> tuple[object, ...]:
        """What was asked for: equal for the same request made again."""
        said = (self.reason, self.document, self.dispute)
        return (self.cell, self.old, self.new, *said, self.requester)


@attrs.frozen
class Dispute:
    """A student's word that an own cell is wrong (4.2), and what became of it.

    ``value`` is what the cell held when the student spoke; ``correction`` the id of the
    correction that was asked for, the last one if there were two.  When that is approved or
    refused the dispute stays as it is: what became of it is the state of the correction.
    """

    id: str
    cell: CellRef
    student: str
    value: int
    steps: tuple[Step, ...]
    correction: str = ""

    @property
    def state(self) -> DisputeState:
        """What the last step made of it."""
        return DisputeState(self.steps[-1].became)

    @property
    def was_escalated(self) -> bool:
        """Whether the student has taken it to the deanery, which is done once."""
        return any(step.became == DisputeState.ESCALATED.value for step in self.steps)


@attrs.frozen
class CorrectionPolicy:
    """What a university decides about corrections.  Nothing of it is confirmed: the defaults
    are a proposal, a host passes its own.

    ``approvers`` are the roles that decide, among those the table of rights lets decide at
    all.  ``document_needed``: no request without the reference of a document.  ``days`` is how
    many days after the request it may still be approved, ``dispute_days`` how many days after
    the lesson, or after the publication of a control, it may be disputed; ``None`` is no limit.
    """

    approvers: frozenset[Role] = frozenset({Role.DEANERY, Role.EDUCATION_DEPARTMENT})
    document_needed: bool = True
    days: int | None = None
    dispute_days: int | None = None
