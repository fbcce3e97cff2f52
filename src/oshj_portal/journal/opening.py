"""Opening a lesson: what is taught, when, where, on what topic (3.4)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import TYPE_CHECKING

import colander
import deform
from deform import Button
from deform.widget import CheckboxChoiceWidget, HiddenWidget, SelectWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.accounts import Audience
from oshj_core.audit import AuditEvent
from oshj_core.covering import planned_hours, refuse_given_away
from oshj_core.enrolment import journals_of
from oshj_core.errors import Invalid, NotAllowed
from oshj_core.issuing import MAX_REASON
from oshj_core.journal import Act, Journal, lesson_works
from oshj_core.journal.ids import LESSON_BYTES, lesson_id
from oshj_core.journal.opening import MAX_ROOM, day_off, open_for_all
from oshj_core.journal.writing import MAX_TOPIC
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission, Role, Scope, ScopeKind
from oshj_core.text import text
from oshj_core.work_kinds import WORK_KINDS
from oshj_portal.calendar.lookup import bell_times
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, KyrgyzString
from oshj_portal.i18n import _, translatable
from oshj_portal.layout.frame import flash
from oshj_portal.plans.taking import add_topic_fields, take_chosen, without_topics
from oshj_portal.resources import JournalResource
from oshj_portal.security.identity import actor_of
from oshj_portal.structure.titles import assignment_title
from oshj_portal.timetable.today import lessons_to_open, planned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_core.ports import Lesson
    from oshj_core.structure import Assignment
    from oshj_core.timetable import Occurrence
    from oshj_portal.forms.form import Form

FIRST_WORK = "oral"


def _assignment_choices(_node: object, kw: Mapping[str, Any]) -> SelectWidget:
    translate = kw["request"].localizer.translate
    return SelectWidget(
        values=[
            (one.id, assignment_title(one, translate)) for one in own_assignments(kw["request"])
        ]
    )


def _slot_choices(_node: object, kw: Mapping[str, Any]) -> SelectWidget:
    return SelectWidget(
        values=[
            (str(slot), f"{slot} · {begins}–{ends}")
            for slot, (begins, ends) in _hours(kw["request"])
        ]
    )


def _work_choices(_node: object, kw: Mapping[str, Any]) -> CheckboxChoiceWidget:
    translate = kw["request"].localizer.translate
    return CheckboxChoiceWidget(
        values=[(one.id, translate(translatable(one.title))) for one in WORK_KINDS.values()]
    )


class OpenLesson(BaseSchema):
    """A lesson to be opened; ``attempt`` is the same when the form is sent twice."""

    assignment = colander.SchemaNode(
        colander.String(),
        title=_("What you teach"),
        widget=colander.deferred(_assignment_choices),
    )
    date = colander.SchemaNode(KyrgyzDate(), title=_("Date"))
    slot = colander.SchemaNode(
        colander.Integer(),
        title=_("Lesson of the day"),
        validator=colander.Range(1, 20),
        widget=colander.deferred(_slot_choices),
    )
    room = colander.SchemaNode(KyrgyzString(max_length=MAX_ROOM), title=_("Room"), missing="")
    topic = colander.SchemaNode(
        KyrgyzString(max_length=MAX_TOPIC), title=_("Topic of the lesson"), missing=""
    )
    works = colander.SchemaNode(
        colander.Set(),
        title=_("Kinds of work"),
        missing=frozenset(),
        widget=colander.deferred(_work_choices),
    )
    despite = colander.SchemaNode(
        KyrgyzString(max_length=MAX_REASON),
        title=_("Why the lesson is held on a day without lessons"),
        description=_("The reason is kept with the lesson."),
        missing="",
    )
    attempt = colander.SchemaNode(
        colander.String(),
        validator=colander.Length(max=32),
        missing="",
        widget=HiddenWidget(),
    )


def own_assignments(request: Request) -> list[Assignment]:
    """What the reader teaches in this journal, also for a colleague in these days."""
    return [
        one
        for one in request.context.journal.assignments
        for role in (Role.TEACHER, Role.SUBSTITUTE)
        if (role, Scope(ScopeKind.ASSIGNMENT, one.id)) in request.actor.holdings
    ]


@view_config(
    context=JournalResource,
    name="open-lesson",
    request_method="GET",
    permission=Permission.OPEN_LESSON.value,
    renderer="templates/open_lesson.pt",
)
def show_open_lesson(context: JournalResource, request: Request) -> dict[str, object]:
    """The form with what is most likely: today, the running hour, the usual room."""
    likely = _likely(context, request)
    off = day_off([context.journal], request.act.today) is not None
    return _values(context, request, _form(request, likely, despite=off))


@view_config(
    context=JournalResource,
    name="open-lesson",
    request_method="POST",
    permission=Permission.OPEN_LESSON.value,
    renderer="templates/open_lesson.pt",
)
def open_lesson(context: JournalResource, request: Request) -> dict[str, object] | Response:
    """Open it in the journals of all groups that sit in it."""
    form = _form(request, despite="despite" in request.POST)
    try:
        values = form.validate_post(request)
        lesson = _open(context, request, values)
    except deform.ValidationFailure:
        request.response.status_int = 422
    except Invalid as refusal:
        if refusal.place == "despite":
            # Asked only where the day needs it.
            form = _form(request, despite=True)
            form.validate_post(request)
        form.refuse(refusal)
        request.response.status_int = 422
    except NotAllowed as refusal:
        form.refuse(refusal)
        request.response.status_int = 403
    else:
        flash(request, _("The lesson is open."))
        return HTTPSeeOther(request.resource_path(context, lesson.id, ""))
    return _values(context, request, form)


def _values(context: JournalResource, request: Request, form: Form) -> dict[str, object]:
    return {
        "form": form.render(),
        "subject": context.title,
        "group": context.register.group,
        "without_topics": without_topics(request, context, own_assignments(request)),
    }


def _form(
    request: Request, values: Mapping[str, object] | None = None, *, despite: bool = False
) -> Form:
    schema = OpenLesson()
    if not despite:
        del schema["despite"]
    add_topic_fields(schema, request, own_assignments(request))
    return make_form(
        request,
        schema,
        buttons=(Button("open", _("Open the lesson")),),
        values=colander.null if values is None else dict(values),
        formid="open-lesson",
    )


def _likely(context: JournalResource, request: Request) -> dict[str, object]:
    own = own_assignments(request)
    mine = {one.id for one in own}
    asked = _asked(request, mine)
    earlier = [one for one in context.register.lessons() if one.assignment in mine]
    values: dict[str, object] = {
        "date": request.act.today,
        "slot": _running_slot(request),
        "works": {FIRST_WORK},
        "attempt": secrets.token_hex(8),
    }
    if earlier:
        last = earlier[-1]
        values["assignment"], values["room"] = last.assignment, last.room
        works = lesson_works(context.journal.state(last))
        values["works"] = set(works) or {FIRST_WORK}
    if asked is not None:
        values |= {
            "assignment": asked.assignment,
            "date": asked.day,
            "slot": asked.slot,
            "room": asked.room,
        }
    return values


def _asked(request: Request, own: set[str]) -> Occurrence | None:
    """The lesson of the timetable that the address names; else the teacher's next one today
    in this journal."""
    site, params = request.site, request.params
    if params.get("assignment") in own:
        try:
            day, slot = date.fromisoformat(params.get("date", "")), int(params.get("slot", ""))
        except ValueError:
            return None
        return planned(site, site.university.assignments.get(params["assignment"]), day, slot)
    waiting = [one for one in lessons_to_open(request) if one["assignment"] in own]
    if not waiting:
        return None
    running = _running_slot(request)
    line = next((one for one in waiting if one["slot"] >= running), waiting[0])
    assignment = site.university.assignments.get(line["assignment"])
    return planned(site, assignment, line["day"], line["slot"])


def _hours(request: Request) -> list[tuple[int, tuple[str, str]]]:
    """The lessons of the day with begin and end, by the bells of the group."""
    return sorted(bell_times(request.site, request.context.register.group).items())


def _running_slot(request: Request) -> int:
    """The lesson of the day that is going on, or the next one."""
    now = f"{request.act.at:%H:%M}"
    schedule = _hours(request)
    return next((slot for slot, (_begins, ends) in schedule if now <= ends), schedule[-1][0])


def _open(context: JournalResource, request: Request, values: Mapping[str, Any]) -> Lesson:
    assignments = {one.id: one for one in context.journal.assignments}
    assignment = assignments.get(values["assignment"])
    if assignment is None:
        raise Invalid(text("The assignment is of another journal."), place="assignment")
    journals = [
        Journal(request.site.registers.get(identifier), request.site.university, request.act)
        for identifier in journals_of(assignment)
    ]
    known = {journal.register.id: _ids(journal) for journal in journals}
    # 3.2: a lesson of the timetable has its id, so that its register moves with it.
    occurrence = planned(request.site, assignment, values["date"], values["slot"])
    if occurrence is not None:
        named = request.site.substitutions.for_teacher(occurrence.teacher)
        for hour in planned_hours(request.site.university, [occurrence]):
            refuse_given_away(named, hour, request.actor.id)
    lesson = open_for_all(
        journals,
        assignment,
        values["date"],
        values["slot"],
        _identifier(request, values) if occurrence is None else occurrence.id,
        room=values["room"] or ("" if occurrence is None else occurrence.room),
        planned=occurrence is not None and _put_there(occurrence),
        despite=values.get("despite", ""),
    )
    act = _act_after(request)
    for journal in journals:
        journal.act = act
    if take_chosen(request, journals, assignment, lesson, values):
        values = {**values, "topic": ""}
    for journal in journals:
        _describe(journal, journal.register.lesson(lesson.id), values)
        if lesson.id not in known[journal.register.id]:
            reason = values.get("despite", "")
            request.site.audit.append(_event(request, journal, lesson, reason))
    return lesson


def _put_there(one: Occurrence) -> bool:
    """Whether it was put on its day by hand: an extra or a moved lesson."""
    return one.extra or (one.change is not None and one.change.day is not None)


def _act_after(request: Request) -> Act:
    """The act with the rights that follow from the open lesson: a substitute's (4.3)."""
    act = request.act
    actor = actor_of(request.site, act.actor.id, Audience.STAFF, act.today)
    return Act(actor, act.at, act.request)


def _ids(journal: Journal) -> set[str]:
    return {lesson.id for lesson in journal.register.lessons()}


def _identifier(request: Request, values: Mapping[str, Any]) -> str:
    """The id of the lesson: the same when the same form comes twice, and nobody's choice."""
    parts = (
        request.registry.settings["oshj.secret"],
        request.actor.id,
        values["attempt"] or secrets.token_hex(8),
        values["assignment"],
        str(values["date"]),
        str(values["slot"]),
    )
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()
    return lesson_id(digest[:LESSON_BYTES])


def _describe(journal: Journal, lesson: Lesson, values: Mapping[str, Any]) -> None:
    """Topic and kinds of work, where the lesson has none yet."""
    state = journal.state(lesson)
    chosen = [work for work in WORK_KINDS if work in values["works"]]
    journal.describe(
        lesson,
        topic=None if state.facts.get("topic") else values["topic"],
        works=None if state.facts.get("works") else chosen,
    )


def _event(request: Request, journal: Journal, lesson: Lesson, reason: str) -> AuditEvent:
    return AuditEvent(
        request.act.millis,
        request.actor.id,
        "lesson.open",
        f"journal:{journal.register.id}",
        after=f"{format_date(lesson.date)}, {lesson.slot}, {lesson.kind.value}",
        reason=reason,
        request=request.act.request,
    )
