"""The grade point average: policies as data, the value in ``Decimal``, and why it is so.

Order 249/1 (2025) asks for a weighted mean per semester and overall; which subjects count and
how it is rounded could not be confirmed, so they are a :class:`GpaPolicy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.components import ARITHMETIC, Rounding
from oshj_core.grading.results import Repeated, SubjectResult, check_results, counting
from oshj_core.grading.rules import Outcome, SpecialMark
from oshj_core.grading.scheme import ScaleRow
from oshj_core.grading.steps import Step, checked_language, number_text
from oshj_core.structure import ControlForm
from oshj_core.text import text

#: Equivalents and rounded means have at most four decimals: they are added up as whole numbers.
_UNITS = 10**4


class Weights(Enum):
    """What a subject weighs in a mean: its credits, or as much as any other."""

    CREDITS = "credits"
    EQUAL = "equal"


class Overall(Enum):
    """What the overall value is the mean of: all subjects, or the semesters' rounded values."""

    SUBJECTS = "subjects"
    SEMESTERS = "semesters"


@attrs.frozen
class GpaPolicy:
    """How an average is computed, and where the rule comes from.

    ``forms``: the control forms that count; ``outcomes``: those whose digital equivalent
    counts (a mark without one is left out); ``zero``: those that count as 0, mark or not;
    ``repeated``: which result of a repeated subject counts in the overall value.  A semester's
    value counts every result of it.  ``maximum``: the highest equivalent there is.
    """

    id: str
    version: str
    title: Mapping[str, str] = attrs.field(hash=False)
    source: str
    forms: tuple[ControlForm, ...]
    outcomes: tuple[Outcome, ...]
    zero: tuple[Outcome, ...]
    weights: Weights
    overall: Overall
    semester_rounding: Rounding
    overall_rounding: Rounding
    repeated: Repeated
    maximum: Decimal


@attrs.frozen
class SemesterGpa:
    """The average of one semester, rounded (``None`` if nothing in it counts), and the credits
    of the subjects that count in it."""

    semester: str
    value: Decimal | None
    credits: int


@attrs.frozen
class Gpa:
    """The averages of a student's semesters, in their order, and the overall one."""

    semesters: tuple[SemesterGpa, ...]
    overall: Decimal | None


def gpa(policy: GpaPolicy, results: Iterable[SubjectResult]) -> Gpa:
    """The averages of one student's ``results`` by ``policy``: Decimal, 0 to its maximum.

    Raises what ``check_results`` raises, and
    :class:`~oshj_core.errors.Invalid` (place ``results[2].equivalent``) for an equivalent above
    the policy's maximum.
    """
    return _Averages.of(policy, results).gpa


def explain_gpa(
    policy: GpaPolicy, results: Iterable[SubjectResult], *, language: str = "ky"
) -> tuple[Step, ...]:
    """The steps from the results to the averages; ``language``: of the numbers.

    Raises what :func:`gpa` raises, and :class:`~oshj_core.errors.Invalid` (place ``language``)
    for an unknown one.
    """
    checked_language(language)
    return tuple(_Averages.of(policy, results).steps(language))


def mean(rounding: Rounding, total: int, weight: int) -> Decimal | None:
    """The rounded mean of values that add up, weighted, to ``total`` units; ``None`` of nothing."""
    if not weight:
        return None
    return rounding.apply(ARITHMETIC.divide(Decimal(total), Decimal(weight * _UNITS)))


def contribution(
    policy: GpaPolicy,
    control: ControlForm,
    outcome: Outcome,
    mark: ScaleRow | SpecialMark | None,
    credits_: int,
) -> tuple[int, int] | None:
    """What a result brings into a mean: its weight, and weight × value in units.

    ``None`` if it does not count.
    """
    if control not in policy.forms:
        return None
    if outcome in policy.zero:
        units = 0
    elif outcome in policy.outcomes and mark is not None and mark.equivalent is not None:
        units = _units(mark.equivalent)
    else:
        return None
    weight = credits_ if policy.weights is Weights.CREDITS else 1
    return weight, weight * units


class _Term(NamedTuple):
    """One value of a mean: what it is of, what it weighs, and weight × value in units."""

    name: str
    credits: int
    weight: int
    units: int

    @property
    def value(self) -> Decimal:
        return ARITHMETIC.divide(Decimal(self.units), Decimal(self.weight * _UNITS))


@attrs.frozen
class _Mean:
    """Weighted values that are averaged, and their rounded mean."""

    terms: Sequence[_Term]
    value: Decimal | None

    @classmethod
    def of(cls, terms: Sequence[_Term], rounding: Rounding) -> _Mean:
        return cls(
            terms,
            mean(
                rounding,
                sum(term.units for term in terms),
                sum(term.weight for term in terms),
            ),
        )

    def formula(self, language: str) -> str:
        weight = sum(term.weight for term in self.terms)
        terms = " + ".join(
            f"{term.weight} × {number_text(term.value, language)}" for term in self.terms
        )
        return f"({terms}) / {weight}"


@attrs.frozen
class _Averages:
    semesters: Sequence[tuple[str, _Mean]]
    overall: _Mean
    left_out: Sequence[SubjectResult]

    @classmethod
    def of(cls, policy: GpaPolicy, results: Iterable[SubjectResult]) -> _Averages:
        checked = check_results(results)
        _check_equivalents(policy, checked)
        parts: dict[str, list[_Term]] = {one.semester: [] for one in checked}
        averaged: dict[tuple[str, str], tuple[SubjectResult, _Term]] = {}
        left_out: list[SubjectResult] = []
        for result in checked:
            counted = contribution(
                policy, result.control, result.outcome, result.mark, result.credits
            )
            if counted is None:
                left_out.append(result)
                continue
            term = _Term(result.name, result.credits, *counted)
            parts[result.semester].append(term)
            averaged[result.subject, result.semester] = result, term
        semesters = [
            (semester, _Mean.of(parts[semester], policy.semester_rounding))
            for semester in sorted(parts)
        ]
        return cls(
            semesters,
            _Mean.of(_overall(policy, semesters, averaged), policy.overall_rounding),
            left_out,
        )

    @property
    def gpa(self) -> Gpa:
        return Gpa(
            tuple(
                SemesterGpa(semester, mean.value, sum(term.credits for term in mean.terms))
                for semester, mean in self.semesters
            ),
            self.overall.value,
        )

    def steps(self, language: str) -> Iterator[Step]:
        for result in self.left_out:
            yield Step(text("${subject}: does not count in the average", subject=result.name))
        for semester, mean in self.semesters:
            for term in mean.terms:
                yield Step(
                    text(
                        "${subject}: equivalent ${value}, weight ${weight}",
                        subject=term.name,
                        value=number_text(term.value, language),
                        weight=term.weight,
                    ),
                    term.value,
                )
            if mean.value is not None:
                yield Step(
                    text(
                        "Semester ${semester}: ${formula}",
                        semester=semester,
                        formula=mean.formula(language),
                    ),
                    mean.value,
                )
        if self.overall.value is None:
            yield Step(text("There is no average: nothing counts yet"))
            return
        yield Step(
            text("Overall: ${formula}", formula=self.overall.formula(language)),
            self.overall.value,
        )


def _overall(
    policy: GpaPolicy,
    semesters: Sequence[tuple[str, _Mean]],
    averaged: Mapping[tuple[str, str], tuple[SubjectResult, _Term]],
) -> Sequence[_Term]:
    """What the overall value is the mean of."""
    if policy.overall is Overall.SEMESTERS:
        return [
            _Term(semester, 0, 1, _units(one.value))
            for semester, one in semesters
            if one.value is not None
        ]
    counted = counting([result for result, _ in averaged.values()], policy.repeated)
    return [averaged[result.subject, result.semester][1] for result in counted]


@lru_cache(maxsize=1024)
def _units(value: Decimal) -> int:
    return int(ARITHMETIC.multiply(value, _UNITS))


def _check_equivalents(policy: GpaPolicy, results: Sequence[SubjectResult]) -> None:
    for number, result in enumerate(results, start=1):
        if result.equivalent is not None and result.equivalent > policy.maximum:
            raise Invalid(
                text(
                    "An equivalent of ${value} is more than ${maximum}",
                    value=result.equivalent,
                    maximum=policy.maximum,
                ),
                place=f"results[{number}].equivalent",
            )
