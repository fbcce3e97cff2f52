"""Why a total is what it is: the steps of the computation, to be read (2.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import attrs

from oshj_core.grading.components import ONE, Component, Rounding, hundredths
from oshj_core.grading.scheme import Scheme
from oshj_core.grading.steps import Step, checked_language, number_text
from oshj_core.grading.strategies import Shares, counted_marks
from oshj_core.grading.totals import Total, compute_total
from oshj_core.text import Text, text

_ROUNDED: Mapping[str, Text] = MappingProxyType(
    {
        "half-up": text("Rounded to the nearest, a half up: ${points}"),
        "half-even": text("Rounded to the nearest, a half to the even neighbour: ${points}"),
        "up": text("Rounded up: ${points}"),
        "down": text("Rounded down: ${points}"),
    }
)


def explain_total(
    scheme: Scheme,
    points: Mapping[str, Decimal],
    lesson_marks: Sequence[Decimal] = (),
    *,
    language: str = "ky",
) -> tuple[Step, ...]:
    """The steps from what is recorded to the total; the arguments of :func:`compute_total`.

    The scheme's own names and the numbers inside the texts are written in ``language``
    (``ky``, ``ru`` or ``en``); the sentences are msgids.  Raises what ``compute_total`` raises,
    and :class:`~oshj_core.errors.Invalid` (place ``language``) for any other language.
    """
    checked_language(language)
    total = compute_total(scheme, points, lesson_marks)
    return tuple(_Explanation(scheme, total, lesson_marks, language).steps())


@attrs.frozen
class _Explanation:
    scheme: Scheme
    total: Total
    lesson_marks: Sequence[Decimal]
    language: str

    def steps(self) -> Iterator[Step]:
        for component in self.scheme.components:
            yield from self._component(component)
        if self.total.points is None:
            return
        yield self._combined()
        rounding = self.scheme.total.rounding
        yield self._rounded(rounding, self.total.points)
        yield from self._result()

    def _component(self, component: Component) -> Iterator[Step]:
        title = component.title[self.language]
        value = self.total.parts.get(component.id)
        if value is None:
            yield Step(text("${component}: not there yet", component=title))
            return
        if component.lesson_rule is not None:
            counted = counted_marks(component.lesson_rule, self.lesson_marks)
            yield Step(
                text(
                    "${component}: ${counted} of ${given} lesson marks count: ${marks}",
                    component=title,
                    counted=len(counted),
                    given=len(self.lesson_marks),
                    marks="; ".join(self._number(mark) for mark in counted),
                )
            )
            yield Step(
                text(
                    "${component}: their mean, where ${highest} gives ${maximum}: ${points}",
                    component=title,
                    highest=self._number(self.scheme.lesson_mark.maximum),
                    maximum=self._number(component.maximum),
                    points=self._number(value),
                ),
                value,
            )
        else:
            yield Step(
                text(
                    "${component}: ${points} of ${maximum}",
                    component=title,
                    points=self._number(value),
                    maximum=self._number(component.maximum),
                ),
                value,
            )
        if component.id in self.total.left_out:
            yield Step(
                text("${component}: does not count, others have more points", component=title)
            )
        if component.id in self.total.below_minimum:
            yield Step(
                text(
                    "${component}: at least ${minimum} is needed to pass",
                    component=title,
                    minimum=self._number(component.minimum),
                )
            )

    def _combined(self) -> Step:
        parts = self.total.parts
        counted = [
            one
            for one in self.scheme.components
            if one.id in parts and one.id not in self.total.left_out
        ]
        shares = self.scheme.shares_of(counted)
        points = tuple(parts[one.id] for one in counted)
        return Step(
            text("Together: ${formula}", formula=self._formula(shares, points)),
            shares.combine([hundredths(value) for value in points]),
        )

    def _formula(self, shares: Shares, parts: Sequence[Decimal]) -> str:
        terms = " + ".join(
            self._number(value)
            if factor == ONE
            else f"{self._number(factor)} × {self._number(value)}"
            for factor, value in zip(shares.factors, parts, strict=True)
        )
        return terms if shares.divisor == ONE else f"({terms}) / {self._number(shares.divisor)}"

    def _rounded(self, rounding: Rounding, points: Decimal) -> Step:
        return Step(text(_ROUNDED[rounding.mode].msgid, points=self._number(points)), points)

    def _result(self) -> Iterator[Step]:
        row = self.total.row
        if row is None:
            yield Step(text("The mark is given when every component is there"))
            return
        if self.total.below_minimum:
            yield Step(text("Not passed, because a component is below its pass minimum"))
        points, minimum = self.total.points, self.scheme.total.minimum
        if points is not None and points < minimum:
            yield Step(
                text(
                    "Not passed, because the total is below its pass minimum of ${minimum}",
                    minimum=self._number(minimum),
                )
            )
        yield Step(
            text(
                "From ${at_least} points: ${letter}, ${words}",
                at_least=self._number(row.at_least),
                letter=row.letter,
                words=row.words[self.language],
            )
        )

    def _number(self, value: Decimal) -> str:
        return number_text(value, self.language)
