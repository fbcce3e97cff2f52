"""Naming a substitute (4.3) and lending the own role: who may, for how long, and the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.academic_calendar.resolving import year_of
from oshj_core.audit import AuditEvent
from oshj_core.covering import can_be_given, is_open, lesson_day, replaced_by
from oshj_core.decisions import require
from oshj_core.delegation import Delegation, Substitution, own_holding
from oshj_core.errors import Conflict, Invalid, NotAllowed
from oshj_core.issuing import needed_reason
from oshj_core.journal.scopes import unit_scopes
from oshj_core.kyrgyz import format_date
from oshj_core.notices import Notice, NoticeKind, said
from oshj_core.policy import POLICY
from oshj_core.roles import Facts, Permission
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from oshj_core.covering import TeachingHour
    from oshj_core.delegation import Delegations, Substitutions
    from oshj_core.journal import Act
    from oshj_core.notices import Notices
    from oshj_core.ports import AuditTrail, Holdings, Lesson, University

DELEGABLE = frozenset(
    grant.role for grant in POLICY if grant.permission is Permission.DELEGATE_ROLE
)
"""Roles that can be lent: those the policy lets delegate."""

_AT_FIRST: dict[str, Any] = {
    "ended": None,
    "named_on": None,
    "named_at": 0,
    "kept": (),
    "replaced_by": (),
}
"""What naming adds to a substitution, as it is before."""


@attrs.frozen
class Substituting:
    """One actor's naming of substitutes; where there are ``notices``, both teachers are told."""

    substitutions: Substitutions
    university: University
    audit: AuditTrail
    act: Act
    notices: Notices | None = None

    def name(
        self, substitution: Substitution, lessons: Iterable[Lesson | TeachingHour] = ()
    ) -> Substitution:
        """Name a substitute for a teacher of the actor's unit.

        Who named is the actor, whatever the value says; naming the same again changes nothing.
        The absence may have begun earlier, but the substitute gets no lesson of a day before
        today, nor one that is open already (4.3).  What somebody else was named for before
        ends for these lessons; both substitutes are told.

        :param lessons: the teacher's lessons of those days, open or planned; those named by
            id are looked up in them.
        :raises NotAllowed: not the actor's unit; one names oneself.
        :raises NotFound: no such teacher.
        :raises Invalid: no such substitute, or the teacher; the term is past or backwards; a
            lesson is not the teacher's, is open or of a day before today; no reason is given;
            a day lies in no academic year that is known.
        :raises Conflict: the id stands for another substitution.
        """
        self._require(substitution)
        wanted = attrs.evolve(
            substitution,
            reason=needed_reason(substitution.reason),
            named_by=self.act.actor.id,
            **_AT_FIRST,
        )
        known = self.substitutions.find(wanted.id)
        if known is not None:
            if attrs.evolve(known, **_AT_FIRST) != wanted:
                raise _taken(known, wanted)
            return known
        if wanted.substitute not in self.university.staff:
            raise _no_employee(wanted.substitute, "substitute")
        if wanted.substitute == wanted.teacher:
            raise Invalid(text("The substitute is somebody else."), place="substitute")
        if wanted.substitute == self.act.actor.id:
            raise NotAllowed(
                text("Nobody names oneself as substitute."),
                clause="4.3",
                advice=text("Let the deanery or the head of department name you."),
            )
        _check_term(wanted.starts, wanted.until, self.act.today)
        self._check_years(wanted)
        own = {lesson.id: lesson for lesson in lessons if lesson.teacher == wanted.teacher}
        for identifier in wanted.lessons:
            self._check_lesson(identifier, own.get(identifier))
        named = self._named(wanted, own.values())
        replaced = replaced_by(named, self.substitutions.for_teacher(named.teacher), own.values())
        self.substitutions.put(named)
        self._note("substitution.name", named, named.reason)
        self._tell(NoticeKind.SUBSTITUTE_NAMED, named, named.teacher)
        self._tell(NoticeKind.TAKES_LESSONS, named, named.substitute)
        for one in replaced:
            self._replace(one, named)
        return named

    def _named(
        self, wanted: Substitution, lessons: Iterable[Lesson | TeachingHour]
    ) -> Substitution:
        """What is named, with what holds at this moment."""
        today = self.act.today
        earlier = self.substitutions.for_teacher(wanted.teacher)
        return attrs.evolve(
            wanted,
            named_on=today,
            # Two named in one moment are in order, too.
            named_at=max([self.act.millis, *(one.named_at + 1 for one in earlier)]),
            kept=tuple(
                sorted(one.id for one in lessons if is_open(one) and lesson_day(one) >= today)
            ),
        )

    def _check_lesson(self, identifier: str, lesson: Lesson | TeachingHour | None) -> None:
        if lesson is None:
            raise Invalid(
                text("The lesson “${id}” is not one of the teacher's.", id=identifier),
                place="lessons",
            )
        if not can_be_given(lesson, self.act.today):
            raise Invalid(
                text(
                    "The lesson of ${day} is open already, or its day is over: it stays with "
                    "the teacher.",
                    day=format_date(lesson_day(lesson)),
                ),
                place="lessons",
                clause="4.3",
            )

    def _check_years(self, wanted: Substitution) -> None:
        years = {semester.year for semester in self.university.semesters}
        for place, day in (("starts", wanted.starts), ("until", wanted.until)):
            if year_of(day) not in years:
                raise Invalid(
                    text("${day} is in no academic year that is known.", day=format_date(day)),
                    place=place,
                )

    def _replace(self, earlier: Substitution, named: Substitution) -> None:
        """The earlier substitute loses the lessons the one just named takes."""
        people = (*earlier.replaced_by, named.substitute)
        changed = attrs.evolve(earlier, replaced_by=tuple(dict.fromkeys(people)))
        self.substitutions.put(changed)
        self._note("substitution.replace", changed, named.reason, named.substitute)
        self._tell(NoticeKind.SUBSTITUTE_REPLACED, named, changed.substitute)

    def end(self, identifier: str, reason: str) -> Substitution:
        """End a substitution today; ending it again changes nothing.

        :raises NotFound: there is none of that id.
        :raises NotAllowed: not the actor's unit.
        :raises Invalid: no reason is given.
        """
        known = self.substitutions.get(identifier)
        self._require(known)
        if known.ended is not None:
            return known
        reason = needed_reason(reason)
        ended = attrs.evolve(known, ended=self.act.today)
        self.substitutions.put(ended)
        self._note("substitution.end", ended, reason)
        for person in (ended.teacher, ended.substitute):
            self._tell(NoticeKind.SUBSTITUTION_ENDED, ended, person)
        return ended

    def _require(self, substitution: Substitution) -> None:
        unit = self.university.staff.get(substitution.teacher).unit
        facts = Facts(unit_scopes(self.university, unit))
        require(self.act.actor, Permission.NAME_SUBSTITUTE, facts)

    def _tell(self, kind: NoticeKind, substitution: Substitution, person: str) -> None:
        if self.notices is None:
            return
        about = f"substitution:{substitution.id}"
        values = said(
            teacher=self._name(substitution.teacher),
            substitute=self._name(substitution.substitute),
            starts=format_date(substitution.begins),
            until=format_date(substitution.until),
            day=format_date(substitution.ended or substitution.until),
        )
        self.notices.add(
            Notice(f"{kind.value}:{about}:{person}", person, self.act.millis, kind, values, about)
        )

    def _name(self, person: str) -> str:
        return self.university.staff.get(person).name.short

    def _note(
        self, action: str, substitution: Substitution, reason: str, instead: str = ""
    ) -> None:
        which = " ".join(substitution.lessons) or "*"
        people = [substitution.teacher, substitution.substitute, *([instead] if instead else [])]
        after = (
            f"{' → '.join(people)}: {which}, "
            f"{substitution.begins} – {substitution.ended or substitution.until}"
        )
        self.audit.append(_event(self.act, action, substitution.id, after, reason))


@attrs.frozen
class Delegating:
    """One actor's lending of roles; where there are ``notices``, the other person is told."""

    delegations: Delegations
    holdings: Holdings
    university: University
    audit: AuditTrail
    act: Act
    notices: Notices | None = None

    def delegate(self, delegation: Delegation) -> Delegation:
        """Lend the own role at a place until a day.

        The lender is the actor; lending the same again changes nothing.

        :raises NotAllowed: the role is not the actor's own there (what was lent is not lent
            on), or is not one that can be lent; to oneself or to a student.
        :raises Invalid: no such employee; the term is past, backwards, or longer than the own;
            no reason is given.
        :raises Conflict: the id stands for another delegation.
        """
        act = self.act
        require(act.actor, Permission.DELEGATE_ROLE, Facts((delegation.scope,)))
        own = own_holding(self.holdings, act.actor.id, delegation.role, delegation.scope, act.today)
        if delegation.role not in DELEGABLE or own is None:
            raise NotAllowed(
                text("Only the own role is lent, and one that was lent is not lent on."),
                clause="4.1",
                advice=text("The administrator gives and takes roles."),
            )
        wanted = attrs.evolve(
            delegation,
            delegator=act.actor.id,
            reason=needed_reason(delegation.reason),
            ended=None,
        )
        known = self.delegations.find(wanted.id)
        if known is not None:
            if attrs.evolve(known, ended=None) != wanted:
                raise _taken(known, wanted)
            return known
        if wanted.delegate in self.university.students:
            raise NotAllowed(
                text("A student holds no other role than that of a student."),
                clause="4.2",
                advice=text("Give the role to an employee."),
            )
        if wanted.delegate not in self.university.staff:
            raise _no_employee(wanted.delegate, "delegate")
        if wanted.delegate == act.actor.id:
            raise NotAllowed(text("Nobody lends a role to oneself."), clause="4.1")
        _check_term(wanted.starts, wanted.until, act.today)
        if own.until is not None and wanted.until > own.until:
            raise Invalid(
                text("You hold the role until ${day} yourself.", day=format_date(own.until)),
                place="until",
                clause="4.1",
            )
        self.delegations.put(wanted)
        self._note("delegation.give", wanted, wanted.reason)
        if self.notices is not None:
            self.notices.add(self._notice(wanted))
        return wanted

    def end(self, identifier: str, reason: str) -> Delegation:
        """End a delegation today; ending it again changes nothing.

        :raises NotFound: there is none of that id.
        :raises NotAllowed: the actor is neither the lender nor one who manages roles.
        :raises Invalid: no reason is given.
        """
        known = self.delegations.get(identifier)
        if known.delegator != self.act.actor.id:
            require(self.act.actor, Permission.MANAGE_ROLES, Facts())
        if known.ended is not None:
            return known
        reason = needed_reason(reason)
        ended = attrs.evolve(known, ended=self.act.today)
        self.delegations.put(ended)
        self._note("delegation.end", ended, reason)
        return ended

    def _notice(self, lent: Delegation) -> Notice:
        delegator = self.university.staff.find(lent.delegator)
        name = lent.delegator if delegator is None else delegator.name.short
        about = f"delegation:{lent.id}"
        values = said(delegator=name, until=format_date(lent.until))
        kind = NoticeKind.ROLE_LENT
        return Notice(f"{about}:{kind.value}", lent.delegate, self.act.millis, kind, values, about)

    def _note(self, action: str, lent: Delegation, reason: str) -> None:
        after = (
            f"{lent.delegator} → {lent.delegate}: {lent.role.value}@{lent.scope}, "
            f"{lent.starts} – {lent.ended or lent.until}"
        )
        self.audit.append(_event(self.act, action, lent.id, after, reason))


def _event(act: Act, action: str, identifier: str, after: str, reason: str) -> AuditEvent:
    subject = f"{action.partition('.')[0]}:{identifier}"
    return AuditEvent(act.millis, act.actor.id, action, subject, "", after, reason, act.request)


def _check_term(starts: date, until: date, today: date) -> None:
    if until < starts:
        raise Invalid(text("The end lies before the beginning"), place="until")
    if until < today:
        raise Invalid(text("The last day has passed already."), place="until")


def _no_employee(person: str, place: str) -> Invalid:
    return Invalid(text("There is no employee with the code “${code}”.", code=person), place=place)


def _taken(known: object, wanted: object) -> Conflict:
    return Conflict(text("The id stands for something else."), stored=known, offered=wanted)
