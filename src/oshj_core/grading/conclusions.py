"""What becomes of a student in a subject: passed, resit, repeat, or why there is no mark (2.9)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.admissions import Admission
from oshj_core.grading.rules import Absence, Outcome, SpecialMark
from oshj_core.grading.scheme import ScaleRow, Scheme
from oshj_core.grading.steps import Step, checked_language
from oshj_core.grading.totals import Total
from oshj_core.text import Text, text

_NO_ABSENCES: Mapping[str, Absence] = MappingProxyType({})

_OUTCOMES: Mapping[Outcome, Text] = MappingProxyType(
    {
        Outcome.PASSED: text("The subject is passed"),
        Outcome.RESIT: text("Not passed: the control may be taken again"),
        Outcome.REPEAT: text("Not passed: the course has to be repeated"),
        Outcome.INCOMPLETE: text("Incomplete: a control was missed with an excuse"),
        Outcome.ABSENT: text("Did not appear: a control was missed without an excuse"),
        Outcome.NOT_ADMITTED: text("Not admitted to the final control"),
        Outcome.PENDING: text("Nothing is decided before every component is there"),
    }
)
_STEPS = MappingProxyType({outcome: (Step(said),) for outcome, said in _OUTCOMES.items()})
_MISSING: Mapping[Absence | None, Text] = MappingProxyType(
    {
        None: text("${component}: not there yet"),
        Absence.EXCUSED: text("${component}: missed with an excuse"),
        Absence.UNEXCUSED: text("${component}: missed without an excuse"),
    }
)


@attrs.frozen
class Conclusion:
    """The outcome, the total it rests on (``None`` if there is none), the mark, and why.

    ``points`` and a :class:`~oshj_core.grading.ScaleRow` are there for passed, resit and repeat
    alone; for the others ``mark`` is the scheme's special mark, if it has one.
    """

    outcome: Outcome
    points: Decimal | None = None
    mark: ScaleRow | SpecialMark | None = None
    steps: tuple[Step, ...] = attrs.field(default=(), eq=False)

    @property
    def passed(self) -> bool:
        """The subject is passed."""
        return self.outcome is Outcome.PASSED


def outcome_text(outcome: Outcome) -> Text:
    """The outcome as a sentence."""
    return _OUTCOMES[outcome]


def conclude(
    scheme: Scheme,
    total: Total,
    absences: Mapping[str, Absence] = _NO_ABSENCES,
    *,
    admission: Admission | None = None,
    language: str = "ky",
) -> Conclusion:
    """What a total, the ``absences`` (component id → why it is missing) and an admission come to.

    A refused ``admission`` comes before everything, an absence without an excuse before one
    with an excuse, and both before points that are merely missing.  ``language``: of the
    scheme's names in the steps.  Raises :class:`~oshj_core.errors.NotFound` for an absence from
    an unknown component, :class:`~oshj_core.errors.Invalid` (place: the component) for one from
    a component that has points or is computed, or for an unknown language (place ``language``).
    """
    checked_language(language)
    for component_id in absences:
        if scheme.component(component_id).lesson_rule is not None or component_id in total.parts:
            raise Invalid(text("An absence is recorded, but there are points"), place=component_id)
    if admission is not None and not admission.admitted:
        refused = [Step(reason.text) for reason in admission.reasons if not reason.met]
        return _special(scheme, Outcome.NOT_ADMITTED, refused)
    if total.row is not None:
        return Conclusion(total.row.outcome, total.points, total.row, _STEPS[total.row.outcome])
    return _special(scheme, _why_missing(absences), _missing(scheme, total, absences, language))


def _why_missing(absences: Mapping[str, Absence]) -> Outcome:
    if Absence.UNEXCUSED in absences.values():
        return Outcome.ABSENT
    return Outcome.INCOMPLETE if absences else Outcome.PENDING


def _special(scheme: Scheme, outcome: Outcome, steps: list[Step]) -> Conclusion:
    return Conclusion(outcome, None, scheme.marks.get(outcome), (*steps, *_STEPS[outcome]))


def _missing(
    scheme: Scheme, total: Total, absences: Mapping[str, Absence], language: str
) -> list[Step]:
    return [
        Step(
            text(
                _MISSING[absences.get(component_id)].msgid,
                component=scheme.component(component_id).title[language],
            )
        )
        for component_id in total.missing
    ]
