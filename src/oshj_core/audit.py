"""The event that every write outside a register leaves behind (1.4, 7.7).

Marks and attendance need none of these: the log of a lesson *is* its audit
(:mod:`oshj_core.register`).
"""

from __future__ import annotations

import attrs


@attrs.frozen
class AuditEvent:
    """Who did what to which object, when, with the values before and after.

    ``at`` is in milliseconds since the epoch; ``subject`` names the object
    (``account:s240017``, ``journal:АУБ-1-24:algebra:2026-1``); ``before`` and ``after`` are
    readable texts, empty where there is nothing; ``request`` ties the event to the request
    that caused it.
    """

    at: int
    actor: str
    action: str
    subject: str
    before: str = ""
    after: str = ""
    reason: str = ""
    request: str = ""
