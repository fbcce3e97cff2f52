"""The policy as everybody may read it: who may do what, where, and by which clause."""

from __future__ import annotations

from pyramid.view import view_config

from oshj_core.policy import POLICY
from oshj_core.regulation import clause
from oshj_core.roles import Permission, Role
from oshj_portal.permission_titles import PERMISSION_TITLES, PLACE_TITLES, STATE_TITLES
from oshj_portal.resources import University
from oshj_portal.role_titles import ROLE_TITLES


@view_config(
    context=University,
    name="rights",
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer="templates/rights.pt",
)
def show_rights(request):
    """The grants by role; the reader's own roles come first."""
    own = {role for role in Role if request.actor.holds(role)}
    roles = sorted(Role, key=lambda role: role not in own)
    sections = [
        {"title": ROLE_TITLES[role], "own": role in own, "grants": list(_grants(role))}
        for role in roles
    ]
    return {"sections": [section for section in sections if section["grants"]]}


def _grants(role: Role):
    for permission in Permission:
        for grant in POLICY:
            if grant.role is role and grant.permission is permission:
                yield {
                    "title": PERMISSION_TITLES[permission],
                    "places": [title for kind, title in PLACE_TITLES.items() if kind in grant.at],
                    "unless": [
                        title for state, title in STATE_TITLES.items() if state in grant.unless
                    ],
                    "clause": clause(grant.clause),
                }
