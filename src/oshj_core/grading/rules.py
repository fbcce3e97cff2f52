"""What a local act says beside the points: outcomes, admission, resits (2.4).

No act of the university could be read: every limit here is data of a scheme, none a constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

import attrs

from oshj_core.grading.components import ComponentKind
from oshj_core.grading.windows import EntryWindow


class Outcome(Enum):
    """What becomes of a student in a subject."""

    PASSED = "passed"
    RESIT = "resit"
    """FX: the control may be taken again."""
    REPEAT = "repeat"
    """F: the course has to be repeated."""
    INCOMPLETE = "incomplete"
    """I: a control was missed with an excuse and is still to come."""
    ABSENT = "absent"
    """н/у: a control was missed without an excuse."""
    NOT_ADMITTED = "not-admitted"
    """The admission rule said no."""
    PENDING = "pending"
    """Points are missing, and nothing says why: nothing is decided yet."""


#: The outcomes a row of the scale can have.
ROW_OUTCOMES = frozenset({Outcome.PASSED, Outcome.RESIT, Outcome.REPEAT})
#: The outcomes without a total, which may have a mark of their own.
SPECIAL_OUTCOMES = frozenset({Outcome.INCOMPLETE, Outcome.ABSENT, Outcome.NOT_ADMITTED})
#: Everything that is decided and not passed.
FAILED_OUTCOMES = (ROW_OUTCOMES | SPECIAL_OUTCOMES) - {Outcome.PASSED}


class Absence(Enum):
    """Why the points of a component are missing."""

    UNEXCUSED = "unexcused"
    EXCUSED = "excused"


@attrs.frozen
class SpecialMark:
    """What is written where there is no total: ``I``, ``н/у``, not admitted.

    The fields are those of :class:`~oshj_core.grading.ScaleRow`.
    """

    letter: str
    words: Mapping[str, str] = attrs.field(hash=False)
    equivalent: Decimal | None = None
    traditional: int | None = None


class ExcusedLessons(Enum):
    """How a lesson missed with an excuse counts in the attendance an admission asks for."""

    ATTENDED = "attended"
    LEFT_OUT = "left-out"
    MISSED = "missed"


@attrs.frozen
class AdmissionRule:
    """Who may sit the final control.

    ``minimum``: the least points of the components of these ``kinds`` together;
    ``attendance``: the least attendance in percent (0–100), or ``None``.
    """

    kinds: tuple[ComponentKind, ...] = ()
    minimum: Decimal = Decimal(0)
    attendance: Decimal | None = None
    excused: ExcusedLessons = ExcusedLessons.ATTENDED


class CountingAttempt(Enum):
    """Which of several attempts gives the mark."""

    LAST = "last"
    BEST = "best"


@attrs.frozen
class ResitRule:
    """Who may take the control again, how often and when, and what it is then worth.

    ``most``: resits after the first attempt; ``outcomes``: those that give the right;
    ``cap``: the most points a resit can bring, or ``None``; ``windows``: when resits are
    taken, always if empty; ``summer``: when a course is repeated in the summer term, ``None``
    if it cannot be.
    """

    most: int
    outcomes: tuple[Outcome, ...]
    counts: CountingAttempt = CountingAttempt.LAST
    cap: Decimal | None = None
    windows: tuple[EntryWindow, ...] = ()
    summer: EntryWindow | None = None
