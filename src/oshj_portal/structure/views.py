"""The pages from the university down to a group, and the search."""

from __future__ import annotations

from itertools import islice

from pyramid.view import view_config

from oshj_core.kyrgyz import sort_key
from oshj_core.people import Student
from oshj_core.roles import Permission
from oshj_portal.places import taught_registers
from oshj_portal.resources import (
    GroupResource,
    People,
    PersonResource,
    UnitResource,
    Units,
    University,
    group_resource,
    journal_resource,
    person_path,
)
from oshj_portal.structure.titles import CONTROL_FORMS, UNIT_KINDS

SEARCH_LIMIT = 50
# Looked through for those the reader may open; more than that, and the words are too short.
SEARCH_WITHIN = 1000


@view_config(
    context=Units,
    request_method="GET",
    permission=Permission.VIEW_STRUCTURE.value,
    renderer="templates/unit.pt",
)
def show_units(context, request):
    return {
        "title": None,
        "kind": None,
        "units": _units(request, context, ""),
        "groups": [],
        "staff_credentials": False,
    }


@view_config(
    context=UnitResource,
    request_method="GET",
    permission=Permission.VIEW_STRUCTURE.value,
    renderer="templates/unit.pt",
)
def show_unit(context, request):
    university = request.site.university
    groups = sorted(
        university.groups_of(context.unit.id), key=lambda group: (group.closed, sort_key(group.id))
    )
    return {
        "title": context.unit.name,
        "kind": UNIT_KINDS[context.unit.kind],
        "units": _units(request, context, context.unit.id),
        "groups": [
            {
                "name": group.id,
                "href": request.resource_path(context, group.id),
                "speciality": group.speciality,
                "closed": group.closed,
                "students": sum(student.active for student in university.students_of(group.id)),
            }
            for group in groups
        ],
        "staff_credentials": bool(
            request.has_permission(Permission.ISSUE_STAFF_CREDENTIALS.value, context)
        ),
    }


def _units(request, context, above: str):
    units = request.site.university.units_under(above)
    return [
        {
            "name": unit.name,
            "kind": UNIT_KINDS[unit.kind],
            "href": request.resource_path(context, unit.id),
        }
        for unit in sorted(units, key=lambda unit: sort_key(unit.name))
    ]


@view_config(
    context=GroupResource,
    request_method="GET",
    permission=Permission.VIEW_STRUCTURE.value,
    renderer="templates/group.pt",
)
def show_group(context, request):
    """The journals the reader may open; the students for those who may see the list."""
    university = request.site.university
    journals = []
    for register in request.site.registers.of_group(context.group.id):
        place = journal_resource(request, register)
        if not request.has_permission(Permission.VIEW_JOURNAL.value, place):
            continue
        assignments = place.journal.assignments
        teachers = [university.staff.find(one.teacher) for one in assignments]
        journals.append(
            {
                "subject": place.subject.name,
                "semester": place.journal.semester,
                "href": request.resource_path(place),
                "teachers": sorted({one.name.short for one in teachers if one}, key=sort_key),
                "control": CONTROL_FORMS[assignments[0].control] if assignments else "",
            }
        )
    journals.sort(key=lambda one: (one["semester"].id, sort_key(one["subject"])))
    students = None
    may_view_person = request.has_permission(Permission.VIEW_PERSON.value, context)
    if request.has_permission(Permission.VIEW_GROUP.value, context):
        students = [
            {
                "name": student.name.full,
                "id": student.id,
                "subgroup": student.subgroup,
                "active": student.active,
                "href": person_path(request, student.id) if may_view_person else None,
            }
            for student in sorted(
                university.students_of(context.group.id),
                key=lambda one: sort_key(one.name.full),
            )
        ]
    return {"group": context.group, "journals": journals, "students": students}


@view_config(
    context=University,
    name="search",
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer="templates/search.pt",
)
def search(request):
    """What the reader may open and whose name begins with the words."""
    words = request.params.get("q", "")
    return {"words": words, "found": list(islice(_found(request, words), SEARCH_LIMIT))}


def _found(request, words: str):
    university, site = request.site.university, request.site
    people = People(request, "people", University(request))
    for identifier in site.search("groups", words, SEARCH_LIMIT):
        group = group_resource(request, identifier)
        if request.has_permission(Permission.VIEW_STRUCTURE.value, group):
            yield _hit(request, group, identifier, university.units.get(group.group.unit).name)
    for kind in ("staff", "students"):
        for identifier in site.search(kind, words, SEARCH_WITHIN):
            person = people[identifier]
            if request.has_permission(Permission.VIEW_PERSON.value, person):
                yield _hit(request, person, person.title, _where(university, person))
    subjects = set(site.search("subjects", words, SEARCH_WITHIN))
    for register in taught_registers(site, request.actor.id):
        if register.subject in subjects:
            journal = journal_resource(request, register)
            yield _hit(request, journal, journal.title, register.group)


def _hit(request, place, name: str, note: str):
    return {"name": name, "note": note, "href": request.resource_path(place)}


def _where(university, place: PersonResource) -> str:
    person = place.person
    if isinstance(person, Student):
        return person.group
    unit = university.units.find(person.unit)
    return unit.name if unit else ""
