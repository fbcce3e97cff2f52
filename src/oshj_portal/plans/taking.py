"""A lesson takes its topic from the plan in force, or deviates with a reason (2.13, 3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import colander
from deform.widget import OptGroup, SelectWidget

from oshj_core.enrolment import journals_of
from oshj_core.errors import Invalid
from oshj_core.issuing import MAX_REASON
from oshj_core.journal import Journal
from oshj_core.planning import (
    next_topic,
    number_in,
    plan_in_force,
    plan_on_its_way,
    take_topic,
    ties_under,
)
from oshj_core.ports import Lesson
from oshj_core.text import text
from oshj_portal.forms.types import KyrgyzString
from oshj_portal.forms.whole import whole_number
from oshj_portal.i18n import _
from oshj_portal.plans.hours import hours_rule
from oshj_portal.plans.resources import plan_path
from oshj_portal.plans.titles import EDITABLE, PLAN_KINDS, PLAN_STATES
from oshj_portal.structure.titles import assignment_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from oshj_core.planning import Plan, Tie, Topic
    from oshj_core.structure import Assignment
    from oshj_portal.resources import Resource
    from oshj_portal.store import Site

NEXT, OTHER = "next", "other"
FIELD, REASON = "plan_topic", "plan_reason"


def proposed(site: Site, plan: Plan, assignment: Assignment, lesson: str = "") -> Topic | None:
    """The topic the plan proposes for a lesson of the assignment; ``lesson`` is its id where it
    is open already."""
    register = site.registers.find(journals_of(assignment)[0])
    lessons = () if register is None else register.lessons()
    ties = ties_under(site.plans, lessons, assignment.id)
    begins = site.university.semesters.get(plan.semester).starts
    waiting = Lesson(lesson, assignment.id, assignment.teacher, begins, 1, assignment.kind, 1)
    return next_topic(plan, waiting, ties, hours_rule(site))


def add_topic_fields(schema: colander.Schema, request, assignments: Sequence[Assignment]) -> None:
    """Let the form of a lesson to be opened choose among the topics of the plans in force."""
    site, translate = request.site, request.localizer.translate
    plans = [
        (one, plan) for one in assignments if (plan := plan_in_force(site.plans, one)) is not None
    ]
    if not plans:
        return
    proposals = []
    for assignment, plan in plans:
        topic = proposed(site, plan, assignment)
        title = _("all topics are taken") if topic is None else f"{topic.number}. {topic.title}"
        proposals.append(f"{assignment_title(assignment, translate)}: {translate(title)}")
    choices: list[Any] = [(NEXT, translate(_("The next topic of the plan")))]
    choices += [
        OptGroup(
            assignment_title(assignment, translate),
            *(
                (f"{plan.id}:{topic.number}", f"{topic.number}. {topic.title}")
                for topic in plan.topics_of(assignment.kind)
            ),
        )
        for assignment, plan in plans
    ]
    choices.append((OTHER, translate(_("A topic that is not in the plan"))))
    schema.add_before(
        "topic",
        colander.SchemaNode(
            colander.String(),
            name=FIELD,
            title=_("Topic of the plan"),
            description=_("Next: ${topics}", mapping={"topics": "; ".join(proposals)}),
            missing=NEXT,
            default=NEXT,
            widget=SelectWidget(values=choices),
        ),
    )
    place = [child.name for child in schema.children].index("topic") + 1
    reason = colander.SchemaNode(
        KyrgyzString(max_length=MAX_REASON),
        name=REASON,
        title=_("Why the lesson deviates from the plan"),
        description=_("Needed where its topic is not the next one, or bears another title."),
        missing="",
    )
    schema.children.insert(place, reason)
    schema["topic"].title = _("Another title")
    schema["topic"].description = _("Only where the lesson deviates from the plan.")


def without_topics(request, place: Resource, assignments: Iterable[Assignment]) -> list[dict]:
    """Those of the assignments that no plan is in force for, and how it stands; ``place`` is
    the journal in which a plan is begun."""
    lines = []
    for one in assignments:
        if plan_in_force(request.site.plans, one) is not None:
            continue
        plan = plan_on_its_way(request.site.plans, one)
        own = one.teacher == request.actor.id
        query = {"assignment": one.id}
        lines.append(
            {
                "title": assignment_title(one, request.localizer.translate),
                "state": None if plan is None else PLAN_STATES[plan.state],
                "kind": "warn" if plan is None else PLAN_KINDS[plan.state],
                "href": None if plan is None else plan_path(request, plan.id, ""),
                "may_write": plan is not None
                and plan.author == request.actor.id
                and plan.state in EDITABLE,
                "begin": request.resource_path(place, "new-plan", query=query)
                if own and plan is None
                else None,
            }
        )
    return lines


def take_chosen(
    request,
    journals: Sequence[Journal],
    assignment: Assignment,
    lesson: Lesson,
    values: Mapping[str, Any],
) -> bool:
    """Give a lesson that was just opened the topic chosen in the form; false where no plan is
    in force, or the lesson has its topic already.

    :raises Invalid: the topic is of another plan; all topics are taken; a deviation without a
        reason.
    """
    plan = plan_in_force(request.site.plans, assignment)
    if plan is None or request.site.plans.tie(lesson.id) is not None:
        return False
    if any(journal.state(lesson).facts.get("topic") for journal in journals):
        return False
    number = _number(request.site, plan, assignment, lesson, values.get(FIELD) or NEXT)
    _take(request, journals, lesson, plan, number, values["topic"], values.get(REASON, ""))
    return True


def _number(site: Site, plan: Plan, assignment: Assignment, lesson: Lesson, chosen: str) -> int:
    if chosen == OTHER:
        return 0
    if chosen == NEXT:
        topic = proposed(site, plan, assignment, lesson.id)
        if topic is None:
            raise Invalid(
                text("All topics of the plan are taken."),
                place=FIELD,
                clause="2.13",
                advice=text("Name another topic and say why the lesson deviates."),
            )
        return topic.number
    identifier, _colon, written = chosen.partition(":")
    if identifier != plan.id:
        raise _other_plan()
    return _read_number(written)


def _read_number(written: str) -> int:
    """The number of a topic as a form sends it, 0 for none; anything else is refused."""
    number = whole_number(written)
    if number is None:
        raise _other_plan()
    return number


def _other_plan() -> Invalid:
    return Invalid(text("The topic is of another plan."), place=FIELD)


def _take(
    request,
    journals: Sequence[Journal],
    lesson: Lesson,
    plan: Plan,
    number: int,
    title: str,
    reason: str,
) -> None:
    try:
        take_topic(
            request.site.plans,
            journals,
            lesson,
            plan,
            number,
            rule=hours_rule(request.site),
            title=title,
            reason=reason,
        )
    except Invalid as refusal:
        places = {"reason": REASON, "title": "topic"}
        refusal.place = places.get(refusal.place, refusal.place)
        raise


@attrs.define
class LessonTopic:
    """The topic of an open lesson, beside the plan in force: what its form shows and sends.

    ``following`` is the topic whose turn it is, ``None`` when all are taken.
    """

    plan: Plan
    assignment: Assignment
    tie: Tie | None
    chosen: str
    reason: str
    following: Topic | None = None

    @classmethod
    def of(cls, request, lesson: Lesson, stored: str) -> LessonTopic | None:
        """What is known of the lesson's topic, ``stored`` being its title in the journal;
        ``None`` where no plan is in force."""
        site = request.site
        assignment = site.university.assignments.find(lesson.assignment)
        plan = None if assignment is None else plan_in_force(site.plans, assignment)
        if assignment is None or plan is None:
            return None
        tie = site.plans.tie(lesson.id)
        following = proposed(site, plan, assignment, lesson.id)
        if tie is not None:
            number = str(number_in(plan, tie))
            return cls(plan, assignment, tie, number, tie.reason, following)
        # A title that was typed before there was a plan is not replaced unasked.
        chosen = "" if stored or following is None else str(following.number)
        return cls(plan, assignment, None, chosen, "", following)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of the plan for such lessons."""
        return self.plan.topics_of(self.assignment.kind)

    def title(self, typed: str, seen: str) -> str:
        """The title the lesson is to bear: a topic that was just chosen brings its own."""
        number = whole_number(self.chosen) or 0
        planned = next((one.title for one in self.topics if one.number == number), None)
        taken = self.tie is not None and number_in(self.plan, self.tie) == number
        if planned is not None and (not typed or (typed == seen and not taken)):
            return planned
        return typed

    def take(self, request, journal: Journal, lesson: Lesson, title: str, *, changed: bool) -> None:
        """Tie the lesson to the chosen topic, in all journals it was opened in; ``changed``
        says whether its title is another than it was.

        :raises Invalid: no topic was chosen though the title changed; a deviation without a
            reason.
        """
        if not self.chosen:
            if changed:
                raise Invalid(
                    text("Choose the topic of the plan, or say why the lesson has another."),
                    place=FIELD,
                    clause="2.13",
                )
            return
        number, tie = _read_number(self.chosen), self.tie
        if tie is not None and (number_in(self.plan, tie), tie.title, tie.reason) == (
            number,
            title,
            self.reason,
        ):
            return
        _take(
            request,
            self._journals(request, journal, lesson),
            lesson,
            self.plan,
            number,
            title,
            self.reason,
        )

    def _journals(self, request, journal: Journal, lesson: Lesson) -> list[Journal]:
        site, found = request.site, [journal]
        for identifier in journals_of(self.assignment):
            register = site.registers.find(identifier)
            if register is None or identifier == journal.register.id:
                continue
            if any(one.id == lesson.id for one in register.lessons()):
                found.append(Journal(register, site.university, journal.act))
        return found
