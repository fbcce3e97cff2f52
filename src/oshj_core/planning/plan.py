"""The calendar-thematic plan as a value: topics with hours, and the tasks for work alone (2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid, NotFound
from oshj_core.journal.writing import MAX_TOPIC
from oshj_core.kyrgyz import normalise
from oshj_core.numbers import decimals, is_finite, is_whole
from oshj_core.structure import LessonKind
from oshj_core.text import text
from oshj_core.work_kinds import work_kind

if TYPE_CHECKING:
    from oshj_core.structure import Assignment

MAX_TOPICS = 500
"""Topics of a plan."""
MAX_TASKS = 50
"""Tasks of a topic."""
MAX_HOURS = Decimal(999)
"""Academic hours of a topic."""


def checked_title(title: str, place: str) -> str:
    """The title as it is stored: one line, one spelling of each letter.

    :raises Invalid: it is empty or longer than the topic of a lesson may be.
    """
    title = normalise(title)
    if not title:
        raise Invalid(text("This must not be empty."), place=place)
    if len(title) > MAX_TOPIC:
        raise Invalid(text("At most ${limit} characters fit here.", limit=MAX_TOPIC), place=place)
    return title


@attrs.frozen
class Task:
    """A task of the student's independent work (СӨАИ), due on a day.

    ``work`` is the id of a kind of independent work, which says whether the task is individual
    or collective (3.4).
    """

    title: str
    due: date
    work: str = "independent-individual"

    @property
    def collective(self) -> bool:
        """Whether several students do it together."""
        return self.work == "independent-collective"


@attrs.frozen
class Topic:
    """A topic of a plan: its number in the plan, academic ``hours``, and the kind of lesson.

    :raises Invalid: a number that is none; no title; hours that are not finite, not above 0,
        above ``MAX_HOURS`` or finer than hundredths; a task of no independent work.  The
        place is ``topics.<number>`` and the field.
    """

    number: int
    title: str
    hours: Decimal
    kind: LessonKind
    tasks: tuple[Task, ...] = ()

    def __attrs_post_init__(self) -> None:
        place = f"topics.{self.number}"
        if not is_whole(self.number) or self.number < 1:
            raise Invalid(text("Topics are numbered from 1."), place=f"{place}.number")
        object.__setattr__(self, "title", checked_title(self.title, f"{place}.title"))
        _check_hours(self.hours, f"{place}.hours")
        if not isinstance(self.kind, LessonKind):
            raise Invalid(text("This is no kind of lesson."), place=f"{place}.kind")
        if len(self.tasks) > MAX_TASKS:
            raise Invalid(text("At most ${limit} rows fit here.", limit=MAX_TASKS), place=place)
        tasks = []
        for index, task in enumerate(self.tasks, start=1):
            where = f"{place}.tasks.{index}"
            if not _is_independent(task.work):
                raise Invalid(text("This is no kind of independent work."), place=f"{where}.work")
            title = checked_title(task.title, f"{where}.title")
            tasks.append(attrs.evolve(task, title=title))
        object.__setattr__(self, "tasks", tuple(tasks))


def _is_independent(work: str) -> bool:
    try:
        return work_kind(work).independent
    except NotFound:
        return False


def _check_hours(hours: Decimal, place: str) -> None:
    if not is_finite(hours):
        raise Invalid(text("Hours are a Decimal number."), place=place)
    if not 0 < hours <= MAX_HOURS:
        raise Invalid(
            text("Hours lie above 0 and not above ${limit}.", limit=MAX_HOURS), place=place
        )
    if decimals(hours) > 2:
        raise Invalid(text("The number has more than ${places} decimals", places=2), place=place)


class PlanState(Enum):
    """How far a version of a plan has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    """Sent back to its author with a reason."""
    APPROVED = "approved"


@attrs.frozen
class Step:
    """What became of a version: its new state, by whom, at what moment (milliseconds since the
    epoch), on what day, and why."""

    state: PlanState
    actor: str
    at: int
    day: date
    reason: str = ""


@attrs.frozen
class Plan:
    """A version of the plan by which a subject is taught to groups in a semester.

    ``year`` is that in which the academic year begins.  ``revision`` counts the times the
    version was stored: who saves names the one seen.  ``lessons`` are the kinds of lesson it is
    for, none for those of its topics; ``subgroup`` the part of the group, 0 for all of it.

    :raises Invalid: no groups or one twice; a subgroup of several groups; more topics than
        ``MAX_TOPICS``; numbers of topics that do not rise.
    """

    id: str
    subject: str
    semester: str
    year: int
    groups: tuple[str, ...]
    author: str
    topics: tuple[Topic, ...] = ()
    version: int = 1
    state: PlanState = PlanState.DRAFT
    steps: tuple[Step, ...] = ()
    revision: int = 0
    lessons: tuple[LessonKind, ...] = ()
    subgroup: int = 0

    def __attrs_post_init__(self) -> None:
        if not self.id:
            raise Invalid(text("This must not be empty."), place="id")
        if not self.groups or len(set(self.groups)) != len(self.groups):
            raise Invalid(text("A plan is for one or several different groups."), place="groups")
        if self.subgroup and len(self.groups) > 1:
            raise Invalid(text("A stream has no subgroup."), place="subgroup")
        check_topics(self.topics)

    def topic(self, number: int) -> Topic:
        """The topic of that number.  Raises :class:`~oshj_core.errors.NotFound`."""
        for topic in self.topics:
            if topic.number == number:
                return topic
        raise NotFound("topic", number)

    @property
    def kinds(self) -> frozenset[LessonKind]:
        """The kinds of lesson it plans."""
        return frozenset(topic.kind for topic in self.topics)

    @property
    def planned_kinds(self) -> frozenset[LessonKind]:
        """The kinds of lesson it is for: those it was begun for, or else those of its topics."""
        return frozenset(self.lessons) or self.kinds

    def concerns(self, assignment: Assignment) -> bool:
        """Whether lessons of the assignment are taught by it, to all of its groups or to some.

        A version that was begun for no kind of lesson and has no topics yet is for every kind.
        """
        kinds = self.planned_kinds
        return (
            (self.subject, self.semester) == (assignment.subject, assignment.semester)
            and not set(self.groups).isdisjoint(assignment.groups)
            and self.subgroup in (0, assignment.subgroup)
            and (not kinds or assignment.kind in kinds)
        )

    def topics_of(self, kind: LessonKind) -> tuple[Topic, ...]:
        """The topics of lessons of that kind, in order."""
        return tuple(topic for topic in self.topics if topic.kind is kind)

    def hours(self, kind: LessonKind | None = None) -> Decimal:
        """The academic hours planned, in all or for one kind of lesson."""
        return sum(
            (topic.hours for topic in self.topics if kind in (None, topic.kind)), start=Decimal(0)
        )

    @property
    def submitted_on(self) -> date | None:
        """The day this version was first submitted."""
        return next((step.day for step in self.steps if step.state is PlanState.SUBMITTED), None)


def check_topics(topics: Sequence[Topic]) -> None:
    """Raise ``Invalid`` unless the topics are not too many and their numbers rise."""
    if len(topics) > MAX_TOPICS:
        raise Invalid(text("At most ${limit} rows fit here.", limit=MAX_TOPICS), place="topics")
    previous = 0
    for topic in topics:
        if topic.number <= previous:
            raise Invalid(
                text("The numbers of the topics rise, and none comes twice."),
                place=f"topics.{topic.number}.number",
            )
        previous = topic.number


def in_force(versions: Sequence[Plan]) -> Plan | None:
    """Of a plan's versions the newest approved one, which holds until the next is approved."""
    approved = [plan for plan in versions if plan.state is PlanState.APPROVED]
    return max(approved, key=lambda plan: plan.version, default=None)
