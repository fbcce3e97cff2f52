"""What may this person do here, and why: the policy asked for one person at one place."""

from __future__ import annotations

from pyramid.view import view_config

from oshj_core.decisions import decide
from oshj_core.regulation import clause
from oshj_core.roles import Facts, Permission, Scope, ScopeKind
from oshj_portal.people.issuing_views import audience_of
from oshj_portal.permission_titles import PERMISSION_TITLES, PLACE_TITLES
from oshj_portal.places import facts_at, place_choices, place_title, read_place, taught_registers
from oshj_portal.resources import PersonResource
from oshj_portal.role_titles import ROLE_TITLES
from oshj_portal.security.identity import actor_of


@view_config(
    context=PersonResource,
    name="rights",
    request_method="GET",
    permission=Permission.MANAGE_ROLES.value,
    renderer="templates/rights.pt",
)
def show_rights(context, request):
    """Every permission, decided for today at the place chosen; a student's own record first."""
    site, person = request.site, context.person.id
    actor = actor_of(site, person, audience_of(context), request.act.today)
    chosen = request.params.get("at", "")
    own_record = context.is_student and not chosen
    scope = read_place(site, chosen)
    return {
        "person": context.person,
        "is_student": context.is_student,
        "chosen": "" if own_record else str(scope),
        "place": PLACE_TITLES[ScopeKind.STUDENT] if own_record else place_title(site, scope),
        "choices": place_choices(request),
        "journals": [
            (str(Scope(ScopeKind.JOURNAL, register.id)), register.id)
            for register in taught_registers(site, person)
        ],
        "roles": [title for role, title in ROLE_TITLES.items() if actor.holds(role)],
        "lines": [
            _line(actor, permission, context.facts if own_record else facts_at(request, scope))
            for permission in Permission
        ],
    }


def _line(actor, permission: Permission, facts: Facts):
    decision = decide(actor, permission, facts)
    return {
        "title": PERMISSION_TITLES[permission],
        "allowed": decision.allowed,
        "clause": clause(decision.clause),
    }
