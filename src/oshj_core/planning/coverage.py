"""Plan against timetable against what was held, for one assignment and for many (2.13)."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.kyrgyz import format_date, format_number
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from oshj_core.planning.hours import HoursRule
    from oshj_core.planning.plan import Plan, Topic
    from oshj_core.planning.tie import Tie
    from oshj_core.structure import Assignment
    from oshj_core.timetable import Occurrence


@attrs.frozen
class Held:
    """A lesson that was held: its id, day, number in the day, and the topic it took."""

    lesson: str
    day: date
    slot: int
    tie: Tie | None = None


class TopicState(Enum):
    """How far a topic has been taught."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    FINISHED = "finished"
    EXCEEDED = "exceeded"


@attrs.frozen
class TopicCoverage:
    """A topic of the plan, the academic hours held on it, and the day it was begun."""

    topic: Topic
    held: Decimal
    begun: date | None = None

    @property
    def state(self) -> TopicState:
        """How far it has been taught."""
        if not self.held:
            return TopicState.UNTOUCHED
        if self.held < self.topic.hours:
            return TopicState.BEGUN
        return TopicState.FINISHED if self.held == self.topic.hours else TopicState.EXCEEDED

    @property
    def missing(self) -> Decimal:
        """The hours that are still to be held on it."""
        return max(self.topic.hours - self.held, Decimal(0))


class DeviationKind(Enum):
    """In what a lesson deviates from the plan."""

    ORDER = "order"
    """Its topic came before others that stand in front of it."""
    NOT_PLANNED = "not-planned"
    """The plan in force has no such topic for lessons of its kind."""
    OTHER_TITLE = "other-title"
    """It bears another title than its topic."""
    NO_TOPIC = "no-topic"
    """It took no topic."""


@attrs.frozen
class Deviation:
    """A lesson that deviates: in what, the number of its topic (0 for none), the numbers of the
    topics it came before, and the reason given."""

    kind: DeviationKind
    lesson: str
    day: date
    topic: int = 0
    skipped: tuple[int, ...] = ()
    reason: str = ""

    @property
    def explanation(self) -> Text:
        """The deviation in a sentence."""
        day = format_date(self.day)
        match self.kind:
            case DeviationKind.ORDER:
                before = ", ".join(str(number) for number in self.skipped)
                return text(
                    "${day}: topic ${topic} was taken before ${skipped}.",
                    day=day,
                    topic=self.topic,
                    skipped=before,
                )
            case DeviationKind.NOT_PLANNED:
                return text("${day}: the plan has no such topic for this kind of lesson.", day=day)
            case DeviationKind.OTHER_TITLE:
                return text(
                    "${day}: topic ${topic} bears another title in the journal.",
                    day=day,
                    topic=self.topic,
                )
            case DeviationKind.NO_TOPIC:
                return text("${day}: the lesson took no topic of the plan.", day=day)


@attrs.frozen
class Coverage:
    """An assignment on a day: academic hours ``planned`` for its kind of lesson, ``scheduled``
    in the timetable for the whole semester and up to today (``due``), and ``held``.

    ``plan`` is the one in force, ``None`` if there is none: then nothing is planned.
    """

    assignment: Assignment
    plan: Plan | None
    planned: Decimal
    scheduled: Decimal
    due: Decimal
    held: Decimal
    topics: tuple[TopicCoverage, ...] = ()
    deviations: tuple[Deviation, ...] = ()

    def topics_in(self, *states: TopicState) -> tuple[Topic, ...]:
        """The topics in one of the states, in the order of the plan."""
        return tuple(one.topic for one in self.topics if one.state in states)

    @property
    def untouched(self) -> tuple[Topic, ...]:
        """The topics on which nothing was held."""
        return self.topics_in(TopicState.UNTOUCHED)

    @property
    def exceeded(self) -> tuple[Topic, ...]:
        """The topics on which more was held than planned."""
        return self.topics_in(TopicState.EXCEEDED)

    @property
    def explanation(self) -> tuple[Text, ...]:
        """What the figures say, in sentences."""
        said = [
            text(
                "Planned ${planned} hours, in the timetable ${scheduled}, held ${held} of the "
                "${due} that were due.",
                planned=format_number(self.planned),
                scheduled=format_number(self.scheduled),
                held=format_number(self.held),
                due=format_number(self.due),
            )
        ]
        if self.plan is None:
            said.append(text("There is no approved plan."))
        elif self.scheduled != self.planned:
            said.append(
                text(
                    "Timetable and plan differ by ${hours} hours.",
                    hours=format_number(self.scheduled - self.planned),
                )
            )
        if self.untouched:
            said.append(text("Topics not begun: ${topics}.", topics=_numbers(self.untouched)))
        if self.exceeded:
            said.append(
                text(
                    "Topics with more hours than planned: ${topics}.",
                    topics=_numbers(self.exceeded),
                )
            )
        return (*said, *(one.explanation for one in self.deviations))


def _numbers(topics: Iterable[Topic]) -> str:
    return ", ".join(str(topic.number) for topic in topics)


def coverage(
    assignment: Assignment,
    plan: Plan | None,
    occurrences: Iterable[Occurrence],
    held: Iterable[Held],
    rule: HoursRule,
    today: date,
) -> Coverage:
    """What was planned, scheduled and held under an assignment up to the end of ``today``.

    ``occurrences`` are those of the assignment in the whole semester; cancelled ones do not
    count.  Of ``held`` only the lessons up to today do.
    """
    topics = plan.topics_of(assignment.kind) if plan else ()
    lessons = sorted(
        (one for one in held if one.day <= today), key=lambda one: (one.day, one.slot, one.lesson)
    )
    days = [one.day for one in occurrences if not one.cancelled]
    kind = assignment.kind
    return Coverage(
        assignment,
        plan,
        sum((topic.hours for topic in topics), start=Decimal(0)),
        rule.of(kind, len(days)),
        rule.of(kind, sum(day <= today for day in days)),
        rule.of(kind, len(lessons)),
        _by_topic(topics, plan, lessons, rule),
        _deviations(topics, plan, lessons) if plan else (),
    )


def _topic_of(held: Held, plan: Plan | None) -> int:
    """The number of the lesson's topic in the plan in force, 0 for none.

    A topic taken from another version, whose numbers may differ, is known by its title.
    """
    tie = held.tie
    if tie is None or plan is None or tie.plan != plan.id:
        return 0
    if tie.version == plan.version:
        return tie.topic
    return next((topic.number for topic in plan.topics if topic.title == tie.title), 0)


def _by_topic(
    topics: Sequence[Topic], plan: Plan | None, lessons: Sequence[Held], rule: HoursRule
) -> tuple[TopicCoverage, ...]:
    days: dict[int, list[date]] = {}
    for one in lessons:
        days.setdefault(_topic_of(one, plan), []).append(one.day)
    return tuple(
        TopicCoverage(
            topic,
            rule.of(topic.kind, len(days.get(topic.number, ()))),
            min(days.get(topic.number, ()), default=None),
        )
        for topic in topics
    )


def _deviations(
    topics: Sequence[Topic], plan: Plan, lessons: Sequence[Held]
) -> tuple[Deviation, ...]:
    planned = {topic.number: topic for topic in topics}
    waiting = list(planned)
    found = []
    for one in lessons:
        number, tie = _topic_of(one, plan), one.tie
        if tie is None:
            found.append(Deviation(DeviationKind.NO_TOPIC, one.lesson, one.day))
            continue
        plain = Deviation(DeviationKind.NOT_PLANNED, one.lesson, one.day, number, reason=tie.reason)
        if number not in planned:
            found.append(plain)
            continue
        if number in waiting:
            place = waiting.index(number)
            if place:
                skipped = tuple(waiting[:place])
                found.append(attrs.evolve(plain, kind=DeviationKind.ORDER, skipped=skipped))
            del waiting[place]
        if tie.title != planned[number].title:
            found.append(attrs.evolve(plain, kind=DeviationKind.OTHER_TITLE))
    return tuple(found)


@attrs.frozen
class CoverageTotal:
    """The coverage of several assignments added up."""

    assignments: int = 0
    without_plan: int = 0
    planned: Decimal = Decimal(0)
    scheduled: Decimal = Decimal(0)
    due: Decimal = Decimal(0)
    held: Decimal = Decimal(0)
    topics: int = 0
    untouched: int = 0
    exceeded: int = 0
    deviations: int = 0

    def plus(self, one: Coverage) -> CoverageTotal:
        """The total with one more assignment."""
        return CoverageTotal(
            self.assignments + 1,
            self.without_plan + (one.plan is None),
            self.planned + one.planned,
            self.scheduled + one.scheduled,
            self.due + one.due,
            self.held + one.held,
            self.topics + len(one.topics),
            self.untouched + len(one.untouched),
            self.exceeded + len(one.exceeded),
            self.deviations + len(one.deviations),
        )


def totals_by(
    coverages: Iterable[Coverage], keys: Callable[[Assignment], Iterable[str]]
) -> Mapping[str, CoverageTotal]:
    """Totals by what ``keys`` says of an assignment: its subject, teacher, groups, unit …

    A stream counts fully for each of its keys, as each group sits in each of its hours.
    """
    totals: dict[str, CoverageTotal] = {}
    for one in coverages:
        for key in keys(one.assignment):
            totals[key] = totals.get(key, CoverageTotal()).plus(one)
    return totals


def per_subject(coverages: Iterable[Coverage]) -> Mapping[str, CoverageTotal]:
    """Totals by subject."""
    return totals_by(coverages, lambda assignment: (assignment.subject,))


def per_teacher(coverages: Iterable[Coverage]) -> Mapping[str, CoverageTotal]:
    """Totals by teacher."""
    return totals_by(coverages, lambda assignment: (assignment.teacher,))


def per_group(coverages: Iterable[Coverage]) -> Mapping[str, CoverageTotal]:
    """Totals by group; a stream counts for each of its groups."""
    return totals_by(coverages, lambda assignment: assignment.groups)
