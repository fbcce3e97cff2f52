"""The places of the university as people know them: their titles, and lists to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deform.widget import OptGroup

from oshj_core.enrolment import journals_of
from oshj_core.journal import unit_scopes
from oshj_core.kyrgyz import sort_key
from oshj_core.roles import UNIVERSITY, Facts, Scope, ScopeKind
from oshj_portal.i18n import _
from oshj_portal.permission_titles import PLACE_TITLES
from oshj_portal.resources import journal_resource

if TYPE_CHECKING:
    from oshj_portal.store import Site


def place_title(site: Site, scope: Scope) -> str:
    """The name of the unit, the code of the group; the id where a thing has no name."""
    if scope.kind is ScopeKind.UNIVERSITY:
        return PLACE_TITLES[scope.kind]
    if scope.kind is ScopeKind.UNIT:
        unit = site.university.units.find(scope.id)
        return unit.name if unit is not None else scope.id
    return scope.id


def place_choices(request) -> list[object]:
    """The university, its units and its groups as options of a select field."""
    university = request.site.university
    translate = request.localizer.translate
    units = sorted(university.units, key=lambda unit: sort_key(unit.name))
    groups = sorted(university.groups, key=lambda group: sort_key(group.id))
    return [
        (str(UNIVERSITY), translate(PLACE_TITLES[ScopeKind.UNIVERSITY])),
        OptGroup(
            translate(_("Units")),
            *((str(Scope(ScopeKind.UNIT, unit.id)), unit.name) for unit in units),
        ),
        OptGroup(
            translate(_("Groups")),
            *((str(Scope(ScopeKind.GROUP, group.id)), group.id) for group in groups),
        ),
    ]


def read_place(site: Site, written: str) -> Scope:
    """The university, unit, group or journal of that name; the university for anything else."""
    try:
        scope = Scope.parse(written)
    except ValueError:
        return UNIVERSITY
    university = site.university
    known = {
        ScopeKind.UNIT: lambda: scope.id in university.units,
        ScopeKind.GROUP: lambda: scope.id in university.groups,
        ScopeKind.JOURNAL: lambda: site.registers.find(scope.id) is not None,
    }.get(scope.kind, lambda: False)
    return scope if known() else UNIVERSITY


def facts_at(request, scope: Scope) -> Facts:
    """What a decision needs to know of a place that :func:`read_place` gave."""
    university = request.site.university
    if scope.kind is ScopeKind.UNIT:
        return Facts(unit_scopes(university, scope.id))
    if scope.kind is ScopeKind.GROUP:
        group = university.groups.get(scope.id)
        return Facts((scope, *unit_scopes(university, group.unit)))
    if scope.kind is ScopeKind.JOURNAL:
        return journal_resource(request, request.site.registers.get(scope.id)).facts
    return Facts()


def taught_registers(site: Site, person: str):
    """The registers of the journals a person teaches in, by id."""
    names = {
        name
        for assignment in site.university.assignments_of(person)
        for name in journals_of(assignment)
    }
    found = (site.registers.find(name) for name in sorted(names))
    return [register for register in found if register is not None]


def person_name(site: Site, person: str) -> str:
    """Family name and initials; the code of one who is in no list."""
    university = site.university
    known = university.staff.find(person) or university.students.find(person)
    return known.name.short if known is not None else person
