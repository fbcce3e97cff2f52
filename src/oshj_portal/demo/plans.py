"""The calendar-thematic plans of the demo: most on time and approved, some late, some missing."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from oshj_core.accounts import Audience
from oshj_core.journal import Act, unit_scopes
from oshj_core.planning import Plan, Planning, Task, Topic, taught_by
from oshj_core.roles import Role
from oshj_core.structure import LessonKind
from oshj_portal.demo.calendar import weeks
from oshj_portal.plans.hours import hours_rule
from oshj_portal.security.identity import actor_of

if TYPE_CHECKING:
    from oshj_core.calendar import Semester
    from oshj_core.roles import Actor, Scope
    from oshj_core.structure import Assignment
    from oshj_portal.demo.university import Stream, Taught
    from oshj_portal.store import Site

_WRITTEN, _HANDED_IN, _DECIDED = -4, -3, -2
_LATE = 9
# Of so many plans one is late, waits for the head, or was never begun.
_ONE_LATE, _ONE_WAITS, _ONE_MISSING = 11, 13, 17
_EVERY_THIRD = 3
_TASK = "«{topic}» темасы боюнча {what}"
_ALONE, _TOGETHER = "реферат", "топтук баяндама"
_TITLE = 300

Key = tuple[str, tuple[str, ...], LessonKind]


def lesson_topic(taught: Taught, semester: Semester, number: int) -> int:
    """The place of the topic of a lesson, by the number of the lesson in the semester."""
    lessons = weeks(semester) * len(taught.hours)
    return number * len(taught.course.topics) // lessons


def plan_topics(site: Site, taught: Taught, semester: Semester) -> tuple[Topic, ...]:
    """The topics of an assignment with the hours of their lessons; a task with every third."""
    rule, kind = hours_rule(site), taught.assignment.kind
    lessons = weeks(semester) * len(taught.hours)
    counted = Counter(lesson_topic(taught, semester, number) for number in range(lessons))
    topics, day = [], semester.starts
    for place, title in enumerate(taught.course.topics):
        day += timedelta(days=7 * counted[place] // max(1, len(taught.hours)))
        tasks: tuple[Task, ...] = ()
        if kind is LessonKind.LECTURE and place % _EVERY_THIRD == 0:
            tasks = (_task(title, place, min(day + timedelta(days=7), semester.ends)),)
        hours = rule.of(kind, counted[place]) or Decimal(1)
        topics.append(Topic(place + 1, title, hours, kind, tasks))
    return tuple(topics)


def _task(topic: str, place: int, due: date) -> Task:
    together = place % (2 * _EVERY_THIRD) != 0
    title = _TASK.format(topic=topic, what=_TOGETHER if together else _ALONE)[:_TITLE]
    return Task(title, due, f"independent-{'collective' if together else 'individual'}")


class DemoPlans:
    """Plans that were written before the semester, each by its teacher."""

    def __init__(self, site: Site, semester: Semester, now: datetime) -> None:
        self.site = site
        self.semester = semester
        self._zone = now.tzinfo
        self._approved: dict[Key, Plan] = {}
        self._begun: set[Key] = set()
        self._actors: dict[str, Actor] = {}
        self._heads: dict[Scope, list[str]] = {}
        given = list(site.holdings)
        self._deciding = [
            one for role in (Role.HEAD, Role.METHODIST) for one in given if one.role is role
        ]
        for holding in self._deciding:
            self._heads.setdefault(holding.scope, []).append(holding.person)

    def of(self, assignment: Assignment) -> Plan | None:
        """The plan in force for an assignment."""
        return self._approved.get(_key(assignment))

    def write(self, stream: Stream) -> None:
        """Write the plans of a stream and bring them as far as they have come."""
        for taught in stream.taught:
            key = _key(taught.assignment)
            number = int(taught.assignment.id[1:])
            # Both halves of a group are taught by one plan.
            if key not in self._begun and number % _ONE_MISSING:
                self._begun.add(key)
                self._write(taught, key, number)

    def _write(self, taught: Taught, key: Key, number: int) -> None:
        assignment = taught.assignment
        later = _LATE if number % _ONE_LATE == 0 else 0
        author = assignment.teacher
        planning = self._planning(author, _WRITTEN + later)
        plan = planning.create(
            f"plan-{assignment.id}",
            assignment.subject,
            self.semester.id,
            assignment.groups,
            lessons=(assignment.kind,),
        )
        planning.save(plan, plan_topics(self.site, taught, self.semester))
        waits = number % _ONE_WAITS == 0
        handing_in = self._planning(author, _HANDED_IN + later)
        if waits:
            notices, holdings = self.site.notices, self._deciding
            handing_in = attrs.evolve(handing_in, notices=notices, holdings=holdings)
        plan = handing_in.submit(plan.id)
        head = self._head(taught.course.subject.unit, plan)
        if head is not None and not waits:
            self._approved[key] = self._planning(head, _DECIDED + later).approve(plan.id)

    def _head(self, unit: str, plan: Plan) -> str | None:
        """Who decides on a plan of the unit: nobody who wrote it or teaches by it (3.5)."""
        own = {plan.author, *(one.teacher for one in taught_by(self.site.university, plan))}
        for scope in unit_scopes(self.site.university, unit):
            for person in self._heads.get(scope, ()):
                if person not in own:
                    return person
        return None

    def _planning(self, person: str, days: int) -> Planning:
        day = self.semester.starts + timedelta(days=days)
        at = datetime.combine(day, time(11), self._zone)
        act = Act(self._actor(person), at, f"plans-{person}-{day}")
        return Planning(self.site.plans, self.site.university, self.site.audit, act)

    def _actor(self, person: str) -> Actor:
        if person not in self._actors:
            day = self.semester.starts
            self._actors[person] = actor_of(self.site, person, Audience.STAFF, day)
        return self._actors[person]


def _key(assignment: Assignment) -> Key:
    return assignment.subject, assignment.groups, assignment.kind
