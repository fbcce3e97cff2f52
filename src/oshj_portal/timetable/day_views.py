"""The lesson of one day: moved, cancelled, held as planned again (3.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import colander
from deform import Button, ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.errors import Conflict, Invalid, NotFound, Refusal
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_core.timetable import Change, Schedule, bookings_of, find_clashes
from oshj_portal.forms.form import make_form
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.moments import weekday
from oshj_portal.timetable.arranging_form import (
    AS_IT_IS,
    ChangeDay,
    arranging,
    bells_at,
    room_of,
)
from oshj_portal.timetable.arranging_views import clash_lines, refused
from oshj_portal.timetable.lines import Lines
from oshj_portal.timetable.lookup import elsewhere, lesson_id_of, neighbours, schedule_for
from oshj_portal.timetable.places import WeeklyLessonResource
from oshj_portal.timetable.week import asked_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oshj_core.timetable import Clash, Occurrence, WeeklyLesson
    from oshj_portal.forms.form import Form

DAY = "templates/day.pt"


def _occurrence(request, lesson: WeeklyLesson, original: date) -> Occurrence:
    """The lesson planned for that day.

    :raises NotFound: none is.
    """
    schedule = schedule_for(request.site, lesson.semester, [lesson])
    for one in schedule.occurrences(lesson):
        if one.original == original:
            return one
    raise NotFound("lesson", f"{lesson.id}:{original}")


def _form(request, original: date, values: Any = colander.null) -> Form:
    query = {"on": original.isoformat()}
    return make_form(
        request,
        ChangeDay(),
        action=request.resource_path(request.context, "day", query=query),
        buttons=(Button("save", _("Save")),),
        formid="change-day",
        values=values,
    )


@view_config(
    context=WeeklyLessonResource,
    name="day",
    request_method="GET",
    permission=Permission.VIEW_TIMETABLE.value,
    renderer=DAY,
)
def show_day(context, request):
    original = asked_day(request, "on")
    one = _occurrence(request, context.lesson, original)
    room = request.site.rooms.at(one.building, one.room)
    as_it_is = (one.building, one.room) == (context.lesson.building, context.lesson.room)
    values = {
        "way": "cancel" if one.cancelled else "change" if one.change else "plan",
        "day": one.day,
        "slot": one.slot,
        "room": AS_IT_IS if as_it_is and one.room else room.id if room else "",
        "seen": _mark(one),
    }
    return _values(context, request, one, _form(request, original, values))


@view_config(
    context=WeeklyLessonResource,
    name="day",
    request_method="POST",
    permission=Permission.EDIT_TIMETABLE.value,
    renderer=DAY,
)
def change_day(context, request):
    original = asked_day(request, "on")
    lesson = context.lesson
    one = _occurrence(request, lesson, original)
    form = _form(request, original)
    change = None
    try:
        values = form.validate_post(request)
        work = arranging(request, lesson.semester)
        if values["way"] == "plan":
            if one.change is not None:
                work.restore(
                    lesson.id,
                    original,
                    values["reason"],
                    seen=values["seen"],
                    despite=values["despite"],
                )
        else:
            change = _change(request, lesson, one, values)
            work.change(change, seen=values["seen"], despite=values["despite"])
    except ValidationFailure:
        request.response.status_int = 422
    except Conflict as refusal:
        # The page shows the day as it is now; what is saved again was decided knowing that.
        typed = {name: value for name, value in values.items() if value is not None}
        form = _form(request, original, typed | {"seen": _mark(one)})
        refused(request, form, refusal)
    except Refusal as refusal:
        refused(request, form, refusal)
        return _values(context, request, one, form, _clashes(request, lesson, change))
    else:
        flash(request, _("The day was changed."))
        return HTTPSeeOther(request.resource_path(context))
    return _values(context, request, one, form)


def _mark(one: Occurrence) -> str:
    return "" if one.change is None else one.change.mark


def _change(request, lesson: WeeklyLesson, one: Occurrence, values: Mapping[str, Any]) -> Change:
    """The change the form describes; who teaches on that day the form does not say.

    :raises Invalid: nothing would be different.
    """
    original = one.original
    if values["way"] == "cancel":
        return Change(lesson.id, original, cancelled=True, reason=values["reason"])
    day, slot = values["day"] or original, values["slot"] or lesson.slot
    building, room = room_of(request, values["room"], lesson)
    hour_moves = slot != lesson.slot
    differs = (building, room) != (lesson.building, lesson.room)
    known = one.change or Change(lesson.id, original)
    if day == original and not hour_moves and not differs and known.teacher is None:
        raise Invalid(text("Say what is different on this day."), place="day")
    time = known.time if slot == known.slot else bells_at(request).interval(slot)
    return attrs.evolve(
        known,
        cancelled=False,
        day=None if day == original else day,
        slot=slot if hour_moves else None,
        time=time if hour_moves else None,
        room=room if differs else None,
        building=building if differs else None,
        reason=values["reason"],
    )


def _clashes(request, lesson: WeeklyLesson, change: Change | None) -> tuple[Clash, ...]:
    """What the changed day would clash with."""
    if change is None or change.cancelled:
        return ()
    near = neighbours(request.site, _changed(request, lesson, change))
    changed = _changed(request, lesson, change, near)
    alone = Schedule(changed.weeks, [lesson], changed.changes_of(lesson.id).values())
    bookings = [*bookings_of(changed), *elsewhere(request.site, alone)]
    return tuple(
        clash
        for clash in find_clashes(bookings, changed.weeks)
        if any(
            lesson_id_of(party) == lesson.id and getattr(party, "original", None) == change.original
            for party in clash.parties
        )
    )


def _changed(
    request, lesson: WeeklyLesson, change: Change, near: Schedule | None = None
) -> Schedule:
    """The lesson, with those near it, as they would be under the change."""
    base = near or schedule_for(request.site, lesson.semester, [lesson])
    changes = [
        one
        for identifier in base.lessons
        for one in base.changes_of(identifier).values()
        if (one.lesson, one.original) != (change.lesson, change.original)
    ]
    return Schedule(base.weeks, base.lessons.values(), [*changes, change], base.key)


def _values(
    context, request, one: Occurrence, form: Form, clashes: tuple[Clash, ...] = ()
) -> dict[str, Any]:
    return {
        "form": form.render(),
        "line": Lines(request).occurrence(one),
        "weekday": weekday(one.day, request.locale_name),
        "date": format_date(one.day),
        "planned": format_date(one.original),
        "clashes": clash_lines(request, clashes),
        "may_edit": bool(request.has_permission(Permission.EDIT_TIMETABLE.value, context)),
    }
