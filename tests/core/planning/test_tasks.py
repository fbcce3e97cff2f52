"""Students are given the tasks of the plans in force."""

from datetime import date

from oshj_core.planning import Task, given_tasks
from tests.core.builders import LABORATORY, STREAM
from tests.core.planning.builders import PRACTICAL, TASK, topic

EARLY = Task("Эссе", date(2026, 9, 20))


def test_by_the_day_they_are_due(department):
    topics = (topic(1, tasks=(TASK,)), topic(2, tasks=(EARLY,)), topic(3, kind=PRACTICAL))
    department.approved(topics=topics)
    found = given_tasks(department.plans, [STREAM])
    assert [(one.subject, one.topic.number, one.task) for one in found] == [
        ("algebra", 2, EARLY),
        ("algebra", 1, TASK),
    ]


def test_a_plan_of_several_assignments_gives_them_once(department):
    department.approved(topics=(topic(1, tasks=(TASK,)), topic(2, kind=LABORATORY.kind)))
    assert len(given_tasks(department.plans, [STREAM, LABORATORY])) == 1


def test_a_draft_gives_none(department):
    department.draft()
    assert list(given_tasks(department.plans, [STREAM])) == []
