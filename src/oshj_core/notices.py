"""What the portal has to tell one person: a notice, kept until it has been read (2.11, 2.12, 5.3).

A notice says what happened by its kind and a few values; where it is shown, it is a text in
the reader's language.  The bell of the portal is one way to bring it, e-mail may be another.
"""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

import attrs

from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class NoticeKind(Enum):
    """What a notice can be about."""

    OVERDUE_LESSONS = "overdue-lessons"
    """Lessons were not filled in on their day (4.3)."""
    SUBSTITUTE_NAMED = "substitute-named"
    """Told to the teacher: somebody takes the lessons."""
    TAKES_LESSONS = "takes-lessons"
    """Told to the substitute."""
    SUBSTITUTE_REPLACED = "substitute-replaced"
    """Told to the substitute named before: somebody else takes the lessons."""
    SUBSTITUTION_ENDED = "substitution-ended"
    INSPECTION_DUE = "inspection-due"
    """The head's two-weekly inspection is to be done (3.5)."""
    FINDINGS_SENT = "findings-sent"
    """Told to the teacher whose journal was inspected (5.3)."""
    FINDINGS_ANSWERED = "findings-answered"
    """Told to the inspector."""
    ROLE_LENT = "role-lent"
    LIST_ERROR_SETTLED = "list-error-settled"
    """Told to whoever reported an error in a list (7.5)."""
    LIST_ERROR_REPORTED = "list-error-reported"
    """Told to the deanery (7.5)."""
    LESSON_MOVED = "lesson-moved"
    """Told to teachers and students: another day, hour, room or teacher (3.7)."""
    LESSON_CANCELLED = "lesson-cancelled"
    LESSON_ADDED = "lesson-added"
    LESSON_AS_PLANNED = "lesson-as-planned"
    """A lesson that was moved or cancelled is held as it was planned."""
    TIMETABLE_CHANGED = "timetable-changed"
    """Weekly lessons are held otherwise, or no more, from a day on."""
    PLAN_SUBMITTED = "plan-submitted"
    """A calendar-thematic plan waits for approval; told to those who decide (2.13)."""
    PLAN_RETURNED = "plan-returned"
    """Told to the plan's author."""
    PLAN_APPROVED = "plan-approved"


TEXTS: Mapping[NoticeKind, tuple[str, Text]] = MappingProxyType(
    {
        NoticeKind.OVERDUE_LESSONS: (
            "4.3",
            text("Lessons not filled in on their day: ${count}. Fill them in today."),
        ),
        NoticeKind.SUBSTITUTE_NAMED: (
            "4.3",
            text("${substitute} takes your lessons from ${starts} to ${until}."),
        ),
        NoticeKind.TAKES_LESSONS: (
            "4.3",
            text("You take the lessons of ${teacher} from ${starts} to ${until}."),
        ),
        NoticeKind.SUBSTITUTE_REPLACED: (
            "4.3",
            text(
                "Lessons of ${teacher} from ${starts} to ${until} are taken by ${substitute}, "
                "not by you."
            ),
        ),
        NoticeKind.SUBSTITUTION_ENDED: (
            "4.3",
            text("${substitute} takes no more lessons for ${teacher} from ${day} on."),
        ),
        NoticeKind.INSPECTION_DUE: (
            "3.5",
            text("The two-weekly inspection of the journals of ${unit} is due until ${day}."),
        ),
        NoticeKind.FINDINGS_SENT: (
            "5.3",
            text("${inspector} inspected your journal ${journal}: read the findings."),
        ),
        NoticeKind.FINDINGS_ANSWERED: (
            "5.3",
            text("${teacher} has read the findings in ${journal}."),
        ),
        NoticeKind.ROLE_LENT: (
            "4.1",
            text("${delegator} lends you the own role until ${until}."),
        ),
        NoticeKind.LIST_ERROR_SETTLED: (
            "7.5",
            text("The error you reported in the list of ${group} was settled: ${answer}"),
        ),
        NoticeKind.LIST_ERROR_REPORTED: (
            "7.5",
            text("${teacher} reports an error in the list of ${group}: ${words}"),
        ),
        NoticeKind.LESSON_MOVED: (
            "3.7",
            text(
                "${subject}, ${groups}: the lesson of ${day}, number ${slot}, is held on "
                "${to_day}, number ${to_slot}. Room: ${room}. Teacher: ${teacher}. Reason: "
                "${reason}"
            ),
        ),
        NoticeKind.LESSON_CANCELLED: (
            "3.7",
            text(
                "${subject}, ${groups}: the lesson of ${day}, number ${slot}, is cancelled. "
                "Reason: ${reason}"
            ),
        ),
        NoticeKind.LESSON_ADDED: (
            "3.7",
            text(
                "${subject}, ${groups}: an extra lesson on ${day}, number ${slot}. Room: ${room}. "
                "Teacher: ${teacher}."
            ),
        ),
        NoticeKind.LESSON_AS_PLANNED: (
            "3.7",
            text(
                "${subject}, ${groups}: the lesson of ${to_day}, number ${to_slot}, is held as "
                "planned. Reason: ${reason}"
            ),
        ),
        NoticeKind.TIMETABLE_CHANGED: (
            "3.7",
            text("${subject}, ${groups}: another timetable from ${day} on. Reason: ${reason}"),
        ),
        NoticeKind.PLAN_SUBMITTED: (
            "2.13",
            text("${author} hands in a plan for approval: ${subject}, ${groups}. ${reason}"),
        ),
        NoticeKind.PLAN_RETURNED: (
            "2.13",
            text("Your plan was sent back: ${subject}, ${groups}. Reason: ${reason}"),
        ),
        NoticeKind.PLAN_APPROVED: (
            "2.13",
            text("Your plan is approved and in force: ${subject}, ${groups}."),
        ),
    }
)
"""The clause and the wording of each kind; the places are filled from the notice's values."""


class Said(NamedTuple):
    """A named value of a text, as it is read: a name, a day, a number."""

    name: str
    value: str


def said(**values: object) -> tuple[Said, ...]:
    """Values in the form notices keep them.

    >>> said(count=3)
    (Said(name='count', value='3'),)
    """
    return tuple(Said(name, str(value)) for name, value in values.items())


@attrs.frozen
class Notice:
    """Something ``person`` is to know.

    The ``id`` says what it is about, so that telling it again adds nothing; ``at`` and ``read``
    are milliseconds since the epoch, ``read`` 0 while it is unread; ``about`` names the object
    as an audit event does (``substitution:…``).
    """

    id: str
    person: str
    at: int
    kind: NoticeKind
    values: tuple[Said, ...] = ()
    about: str = ""
    read: int = 0

    @property
    def text(self) -> Text:
        """What it says."""
        wording = TEXTS[self.kind][1]
        return Text(wording.msgid, dict(self.values))

    @property
    def clause(self) -> str:
        """The clause it rests on."""
        return TEXTS[self.kind][0]


class Notices(Protocol):
    """The notices of everybody; a notice that was read stays."""

    def add(self, notice: Notice) -> bool:
        """Add it; one of its id that is there already stays as it is.  Whether it was added."""
        ...

    def of(self, person: str, limit: int = 100) -> Sequence[Notice]:
        """The newest notices of a person, the newest first."""
        ...

    def unread(self, person: str) -> int:
        """How many the person has not read."""
        ...

    def read(self, person: str, identifiers: Iterable[str], at: int) -> int:
        """Mark those of the person as read at ``at``; returns how many were not before.

        Ids of other people's notices, and unknown ones, change nothing.
        """
        ...
