"""A grading scheme: the local act of clause 2.4 as a value.

Schemes are made by :func:`oshj_core.grading.load_scheme`, which checks them; a scheme built
by hand is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

import attrs

from oshj_core.calendar import Semester, Window
from oshj_core.errors import Invalid, NotFound
from oshj_core.grading.components import ZERO, Component, LessonMark, Rounding
from oshj_core.grading.rules import AdmissionRule, Outcome, ResitRule, SpecialMark
from oshj_core.grading.strategies import TOTAL_STRATEGIES, Selection, Shares
from oshj_core.grading.windows import window_in
from oshj_core.structure import ControlForm
from oshj_core.text import Text, text

# ASCII digits only; the limit on digits keeps hostile input short.
_MARK = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,2})?")
_LONGEST_ECHO = 40


@attrs.frozen
class ScaleRow:
    """What a total of ``at_least`` points or more (up to the next row) is called.

    ``equivalent`` is the digital equivalent (4.0 … 0), ``traditional`` the mark 5 … 2;
    ``words`` by language; ``passes`` says whether the subject is passed, ``outcome`` what
    follows (2.4): without it, a row that does not pass gives the right to a resit.
    """

    at_least: Decimal
    letter: str
    equivalent: Decimal | None
    traditional: int | None
    passes: bool
    words: Mapping[str, str] = attrs.field(hash=False)
    outcome: Outcome = attrs.field(
        default=attrs.Factory(
            lambda row: Outcome.PASSED if row.passes else Outcome.RESIT, takes_self=True
        )
    )


@attrs.frozen
class TotalRule:
    """How the total is computed: a name of ``TOTAL_STRATEGIES`` and the one rounding.

    ``minimum`` is the least total that passes, whatever its row; ``selection`` says which
    components count, all without it.
    """

    strategy: str
    rounding: Rounding
    minimum: Decimal = ZERO
    selection: Selection | None = None


#: The totals of a scheme kept at hand: every hundredth of a hundred points, and some.
_TOTALS_AT_HAND = 2**14


def _shares(scheme: Scheme) -> Shares:
    return TOTAL_STRATEGIES[scheme.total.strategy](scheme.components)


def _maximum(scheme: Scheme) -> Decimal:
    highest = {one.id: one.maximum_hundredths for one in scheme.components}
    left_out = scheme.left_out(scheme.components, highest)
    counted = [one for one in scheme.components if one.id not in left_out]
    return scheme.total.rounding.apply(
        scheme.shares_of(counted).combine([highest[one.id] for one in counted])
    )


def _graded(scheme: Scheme) -> Callable[[int], tuple[Decimal, ScaleRow]]:
    """The rounded total and its row for a numerator of the scheme's own shares."""
    # Bound to the parts alone: a cache that held the scheme would keep it alive.
    divide, rounding, scale = scheme.shares.divide, scheme.total.rounding, scheme.scale
    minimum = scheme.total.minimum

    @lru_cache(maxsize=_TOTALS_AT_HAND)
    def graded(numerator: int) -> tuple[Decimal, ScaleRow]:
        total = rounding.apply(divide(numerator))
        return total, _row(scale, total, passing=total >= minimum)

    return graded


def _row(scale: tuple[ScaleRow, ...], points: Decimal, *, passing: bool) -> ScaleRow:
    return next(row for row in scale if points >= row.at_least and (passing or not row.passes))


@attrs.frozen
class Scheme:
    """Components, lesson marks, total and scale (2.4), in force from a day to a day.

    ``scale`` is sorted from the highest row to the one at 0.  ``forms`` are the control forms
    the scheme is for, all if empty; ``marks`` what is written where there is no total.
    ``shares``, ``maximum`` (the highest total) and ``graded`` follow from the rest.
    """

    id: str
    version: str
    title: Mapping[str, str] = attrs.field(hash=False)
    source: str
    effective_from: date
    effective_until: date | None
    components: tuple[Component, ...]
    lesson_mark: LessonMark
    total: TotalRule
    scale: tuple[ScaleRow, ...]
    forms: tuple[ControlForm, ...] = ()
    marks: Mapping[Outcome, SpecialMark] = attrs.field(
        factory=lambda: MappingProxyType({}), hash=False
    )
    admission: AdmissionRule | None = None
    resits: ResitRule | None = None
    shares: Shares = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_shares, takes_self=True)
    )
    maximum: Decimal = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_maximum, takes_self=True)
    )
    graded: Callable[[int], tuple[Decimal, ScaleRow]] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_graded, takes_self=True)
    )

    def component(self, component_id: str) -> Component:
        """The component of that id; raises :class:`~oshj_core.errors.NotFound`."""
        for component in self.components:
            if component.id == component_id:
                return component
        raise NotFound("component", component_id)

    def is_for(self, form: ControlForm) -> bool:
        """Whether the scheme is made for subjects that end in this control form."""
        return not self.forms or form in self.forms

    def left_out(self, present: Sequence[Component], points: Mapping[str, int]) -> tuple[str, ...]:
        """The ids of those ``present`` components that do not count, by their hundredths."""
        if self.total.selection is None:
            return ()
        left_out = self.total.selection.left_out(present, points)
        return tuple(component.id for component in present if component.id in left_out)

    def shares_of(self, counted: Sequence[Component]) -> Shares:
        """What each of the ``counted`` components counts where the others do not."""
        if len(counted) == len(self.components):
            return self.shares
        return TOTAL_STRATEGIES[self.total.strategy](counted)

    def entry_window(self, component_id: str, semester: Semester) -> Window:
        """When points of a component may be entered in ``semester``.

        The component's own window; without one, the entry window of its module, or the whole
        semester.  Raises :class:`~oshj_core.errors.NotFound` for an unknown component or
        module, :class:`~oshj_core.errors.Invalid` for dates of another year.
        """
        component = self.component(component_id)
        if component.entry is not None:
            return window_in(component.entry, semester, component.module)
        if component.module is None:
            return Window(semester.starts, semester.ends)
        module = semester.module(component.module)
        if module is None:
            raise NotFound("module", component.module)
        return module.entry

    def in_force(self, day: date) -> bool:
        """Whether a journal opened on ``day`` may take this scheme; both ends are included."""
        return self.effective_from <= day and (
            self.effective_until is None or day <= self.effective_until
        )

    def parse_mark(self, raw: str, component_id: str | None = None) -> Decimal:
        """The mark a person typed: of a lesson (``None``), or points of a component.

        Takes a decimal comma or point and spaces around the number.  Raises
        :class:`~oshj_core.errors.Invalid` with what is allowed, and
        :class:`~oshj_core.errors.NotFound` for an unknown component.
        """
        if component_id is None:
            return self._parse_lesson_mark(raw)
        component = self.component(component_id)
        if component.lesson_rule is not None:
            raise Invalid(
                text("These points are computed from the marks of the lessons"),
                place=component_id,
                clause="2.9",
                advice=text("Enter or correct the marks of the lessons."),
            )
        value = _number(raw)
        if value is None or value > component.maximum:
            raise Invalid(
                text(
                    "“${value}” cannot be taken: the points are a number from 0 to ${maximum}"
                    " with at most two decimals",
                    value=_echo(raw),
                    maximum=component.maximum,
                ),
                place=component_id,
                clause="2.4",
            )
        return value

    def _parse_lesson_mark(self, raw: str) -> Decimal:
        value = _number(raw)
        if value is None or not self.lesson_mark.allows(value):
            raise Invalid(self._lesson_mark_refusal(raw), place="lesson", clause="2.4")
        return value

    def _lesson_mark_refusal(self, raw: str) -> Text:
        return text(
            "“${value}” cannot be taken: the mark of a lesson is a number from ${minimum} to"
            " ${maximum} in steps of ${step}",
            value=_echo(raw),
            minimum=self.lesson_mark.minimum,
            maximum=self.lesson_mark.maximum,
            step=self.lesson_mark.step,
        )

    def row(self, points: Decimal) -> ScaleRow:
        """The row of the scale for a total; raises ``Invalid`` unless 0 ≤ points ≤ maximum."""
        if not points.is_finite() or not ZERO <= points <= self.maximum:
            raise Invalid(
                text(
                    "A total of ${points} is outside the scale from 0 to ${maximum}",
                    points=points,
                    maximum=self.maximum,
                ),
                place="total",
            )
        return _row(self.scale, points, passing=True)

    def failing_row(self, points: Decimal) -> ScaleRow:
        """The highest row at or below ``points`` that does not pass.

        It is given when a component or the total is below its pass minimum.
        """
        return _row(self.scale, points, passing=False)


def _number(raw: str) -> Decimal | None:
    digits = raw.strip()
    if not _MARK.fullmatch(digits):
        return None
    return Decimal(digits.replace(",", "."))


def _echo(raw: str) -> str:
    return raw if len(raw) <= _LONGEST_ECHO else raw[:_LONGEST_ECHO] + "…"
