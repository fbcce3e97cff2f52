"""The core's values as JSON: totals, steps, decisions, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from examples.flask_service.wording import Wording
from oshj_core.decisions import Decision
from oshj_core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from oshj_core.grading import Step, Total

STATUS: Mapping[type[Refusal], int] = {
    Invalid: 422,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
}


def refusal_answer(refusal: Refusal, say: Wording) -> tuple[dict[str, Any], int]:
    """A refusal: what, why, by which clause, what to do next, and where."""
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 422)
    answer = {
        "refused": type(refusal).__name__,
        "reason": say(refusal.text),
        "clause": refusal.clause,
        "advice": None if refusal.advice is None else say(refusal.advice),
        "place": getattr(refusal, "place", ""),
    }
    if isinstance(refusal, Conflict):
        answer["stored"] = refusal.stored
    return answer, status


def decision_answer(decision: Decision, say: Wording) -> dict[str, Any]:
    """A decision: for a no also what would make it possible."""
    return {
        "allowed": decision.allowed,
        "clause": decision.clause,
        "reason": None if decision.reason is None else say(decision.reason),
        "advice": None if decision.advice is None else say(decision.advice),
        "until": sorted(state.value for state in decision.until),
        "roles": sorted({grant.role.value for grant in decision.by}),
    }


def total_answer(total: Total, language: str) -> dict[str, Any]:
    """A total; points are texts, because a JSON number may lose its hundredths."""
    row = total.row
    return {
        "points": points_text(total.points),
        "complete": total.complete,
        "missing": list(total.missing),
        "parts": {name: points_text(value) for name, value in total.parts.items()},
        "letter": None if row is None else row.letter,
        "words": None if row is None else row.words[language],
    }


def step_answer(step: Step, say: Wording) -> dict[str, Any]:
    """A step of the explanation of a total."""
    return {"text": say(step.text), "points": points_text(step.value)}


def points_text(points: Decimal | None) -> str | None:
    """Points as a text."""
    return None if points is None else str(points)
