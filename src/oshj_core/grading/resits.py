"""Several attempts at one subject: who may try again, and which attempt counts (2.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

import attrs

from oshj_core.calendar import Semester, Window
from oshj_core.errors import Invalid
from oshj_core.grading.components import ZERO
from oshj_core.grading.conclusions import Conclusion, outcome_text
from oshj_core.grading.rules import (
    ROW_OUTCOMES,
    CountingAttempt,
    Outcome,
    ResitRule,
)
from oshj_core.grading.scheme import ScaleRow, Scheme
from oshj_core.grading.steps import Reason, Step, checked_language, number_text
from oshj_core.grading.windows import window_in
from oshj_core.kyrgyz import format_date
from oshj_core.text import text

_CLAUSE = "2.4"
_NO_POINTS = Decimal(-1)


class AttemptKind(Enum):
    """Which attempt it is: the regular one, a resit, or the course again in the summer term."""

    REGULAR = "regular"
    RESIT = "resit"
    SUMMER = "summer"


@attrs.frozen
class Attempt:
    """One attempt: its day, and what it came to (:func:`~oshj_core.grading.conclude`)."""

    day: date
    kind: AttemptKind
    conclusion: Conclusion


@attrs.frozen
class ResitRight:
    """Whether a student may try again: as what, how often still, when, and every condition.

    ``kind``: resit, or summer term for a course to be repeated; ``left``: how many of these
    attempts there still are; ``windows``: their dates, always if empty.
    """

    kind: AttemptKind
    left: int
    windows: tuple[Window, ...]
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        """Every condition is met."""
        return all(reason.met for reason in self.reasons)


@attrs.frozen
class FinalResult:
    """The attempt that counts (its place from 0) and the conclusion, capped, that it gives."""

    attempt: int
    conclusion: Conclusion


def final_result(
    scheme: Scheme, attempts: Sequence[Attempt], *, language: str = "ky"
) -> FinalResult:
    """Which of the ``attempts``, in the order they were made, counts, and what it is worth.

    Attempts that are not decided yet do not count while another one is.  Without ``[resits]``
    in the scheme the last attempt counts.  ``language``: of numbers in the steps.  Raises
    :class:`~oshj_core.errors.Invalid` with the place (``attempts[2].day``) for a history that
    cannot be: none at all, out of order, points outside the scale, or the first not regular;
    with the place ``language`` for an unknown one.
    """
    checked_language(language)
    _check_history(scheme, attempts)
    rule = scheme.resits
    worth = [_capped(scheme, rule, attempt, language) for attempt in attempts]
    decided = [
        number for number, one in enumerate(worth) if one.outcome is not Outcome.PENDING
    ] or [len(worth) - 1]
    if rule is None or rule.counts is CountingAttempt.LAST:
        counting = decided[-1]
        why = text("Attempt ${number} of ${all} counts: the last one", **_of(counting, worth))
    else:
        counting = max(decided, key=lambda number: _merit(worth[number], number))
        why = text("Attempt ${number} of ${all} counts: the best one", **_of(counting, worth))
    conclusion = worth[counting]
    return FinalResult(counting, attrs.evolve(conclusion, steps=(Step(why), *conclusion.steps)))


def resit_right(
    scheme: Scheme, attempts: Sequence[Attempt], on: date, semester: Semester
) -> ResitRight:
    """Whether the student with these ``attempts`` may try again on a day, and why (not).

    ``semester``: the one of the first attempt, from which windows are counted.  Raises what
    :func:`final_result` and ``window_in`` raise, and
    :class:`~oshj_core.errors.Invalid` (place ``on``) for a day before the last attempt.
    """
    outcome = final_result(scheme, attempts).conclusion.outcome
    if on < attempts[-1].day:
        raise Invalid(text("An attempt comes after the one before it"), place="on")
    latest = attempts[-1].conclusion.outcome
    rule = scheme.resits or ResitRule(0, ())
    summer = outcome is Outcome.REPEAT and outcome not in rule.outcomes
    kind = AttemptKind.SUMMER if summer else AttemptKind.RESIT
    used = sum(attempt.kind is kind for attempt in attempts)
    most = int(rule.summer is not None) if summer else rule.most
    windows = ((rule.summer,) if rule.summer else ()) if summer else rule.windows
    dates = tuple(window_in(window, semester) for window in windows)
    reasons = (
        Reason(outcome_text(outcome), outcome is not Outcome.PASSED, _CLAUSE),
        Reason(text("Every earlier attempt is decided"), latest is not Outcome.PENDING, _CLAUSE),
        _entitled(rule, outcome, summer=summer),
        Reason(
            text("${used} of ${most} further attempts are used", used=used, most=most),
            used < most,
            _CLAUSE,
        ),
        _in_time(on, dates),
    )
    return ResitRight(kind, max(0, most - used), dates, reasons)


def _entitled(rule: ResitRule, outcome: Outcome, *, summer: bool) -> Reason:
    if summer:
        return Reason(
            text("The scheme lets the course be repeated in the summer term"),
            rule.summer is not None,
            _CLAUSE,
        )
    return Reason(
        text("The scheme gives a resit for this outcome"), outcome in rule.outcomes, _CLAUSE
    )


def _in_time(on: date, windows: Sequence[Window]) -> Reason:
    if not windows:
        return Reason(text("The scheme binds further attempts to no days"), True, _CLAUSE)
    return Reason(
        text(
            "On ${day}; further attempts are taken: ${days}",
            day=format_date(on),
            days="; ".join(
                f"{format_date(window.opens)}–{format_date(window.closes)}" for window in windows
            ),
        ),
        any(on in window for window in windows),
        _CLAUSE,
    )


def _capped(scheme: Scheme, rule: ResitRule | None, attempt: Attempt, language: str) -> Conclusion:
    """What an attempt is worth: a resit brings no more than the scheme's cap."""
    found = attempt.conclusion
    cap = None if rule is None else rule.cap
    if attempt.kind is not AttemptKind.RESIT or found.points is None or cap is None:
        return found
    if found.points <= cap:
        return found
    row = scheme.row(cap) if found.passed else scheme.failing_row(cap)
    step = Step(
        text("A resit brings no more than ${cap} points", cap=number_text(cap, language)), cap
    )
    return Conclusion(row.outcome, cap, row, (step, Step(outcome_text(row.outcome))))


def _merit(conclusion: Conclusion, number: int) -> tuple[bool, Decimal, int]:
    points = _NO_POINTS if conclusion.points is None else conclusion.points
    return conclusion.passed, points, number


def _of(number: int, attempts: Sequence[object]) -> dict[str, int]:
    return {"number": number + 1, "all": len(attempts)}


def _check_history(scheme: Scheme, attempts: Sequence[Attempt]) -> None:
    if not attempts:
        raise Invalid(text("There is no attempt yet"), place="attempts")
    for number, attempt in enumerate(attempts):
        place = f"attempts[{number + 1}]"
        if (attempt.kind is AttemptKind.REGULAR) != (number == 0):
            raise Invalid(
                text("The first attempt, and no other, is the regular one"), place=f"{place}.kind"
            )
        if number and attempt.day <= attempts[number - 1].day:
            raise Invalid(text("An attempt comes after the one before it"), place=f"{place}.day")
        _check_conclusion(scheme, attempt.conclusion, f"{place}.conclusion")


def _check_conclusion(scheme: Scheme, conclusion: Conclusion, place: str) -> None:
    points = conclusion.points
    if (points is not None) != (conclusion.outcome in ROW_OUTCOMES):
        raise Invalid(text("An outcome of the scale has points, no other has"), place=place)
    if points is None:
        return
    if not points.is_finite() or not ZERO <= points <= scheme.maximum:
        raise Invalid(
            text(
                "A total of ${points} is outside the scale from 0 to ${maximum}",
                points=points,
                maximum=scheme.maximum,
            ),
            place=place,
        )
    mark = conclusion.mark
    if not isinstance(mark, ScaleRow) or mark not in scheme.scale or mark.at_least > points:
        raise Invalid(text("The mark is no row of the scale for this total"), place=place)
