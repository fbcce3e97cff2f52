"""Users: everybody in the lists, found by name or code."""

from __future__ import annotations

from pyramid.view import view_config

from oshj_core.kyrgyz import sort_key
from oshj_core.roles import Permission
from oshj_portal.people.person import account_state, roles_of
from oshj_portal.resources import Control, person_path

FOUND = 50


@view_config(
    context=Control,
    name="users",
    request_method="GET",
    permission=Permission.MANAGE_ROLES.value,
    renderer="templates/users.pt",
)
def show_users(request):
    """The people whose name or code begins with the words."""
    words = request.params.get("q", "")
    site, university = request.site, request.site.university
    people = [
        table.get(identifier)
        for kind, table in (("staff", university.staff), ("students", university.students))
        for identifier in site.search(kind, words, FOUND)
    ]
    lines = [
        {
            "id": person.id,
            "name": person.name.full,
            "href": person_path(request, person.id),
            "place": getattr(person, "group", None) or _unit_name(university, person),
            "account": account_state(request, person.id),
            "roles": roles_of(request, person.id),
        }
        for person in sorted(people, key=lambda person: sort_key(person.name.full))
    ]
    return {
        "words": words,
        "lines": lines,
        "staff": len(university.staff),
        "students": len(university.students),
        "accounts": len(site.accounts),
    }


def _unit_name(university, member) -> str:
    unit = university.units.find(member.unit)
    return unit.name if unit is not None else ""
