"""Who may sit the final control: the scheme's rule, answered with its reasons (2.4)."""

from __future__ import annotations

from decimal import Decimal

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.components import ARITHMETIC, HUNDREDTH, ZERO
from oshj_core.grading.rules import AdmissionRule, ExcusedLessons
from oshj_core.grading.scheme import Scheme
from oshj_core.grading.steps import Reason, checked_language, number_text
from oshj_core.grading.totals import Total
from oshj_core.text import text

_PER_CENT = Decimal(100)
_CLAUSE = "2.4"


@attrs.frozen
class Attended:
    """Lessons or academic hours: ``held`` so far, of them ``attended``, and ``excused`` absences.

    Late is attended.  Whole or decimal numbers, not negative; ``attended`` and ``excused``
    together are at most ``held``.
    """

    held: int | Decimal
    attended: int | Decimal
    excused: int | Decimal = 0


@attrs.frozen
class Admission:
    """Whether a student may sit the final control: every condition, met or not."""

    reasons: tuple[Reason, ...]

    @property
    def admitted(self) -> bool:
        """Every condition is met."""
        return all(reason.met for reason in self.reasons)


def admission(
    scheme: Scheme, total: Total, attended: Attended | None = None, *, language: str = "ky"
) -> Admission:
    """The answer of the scheme's ``[admission]`` for a student.

    ``total``: by :func:`~oshj_core.grading.compute_total`, complete or not; what is missing
    brings no points.  ``language``: of names and numbers in the reasons.  A scheme without the
    rule admits everybody.  Raises :class:`~oshj_core.errors.Invalid` (place ``attendance``) if
    the rule asks for the attendance and it is not given, or is no possible one; for an unknown
    language (place ``language``).
    """
    checked_language(language)
    rule = scheme.admission
    if rule is None:
        return Admission((Reason(text("The scheme has no admission rule"), True, _CLAUSE),))
    reasons: list[Reason] = []
    if rule.kinds:
        reasons.append(_points(scheme, rule, total, language))
    if rule.attendance is not None:
        reasons.append(_attendance(rule, rule.attendance, _possible(attended), language))
    return Admission(tuple(reasons))


def _points(scheme: Scheme, rule: AdmissionRule, total: Total, language: str) -> Reason:
    parts = [one for one in scheme.components if one.kind in rule.kinds]
    points = ZERO
    for part in parts:
        points = ARITHMETIC.add(points, total.parts.get(part.id, ZERO))
    return Reason(
        text(
            "${components}: ${points} points, at least ${minimum} are needed",
            components=" + ".join(part.short[language] for part in parts),
            points=number_text(points, language),
            minimum=number_text(rule.minimum, language),
        ),
        points >= rule.minimum,
        _CLAUSE,
    )


def _attendance(rule: AdmissionRule, least: Decimal, lessons: Attended, language: str) -> Reason:
    held, attended = Decimal(lessons.held), Decimal(lessons.attended)
    excused = Decimal(lessons.excused)
    if rule.excused is ExcusedLessons.ATTENDED:
        attended = ARITHMETIC.add(attended, excused)
    elif rule.excused is ExcusedLessons.LEFT_OUT:
        held = ARITHMETIC.subtract(held, excused)
    if not held:
        return Reason(text("Attendance: no lesson counts yet"), True, _CLAUSE)
    hundredfold = ARITHMETIC.multiply(attended, _PER_CENT)
    percent = ARITHMETIC.divide(hundredfold, held).quantize(HUNDREDTH, "ROUND_DOWN", ARITHMETIC)
    return Reason(
        text(
            "Attendance: ${attended} of ${held}, ${percent} %, at least ${minimum} % is needed",
            attended=number_text(attended, language),
            held=number_text(held, language),
            percent=number_text(percent, language),
            minimum=number_text(least, language),
        ),
        hundredfold >= ARITHMETIC.multiply(least, held),
        _CLAUSE,
    )


def _possible(lessons: Attended | None) -> Attended:
    if lessons is None:
        raise Invalid(text("The attendance is needed for the admission"), place="attendance")
    for number in (lessons.held, lessons.attended, lessons.excused):
        if not _is_count(number):
            raise Invalid(
                text("${value} is no number of lessons", value=number), place="attendance"
            )
    if ARITHMETIC.add(Decimal(lessons.attended), Decimal(lessons.excused)) > lessons.held:
        raise Invalid(text("More lessons were attended or excused than held"), place="attendance")
    return lessons


def _is_count(number: object) -> bool:
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return False
    return (not isinstance(number, Decimal) or number.is_finite()) and ZERO <= number < 10**6
