"""Credentials of a whole group or of the staff of a unit, and the slips to hand out (3.3)."""

from __future__ import annotations

from functools import partial

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.accounts import Audience
from oshj_core.issuing import MAX_REISSUED
from oshj_core.kyrgyz import sort_key
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.people.person import account_state
from oshj_portal.people.slips import issuing, slips_response
from oshj_portal.resources import GroupResource, UnitResource, person_path

RENDERER = "templates/credentials.pt"

of_group = partial(view_config, context=GroupResource, permission=Audience.STUDENT.issuing.value)
of_unit = partial(view_config, context=UnitResource, permission=Audience.STAFF.issuing.value)


@of_group(name="credentials", request_method="GET", renderer=RENDERER)
def show_group(context, request):
    """The students of the group and the state of their accounts."""
    return _page(request, context.group.id, _students(context, request))


@of_unit(name="credentials", request_method="GET", renderer=RENDERER)
def show_unit(context, request):
    """The staff right in the unit and the state of their accounts."""
    return _page(request, context.unit.name, _staff(context, request))


@of_group(name="credentials", request_method="POST")
def issue_group(context, request):
    """Slips for the students who have no account yet."""
    people = _students(context, request)
    return _issue(request, context, people, Audience.STUDENT, context.group.id)


@of_unit(name="credentials", request_method="POST")
def issue_unit(context, request):
    """Slips for the staff who have no account yet."""
    people = _staff(context, request)
    return _issue(request, context, people, Audience.STAFF, context.unit.name)


@of_group(name="reissue-credentials", request_method="POST")
def reissue_group(context, request):
    """New secrets for the whole group: its slips were lost or seen by others."""
    people = _students(context, request)
    return _reissue(request, context, people, Audience.STUDENT, context.group.id)


@of_unit(name="reissue-credentials", request_method="POST")
def reissue_unit(context, request):
    """New secrets for the staff right in the unit."""
    people = _staff(context, request)
    return _reissue(request, context, people, Audience.STAFF, context.unit.name)


def _issue(request, context, people, audience, title):
    codes = [person.id for person in people]
    issued = issuing(request).issue_missing(codes, audience, context.facts)
    return _answer(request, context, issued, title)


def _reissue(request, context, people, audience, title):
    codes, reason = [person.id for person in people], request.POST.get("reason", "")
    issued = issuing(request).reissue_all(codes, audience, context.facts, reason)
    return _answer(request, context, issued, title)


def _answer(request, context, issued, title):
    if not issued:
        flash(request, _("There was nobody to issue credentials to."), "warn")
        return HTTPSeeOther(request.resource_path(context, "credentials"))
    return slips_response(request, issued, title)


def _students(context, request):
    students = request.site.university.students_of(context.group.id)
    return _by_name(student for student in students if student.active)


def _staff(context, request):
    return _by_name(request.site.university.staff_of(context.unit.id))


def _by_name(people):
    return sorted(people, key=lambda person: sort_key(person.name.full))


def _page(request, title, people):
    lines = [
        {
            "name": person.name.full,
            "id": person.id,
            "href": person_path(request, person.id),
            "account": account_state(request, person.id),
        }
        for person in people
    ]
    missing = sum(line["account"] is None for line in lines)
    return {
        "title": title,
        "lines": lines,
        "missing": missing,
        "issued": len(lines) - missing,
        "limit": MAX_REISSUED,
    }
