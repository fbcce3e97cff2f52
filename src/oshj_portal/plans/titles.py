"""The words for the states of plans and of the duty to hand one in."""

from oshj_core.planning import DueState, PlanState, TopicState
from oshj_portal.i18n import _

PLAN_STATES = {
    PlanState.DRAFT: _("draft"),
    PlanState.SUBMITTED: _("waiting for approval"),
    PlanState.RETURNED: _("sent back"),
    PlanState.APPROVED: _("approved"),
}
PLAN_KINDS = {
    PlanState.DRAFT: "",
    PlanState.SUBMITTED: "info",
    PlanState.RETURNED: "warn",
    PlanState.APPROVED: "good",
}
EDITABLE = (PlanState.DRAFT, PlanState.RETURNED)
"""The states in which its author writes a plan."""
DUE_STATES = {
    DueState.PENDING: _("not handed in yet"),
    DueState.IN_TIME: _("handed in on time"),
    DueState.LATE: _("handed in late"),
    DueState.OVERDUE: _("overdue"),
}
DUE_KINDS = {
    DueState.PENDING: "",
    DueState.IN_TIME: "good",
    DueState.LATE: "warn",
    DueState.OVERDUE: "bad",
}
TOPIC_STATES = {
    TopicState.UNTOUCHED: _("not begun"),
    TopicState.BEGUN: _("begun"),
    TopicState.FINISHED: _("finished"),
    TopicState.EXCEEDED: _("more hours than planned"),
}
TOPIC_KINDS = {
    TopicState.UNTOUCHED: "",
    TopicState.BEGUN: "info",
    TopicState.FINISHED: "good",
    TopicState.EXCEEDED: "warn",
}
