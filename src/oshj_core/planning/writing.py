"""Writing a plan and deciding on it: draft, submitted, approved or returned (2.3, 2.13, 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.teaching import semester_for
from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, NotAllowed
from oshj_core.issuing import needed_reason
from oshj_core.journal.scopes import unit_scopes
from oshj_core.planning.plan import Plan, PlanState, Step, Topic, check_topics, in_force
from oshj_core.planning.teaching import excesses, taught_by
from oshj_core.planning.telling import plan_notices
from oshj_core.roles import Facts, Permission, Scope, ScopeKind, State
from oshj_core.text import text
from oshj_core.two_persons import second_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oshj_core.calendar import Semester
    from oshj_core.journal import Act
    from oshj_core.load import Loads
    from oshj_core.notices import Notices
    from oshj_core.planning.ports import PlanStore
    from oshj_core.ports import AuditTrail, RoleHolding, University
    from oshj_core.structure import LessonKind

_EDITABLE = (PlanState.DRAFT, PlanState.RETURNED)
_TOLD = ("plan.submit", "plan.approve", "plan.return")


@attrs.frozen
class Planning:
    """One actor's work on plans.

    Without ``notices`` nobody is told what became of a plan; ``holdings`` say who is.  Without
    ``loads`` its hours are compared with none.
    """

    store: PlanStore
    university: University
    audit: AuditTrail
    act: Act
    notices: Notices | None = None
    holdings: Iterable[RoleHolding] = ()
    loads: Loads | None = None

    def create(
        self,
        identifier: str,
        subject: str,
        semester: str,
        groups: Sequence[str],
        *,
        lessons: Sequence[LessonKind] = (),
        subgroup: int = 0,
    ) -> Plan:
        """Begin the plan of a subject for groups the actor teaches it to.

        :param lessons: the kinds of lesson it is for; none: those that its topics will have.
        :param subgroup: the part of the group it is for, 0 for all of it.
        :raises NotFound: there is no such subject, semester or group.
        :raises NotAllowed: the actor does not teach the subject to each group; the year is
            closed.
        :raises Invalid: the id is taken; no groups, or one twice.
        """
        year = self.university.semesters.get(semester).year
        self.university.subjects.get(subject)
        plan = Plan(
            identifier,
            subject,
            semester,
            year,
            tuple(groups),
            self.act.actor.id,
            lessons=tuple(lessons),
            subgroup=subgroup,
        )
        self._require_writer(plan)
        if self.store.versions(identifier):
            raise Invalid(text("There is a plan with this id already."), place="id")
        return self._store(plan, PlanState.DRAFT, "plan.create")

    def copy(
        self,
        source: str,
        identifier: str,
        semester: str,
        groups: Sequence[str],
        *,
        lessons: Sequence[LessonKind] = (),
        subgroup: int = 0,
    ) -> Plan:
        """Begin a plan with the topics of last year's or of a colleague's (2.3).

        The source is the version in force, of the same subject, or any plan of the actor's own;
        of it the topics of the ``lessons`` are copied.
        Tasks fall due as many days after the begin of the semester as they did, at the latest
        on its last day.  Raises as :meth:`create` does, and:

        :raises Invalid: the source has no approved version and is not the actor's; it has no
            topics for such lessons.
        """
        newest = self.store.latest(source)
        approved = in_force(self.store.versions(source))
        copied = newest if newest.author == self.act.actor.id else approved
        if copied is None:
            raise Invalid(
                text("The plan has not been approved yet."), place="source", clause="2.13"
            )
        topics = [one for one in copied.topics if not lessons or one.kind in lessons]
        if copied.topics and not topics:
            raise Invalid(
                text("The plan has no topics for lessons of this kind."),
                place="source",
                clause="2.3",
                advice=text("Choose another plan, or begin empty."),
            )
        old = semester_for(self.university, copied.semester, copied.groups)
        new = semester_for(self.university, semester, groups)
        plan = Plan(
            identifier,
            copied.subject,
            semester,
            new.year,
            tuple(groups),
            self.act.actor.id,
            _shifted(topics, old, new),
            lessons=tuple(lessons),
            subgroup=subgroup,
        )
        self._require_writer(plan)
        if self.store.versions(identifier):
            raise Invalid(text("There is a plan with this id already."), place="id")
        return self._store(plan, PlanState.DRAFT, "plan.create", f"{source} {copied.version}")

    def save(self, seen: Plan, topics: Sequence[Topic]) -> Plan:
        """Give a draft, or a returned version, other topics; ``seen`` is what the author saw.

        :raises NotFound: there is no such plan.
        :raises NotAllowed: not the author's; the year is closed.
        :raises Invalid: the version is submitted or approved; a task is due outside the
            semester; too many topics, or their numbers do not rise.
        :raises Conflict: it was changed meanwhile.
        """
        plan = self._own(seen.id)
        if plan.state not in _EDITABLE or seen.version != plan.version:
            raise Invalid(
                text("This version can no longer be changed."),
                place="state",
                clause="2.13",
                advice=text("Begin a new version; the approved one stays in force until then."),
            )
        if tuple(topics) == plan.topics:
            return plan
        if seen.revision != plan.revision:
            raise Conflict(
                text("Somebody changed this meanwhile."),
                stored=plan.topics,
                offered=tuple(topics),
                place="topics",
            )
        self._check_tasks(topics, semester_for(self.university, plan.semester, plan.groups))
        return self._store(attrs.evolve(plan, topics=tuple(topics)), plan.state, "plan.save")

    def submit(self, identifier: str, reason: str = "") -> Plan:
        """Hand the draft to the head of the department; doing it again changes nothing.

        :param reason: why it has topics beyond the teaching load, if it has.
        :raises NotFound: there is no such plan.
        :raises NotAllowed: not the author's; the year is closed.
        :raises Invalid: it is approved already; it has no topics, or none for lessons it is for;
            it goes beyond the load without a reason (place: ``reason``).
        """
        plan = self._own(identifier)
        if plan.state is PlanState.SUBMITTED:
            return plan
        if plan.state is PlanState.APPROVED:
            raise Invalid(text("This version has been approved already."), place="state")
        if not plan.topics:
            raise Invalid(text("A plan has topics."), place="topics")
        if not plan.planned_kinds <= plan.kinds:
            raise Invalid(
                text("The plan has no topics for lessons of this kind."),
                place="topics",
                clause="2.13",
                advice=text("Choose the kind of lesson at each topic."),
            )
        self._check_tasks(plan.topics, semester_for(self.university, plan.semester, plan.groups))
        if reason or self._goes_beyond(plan):
            reason = self._reason_to_go_beyond(reason)
        return self._store(plan, PlanState.SUBMITTED, "plan.submit", reason=reason)

    def _goes_beyond(self, plan: Plan) -> bool:
        return self.loads is not None and bool(excesses(self.university, self.loads, plan))

    @staticmethod
    def _reason_to_go_beyond(reason: str) -> str:
        if not reason.strip():
            raise Invalid(
                text("The plan goes beyond the teaching load: say why."),
                place="reason",
                clause="2.13",
                advice=text("Correct kinds and hours of its topics, or give the reason."),
            )
        return needed_reason(reason)

    def approve(self, identifier: str, seen: int | None = None) -> Plan:
        """Approve a submitted version: from now on it is in force.

        ``seen`` is the revision that was read, ``None`` for whichever there is.

        :raises NotFound: there is no such plan.
        :raises Conflict: it is another revision by now.
        :raises NotAllowed: the actor is not head of the subject's department, is the author, or
            teaches by the plan; the year is closed.
        :raises Invalid: it has not been submitted; another plan in force is for the same
            lessons (place: its id).
        """
        plan = self._to_decide(identifier, seen)
        beside = [
            other
            for group in plan.groups
            for other in self.store.of_group(plan.subject, plan.semester, group)
        ]
        for other in _all_in_force(beside):
            if other.id != plan.id and _same_lessons(other, plan):
                raise Invalid(
                    text("Another approved plan is for the same lessons."),
                    place=other.id,
                    clause="2.3",
                    advice=text("Change that plan by a new version."),
                )
        return self._store(plan, PlanState.APPROVED, "plan.approve")

    def send_back(self, identifier: str, reason: str, seen: int | None = None) -> Plan:
        """Return a submitted version to its author with a reason.

        :raises NotFound, NotAllowed, Invalid, Conflict: see :meth:`approve`; no reason.
        """
        plan = self._to_decide(identifier, seen)
        return self._store(plan, PlanState.RETURNED, "plan.return", reason=needed_reason(reason))

    def new_version(self, identifier: str) -> Plan:
        """Begin the next version of an approved plan; the actor becomes its author.

        :raises NotFound: there is no such plan.
        :raises NotAllowed: the actor does not teach the subject to each group.
        :raises Invalid: the newest version is not approved yet.
        """
        newest = self.store.latest(identifier)
        self._require_writer(newest)
        if newest.state is not PlanState.APPROVED:
            raise Invalid(
                text("The newest version is not approved yet."),
                place="version",
                advice=text("Its author can still change it."),
            )
        draft = attrs.evolve(
            newest, version=newest.version + 1, author=self.act.actor.id, steps=(), revision=0
        )
        return self._store(draft, PlanState.DRAFT, "plan.version")

    def _own(self, identifier: str) -> Plan:
        plan = self.store.latest(identifier)
        self._require_writer(plan)
        if plan.author != self.act.actor.id:
            raise NotAllowed(
                text("A plan is changed by its author."),
                clause="4.3",
                advice=text("Copy it, or begin a new version once it is approved."),
            )
        return plan

    def _to_decide(self, identifier: str, seen: int | None) -> Plan:
        plan = self.store.latest(identifier)
        unit = self.university.subjects.get(plan.subject).unit
        facts = Facts(unit_scopes(self.university, unit), self._states(plan))
        second_person(plan.author, self.act.actor, Permission.WRITE_PLAN, facts)
        teachers = {one.teacher for one in taught_by(self.university, plan)}
        if self.act.actor.id in teachers:
            raise NotAllowed(
                text("You teach by this plan; somebody else decides on it."),
                clause="3.5",
                advice=text("The methodist, or the head of a unit above, approves it."),
            )
        if plan.state is not PlanState.SUBMITTED:
            raise Invalid(text("The plan has not been submitted."), place="state")
        if seen not in (None, plan.revision):
            raise Conflict(
                text("Somebody changed this meanwhile."),
                stored=plan.revision,
                offered=seen,
                place="revision",
            )
        return plan

    def _require_writer(self, plan: Plan) -> None:
        """4.3: the plan is made by those who teach the subject, to each of the groups."""
        states = self._states(plan)
        for group in plan.groups:
            self.university.groups.get(group)
            scopes = tuple(
                Scope(ScopeKind.ASSIGNMENT, assignment.id)
                for assignment in self.university.assignments_in(group)
                if (assignment.subject, assignment.semester) == (plan.subject, plan.semester)
                and (not plan.lessons or plan.concerns(assignment))
            )
            require(self.act.actor, Permission.WRITE_PLAN, Facts(scopes, states))

    def _states(self, plan: Plan) -> frozenset[State]:
        semester = self.university.semesters.get(plan.semester)
        return frozenset({State.CLOSED_YEAR}) if semester.closed else frozenset()

    @staticmethod
    def _check_tasks(topics: Iterable[Topic], semester: Semester) -> None:
        check_topics(tuple(topics))
        for topic in topics:
            for index, task in enumerate(topic.tasks, start=1):
                if not semester.starts <= task.due <= semester.ends:
                    raise Invalid(
                        text("The day lies outside the semester."),
                        place=f"topics.{topic.number}.tasks.{index}.due",
                    )

    def _store(
        self, plan: Plan, state: PlanState, action: str, before: str = "", reason: str = ""
    ) -> Plan:
        act = self.act
        step = Step(state, act.actor.id, act.millis, act.today, reason)
        steps = plan.steps if action == "plan.save" else (*plan.steps, step)
        stored = attrs.evolve(plan, state=state, steps=steps, revision=plan.revision + 1)
        self.store.put(stored)
        self.audit.append(
            AuditEvent(
                act.millis,
                act.actor.id,
                action,
                f"plan:{plan.id}",
                before,
                f"{plan.version} {state.value} {len(plan.topics)}",
                reason,
                act.request,
            )
        )
        if self.notices is not None and action in _TOLD:
            for notice in plan_notices(self.university, self.holdings, stored):
                self.notices.add(notice)
        return stored


def _all_in_force(plans: Iterable[Plan]) -> list[Plan]:
    versions: dict[str, list[Plan]] = {}
    for plan in plans:
        versions.setdefault(plan.id, []).append(plan)
    return [plan for plan in map(in_force, versions.values()) if plan is not None]


def _same_lessons(one: Plan, other: Plan) -> bool:
    same_part = 0 in (one.subgroup, other.subgroup) or one.subgroup == other.subgroup
    kinds = one.planned_kinds & other.planned_kinds
    return bool(same_part and kinds and set(one.groups) & set(other.groups))


def _shifted(topics: Iterable[Topic], old: Semester, new: Semester) -> tuple[Topic, ...]:
    """The topics with their tasks due in the new semester."""
    return tuple(
        attrs.evolve(
            topic,
            tasks=tuple(
                attrs.evolve(task, due=min(new.starts + (task.due - old.starts), new.ends))
                for task in topic.tasks
            ),
        )
        for topic in topics
    )
