"""A teacher finds a group's list wrong, the deanery settles it, the teacher is told (7.5)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import holders_allowed, require
from oshj_core.errors import Conflict, Invalid
from oshj_core.journal.scopes import unit_scopes
from oshj_core.kyrgyz import normalise
from oshj_core.notices import Notice, NoticeKind, said
from oshj_core.roles import Facts, Permission, Scope, ScopeKind
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.journal import Act, JournalReader
    from oshj_core.membership.ports import ListErrors
    from oshj_core.notices import Notices
    from oshj_core.ports import AuditTrail, RoleHolding, University

MAX_WORDS = 300


class ListErrorKind(Enum):
    """What is wrong with the list."""

    MISSING = "missing"
    WRONG_SUBGROUP = "wrong-subgroup"
    WRONG_NAME = "wrong-name"
    LEFT = "left"


class ListErrorState(Enum):
    """How far a report is."""

    REPORTED = "reported"
    CORRECTED = "corrected"
    REFUSED = "refused"


@attrs.frozen
class ListError:
    """A report of an error in a group's list.

    ``student`` is the code of the student concerned, empty for one who is missing; ``words``
    say what is wrong.  ``answer`` is what the reporter is told, ``move`` the id of the move that
    settled it, if one did.  Moments are in milliseconds since the epoch.
    """

    id: str
    journal: str
    group: str
    kind: ListErrorKind
    student: str
    words: str
    reported_by: str
    reported_at: int
    state: ListErrorState = ListErrorState.REPORTED
    answer: str = ""
    settled_by: str = ""
    settled_at: int = 0
    move: str = ""


@attrs.frozen
class ListErrorDesk:
    """One actor's dealing with reports of errors in the lists.

    Where there are ``notices``, the deanery is told of a report, and whoever reported of how it
    was settled; who the deanery is, the ``holdings`` say.
    """

    reports: ListErrors
    university: University
    audit: AuditTrail
    act: Act
    notices: Notices | None = None
    holdings: Iterable[RoleHolding] = ()

    def report(
        self,
        identifier: str,
        journal: JournalReader,
        kind: ListErrorKind,
        student: str,
        words: str,
    ) -> ListError:
        """Tell the deanery of an error in the list of the journal's group.

        The same again gives the report that is there.

        :raises NotAllowed: the actor neither teaches in the journal nor is the group's curator.
        :raises Invalid: no words; nobody named where somebody is meant, or one not in the list.
        :raises Conflict: the id stands for another report.
        """
        require(self.act.actor, Permission.REPORT_LIST_ERROR, journal.facts)
        words = _words(words, "words")
        listed = {member.student for member in journal.register.roster()}
        if kind is ListErrorKind.MISSING:
            student = ""
        elif student not in listed:
            raise Invalid(text("Name the student this is about."), place="student", clause="7.5")
        register = journal.register
        offered = ListError(
            identifier,
            register.id,
            register.group,
            kind,
            student,
            words,
            self.act.actor.id,
            self.act.millis,
        )
        known = self.reports.find(identifier)
        if known is not None:
            if _said(known) != _said(offered):
                raise Conflict(
                    text("The id stands for another report."),
                    stored=known,
                    offered=offered,
                    place="id",
                )
            return known
        self.reports.put(offered)
        self._note("list-error.report", offered, "", words)
        reporter = self.university.staff.find(offered.reported_by)
        name = offered.reported_by if reporter is None else reporter.name.short
        for person in self._deanery(offered):
            self._tell(NoticeKind.LIST_ERROR_REPORTED, offered, person, teacher=name, words=words)
        return offered

    def correct(self, identifier: str, answer: str, move: str = "") -> ListError:
        """Say that the list was corrected, by that ``move`` if one was made.

        :raises NotFound: there is no such report.
        :raises NotAllowed: not the actor's group.
        :raises Invalid: no answer, or too long a one.
        :raises Conflict: it was settled otherwise meanwhile.
        """
        return self._settle(identifier, ListErrorState.CORRECTED, answer, move)

    def refuse(self, identifier: str, reason: str) -> ListError:
        """Say that the list is right, with the reason.  Raises as :meth:`correct` does."""
        return self._settle(identifier, ListErrorState.REFUSED, reason, "")

    def _settle(self, identifier: str, state: ListErrorState, answer: str, move: str) -> ListError:
        known = self.reports.get(identifier)
        require(self.act.actor, Permission.SETTLE_LIST_ERROR, self._facts(known))
        answer = _words(answer, "answer")
        if known.state is not ListErrorState.REPORTED:
            if (known.state, known.answer) == (state, answer):
                return known
            raise Conflict(
                text("The report was settled already."),
                stored=known.answer,
                offered=answer,
                place="answer",
            )
        settled = attrs.evolve(
            known,
            state=state,
            answer=answer,
            settled_by=self.act.actor.id,
            settled_at=self.act.millis,
            move=move,
        )
        self.reports.put(settled)
        self._note(f"list-error.{state.value}", settled, known.words, answer)
        self._tell(NoticeKind.LIST_ERROR_SETTLED, settled, settled.reported_by, answer=answer)
        return settled

    def _facts(self, report: ListError) -> Facts:
        group = self.university.groups.get(report.group)
        scopes = (Scope(ScopeKind.GROUP, group.id), *unit_scopes(self.university, group.unit))
        return Facts(scopes)

    def _deanery(self, report: ListError) -> list[str]:
        facts, today = self._facts(report), self.act.today
        permission = Permission.SETTLE_LIST_ERROR
        return sorted(holders_allowed(self.holdings, permission, facts, today))

    def _tell(self, kind: NoticeKind, report: ListError, person: str, **values: str) -> None:
        if self.notices is not None:
            about = f"list-error:{report.id}"
            told = said(group=report.group, **values)
            identifier = f"{kind.value}:{report.id}:{person}"
            self.notices.add(Notice(identifier, person, self.act.millis, kind, told, about))

    def _note(self, action: str, report: ListError, before: str, after: str) -> None:
        self.audit.append(
            AuditEvent(
                self.act.millis,
                self.act.actor.id,
                action,
                f"list-error:{report.id}",
                before,
                after,
                request=self.act.request,
            )
        )


def _words(written: str, place: str) -> str:
    words = normalise(written)
    if not words:
        raise Invalid(text("This must not be empty."), place=place, clause="7.5")
    if len(words) > MAX_WORDS:
        raise Invalid(text("At most ${limit} characters fit here.", limit=MAX_WORDS), place=place)
    return words


def _said(report: ListError) -> tuple[object, ...]:
    return (report.journal, report.kind, report.student, report.words, report.reported_by)
