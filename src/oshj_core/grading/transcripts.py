"""The transcript: what a student has taken, with hours, marks and credits earned (4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.results import Repeated, SubjectResult, check_results, counting
from oshj_core.grading.rules import FAILED_OUTCOMES, Outcome
from oshj_core.kyrgyz import sort_key
from oshj_core.structure import ControlForm
from oshj_core.text import text

_NO_WORDS: Mapping[str, str] = MappingProxyType({})
_MOST_HOURS = 1000


@attrs.frozen
class TranscriptLine:
    """One subject in one semester.

    ``hours``: credits × hours of a credit; ``letter`` is empty and ``words`` (ky, ru, en) too
    while there is no mark; ``counts`` is false for a result that another one replaces.
    """

    semester: str
    subject: str
    name: str
    credits: int
    hours: int
    control: ControlForm
    outcome: Outcome
    points: Decimal | None
    letter: str
    equivalent: Decimal | None
    traditional: int | None
    words: Mapping[str, str] = attrs.field(hash=False)
    counts: bool


@attrs.frozen
class Transcript:
    """The lines by semester, then by name, and the sums over those that count.

    ``credits_attempted``: of every subject that is decided; ``credits_earned``: of those
    passed; ``hours_earned``: the hours of these.
    """

    lines: tuple[TranscriptLine, ...]
    credits_attempted: int
    credits_earned: int
    hours_earned: int


def transcript(
    results: Iterable[SubjectResult],
    *,
    hours_per_credit: int,
    repeated: Repeated = Repeated.LAST,
) -> Transcript:
    """The transcript of one student.

    ``hours_per_credit``: whole academic hours from 1 to 1000 (30 was seen, not confirmed);
    ``repeated``: which result of a repeated subject counts.  Credits are earned once, even if
    every result counts.  Raises what ``check_results`` raises,
    and :class:`~oshj_core.errors.Invalid` for impossible hours.
    """
    if type(hours_per_credit) is not int or not 0 < hours_per_credit <= _MOST_HOURS:
        raise Invalid(
            text("${value} hours cannot be a credit", value=hours_per_credit),
            place="hours_per_credit",
        )
    checked = check_results(results)
    counted = counting(checked, repeated)
    identities = {(one.subject, one.semester) for one in counted}
    lines = tuple(
        _line(one, hours_per_credit, (one.subject, one.semester) in identities)
        for one in sorted(checked, key=lambda one: (one.semester, sort_key(one.name), one.subject))
    )
    earned = {one.subject: one.credits for one in counted if one.outcome is Outcome.PASSED}
    attempted = {
        one.subject: one.credits for one in counted if one.outcome in FAILED_OUTCOMES
    } | earned
    return Transcript(
        lines,
        sum(attempted.values()),
        sum(earned.values()),
        sum(earned.values()) * hours_per_credit,
    )


def _line(result: SubjectResult, hours_per_credit: int, counts: bool) -> TranscriptLine:
    mark = result.mark
    return TranscriptLine(
        semester=result.semester,
        subject=result.subject,
        name=result.name,
        credits=result.credits,
        hours=result.credits * hours_per_credit,
        control=result.control,
        outcome=result.outcome,
        points=result.points,
        letter="" if mark is None else mark.letter,
        equivalent=None if mark is None else mark.equivalent,
        traditional=None if mark is None else mark.traditional,
        words=_NO_WORDS if mark is None else mark.words,
        counts=counts,
    )
