"""A department that plans: the portal with one head of the algebra department."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from oshj_core.journal import Act
from oshj_core.planning import Planning, Task, Topic
from oshj_core.structure import LessonKind
from oshj_portal.security.identity import actor_of
from tests.support.portal import NOW
from tests.support.university import AUTUMN, PEOPLE

SUMMER = datetime(2026, 8, 20, 10, tzinfo=NOW.tzinfo)
PLAN = "abcdefabcdef"
STREAM = ("АУБ-1-24", "АУБ-2-24")
TOPICS = (
    Topic(
        1,
        "Матрицалар",
        Decimal(4),
        LessonKind.LECTURE,
        (Task("Матрица тууралуу эссе", AUTUMN.starts.replace(month=10)),),
    ),
    Topic(2, "Аныктагычтар", Decimal(2), LessonKind.LECTURE),
    Topic(3, "Тендемелер системасы", Decimal(6), LessonKind.LECTURE),
)


class Planners:
    """Plans, made by the core's use cases as their people."""

    def __init__(self, portal) -> None:
        self.portal = portal

    def act(self, site, person: str) -> Act:
        now = self.portal.clock.now()
        return Act(actor_of(site, person, PEOPLE[person], now.date()), now, "test")

    def planning(self, site, person: str) -> Planning:
        act = self.act(site, person)
        ports = (site.notices, site.holdings, site.loads)
        return Planning(site.plans, site.university, site.audit, act, *ports)

    def draft(self, topics=TOPICS, groups=STREAM, identifier=PLAN, person="asanova"):
        with self.portal.site() as site:
            plan = self.planning(site, person).create(identifier, "algebra", "2026-1", groups)
            return self.planning(site, person).save(plan, topics)

    def submitted(self, *args, **kw):
        plan = self.draft(*args, **kw)
        with self.portal.site() as site:
            return self.planning(site, plan.author).submit(plan.id)

    def approved(self, *args, **kw):
        plan = self.submitted(*args, **kw)
        with self.portal.site() as site:
            return self.planning(site, "head").approve(plan.id)

    def latest(self, identifier=PLAN):
        with self.portal.site() as site:
            return site.plans.latest(identifier)


@pytest.fixture
def planners(portal) -> Planners:
    """In the summer, before the academic year begins."""
    portal.clock.moment = SUMMER
    return Planners(portal)
