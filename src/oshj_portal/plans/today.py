"""What became of plans, for the start page: what waits for the reader's word, and what was
decided on the reader's own (2.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.notices import NoticeKind
from oshj_core.planning import PlanState
from oshj_portal.i18n import translatable
from oshj_portal.plans.resources import plan_path

if TYPE_CHECKING:
    from pyramid.request import Request

    from oshj_core.notices import Notice

_WAITS = {
    NoticeKind.PLAN_SUBMITTED: PlanState.SUBMITTED,
    NoticeKind.PLAN_RETURNED: PlanState.RETURNED,
}
"""What is shown as long as the plan is in the state that the notice tells of."""


def plan_lines(request: Request) -> list[dict[str, object]]:
    """The notices about plans that still ask something of the reader, and approvals that were
    not read yet; the newest of each plan."""
    lines: dict[str, dict[str, object]] = {}
    for notice in request.site.notices.of(request.actor.id):
        kind, _colon, plan = notice.about.partition(":")
        if kind == "plan" and plan not in lines and _is_topical(request, notice, plan):
            lines[plan] = {
                "text": translatable(notice.text),
                "href": plan_path(request, plan, ""),
                "style": "good" if notice.kind is NoticeKind.PLAN_APPROVED else "warn",
            }
    return list(lines.values())


def _is_topical(request: Request, notice: Notice, plan: str) -> bool:
    if notice.kind not in _WAITS:
        return not notice.read
    versions = request.site.plans.versions(plan)
    return bool(versions) and versions[-1].state is _WAITS[notice.kind]
