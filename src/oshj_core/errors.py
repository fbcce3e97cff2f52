"""Typed refusals: what the rules say no to, why, by which clause, and what to do next.

Every rule of the core refuses by raising a :class:`Refusal`.  A refusal stores nothing
and is meant to be shown: ``text`` says what is wrong, ``clause`` names the clause of the
regulation it rests on (``None`` for plain input errors), ``advice`` says what to do next.
"""

from __future__ import annotations

from oshj_core.text import Text, text


class Refusal(Exception):
    """A rule said no.  Nothing was stored."""

    def __init__(
        self, message: Text, *, clause: str | None = None, advice: Text | None = None
    ) -> None:
        super().__init__(str(message))
        self.text = message
        self.clause = clause
        self.advice = advice


class Invalid(Refusal):
    """A value that cannot be taken: ``place`` names the field, key or cell it stood in."""

    def __init__(
        self,
        message: Text,
        *,
        place: str = "",
        clause: str | None = None,
        advice: Text | None = None,
    ) -> None:
        super().__init__(message, clause=clause, advice=advice)
        self.place = place


class NotAllowed(Refusal):
    """The actor does not hold the permission (see :func:`oshj_core.decisions.decide`)."""


class Locked(NotAllowed):
    """The actor holds the permission, but the state of the journal forbids the act (4.3)."""


KINDS = frozenset(
    {
        text("academic year"),
        text("account"),
        text("act of correction"),
        text("assignment"),
        text("bells"),
        text("calendar link"),
        text("certificate"),
        text("change of the timetable"),
        text("clause"),
        text("component"),
        text("control"),
        text("correction"),
        text("delegation"),
        text("disposal list"),
        text("dispute"),
        text("exchange"),
        text("excuse"),
        text("file"),
        text("folder"),
        text("format"),
        text("forum"),
        text("grading scheme"),
        text("group"),
        text("hold"),
        text("holding"),
        text("import"),
        text("inspection"),
        text("journal"),
        text("kind of work"),
        text("lesson"),
        text("list error"),
        text("load"),
        text("module"),
        text("move"),
        text("period"),
        text("place"),
        text("plan"),
        text("plugin"),
        text("record"),
        text("report"),
        text("retention schedule"),
        text("role"),
        text("room"),
        text("semester"),
        text("rollover"),
        text("session"),
        text("site"),
        text("staff member"),
        text("step"),
        text("student"),
        text("subject"),
        text("substitution"),
        text("topic"),
        text("unit"),
    }
)
"""What :class:`NotFound` may speak of, as words for the catalogues; a host may add its own."""


class NotFound(Refusal):
    """Nothing is stored under that identifier.  ``kind`` says of what, in English: a msgid."""

    def __init__(self, kind: str, identifier: object) -> None:
        super().__init__(text("There is no ${kind} “${id}”", kind=Text(kind), id=identifier))
        self.kind = kind
        self.identifier = identifier


class Conflict(Refusal):
    """Somebody changed the value meanwhile: ``stored`` is theirs, ``offered`` is ours."""

    def __init__(
        self,
        message: Text,
        *,
        stored: object,
        offered: object,
        place: str = "",
        advice: Text | None = None,
    ) -> None:
        super().__init__(
            message,
            advice=advice or text("Compare the two values and enter the right one again."),
        )
        self.stored = stored
        self.offered = offered
        self.place = place


class SchemeError(Refusal):
    """A grading scheme that cannot be used: ``source`` names the file, ``key`` the place in it."""

    def __init__(self, message: Text, *, source: str, key: str) -> None:
        super().__init__(
            text("${source}, ${key}: ${reason}", source=source, key=key, reason=message)
        )
        self.source = source
        self.key = key
        self.reason = message
