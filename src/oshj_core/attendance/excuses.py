"""Excuses for missed lessons: the document, its days, and what is wrong with it (3.4).

A certificate whose days do not match the absence is worth nothing, and students elsewhere were
expelled over such; so every excuse is held against the absences and the other documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import MappingProxyType

import attrs

from oshj_core.attendance.share import whole_number
from oshj_core.errors import Invalid
from oshj_core.register import Attendance
from oshj_core.text import Text, text

MAX_NUMBER = 60


class ExcuseState(Enum):
    """How far an excuse has come."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"


def _dates(excuse: Excuse, _attribute: object, last: date) -> None:
    if excuse.first > last:
        raise Invalid(text("The excuse ends before it begins."), place="last")


def _document(_excuse: object, _attribute: object, number: str) -> None:
    if not number or number != " ".join(number.split()):
        raise Invalid(text("The document needs its number."), place="number")
    if len(number) > MAX_NUMBER:
        raise Invalid(
            text("At most ${limit} characters fit here.", limit=MAX_NUMBER), place="number"
        )


def _decision(excuse: Excuse, _attribute: object, state: ExcuseState) -> None:
    decided = excuse.decided_by != "" and excuse.decided_at is not None
    if decided != (state is not ExcuseState.SUBMITTED):
        raise Invalid(text("A decision has somebody who decided, and a moment."), place="state")


@attrs.frozen(kw_only=True)
class Excuse:
    """A student's excuse from the day ``first`` to the day ``last``, both included.

    ``document`` is a kind of :class:`ExcuseRules`, ``number`` what stands on the paper.
    ``submitted_on`` is the day it was handed in; ``decided_by`` and ``decided_at`` (aware) are
    set once it is approved or refused, with the ``reason`` of a refusal.

    :raises Invalid: the days run backwards, the number is missing or too long, or the decision
        is half there; the place names the field.
    """

    id: str
    student: str
    first: date
    last: date = attrs.field(validator=_dates)
    document: str
    number: str = attrs.field(validator=_document)
    submitted_on: date
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    state: ExcuseState = attrs.field(default=ExcuseState.SUBMITTED, validator=_decision)

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    def overlaps(self, other: Excuse) -> bool:
        """Whether both have a day in common."""
        return self.first <= other.last and other.first <= self.last


class ProblemKind(Enum):
    """What can be wrong with an excuse."""

    UNKNOWN_DOCUMENT = "unknown-document"
    NOT_COVERING = "not-covering"
    """There are absences it was brought for, on days it does not name."""
    NOTHING_TO_EXCUSE = "nothing-to-excuse"
    """No absence lies in its days."""
    LATE = "late"
    """It was handed in after the days that the rules give."""
    TOO_LONG = "too-long"
    OVERLAP = "overlap"
    """Another document of the student names the same days."""
    SAME_DOCUMENT = "same-document"
    """The same document was handed in with other days or by another student."""


REFUSING = frozenset(
    {
        ProblemKind.UNKNOWN_DOCUMENT,
        ProblemKind.NOT_COVERING,
        ProblemKind.LATE,
        ProblemKind.SAME_DOCUMENT,
    }
)


@attrs.frozen(kw_only=True)
class ExcuseRules:
    """Which documents excuse and by when.  Not confirmed by any local act: configuration.

    ``documents``: kind → its title; ``submit_within``: days (0…366) after the last excused day
    in which the document is to be handed in; ``longest``: the most days (1…366) it may name,
    ``None`` for no limit; ``refusing``: the problems that make approval impossible — the others
    are flags for whoever decides.

    :raises Invalid: a number out of its range; the place names the field.
    """

    documents: Mapping[str, Text] = attrs.field(converter=MappingProxyType, hash=False)
    submit_within: int
    longest: int | None = None
    refusing: frozenset[ProblemKind] = REFUSING

    def __attrs_post_init__(self) -> None:
        whole_number(self.submit_within, "submit_within", 0, 366)
        if self.longest is not None:
            whole_number(self.longest, "longest", 1, 366)


@attrs.frozen
class ExcuseProblem:
    """One thing that is wrong; ``refuses`` tells a refusal from a flag."""

    kind: ProblemKind
    text: Text
    refuses: bool


def excuse_problems(
    excuse: Excuse, absences: Iterable[date], others: Iterable[Excuse], rules: ExcuseRules
) -> tuple[ExcuseProblem, ...]:
    """What is wrong with an excuse.

    ``absences``: the days of the absences it was brought for; ``others``: the excuses of the
    student and those under the same document number.  Refused ones among them do not count.
    """
    rivals = [
        other
        for other in others
        if other.id != excuse.id and other.state is not ExcuseState.REFUSED
    ]
    found = [*_of_itself(excuse, frozenset(absences), rules), *_of_rivals(excuse, rivals)]
    return tuple(ExcuseProblem(kind, said, kind in rules.refusing) for kind, said in found)


def _of_itself(
    excuse: Excuse, absences: frozenset[date], rules: ExcuseRules
) -> Iterator[tuple[ProblemKind, Text]]:
    if excuse.document not in rules.documents:
        yield (
            ProblemKind.UNKNOWN_DOCUMENT,
            text("“${document}” is no document that excuses.", document=excuse.document),
        )
    outside = sorted(day for day in absences if not excuse.covers(day))
    if outside:
        days = ", ".join(f"{day:%d.%m.%Y}" for day in outside)
        yield ProblemKind.NOT_COVERING, text("The document does not cover: ${days}", days=days)
    if not absences - set(outside):
        yield ProblemKind.NOTHING_TO_EXCUSE, text("There is no absence on its days.")
    if excuse.submitted_on - excuse.last > timedelta(days=rules.submit_within):
        yield (
            ProblemKind.LATE,
            text(
                "Handed in ${days} days after the last excused day; ${limit} are allowed.",
                days=(excuse.submitted_on - excuse.last).days,
                limit=rules.submit_within,
            ),
        )
    length = (excuse.last - excuse.first).days + 1
    if rules.longest is not None and length > rules.longest:
        yield (
            ProblemKind.TOO_LONG,
            text("It names ${days} days; ${limit} are allowed.", days=length, limit=rules.longest),
        )


def _of_rivals(excuse: Excuse, rivals: Iterable[Excuse]) -> Iterator[tuple[ProblemKind, Text]]:
    for other in sorted(rivals, key=lambda one: one.id):
        if (other.document, other.number) == (excuse.document, excuse.number):
            if (other.student, other.first, other.last) != (
                excuse.student,
                excuse.first,
                excuse.last,
            ):
                yield (
                    ProblemKind.SAME_DOCUMENT,
                    text(
                        "The same document stands in excuse ${id} with other days or a name of"
                        " somebody else.",
                        id=other.id,
                    ),
                )
        elif other.student == excuse.student and excuse.overlaps(other):
            yield (
                ProblemKind.OVERLAP,
                text("Excuse ${id} names the same days by another document.", id=other.id),
            )


@attrs.frozen
class Excusals:
    """Which days approved excuses excuse: a view that never edits a register.

    An absence on such a day counts as excused in percentages; what the register says stays
    until the deanery enters it by an act of its own.
    """

    _of: Mapping[str, tuple[Excuse, ...]] = attrs.field(factory=dict, hash=False)

    @classmethod
    def of(cls, excuses: Iterable[Excuse]) -> Excusals:
        """The days of those ``excuses`` that are approved."""
        approved: dict[str, tuple[Excuse, ...]] = {}
        for excuse in excuses:
            if excuse.state is ExcuseState.APPROVED:
                approved[excuse.student] = (*approved.get(excuse.student, ()), excuse)
        return cls(approved)

    def attendance(self, student: str, day: date, recorded: Attendance | None) -> Attendance | None:
        """What the record of a lesson on that day counts as: absent turns into excused."""
        if recorded is Attendance.ABSENT and any(
            excuse.covers(day) for excuse in self._of.get(student, ())
        ):
            return Attendance.EXCUSED
        return recorded


NO_EXCUSALS = Excusals()
