"""A lesson takes its topic from the plan, and may deviate with a reason (2.13, 3.4)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.issuing import needed_reason
from oshj_core.planning.plan import PlanState, checked_title
from oshj_core.roles import Permission
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oshj_core.journal import Journal
    from oshj_core.planning.hours import HoursRule
    from oshj_core.planning.plan import Plan, Topic
    from oshj_core.planning.ports import PlanStore
    from oshj_core.ports import Lesson


@attrs.frozen
class Tie:
    """The topic a lesson took: its number in a version of a plan, 0 for one that is not in it,
    and the title the lesson bears.  ``reason`` says why the lesson deviates."""

    lesson: str
    plan: str
    version: int
    topic: int
    title: str
    reason: str = ""


def number_in(plan: Plan, tie: Tie) -> int:
    """The number that a tie's topic has in the plan, 0 where it is not in it.

    A topic taken from another version, whose numbers may differ, is known by its title.
    """
    if (tie.plan, tie.version) == (plan.id, plan.version):
        return tie.topic
    return next((topic.number for topic in plan.topics if topic.title == tie.title), 0)


def make_tie(
    plan: Plan,
    lesson: Lesson,
    topic: int,
    *,
    title: str = "",
    reason: str = "",
    in_turn: bool = True,
) -> Tie:
    """What ties a lesson to a topic of an approved plan.

    A lesson deviates if its topic is not in the plan (``topic`` 0), is not the one whose turn
    it is, bears another ``title``, or is planned for another kind of lesson; then it needs a
    ``reason`` (2.13).

    :raises NotFound: the plan has no such topic.
    :raises Invalid: the plan is not approved; a deviation without a reason; no title.
    """
    if plan.state is not PlanState.APPROVED:
        raise Invalid(
            text("The plan has not been approved yet."),
            place="plan",
            clause="2.13",
            advice=text("Lessons take their topics from the version that is in force."),
        )
    planned = plan.topic(topic) if topic else None
    if planned is not None and not title.strip():
        title = planned.title
    title = checked_title(title, "title")
    kept = planned is not None and (title, lesson.kind) == (planned.title, planned.kind)
    if not (kept and in_turn) and not reason.strip():
        raise Invalid(
            text("Say why the lesson deviates from the plan."),
            place="reason",
            clause="2.13",
            advice=text("Or take the next topic of the plan under its own title."),
        )
    if reason.strip():
        reason = needed_reason(reason)
    return Tie(lesson.id, plan.id, plan.version, topic, title, " ".join(reason.split()))


def take_topic(
    store: PlanStore,
    journals: Sequence[Journal],
    lesson: Lesson,
    plan: Plan,
    topic: int,
    *,
    rule: HoursRule,
    title: str = "",
    reason: str = "",
) -> Tie:
    """Give a lesson its topic: in the journals it was opened in, and in the plan's ties.

    :param rule: how many academic hours a lesson has, which says whose topic's turn it is.
    :raises NotAllowed: not the actor's lesson, or locked (4.3).
    :raises NotFound: a journal has no such lesson; the plan has no such topic.
    :raises Invalid: the plan is of another subject, semester or group; see :func:`make_tie`.
    """
    for journal in journals:
        register = journal.register
        if (register.subject, register.semester) != (plan.subject, plan.semester):
            raise Invalid(text("The plan is of another subject or semester."), place="plan")
        if register.group not in plan.groups:
            raise Invalid(text("The plan is for other groups."), place="plan")
        # All journals of a stream or none: each is asked before any is written.
        known = register.lesson(lesson.id)
        require(journal.act.actor, Permission.RECORD, journal.lesson_facts(known))
    ties = ties_under(store, journals[0].register.lessons(), lesson.assignment)
    turn = next_topic(plan, lesson, ties, rule)
    in_turn = turn is not None and turn.number == topic
    tie = make_tie(plan, lesson, topic, title=title, reason=reason, in_turn=in_turn)
    for journal in journals:
        journal.describe(lesson, topic=tie.title)
    store.put_tie(tie)
    return tie


def ties_under(store: PlanStore, lessons: Iterable[Lesson], assignment: str) -> tuple[Tie, ...]:
    """The ties of those of the lessons that belong to an assignment."""
    ties = (store.tie(lesson.id) for lesson in lessons if lesson.assignment == assignment)
    return tuple(tie for tie in ties if tie is not None)


def next_topic(plan: Plan, lesson: Lesson, ties: Iterable[Tie], rule: HoursRule) -> Topic | None:
    """The topic to propose for a lesson: the first of its kind that still has hours.

    ``ties`` are those of the lessons of the same assignment.
    """
    lessons = Counter(number_in(plan, tie) for tie in ties if tie.lesson != lesson.id)
    return next(
        (
            topic
            for topic in plan.topics_of(lesson.kind)
            if rule.of(lesson.kind, lessons[topic.number]) < topic.hours
        ),
        None,
    )
