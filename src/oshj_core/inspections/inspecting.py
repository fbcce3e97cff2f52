"""Doing an inspection (3.5), and the teacher's word on what it found (5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, NotAllowed
from oshj_core.inspections.due import TaskState
from oshj_core.inspections.looking import found_in, last_look, look_of
from oshj_core.inspections.values import Found, Inspection, Report
from oshj_core.journal.scopes import unit_scopes
from oshj_core.kyrgyz import normalise_lines
from oshj_core.notices import Notice, NoticeKind, said
from oshj_core.reports import ControlRules
from oshj_core.roles import Facts, Permission, Scope, ScopeKind
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oshj_core.inspections.due import Task
    from oshj_core.inspections.ports import Inspections
    from oshj_core.journal import Act, JournalReader
    from oshj_core.notices import Notices
    from oshj_core.ports import AuditTrail, University

MAX_WORDS = 1000
"""How long a remark or an answer may be, in characters."""


@attrs.frozen
class Inspecting:
    """One actor's inspections, or a teacher's answers to them."""

    inspections: Inspections
    university: University
    notices: Notices
    audit: AuditTrail
    act: Act
    rules: ControlRules = attrs.field(factory=ControlRules)

    def found(self, task: Task, journal: JournalReader, language: str = "ky") -> tuple[Found, ...]:
        """What is to be said of a journal today: of the lessons up to the end of the fortnight,
        what is new, and what has been open since an earlier inspection of the unit."""
        last = last_look(self.inspections.of_unit(task.unit), journal.register.id)
        return found_in(journal, task.fortnight.ends, last, self.rules, language)

    def is_own(self, journal: JournalReader) -> bool:
        """Whether the actor teaches in it."""
        return self.act.actor.id in {one.teacher for one in journal.assignments}

    def do(
        self,
        task: Task,
        journals: Sequence[JournalReader],
        remarks: Mapping[str, str],
        language: str = "ky",
    ) -> Inspection:
        """Record that these journals were looked at, and send what was found to their teachers.

        A journal of which there is nothing new to say sends nothing.  More can be looked at later;
        of a journal that this inspection has looked at before, a further remark sends a further
        report, and the same sent twice changes nothing.

        :param journals: those of the unit that were looked at.
        :param remarks: the inspector's own words by the id of the journal.
        :raises NotAllowed: the actor does not inspect that unit, or teaches in one of the
            journals; the fortnight has not begun.
        :raises Invalid: no journal was looked at; a remark is too long (place: the journal).
        """
        unit = Facts(unit_scopes(self.university, task.unit))
        require(self.act.actor, Permission.INSPECT_JOURNAL, unit)
        require(self.act.actor, Permission.SEND_FINDINGS, unit)
        if task.state is TaskState.AHEAD:
            raise NotAllowed(text("The fortnight has not begun."), clause="3.5")
        if not journals:
            raise Invalid(text("Choose the journals you looked at."), place="journals")
        if any(map(self.is_own, journals)):
            raise NotAllowed(
                text("Nobody inspects a journal of his or her own."),
                clause="3.5",
                advice=text("Leave it to the methodist, the deanery or another inspector."),
            )
        words = {
            journal.register.id: _words(
                remarks.get(journal.register.id, ""), f"remark.{journal.register.id}"
            )
            for journal in journals
        }
        known = self.inspections.find(task.id)
        before = set() if known is None else set(known.journals)
        new = [journal for journal in journals if journal.register.id not in before]
        if known is None:
            known = self._inspection(task)
        again = [
            journal
            for journal in journals
            if journal.register.id in before and words[journal.register.id]
        ]
        found = {one.register.id: self.found(task, one, language) for one in (*again, *new)}
        for journal in again:
            self._send(known, journal, found, words)
        if not new:
            return known
        looked = tuple(sorted(before | {journal.register.id for journal in new}))
        looks = [
            look_of(name, task.fortnight.ends, found[name], self.act.today)
            for name in sorted(one.register.id for one in new)
        ]
        inspection = attrs.evolve(known, journals=looked, looks=(*known.looks, *looks))
        self.inspections.put(inspection)
        self._note("inspection.do", inspection.id, ", ".join(one.register.id for one in new))
        for journal in new:
            self._send(inspection, journal, found, words)
        return inspection

    def _inspection(self, task: Task) -> Inspection:
        return Inspection(
            task.id,
            task.unit,
            task.semester,
            task.fortnight.monday,
            self.act.actor.id,
            self.act.millis,
        )

    def _send(
        self,
        inspection: Inspection,
        journal: JournalReader,
        found_in_each: Mapping[str, tuple[Found, ...]],
        words: Mapping[str, str],
    ) -> None:
        name = journal.register.id
        found, remark = found_in_each[name], words[name]
        # 5.3: what the teacher was told before is not sent again by itself.
        if not remark and all(one.since is not None for one in found):
            return
        sent = [one for one in self.inspections.reports_of(inspection.id) if one.journal == name]
        for teacher in sorted({one.teacher for one in journal.assignments}):
            before = [one for one in sent if one.teacher == teacher]
            if (self.act.actor.id, remark) in {(one.inspector, one.remark) for one in before}:
                continue
            further = f":{len(before) + 1}" if before else ""
            report = Report(
                f"{inspection.id}:{name}:{teacher}{further}",
                inspection.id,
                name,
                teacher,
                self.act.actor.id,
                self.act.millis,
                found,
                remark,
            )
            self.inspections.put_report(report)
            self._note("findings.send", report.id, f"{len(found)}", remark)
            self.notices.add(
                Notice(
                    f"findings:{report.id}",
                    teacher,
                    self.act.millis,
                    NoticeKind.FINDINGS_SENT,
                    said(
                        inspector=self._name(report.inspector),
                        journal=_journal_title(self.university, journal),
                    ),
                    f"findings:{report.id}",
                )
            )

    def acknowledge(self, identifier: str, answer: str = "") -> Report:
        """The teacher has read a report, and may answer it, at once or later but once.

        :raises NotFound: there is no such report.
        :raises NotAllowed: it was sent to somebody else.
        :raises Invalid: the answer is too long.
        :raises Conflict: it has been answered otherwise.
        """
        report = self.inspections.report(identifier)
        journal = Facts((Scope(ScopeKind.JOURNAL, report.journal),))
        require(self.act.actor, Permission.ACKNOWLEDGE_FINDINGS, journal)
        if report.teacher != self.act.actor.id:
            raise NotAllowed(text("These findings were sent to another teacher."), clause="5.3")
        answer = _words(answer, "answer")
        if answer and report.answer not in ("", answer):
            raise Conflict(
                text("The findings have been answered."),
                stored=report.answer,
                offered=answer,
                place="answer",
            )
        wanted = attrs.evolve(
            report,
            acknowledged=report.acknowledged or self.act.millis,
            answer=answer or report.answer,
        )
        if wanted == report:
            return report
        self.inspections.put_report(wanted)
        action = "findings.answer" if answer else "findings.acknowledge"
        self._note(action, wanted.id, wanted.answer)
        self.notices.add(
            Notice(
                f"{action}:{wanted.id}",
                wanted.inspector,
                self.act.millis,
                NoticeKind.FINDINGS_ANSWERED,
                said(teacher=self._name(wanted.teacher), journal=wanted.journal),
                f"findings:{wanted.id}",
            )
        )
        return wanted

    def _name(self, person: str) -> str:
        known = self.university.staff.find(person)
        return person if known is None else known.name.short

    def _note(self, action: str, identifier: str, after: str, reason: str = "") -> None:
        subject = f"{action.partition('.')[0]}:{identifier}"
        act = self.act
        self.audit.append(
            AuditEvent(act.millis, act.actor.id, action, subject, "", after, reason, act.request)
        )


def _journal_title(university: University, journal: JournalReader) -> str:
    subject = university.subjects.get(journal.register.subject)
    return f"{subject.name} · {journal.register.group}"


def _words(written: str, place: str) -> str:
    words = normalise_lines(written)
    if len(words) > MAX_WORDS:
        raise Invalid(text("At most ${limit} characters fit here.", limit=MAX_WORDS), place=place)
    return words
