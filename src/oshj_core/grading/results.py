"""What a student has to show for a subject in a semester, and which of several results counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache

import attrs

from oshj_core.errors import Conflict, Invalid
from oshj_core.grading.components import hundredths
from oshj_core.grading.conclusions import Conclusion
from oshj_core.grading.rules import Outcome, SpecialMark
from oshj_core.grading.scheme import ScaleRow
from oshj_core.numbers import is_finite
from oshj_core.structure import ControlForm, Subject
from oshj_core.text import text

_SEMESTER = re.compile(r"[0-9]{4}-[0-9]")
_MOST_CREDITS = 1000


class Repeated(Enum):
    """Which result of a subject that was taken in several semesters counts."""

    LAST = "last"
    BEST = "best"
    EVERY = "every"


@attrs.frozen
class SubjectResult:
    """One subject in one semester (``2026-1``), by code, with its credits and its mark.

    ``points`` and the ``mark`` are those of a :class:`~oshj_core.grading.Conclusion`.
    """

    subject: str
    name: str
    semester: str
    credits: int
    control: ControlForm
    outcome: Outcome
    points: Decimal | None = None
    mark: ScaleRow | SpecialMark | None = None

    @property
    def equivalent(self) -> Decimal | None:
        """The digital equivalent of the mark, if it has one."""
        return None if self.mark is None else self.mark.equivalent


def result_of(
    subject: Subject, semester: str, control: ControlForm, conclusion: Conclusion
) -> SubjectResult:
    """The result of a subject from what its marks come to."""
    return SubjectResult(
        subject.id,
        subject.name,
        semester,
        subject.credits,
        control,
        conclusion.outcome,
        conclusion.points,
        conclusion.mark,
    )


def check_results(results: Iterable[SubjectResult]) -> tuple[SubjectResult, ...]:
    """The results of one student, in their order.

    Raises :class:`~oshj_core.errors.Invalid` with the place (``results[3].credits``, from 1)
    for credits that are no whole number from 1 to 1000, a semester that is no ``2026-1``,
    points that are no finite ``Decimal`` or an equivalent that is no number with at most two
    decimals, and :class:`~oshj_core.errors.Conflict` for a subject twice in one semester.
    """
    checked = tuple(results)
    seen: dict[tuple[str, str], SubjectResult] = {}
    for number, result in enumerate(checked, start=1):
        fault = _fault(result)
        if fault:
            raise Invalid(
                text("The result of ${subject} cannot be taken", subject=result.subject),
                place=f"results[{number}].{fault}",
            )
        key = (result.subject, result.semester)
        if key in seen:
            raise Conflict(
                text("${subject} has two results in one semester", subject=result.subject),
                stored=seen[key],
                offered=result,
                place=f"results[{number}]",
            )
        seen[key] = result
    return checked


def _fault(result: SubjectResult) -> str:
    if type(result.credits) is not int or not 0 < result.credits <= _MOST_CREDITS:
        return "credits"
    if not _is_semester(result.semester):
        return "semester"
    if result.points is not None and not is_finite(result.points):
        return "points"
    equivalent = result.equivalent
    return "" if equivalent is None or _is_equivalent(equivalent) else "equivalent"


@lru_cache(maxsize=256)
def _is_semester(identifier: str) -> bool:
    return _SEMESTER.fullmatch(identifier) is not None


def _is_equivalent(value: object) -> bool:
    if not isinstance(value, Decimal):
        return False
    try:
        return hundredths(value) >= 0
    except (ArithmeticError, TypeError, ValueError):
        return False


def counting(results: Sequence[SubjectResult], repeated: Repeated) -> list[SubjectResult]:
    """Those of the results that count, in their order.

    Of one subject the last or the best decided one, or every one; the best is passed rather
    than not, then has the higher equivalent, then the more points, then is the later.
    """
    if repeated is Repeated.EVERY:
        return list(results)
    chosen: dict[str, SubjectResult] = {}
    for result in results:
        other = chosen.get(result.subject)
        if other is None or _replaces(result, other, repeated):
            chosen[result.subject] = result
    return [result for result in results if chosen[result.subject] is result]


def _replaces(result: SubjectResult, other: SubjectResult, repeated: Repeated) -> bool:
    pending = result.outcome is Outcome.PENDING, other.outcome is Outcome.PENDING
    if pending[0] != pending[1]:
        return pending[1]
    if repeated is Repeated.LAST:
        return result.semester > other.semester
    return _merit(result) > _merit(other)


def _merit(result: SubjectResult) -> tuple[bool, Decimal, Decimal, str]:
    nothing = Decimal(-1)
    return (
        result.outcome is Outcome.PASSED,
        nothing if result.equivalent is None else result.equivalent,
        nothing if result.points is None else result.points,
        result.semester,
    )
