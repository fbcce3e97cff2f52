"""Who holds which office, and the accounts of one person of every role.

The accounts of everybody else are left to the deaneries and the administrator, as in life.
"""

from __future__ import annotations

from random import Random
from secrets import token_hex
from typing import TYPE_CHECKING

import attrs

from oshj_core.accounts import Audience
from oshj_core.issuing import Issuing
from oshj_core.journal import Act, unit_scopes
from oshj_core.people import Staff
from oshj_core.ports import RoleHolding
from oshj_core.role_giving import RoleGiving, places_of
from oshj_core.roles import UNIVERSITY, Facts, Role, Scope, ScopeKind
from oshj_core.structure import UnitKind
from oshj_portal.demo.people import make_staff_name
from oshj_portal.security.identity import actor_of
from oshj_portal.signin.passwords import Argon2Hasher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from oshj_portal.demo.university import DemoUniversity
    from oshj_portal.store import Site

ADMINISTRATOR = "admin"
_REASON = "Ректордун буйругу"
_DEAN, _METHODIST, _HEAD = "dean", "methodist", "кафедра башчысы"

_OFFICES = (
    (ADMINISTRATOR, Role.ADMINISTRATOR, "data-centre", "электрондук журналдын администратору"),
    ("responsible", Role.RESPONSIBLE, "data-centre", "жооптуу кызматкер"),
    ("director", Role.DATA_CENTRE_DIRECTOR, "data-centre", "Дата-Борбордун директору"),
    ("moderator", Role.MODERATOR, "data-centre", "модератор"),
    ("rector", Role.LEADERSHIP, "rectorate", "ректор"),
    ("study", Role.EDUCATION_DEPARTMENT, "study", "окуу бөлүмүнүн башчысы"),
    ("quality", Role.QUALITY_DEPARTMENT, "quality", "билим сапаты бөлүмүнүн башчысы"),
    ("inspector", Role.INSPECTOR, "rectorate", "текшерүүчү"),
    ("archivist", Role.ARCHIVIST, "archive", "архивчи"),
)
_UNIT_KINDS_WITH_DEANERY = {
    UnitKind.FACULTY: "декан",
    UnitKind.INSTITUTE: "директор",
    UnitKind.HIGHER_SCHOOL: "директор",
    UnitKind.COLLEGE: "директор",
}


@attrs.frozen
class Login:
    """Somebody who can sign in: the role, the person, and the secret that exists nowhere else."""

    role: Role
    name: str
    login: str
    password: str = attrs.field(repr=False)


def add_officers(university: DemoUniversity, seed: int) -> None:
    """Add the staff of the offices and deaneries."""
    rng = Random(f"{seed}:officers")  # noqa: S311
    officers = [(code, unit, position) for code, _, unit, position in _OFFICES]
    for unit, position in _deaneries(university):
        officers.append((f"{_DEAN}-{unit}", unit, position))
        officers.append((f"{_METHODIST}-{unit}", unit, "методист"))
    for code, unit, position in officers:
        university.staff.append(Staff(code, make_staff_name(rng), unit, position))


def _deaneries(university: DemoUniversity) -> Iterator[tuple[str, str]]:
    with_groups = {group.unit for group in university.groups}
    for unit in university.units:
        if unit.id in with_groups:
            yield unit.id, _UNIT_KINDS_WITH_DEANERY[unit.kind]


def _officers() -> Iterator[tuple[str, Role]]:
    """The officers whose role is held at the university; the policy may not know one yet."""
    for code, role, _, _ in _OFFICES:
        if ScopeKind.UNIVERSITY in places_of(role):
            yield code, role


def give_roles(site: Site, university: DemoUniversity, act: Act) -> None:
    """Give the officers, heads of departments and curators their roles."""
    giving = RoleGiving(site.holdings, site.university, site.audit, act)
    for holding in _holdings(university):
        giving.give(holding, _REASON)


def _holdings(university: DemoUniversity) -> Iterator[RoleHolding]:
    for code, role in _officers():
        yield RoleHolding(code, role, UNIVERSITY)
    for unit, _ in _deaneries(university):
        scope = Scope(ScopeKind.UNIT, unit)
        yield RoleHolding(f"{_DEAN}-{unit}", Role.DEANERY, scope)
        yield RoleHolding(f"{_METHODIST}-{unit}", Role.METHODIST, scope)
    for member in university.staff:
        if member.position == _HEAD:
            yield RoleHolding(member.id, Role.HEAD, Scope(ScopeKind.UNIT, member.unit))
    for group, curator in _curators(university).items():
        yield RoleHolding(curator, Role.CURATOR, Scope(ScopeKind.GROUP, group))


def _curators(university: DemoUniversity) -> dict[str, str]:
    """One of its teachers for each group, the last one who was assigned to it."""
    return {
        group: taught.assignment.teacher
        for stream in university.streams
        for taught in stream.taught
        for group in taught.assignment.groups
    }


def issue_accounts(
    site: Site, university: DemoUniversity, administrator: Login, now: datetime
) -> tuple[Login, ...]:
    """Accounts of one person of every role, of a second teacher and a second student; the
    administrator, who has one already, issues to staff, the deanery to students (3.3)."""
    first = university.streams[0]
    group = site.university.groups.get(first.groups[0])
    dean = f"{_DEAN}-{group.unit}"
    logins = [administrator]
    for person, role in _staff_to_show(university, dean):
        logins.append(_issue(site, ADMINISTRATOR, person, role, Audience.STAFF, now))
    students = site.university.students_of(group.id)
    for student in (students[0], students[-1]):
        logins.append(_issue(site, dean, student.id, Role.STUDENT, Audience.STUDENT, now))
    return tuple(logins)


def _staff_to_show(university: DemoUniversity, dean: str) -> Iterator[tuple[str, Role]]:
    """One employee of every role, each other than those before; of teachers two."""
    unit = university.groups[0].unit
    taught = [one.assignment.teacher for one in university.streams[0].taught]
    wanted = (
        (Role.TEACHER, taught),
        (Role.TEACHER, taught),
        (Role.CURATOR, _curators(university).values()),
        (Role.HEAD, (one.id for one in university.staff if one.position == _HEAD)),
        (Role.DEANERY, (dean,)),
        (Role.METHODIST, (f"{_METHODIST}-{unit}",)),
        *((role, (code,)) for code, role in _officers() if role is not Role.ADMINISTRATOR),
    )
    shown: set[str] = set()
    for role, people in wanted:
        person = next(one for one in people if one not in shown)
        shown.add(person)
        yield person, role


def _issue(
    site: Site, issuer: str, person: str, role: Role, audience: Audience, now: datetime
) -> Login:
    actor = actor_of(site, issuer, Audience.STAFF, now.date())
    act = Act(actor, now, token_hex(6))
    if audience is Audience.STUDENT:
        student = site.university.students.get(person)
        group = site.university.groups.get(student.group)
        scope = Scope(ScopeKind.GROUP, group.id)
        facts, name = Facts((scope, *unit_scopes(site.university, group.unit))), student.name
    else:
        facts, name = Facts(), site.university.staff.get(person).name
    issued = Issuing(site.accounts, site.audit, Argon2Hasher(), act).issue(person, audience, facts)
    return Login(role, name.full, issued.account.login, issued.secret)
