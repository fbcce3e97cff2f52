"""The act that is going on: who, when, in which request."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from oshj_core.roles import Actor


def _aware(_act: object, _attribute: object, at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError("the moment of an act has a zone: that of the university")


def _named(_act: object, _attribute: object, request: str) -> None:
    if not request.strip():
        raise ValueError("an act has the id of its request")


@attrs.frozen
class Act:
    """Who acts, when, and in which request (unique to the act).

    ``at`` is aware and in the zone of the university: its day decides about windows and locks.

    :raises ValueError: ``at`` has no zone, or ``request`` is empty — a fault of the host.
    """

    actor: Actor
    at: datetime = attrs.field(validator=_aware)
    request: str = attrs.field(validator=_named)

    @property
    def today(self) -> date:
        """The day of the act in the zone of ``at``, the university's."""
        return self.at.date()

    @property
    def millis(self) -> int:
        """The moment in milliseconds since the epoch."""
        return int(self.at.timestamp() * 1000)
