"""Reading a GPA policy from its TOML text, checked like a scheme."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from oshj_core.grading.averages import GpaPolicy, Overall, Weights
from oshj_core.grading.components import ROUNDING_MODES, Rounding
from oshj_core.grading.reading import Table, parse_toml, values
from oshj_core.grading.results import Repeated
from oshj_core.grading.rules import Outcome
from oshj_core.structure import ControlForm
from oshj_core.text import text

_REQUIRED = (
    "id",
    "version",
    "source",
    "title",
    "forms",
    "outcomes",
    "weights",
    "overall",
    "semester-rounding",
    "overall-rounding",
)


def load_gpa_policy(toml: str, *, source: str) -> GpaPolicy:
    """The policy in ``toml``; ``source`` names the file in refusals.

    Raises :class:`~oshj_core.errors.SchemeError` with source, key and reason for anything
    that is wrong.
    """
    root = Table(
        parse_toml(toml, source),
        source=source,
        key="",
        required=_REQUIRED,
        optional=("zero", "repeated", "maximum"),
    )
    outcomes = _outcomes(root, "outcomes")
    zero = _outcomes(root, "zero") if "zero" in root else ()
    if set(outcomes) & set(zero):
        raise root.error("zero", text("names an outcome that stands in outcomes too"))
    overall = Overall(root.choice("overall", values(Overall)))
    if overall is Overall.SEMESTERS and "repeated" in root:
        raise root.error("repeated", text("is not used by ${strategy}", strategy=overall.value))
    return GpaPolicy(
        id=root.identifier("id"),
        version=root.string("version"),
        title=root.words("title"),
        source=root.string("source"),
        forms=tuple(ControlForm(one) for one in root.choices("forms", values(ControlForm))),
        outcomes=outcomes,
        zero=zero,
        weights=Weights(root.choice("weights", values(Weights))),
        overall=overall,
        semester_rounding=_rounding(root, "semester-rounding"),
        overall_rounding=_rounding(root, "overall-rounding"),
        repeated=Repeated(root.choice("repeated", values(Repeated), default=Repeated.LAST.value)),
        maximum=root.positive("maximum", default=4),
    )


def shipped_gpa_policies() -> Mapping[str, str]:
    """Policy id → TOML text of the policies that come with the distribution, sorted by id."""
    texts = {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in files("oshj_core.grading").joinpath("gpa_policies").iterdir()
        if entry.name.endswith(".toml")
    }
    return MappingProxyType(dict(sorted(texts.items())))


def _outcomes(root: Table, name: str) -> tuple[Outcome, ...]:
    allowed = [outcome.value for outcome in Outcome if outcome is not Outcome.PENDING]
    return tuple(Outcome(one) for one in root.choices(name, allowed))


def _rounding(root: Table, name: str) -> Rounding:
    table = root.table(name, required=("mode", "places"))
    return Rounding(table.choice("mode", ROUNDING_MODES), table.integer("places", least=0, most=4))
