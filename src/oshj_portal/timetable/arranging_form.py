"""The forms in which the timetable is filled in (3.2)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import colander
from deform.widget import CheckboxWidget, HiddenWidget, OptGroup, RadioChoiceWidget, SelectWidget

from oshj_core.errors import Invalid
from oshj_core.issuing import MAX_REASON
from oshj_core.kyrgyz import sort_key, weekday_name
from oshj_core.text import text
from oshj_core.timetable import Arranging, Weeks, extra_lesson, weekly_lesson
from oshj_core.timetable.sheet import lesson_days
from oshj_portal.calendar.lookup import bells_for, teaching_weeks
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.resources import GroupResource
from oshj_portal.structure.titles import assignment_title
from oshj_portal.timetable.words import WEEKS

if TYPE_CHECKING:
    from oshj_core.structure import Assignment
    from oshj_core.timetable import Bells, WeeklyLesson

ONCE = "once"
AS_IT_IS = "="
_MONDAY = date(2026, 9, 7)
_DAYS = range(1, 7)


def arranging(request, semester: str) -> Arranging:
    """The reader's work on the timetable of a semester."""
    site = request.site
    return Arranging(
        site.timetable,
        site.university,
        site.registers,
        site.audit,
        request.act,
        teaching_weeks(site, semester),
        site.timetable.key,
        site.notices,
        site.substitutions,
    )


def group_at(context) -> str:
    """The group whose bells ring at this place: the group, or the lesson's first one."""
    return context.group.id if isinstance(context, GroupResource) else context.lesson.groups[0]


def bells_at(request) -> Bells:
    """The bells of the place the request is about."""
    return bells_for(request.site, group_at(request.context))


@colander.deferred
def _assignments(_node, kw):
    request = kw["request"]
    university, translate = request.site.university, request.localizer.translate
    return SelectWidget(
        values=[
            (
                one.id,
                f"{university.subjects.get(one.subject).name} · {assignment_title(one, translate)}",
            )
            for one in open_assignments(request, group_at(request.context))
        ]
    )


def open_assignments(request, group: str) -> list[Assignment]:
    """What is taught to the group in the semesters that are not over, by semester and subject."""
    university = request.site.university
    semesters = {
        one.id: one
        for one in university.semesters
        if not one.closed and one.ends >= request.act.today
    }
    found = [one for one in university.assignments_in(group) if one.semester in semesters]
    return sorted(
        found,
        key=lambda one: (
            semesters[one.semester].starts,
            sort_key(university.subjects.get(one.subject).name),
            one.kind.value,
            one.id,
        ),
    )


@colander.deferred
def _weekdays(_node, kw):
    english = kw["request"].locale_name != "ky"
    days = [(number, _MONDAY.replace(day=6 + number)) for number in _DAYS]
    return SelectWidget(
        values=[
            (str(number), f"{day:%A}" if english else weekday_name(day)) for number, day in days
        ]
    )


@colander.deferred
def _slots(_node, kw):
    return SelectWidget(
        values=[
            (str(slot), f"{slot} · {time}")
            for slot, time in sorted(bells_at(kw["request"]).times.items())
        ]
    )


@colander.deferred
def _weeks(_node, kw):
    translate = kw["request"].localizer.translate
    words = [(one.value, translate(WEEKS[one])) for one in Weeks]
    if isinstance(kw["request"].context, GroupResource):
        words.append((ONCE, translate(_("once: an extra lesson on the first day"))))
    return SelectWidget(values=words)


@colander.deferred
def _rooms(_node, kw):
    request = kw["request"]
    translate = request.localizer.translate
    values: list[Any] = [("", translate(_("not settled yet")))]
    lesson = getattr(request.context, "lesson", None)
    if lesson is not None and lesson.room:
        place = ", ".join(filter(None, (lesson.building, lesson.room)))
        values.insert(0, (AS_IT_IS, translate(_("as it is: ${place}", mapping={"place": place}))))
    buildings: dict[str, list[tuple[str, str]]] = {}
    for room in sorted(request.site.rooms, key=lambda one: sort_key(one.title)):
        buildings.setdefault(room.building, []).append((room.id, room.name))
    values += [OptGroup(building or "—", *rooms) for building, rooms in buildings.items()]
    return SelectWidget(values=values)


@colander.deferred
def _ways(_node, kw):
    translate = kw["request"].localizer.translate
    return RadioChoiceWidget(
        values=[
            ("change", translate(_("Another day, time or room"))),
            ("cancel", translate(_("Cancelled"))),
            ("plan", translate(_("As planned"))),
        ]
    )


def _despite() -> colander.SchemaNode:
    return colander.SchemaNode(
        KyrgyzString(max_length=MAX_REASON),
        name="despite",
        title=_("Why both are to stand"),
        description=_("Only where a clash is accepted; the reason is kept."),
        missing="",
    )


def _reason() -> colander.SchemaNode:
    return colander.SchemaNode(
        KyrgyzString(max_length=MAX_REASON), name="reason", title=_("Reason"), missing=""
    )


class _Hour(BaseSchema):
    weekday = colander.SchemaNode(
        colander.Integer(),
        title=_("Day of the week"),
        validator=colander.Range(1, 7),
        widget=_weekdays,
    )
    slot = colander.SchemaNode(
        colander.Integer(),
        title=_("Lesson of the day"),
        validator=colander.Range(1, 20),
        widget=_slots,
    )
    weeks = colander.SchemaNode(
        colander.String(),
        title=_("Weeks"),
        validator=colander.OneOf([*(one.value for one in Weeks), ONCE]),
        widget=_weeks,
    )
    room = colander.SchemaNode(colander.String(), title=_("Room"), missing="", widget=_rooms)


class AddLesson(_Hour):
    """A lesson to be added to a group's timetable."""

    assignment = colander.SchemaNode(
        colander.String(), title=_("What is taught"), widget=_assignments, insert_before="weekday"
    )
    starts = colander.SchemaNode(
        KyrgyzDate(),
        title=_("First day"),
        description=_("Empty: from the beginning of the semester."),
        missing=None,
    )
    ends = colander.SchemaNode(
        KyrgyzDate(),
        title=_("Last day"),
        description=_("Empty: until lessons end."),
        missing=None,
    )
    despite = _despite()
    attempt = colander.SchemaNode(
        colander.String(), validator=colander.Length(max=32), widget=HiddenWidget()
    )


class ChangeLesson(_Hour):
    """Another hour or room for a lesson, from a day on."""

    starts = colander.SchemaNode(
        KyrgyzDate(),
        title=_("From which day on"),
        description=_("The days before stay as they are."),
    )
    reason = _reason()
    despite = _despite()
    dropping = colander.SchemaNode(
        colander.Boolean(),
        title=_("What hangs on days that are gone is dropped"),
        description=_("Only where changes or substitutes of such days are listed."),
        missing=False,
        widget=CheckboxWidget(),
    )
    attempt = colander.SchemaNode(
        colander.String(), validator=colander.Length(max=32), widget=HiddenWidget()
    )


class ChangeDay(BaseSchema):
    """What becomes of the lesson of one day."""

    way = colander.SchemaNode(
        colander.String(),
        title=_("This day the lesson is"),
        validator=colander.OneOf(["change", "cancel", "plan"]),
        widget=_ways,
    )
    day = colander.SchemaNode(KyrgyzDate(), title=_("Day"), missing=None)
    slot = colander.SchemaNode(
        colander.Integer(),
        title=_("Lesson of the day"),
        validator=colander.Range(1, 20),
        missing=None,
        widget=_slots,
    )
    room = colander.SchemaNode(colander.String(), title=_("Room"), missing="", widget=_rooms)
    reason = _reason()
    despite = _despite()
    seen = colander.SchemaNode(
        colander.String(),
        validator=colander.Length(max=64),
        missing="",
        widget=HiddenWidget(),
    )


def fresh_attempt() -> str:
    """What makes a form the same when it is sent twice."""
    return secrets.token_hex(8)


def lesson_code(request, attempt: str) -> str:
    """The id of the lesson that such a form of the reader's makes: never the name of a page."""
    digest = hashlib.sha256(f"{request.actor.id}\0{attempt}".encode("utf-8", "replace"))
    return digest.hexdigest()[:16]


def room_of(request, chosen: str, lesson: WeeklyLesson | None = None) -> tuple[str, str]:
    """Building and name of the chosen room.

    :raises Invalid: there is no such room.
    """
    if chosen == AS_IT_IS and lesson is not None:
        return lesson.building, lesson.room
    if not chosen:
        return "", ""
    room = request.site.rooms.find(chosen)
    if room is None:
        raise Invalid(text("There is no such room."), place="room")
    return room.building, room.name


def new_lesson(request, values: Mapping[str, Any], assignment: Assignment) -> WeeklyLesson:
    """The lesson that the values of :class:`AddLesson` describe.

    :raises Invalid: an extra lesson without its day; what the core refuses.
    """
    university = request.site.university
    semester = university.semesters.get(assignment.semester)
    first, last = lesson_days(university, assignment)
    building, room = room_of(request, values["room"])
    bells, identifier = bells_at(request), lesson_code(request, values["attempt"])
    if values["weeks"] == ONCE:
        if values["starts"] is None:
            raise Invalid(text("Say on which day the extra lesson is held."), place="starts")
        return extra_lesson(
            identifier,
            assignment,
            semester,
            bells,
            values["starts"],
            values["slot"],
            room=room,
            building=building,
        )
    return weekly_lesson(
        identifier,
        assignment,
        semester,
        bells,
        values["weekday"],
        values["slot"],
        weeks=Weeks(values["weeks"]),
        room=room,
        building=building,
        starts=values["starts"] or first,
        ends=values["ends"] or last,
    )


def changed_lesson(request, values: Mapping[str, Any], lesson: WeeklyLesson) -> WeeklyLesson:
    """What :class:`ChangeLesson` makes of a lesson; teacher and groups are those the teaching
    load names now.

    :raises Invalid: no such weeks, hour or room.
    """
    if values["weeks"] == ONCE:
        raise Invalid(text("Choose one of the list."), place="weeks")
    building, room = room_of(request, values["room"], lesson)
    slot = values["slot"]
    assignment = request.site.university.assignments.get(lesson.assignment)
    return attrs.evolve(
        lesson,
        id=lesson_code(request, values["attempt"]),
        teacher=assignment.teacher,
        groups=assignment.groups,
        subgroup=assignment.subgroup,
        weekday=values["weekday"],
        slot=slot,
        # Other bells are followed from a day on by all lessons, not by one that gets a room.
        time=lesson.time if slot == lesson.slot else bells_at(request).interval(slot),
        weeks=Weeks(values["weeks"]),
        room=room,
        building=building,
        starts=values["starts"],
    )
