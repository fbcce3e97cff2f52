"""Handing in an excuse and deciding on it: two persons, both on record (3.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.resolving import semester_of
from oshj_core.attendance.excuses import (
    Excuse,
    ExcuseProblem,
    ExcuseRules,
    ExcuseState,
    excuse_problems,
)
from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, NotAllowed
from oshj_core.issuing import needed_reason
from oshj_core.journal.scopes import unit_scopes
from oshj_core.kyrgyz import normalise
from oshj_core.roles import Facts, Permission, Scope, ScopeKind, State
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from oshj_core.attendance.ports import Excuses
    from oshj_core.journal import Act
    from oshj_core.ports import AuditTrail, University


@attrs.frozen
class Excusing:
    """One actor's dealing with excuses."""

    excuses: Excuses
    university: University
    audit: AuditTrail
    rules: ExcuseRules
    act: Act

    def submit(
        self, identifier: str, student: str, first: date, last: date, document: str, number: str
    ) -> Excuse:
        """Hand in a document for the days from ``first`` to ``last``, both included.

        The same again gives what is there.

        :raises NotAllowed: not the student's own.
        :raises NotFound: there is no such student.
        :raises Invalid: see :class:`Excuse`; the kind of document is unknown; the document
            names days that lie further ahead than a year.
        :raises Conflict: the id stands for another excuse.
        """
        require(self.act.actor, Permission.SUBMIT_EXCUSE, self.facts(student, first, last))
        offered = Excuse(
            id=identifier,
            student=student,
            first=first,
            last=last,
            document=document,
            number=normalise(number),
            submitted_on=self.act.today,
        )
        if document not in self.rules.documents:
            raise Invalid(
                text("“${document}” is no document that excuses.", document=document),
                place="document",
            )
        if last > self.act.today + timedelta(days=366):
            raise Invalid(text("The days lie too far ahead."), place="last")
        known = self.excuses.find(identifier)
        if known is not None:
            if _paper(known) != _paper(offered):
                raise Conflict(
                    text("The id stands for another excuse."),
                    stored=known,
                    offered=offered,
                    place="id",
                )
            return known
        self.excuses.put(offered)
        self._note("excuse.submit", None, offered)
        return offered

    def problems(self, identifier: str, absences: Iterable[date]) -> tuple[ExcuseProblem, ...]:
        """What is wrong with an excuse brought for the ``absences`` (their days).

        :raises NotFound: there is no such excuse.
        :raises NotAllowed: the actor may not decide on it.
        """
        excuse = self.excuses.get(identifier)
        self._require_deciding(excuse)
        others = {
            other.id: other
            for found in (
                self.excuses.of(excuse.student),
                self.excuses.under(excuse.document, excuse.number),
            )
            for other in found
        }
        return excuse_problems(excuse, absences, others.values(), self.rules)

    def approve(self, identifier: str, absences: Iterable[date]) -> tuple[ExcuseProblem, ...]:
        """Approve an excuse for the ``absences``; returns the flags there remain.

        :raises NotFound: there is no such excuse.
        :raises NotAllowed: the actor may not, or is the student.
        :raises Invalid: a problem that refuses; the place is its kind.
        :raises Conflict: it was refused before.
        """
        problems = self.problems(identifier, absences)
        for problem in problems:
            if problem.refuses:
                raise Invalid(
                    problem.text,
                    place=problem.kind.value,
                    clause="3.4",
                    advice=text("Ask for a document that fits, or refuse this one."),
                )
        self._decide(identifier, ExcuseState.APPROVED, "")
        return problems

    def refuse(self, identifier: str, reason: str) -> None:
        """Refuse an excuse, with the reason the student will read.

        :raises NotFound: there is no such excuse.
        :raises NotAllowed: the actor may not, or is the student.
        :raises Invalid: no reason, or too long a one.
        :raises Conflict: it was approved before.
        """
        self._require_deciding(self.excuses.get(identifier))
        self._decide(identifier, ExcuseState.REFUSED, needed_reason(reason))

    def facts(self, student: str, first: date, last: date) -> Facts:
        """The facts of a student's excuse for these days; closed if a semester they touch is
        (5.7).  Raises :class:`oshj_core.errors.NotFound`."""
        group = self.university.groups.get(self.university.students.get(student).group)
        semesters = (
            semester_of(self.university, group.id, one.id) for one in self.university.semesters
        )
        closed = any(
            semester.closed and semester.starts <= last and first <= semester.ends
            for semester in semesters
        )
        states = frozenset({State.CLOSED_YEAR}) if closed else frozenset[State]()
        own = (Scope(ScopeKind.STUDENT, student), Scope(ScopeKind.GROUP, group.id))
        return Facts((*own, *unit_scopes(self.university, group.unit)), states)

    def _require_deciding(self, excuse: Excuse) -> None:
        facts = self.facts(excuse.student, excuse.first, excuse.last)
        require(self.act.actor, Permission.APPROVE_EXCUSE, facts)

    def _decide(self, identifier: str, state: ExcuseState, reason: str) -> None:
        known = self.excuses.get(identifier)
        actor = self.act.actor.id
        if actor == known.student:
            raise NotAllowed(text("Nobody decides on an excuse of one's own."), clause="3.4")
        if known.state is state:
            return
        decided = attrs.evolve(
            known, state=state, decided_by=actor, decided_at=self.act.at, reason=reason
        )
        if known.state is not ExcuseState.SUBMITTED:
            raise Conflict(
                text("The excuse has been decided on already."),
                stored=known.state,
                offered=state,
                place="state",
            )
        self.excuses.put(decided)
        self._note(
            f"excuse.{'approve' if state is ExcuseState.APPROVED else 'refuse'}",
            known,
            decided,
            reason,
        )

    def _note(self, action: str, before: Excuse | None, after: Excuse, reason: str = "") -> None:
        self.audit.append(
            AuditEvent(
                self.act.millis,
                self.act.actor.id,
                action,
                f"excuse:{after.id}",
                _written(before) if before else "",
                _written(after),
                reason,
                self.act.request,
            )
        )


def _paper(excuse: Excuse) -> tuple[object, ...]:
    return (excuse.student, excuse.first, excuse.last, excuse.document, excuse.number)


def _written(excuse: Excuse) -> str:
    days = f"{excuse.first}/{excuse.last}"
    return f"{excuse.state.value} {excuse.student} {days} {excuse.document} {excuse.number}"
