"""An inspection that was done, and the report of one journal that it sent to a teacher."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.notices import Said
from oshj_core.reports import FindingKind, Severity
from oshj_core.text import Text

if TYPE_CHECKING:
    from oshj_core.reports import Finding


@attrs.frozen
class Found:
    """One finding as it was on the day of the inspection; see
    :class:`oshj_core.reports.Finding`.  ``msgid`` and ``values`` are its text; ``since`` the day
    from which it has been open, ``None`` for what no inspection has found before."""

    severity: Severity
    kind: FindingKind
    msgid: str
    values: tuple[Said, ...]
    clause: str
    concerned: int
    sheet: str = ""
    since: date | None = None

    @classmethod
    def of(cls, finding: Finding, since: date | None = None) -> Found:
        """What is kept of a finding of the control."""
        return cls(
            finding.severity,
            finding.kind,
            finding.text.msgid,
            tuple(Said(name, str(value)) for name, value in finding.text.params.items()),
            finding.clause,
            finding.concerned,
            finding.sheet,
            since,
        )

    @property
    def text(self) -> Text:
        """What it says."""
        return Text(self.msgid, dict(self.values))


@attrs.frozen
class StillOpen:
    """Something an inspection found in a journal: in how many cases, and open since when."""

    kind: FindingKind
    sheet: str
    concerned: int
    since: date


@attrs.frozen
class Look:
    """What an inspection saw of a journal: its lessons up to the day ``until``, and what was
    open beside them."""

    journal: str
    until: date
    found: tuple[StillOpen, ...] = ()


@attrs.frozen
class Inspection:
    """The inspection of a unit's journals in one fortnight of a semester.

    ``fortnight`` is its Monday, which stays the same when the calendar is changed;
    ``journals`` are those that were looked at, by id, and ``looks`` what was seen of them;
    ``at`` the moment it was done first, in milliseconds since the epoch.
    """

    id: str
    unit: str
    semester: str
    fortnight: date
    inspector: str
    at: int
    journals: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()


def inspection_id(unit: str, semester: str, fortnight: date) -> str:
    """The id of the inspection of the fortnight that begins on that Monday.

    >>> inspection_id("algebra", "2026-1", date(2026, 9, 14))
    'algebra:2026-1:2026-09-14'
    """
    return f"{unit}:{semester}:{fortnight}"


class ReportState(Enum):
    """How far a report has come."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


@attrs.frozen
class Report:
    """What an inspection says of one journal to one of its teachers (5.3).

    ``remark`` is the inspector's own word; ``acknowledged`` the moment the teacher read it, in
    milliseconds since the epoch, 0 before; ``answer`` what the teacher replied.
    """

    id: str
    inspection: str
    journal: str
    teacher: str
    inspector: str
    sent: int
    found: tuple[Found, ...] = ()
    remark: str = ""
    acknowledged: int = 0
    answer: str = ""

    @property
    def state(self) -> ReportState:
        """How far it has come."""
        if self.answer:
            return ReportState.ANSWERED
        return ReportState.ACKNOWLEDGED if self.acknowledged else ReportState.SENT
