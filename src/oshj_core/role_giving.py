"""Giving and taking roles: the administrator's right and duty (4.1)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid, NotAllowed, NotFound
from oshj_core.issuing import needed_reason
from oshj_core.policy import POLICY
from oshj_core.ports import RoleHolding
from oshj_core.roles import UNIVERSITY, Facts, Permission, Role, Scope, ScopeKind
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.journal import Act
    from oshj_core.ports import AuditTrail, Holdings, University

NEVER_GIVEN = frozenset(
    {Role.GUEST, Role.USER, Role.EMPLOYEE, Role.STUDENT, Role.TEACHER, Role.SUBSTITUTE}
)
"""Roles that follow from an account, from the lists, from an assignment or a substitution."""

GIVEN_AT = frozenset({ScopeKind.UNIVERSITY, ScopeKind.UNIT, ScopeKind.GROUP})
"""Where the administrator gives roles; what is smaller follows from the lists or an inspection."""

_UNTIL = " until "


def places_of(role: Role) -> frozenset[ScopeKind]:
    """The kinds of place a role can be given at: those its grants speak of."""
    if role in NEVER_GIVEN:
        return frozenset()
    return GIVEN_AT & {kind for grant in POLICY if grant.role is role for kind in grant.at}


@attrs.frozen
class RoleGiving:
    """One actor's giving and taking of roles."""

    holdings: Holdings
    university: University
    audit: AuditTrail
    act: Act

    def give(self, holding: RoleHolding, reason: str) -> None:
        """Give a role at a place, or another end to one that is held.

        Who gave it is the actor, whatever ``holding`` says; giving the same again changes
        nothing.

        :raises NotAllowed: the actor may not; the person is a student; the administrator's
            role would end for all.
        :raises NotFound: no such unit or group.
        :raises Invalid: no such employee; the role is not given by hand, or not at such a
            place; the end is past; no reason is given.
        """
        require(self.act.actor, Permission.MANAGE_ROLES, Facts())
        reason = needed_reason(reason)
        self._check_person(holding.person)
        self._check_place(holding.role, holding.scope)
        if holding.until is not None and holding.until < self.act.today:
            raise Invalid(text("The last day has passed already."), place="until")
        known = self._held(holding.person, holding.role, holding.scope)
        if known is not None and known.until == holding.until:
            return
        if holding.until is not None:
            self._keep_an_administrator(holding.person, holding.role)
        self.holdings.give(attrs.evolve(holding, granted_by=self.act.actor.id))
        self._note("role.give", holding.person, before=known, after=holding, reason=reason)

    def take(self, person: str, role: Role, scope: Scope, reason: str) -> None:
        """Take a role away.

        :raises NotAllowed: the actor may not; no administrator would be left.
        :raises NotFound: the person does not hold it there.
        :raises Invalid: no reason is given.
        """
        require(self.act.actor, Permission.MANAGE_ROLES, Facts())
        reason = needed_reason(reason)
        known = self._held(person, role, scope)
        if known is None:
            raise NotFound("role", role.value)
        self._keep_an_administrator(person, role)
        self.holdings.take(person, role, scope)
        self._note("role.take", person, before=known, after=None, reason=reason)

    def _check_person(self, person: str) -> None:
        if person in self.university.students:
            raise NotAllowed(
                text("A student holds no other role than that of a student."),
                clause="4.2",
                advice=text("Give the role to an employee."),
            )
        if person not in self.university.staff:
            raise Invalid(
                text("There is no employee with the code “${code}”.", code=person), place="person"
            )

    def _check_place(self, role: Role, scope: Scope) -> None:
        if role in NEVER_GIVEN:
            raise Invalid(
                text("This role follows from the lists; it is not given by hand."),
                place="role",
                clause="4.1",
            )
        if scope.kind not in places_of(role):
            raise Invalid(text("This role is not held at such a place."), place="scope")
        if scope.kind is ScopeKind.UNIT:
            self.university.units.get(scope.id)
        elif scope.kind is ScopeKind.GROUP:
            self.university.groups.get(scope.id)

    def _held(self, person: str, role: Role, scope: Scope) -> RoleHolding | None:
        held = self.holdings.of(person)
        return next((one for one in held if (one.role, one.scope) == (role, scope)), None)

    def _keep_an_administrator(self, person: str, role: Role) -> None:
        """3.3: without an administrator nobody could be given access any more."""
        if role is not Role.ADMINISTRATOR:
            return
        for other in self.holdings:
            if (
                (other.role, other.scope) == (Role.ADMINISTRATOR, UNIVERSITY)
                and other.person != person
                and other.until is None
            ):
                return
        raise NotAllowed(
            text("The last administrator keeps the role."),
            clause="4.1",
            advice=text("Make somebody else an administrator first, without an end."),
        )

    def _note(
        self,
        action: str,
        person: str,
        *,
        before: RoleHolding | None,
        after: RoleHolding | None,
        reason: str,
    ) -> None:
        self.audit.append(
            AuditEvent(
                self.act.millis,
                self.act.actor.id,
                action,
                f"person:{person}",
                write_holding(before) if before is not None else "",
                write_holding(after) if after is not None else "",
                reason,
                self.act.request,
            )
        )


def write_holding(holding: RoleHolding) -> str:
    """``deanery@unit:math until 2027-06-30``: the form in which events name a role."""
    until = f"{_UNTIL}{holding.until}" if holding.until is not None else ""
    return f"{holding.role.value}@{holding.scope}{until}"


def read_holding(person: str, written: str) -> RoleHolding:
    """Read what :func:`write_holding` wrote.  Raises :class:`ValueError` for anything else."""
    role, _, place = written.partition("@")
    scope, _, until = place.partition(_UNTIL)
    last = date.fromisoformat(until) if until else None
    return RoleHolding(person, Role(role), Scope.parse(scope), last)
