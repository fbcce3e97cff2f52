"""Moves of a student between groups, each by an order and from a day on (4.1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum

import attrs

from oshj_core.errors import Invalid
from oshj_core.text import text

MAX_ORDER = 60
MAX_REASON = 300


class MoveKind(Enum):
    """What happened to the student."""

    ENROLMENT = "enrolment"
    TRANSFER = "transfer"
    SUBGROUP = "subgroup"
    ACADEMIC_LEAVE = "academic-leave"
    RETURN = "return"
    EXPULSION = "expulsion"
    REINSTATEMENT = "reinstatement"
    GRADUATION = "graduation"

    @property
    def leaves(self) -> bool:
        """Whether the student belongs to no group afterwards."""
        return self in (MoveKind.ACADEMIC_LEAVE, MoveKind.EXPULSION, MoveKind.GRADUATION)

    @property
    def comes_back(self) -> bool:
        """Whether the student belonged to no group before, but once did."""
        return self in (MoveKind.RETURN, MoveKind.REINSTATEMENT)

    @property
    def needs_order(self) -> bool:
        """Whether it is done by an order (буйрук); the split of a group is not."""
        return self is not MoveKind.SUBGROUP


@attrs.frozen
class Place:
    """A group and its subgroup (0 = none); no group is nowhere."""

    group: str = ""
    subgroup: int = 0


NOWHERE = Place()


@attrs.frozen
class Move:
    """From ``day`` on the student belongs to ``after`` and no longer to ``before``.

    ``number`` counts the student's moves from 1; ``order`` is the number of the order
    (буйрук); ``by`` entered it at ``at``, in milliseconds since the epoch.  What came with the
    lists names the import (``source``) in place of an order.

    :raises Invalid: no reason, no number of the order where one is needed, too long a text; the
        place is the field.
    """

    student: str
    number: int
    kind: MoveKind
    day: date
    before: Place
    after: Place
    order: str
    reason: str
    by: str
    at: int
    source: str = ""

    def __attrs_post_init__(self) -> None:
        if not (self.order or self.source) and self.kind.needs_order:
            raise Invalid(text("Give the number of the order."), place="order", clause="7.5")
        if not self.reason:
            raise Invalid(text("Give the reason."), place="reason", clause="1.4")
        for place, limit in (("order", MAX_ORDER), ("reason", MAX_REASON)):
            if len(getattr(self, place)) > limit:
                raise Invalid(
                    text("At most ${limit} characters fit here.", limit=limit), place=place
                )

    @property
    def id(self) -> str:
        """The student and the number."""
        return f"{self.student}:{self.number:04}"

    def says_the_same_as(self, other: Move) -> bool:
        """Whether both tell the same, whoever entered them and when."""
        return attrs.evolve(self, by=other.by, at=other.at) == other


def place_on(moves: Iterable[Move], now: Place, day: date) -> Place:
    """Where the student with these moves, who is at ``now`` today, was on that day."""
    place = now
    for move in sorted(moves, key=lambda one: -one.number):
        if move.day <= day:
            return place
        place = move.before
    return place


def has_left(moves: Iterable[Move], now: Place, day: date) -> bool:
    """Whether the student with these moves, who is at ``now`` today, belonged to no group on
    that day and was not on leave, from which one comes back."""
    known = sorted(moves, key=lambda one: one.number)
    if place_on(known, now, day).group:
        return False
    done = [one for one in known if one.day <= day]
    return not done or done[-1].kind is not MoveKind.ACADEMIC_LEAVE
