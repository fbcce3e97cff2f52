"""Closing a semester: from then on its journals are kept as they are (5.2, 5.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.issuing import needed_reason
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Facts, Permission
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.calendar import Semester
    from oshj_core.journal import Act
    from oshj_core.ports import AuditTrail, University


def close_semester(
    university: University, audit: AuditTrail, act: Act, identifier: str, reason: str
) -> Semester:
    """Close a semester that is over; closing it again changes nothing.

    Nothing opens it again: a mistake found later is corrected by an act
    (:mod:`oshj_core.corrections`).

    :param reason: why, or the order it rests on; kept with the event.
    :raises NotAllowed: the actor may not.
    :raises NotFound: there is no such semester.
    :raises Invalid: it is not over yet; no reason is given.
    """
    require(act.actor, Permission.CLOSE_SEMESTER, Facts())
    semester = university.semesters.get(identifier)
    if semester.closed:
        return semester
    if act.today <= semester.ends:
        raise Invalid(
            text("The semester lasts until ${day}.", day=format_date(semester.ends)),
            place="semester",
            clause="5.2",
            advice=text("Close it when its last day is over."),
        )
    reason = needed_reason(reason)
    closed = attrs.evolve(semester, closed=True)
    university.semesters.put(closed)
    audit.append(
        AuditEvent(
            act.millis,
            act.actor.id,
            "semester.close",
            f"semester:{identifier}",
            "open",
            "closed",
            reason,
            act.request,
        )
    )
    return closed
