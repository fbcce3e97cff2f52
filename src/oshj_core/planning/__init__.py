"""Calendar-thematic plans (2.3, 2.13, 4.3): what is to be taught, and what has been.

``plan`` holds the values, ``sheet`` their rows in a spreadsheet, ``writing`` the way to approval,
``teaching`` who teaches by a plan and how much, ``telling`` who hears of it, ``due`` the term,
``tie`` the topics lessons take; ``coverage`` compares plan, timetable and fact, ``forecast``
looks ahead, and ``gathering`` feeds both from the ports.
"""

from oshj_core.planning.course import WeekPoint, course
from oshj_core.planning.coverage import (
    Coverage,
    CoverageTotal,
    Deviation,
    DeviationKind,
    Held,
    TopicCoverage,
    TopicState,
    coverage,
    per_group,
    per_subject,
    per_teacher,
    totals_by,
)
from oshj_core.planning.due import (
    RETURN_DAYS,
    DuePlan,
    DueState,
    HandedIn,
    due_plan,
    due_plans,
    due_state,
    plan_in_force,
    plan_on_its_way,
    teaching_begins,
    year_begins,
)
from oshj_core.planning.forecast import Forecast, Unfinished, forecast
from oshj_core.planning.gathering import Gathering
from oshj_core.planning.hours import HoursRule
from oshj_core.planning.plan import Plan, PlanState, Step, Task, Topic, in_force
from oshj_core.planning.ports import PlanStore
from oshj_core.planning.sheet import (
    PLAN_COLUMNS,
    PLAN_SHEET,
    TopicChanges,
    compare_topics,
    read_topics,
    write_topics,
)
from oshj_core.planning.tasks import GivenTask, given_tasks
from oshj_core.planning.teaching import Excess, excesses, taught_by
from oshj_core.planning.telling import deciders
from oshj_core.planning.tie import Tie, make_tie, next_topic, number_in, take_topic, ties_under
from oshj_core.planning.writing import Planning

__all__ = [
    "PLAN_COLUMNS",
    "PLAN_SHEET",
    "RETURN_DAYS",
    "Coverage",
    "CoverageTotal",
    "Deviation",
    "DeviationKind",
    "DuePlan",
    "DueState",
    "Excess",
    "Forecast",
    "Gathering",
    "GivenTask",
    "HandedIn",
    "Held",
    "HoursRule",
    "Plan",
    "PlanState",
    "PlanStore",
    "Planning",
    "Step",
    "Task",
    "Tie",
    "Topic",
    "TopicChanges",
    "TopicCoverage",
    "TopicState",
    "Unfinished",
    "WeekPoint",
    "compare_topics",
    "course",
    "coverage",
    "deciders",
    "due_plan",
    "due_plans",
    "due_state",
    "excesses",
    "forecast",
    "given_tasks",
    "in_force",
    "make_tie",
    "next_topic",
    "number_in",
    "per_group",
    "per_subject",
    "per_teacher",
    "plan_in_force",
    "plan_on_its_way",
    "read_topics",
    "take_topic",
    "taught_by",
    "teaching_begins",
    "ties_under",
    "totals_by",
    "write_topics",
    "year_begins",
]
