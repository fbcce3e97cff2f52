"""Records under retention, and the holds that keep them longer than their term."""

from __future__ import annotations

import re
from datetime import date

import attrs

from oshj_core.errors import Invalid
from oshj_core.issuing import needed_reason
from oshj_core.roles import Scope
from oshj_core.text import text

_DIGEST = re.compile("[0-9a-f]{64,128}")


def is_digest(_instance: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Check that a field is a SHA-256, SHA-384 or SHA-512 digest in small hexadecimal."""
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise Invalid(text("This is not a digest."), place=attribute.name)


@attrs.frozen
class Record:
    """One record under retention: a journal, a certificate.

    ``schedule`` is the id of its class; ``happened`` the day that triggers its term;
    ``digest`` that of its content; ``scopes`` everything a hold on it may name: the record
    itself, its group, its units, the university, the students it speaks of.
    """

    id: str
    schedule: str
    happened: date
    digest: str = attrs.field(validator=is_digest)
    scopes: frozenset[Scope]


@attrs.frozen
class Hold:
    """An order not to destroy what lies in ``scope``, by ``by``, for ``reason``.

    In force from ``since`` to ``until``, both included; ``None`` = until it is lifted.
    Lifting takes two persons (5.7): ``lift_asked_by`` is the one who asked for it, with
    ``lift_reason``.

    :raises Invalid: no reason, or too long a one; it ends before it begins.
    """

    id: str
    scope: Scope
    reason: str = attrs.field(converter=needed_reason)
    by: str
    since: date
    until: date | None = None
    lift_asked_by: str = ""
    lift_reason: str = ""

    def __attrs_post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise Invalid(text("The hold ends before it begins."), place="until")

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def covers(self, record: Record) -> bool:
        """Whether the record lies in its scope."""
        return self.scope in record.scopes
