"""A department that plans: topics, the head, and the ports that plans need."""

from datetime import date, datetime
from decimal import Decimal

from oshj_core.journal import Act
from oshj_core.planning import HoursRule, Planning, Task, Topic
from oshj_core.roles import Role, Scope, ScopeKind
from oshj_core.structure import LessonKind
from oshj_core.testing import MemoryAudit, MemoryPlans
from tests.core.builders import (
    ASANOVA,
    BISHKEK,
    GROUP,
    NEIGHBOURS,
    SEMESTER,
    House,
    holder,
)

LECTURE, PRACTICAL = LessonKind.LECTURE, LessonKind.PRACTICAL
TWO_HOURS = HoursRule(Decimal(2))
SUMMER = date(2026, 8, 25)
HEAD = holder("toktobaev", Role.HEAD, Scope(ScopeKind.UNIT, "algebra"))
TASK = Task("Реферат", date(2026, 10, 1), "independent-collective")


def topic(number, hours=4, kind=LECTURE, title=None, tasks=()):
    return Topic(number, title or f"Тема {number}", Decimal(hours), kind, tasks)


TOPICS = (topic(1, tasks=(TASK,)), topic(2), topic(3))


class Department(House):
    """The house with plans."""

    def __init__(self):
        super().__init__()
        self.plans, self.audit = MemoryPlans(), MemoryAudit()

    def planning(self, actor=ASANOVA, on=SUMMER):
        act = Act(actor, datetime(on.year, on.month, on.day, 9, tzinfo=BISHKEK), "r1")
        return Planning(self.plans, self.university, self.audit, act)

    def draft(self, identifier="p1", topics=TOPICS, groups=(GROUP, NEIGHBOURS)):
        plan = self.planning().create(identifier, "algebra", SEMESTER.id, groups)
        return self.planning().save(plan, topics)

    def approved(self, identifier="p1", topics=TOPICS, groups=(GROUP, NEIGHBOURS)):
        self.draft(identifier, topics, groups)
        self.planning().submit(identifier)
        return self.planning(HEAD).approve(identifier)

    def snapshot(self):
        plans = [
            plan
            for subject in ("algebra", "physics")
            for semester in self.university.semesters
            for plan in self.plans.of_subject(subject, semester.id)
        ]
        return super().snapshot(), plans, self.plans.ties_of("p1"), self.audit.latest(99)
