"""The page of a person: account, roles, teaching, and what was done about all that."""

from __future__ import annotations

import attrs
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.roles import Permission
from oshj_portal.audit.lines import event_line
from oshj_portal.membership.words import student_moves
from oshj_portal.moments import moment
from oshj_portal.people.issuing_views import audience_of
from oshj_portal.places import person_name, place_title, taught_registers
from oshj_portal.resources import People, PersonResource, group_resource, journal_resource
from oshj_portal.role_titles import ROLE_TITLES

HISTORY = 50


@attrs.frozen
class AccountState:
    """What may be shown of an account."""

    login: str
    active: bool
    issued: str
    issued_by: str


def account_state(request, person: str) -> AccountState | None:
    """The account of a person, without its secret; ``None`` when there is none."""
    account = request.site.accounts.of(person)
    if account is None:
        return None
    return AccountState(
        account.login,
        account.active,
        moment(account.issued_at, request.clock.now().tzinfo),
        person_name(request.site, account.issued_by),
    )


@view_config(
    context=PersonResource,
    request_method="GET",
    permission=Permission.VIEW_PERSON.value,
    renderer="templates/person.pt",
)
def show_person(context, request):
    person = context.person
    audience = audience_of(context)
    return {
        "audience": audience.value,
        "person": person,
        "is_student": context.is_student,
        "place": _place(context, request),
        "account": account_state(request, person.id),
        "may_issue": bool(request.has_permission(audience.issuing.value, context)),
        "may_give_roles": bool(request.has_permission(Permission.MANAGE_ROLES.value, context)),
        "sessions": len(request.site.sessions.of(person.id)),
        "roles": roles_of(request, person.id),
        "journals": _journals(request, person.id),
        "moves": student_moves(request, person.id) if context.is_student else [],
        "lines": [event_line(request, event) for event in _history(request, person.id)],
    }


@view_config(context=People, request_method="GET", permission=Permission.USE_PORTAL.value)
def find_person(request):
    """There is no list of everybody: people are found by the search."""
    return HTTPSeeOther("/search")


def roles_of(request, person: str):
    """The roles somebody was given, with their places, ended ones marked."""
    today = request.act.today
    return [
        {
            "title": ROLE_TITLES[holding.role],
            "place": place_title(request.site, holding.scope),
            "until": format_date(holding.until) if holding.until is not None else "",
            "ended": holding.until is not None and holding.until < today,
        }
        for holding in request.site.holdings.of(person)
    ]


def _place(context, request):
    """The group or the unit, and where it lies."""
    if context.is_student:
        group = group_resource(request, context.person.group)
        return {"title": group.title, "href": request.resource_path(group)}
    unit = request.site.university.units.find(context.person.unit)
    return {"title": unit.name, "href": None} if unit is not None else None


def _journals(request, person: str):
    """The journals the person teaches in; a link to those the reader may open."""
    found = []
    for register in taught_registers(request.site, person):
        journal = journal_resource(request, register)
        may = request.has_permission(Permission.VIEW_JOURNAL.value, journal)
        found.append(
            {
                "subject": journal.title,
                "group": register.group,
                "semester": register.semester,
                "href": request.resource_path(journal) if may else None,
            }
        )
    return sorted(found, key=lambda one: (one["semester"], sort_key(one["subject"]), one["group"]))


def _history(request, person: str):
    """The newest events about the person, the account and the record in the lists."""
    account = request.site.accounts.of(person)
    subjects = [f"{kind}:{person}" for kind in ("person", "student", "staff")]
    if account is not None:
        subjects.append(f"account:{account.login}")
    events = [event for subject in subjects for event in request.site.audit.about(subject)]
    return sorted(events, key=lambda event: -event.at)[:HISTORY]
