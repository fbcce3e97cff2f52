"""A week of somebody's lessons as a page shows it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from oshj_core.academic_calendar import GroupCalendar, Place, year_of
from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_core.timetable import Weeks
from oshj_portal.calendar.lookup import day_of
from oshj_portal.calendar.titles import period_title
from oshj_portal.i18n import _
from oshj_portal.moments import weekday
from oshj_portal.store.timetable import FeedKind
from oshj_portal.timetable.lines import Lines
from oshj_portal.timetable.lookup import (
    clashes_near,
    lesson_id_of,
    nearest_semester,
    occurrences,
    week_around,
)
from oshj_portal.timetable.taking import taken_by
from oshj_portal.timetable.today import way_to

if TYPE_CHECKING:
    from oshj_core.timetable import Clash, Occurrence, Schedule
    from oshj_portal.timetable.lookup import Whose

SUNDAY = 6
YEARS = range(2000, 2101)
"""The years of which a timetable is shown."""
_PARITIES = {Weeks.ODD: _("odd week"), Weeks.EVEN: _("even week")}


def asked_day(request, name: str = "day") -> date:
    """The day the address names, today by default.

    :raises Invalid: no such day, or none of :data:`YEARS`.
    """
    written = request.params.get(name)
    if not written:
        return request.act.today
    day = _day(written)
    if day is None or day.year not in YEARS:
        raise Invalid(text("“${value}” is not a date", value=written[:20]), place=name)
    return day


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def week_values(request, context, whose: Whose, view: str) -> dict[str, Any]:
    """The week of the asked day; ``view`` is the name of the page in ``context``."""
    monday, sunday = week_around(asked_day(request))
    schedule, found = occurrences(request.site, whose, monday, sunday)
    found += taken_by(request.site, whose, monday, sunday)
    found.sort(key=lambda one: (one.day, one.time, one.id))
    may_edit = bool(request.has_permission(Permission.EDIT_TIMETABLE.value, context))
    clashes = _by_occurrence(request, schedule, found) if may_edit and schedule else {}
    lines = Lines(request)
    own = whose.kind is FeedKind.TEACHER and whose.id == request.actor.id
    days = _days(request, lines, monday, sunday, schedule, found, clashes, own)
    for day in days:
        if day["holiday"]:
            day["holiday"] = _day_off(request, whose, day["date"])
    slots = sorted({(one.slot, str(one.time)) for one in found})
    numbers = sorted({slot for slot, _time in slots})
    shown_clashes = {id(clash): clash for of_lesson in clashes.values() for clash in of_lesson}
    return {
        "days": days,
        "rows": {number: row for row, number in enumerate(numbers, 1)},
        "slots": [(number, _times(slots, number)) for number in numbers],
        "empty": not found,
        "holiday": bool(schedule) and all(day["holiday"] for day in days),
        "first": format_date(monday),
        "last": format_date(sunday),
        "number": schedule.weeks.week_of(monday + timedelta(6)) if schedule else None,
        "parity": _PARITIES[schedule.weeks.parity(sunday)] if schedule else None,
        "previous": _href(request, context, view, monday - timedelta(7)),
        "next": _href(request, context, view, monday + timedelta(7)),
        "this_week": _href(request, context, view, None),
        "elsewhere": _elsewhere(request, context, view, schedule),
        "may_edit": may_edit,
        "add_href": (
            request.resource_path(context, "add-lesson")
            if may_edit and whose.kind is FeedKind.GROUP
            else None
        ),
        "add_words": request.localizer.translate(_("Add a lesson")),
        "edit_href": (
            request.resource_path(context, "edit")
            if may_edit and whose.kind is FeedKind.ROOM
            else None
        ),
        "clashes": [lines.clash(clash) for clash in shown_clashes.values()],
        "monday": monday,
    }


def _day_off(request, whose: Whose, day: date) -> str:
    """Why there are no lessons on a day, by the calendar of the group or of everybody."""
    site = request.site
    group = whose.id if whose.kind is FeedKind.GROUP else ""
    if whose.kind is FeedKind.STUDENT:
        group = site.university.students.get(whose.id).group
    if group:
        off = day_of(site, group, day).off
    else:
        off = GroupCalendar.of(Place(), site.calendar.of_year(year_of(day))).on(day).off
    translate = request.localizer.translate
    return translate(_("no lessons")) if off is None else period_title(request, off)


def _times(slots: list[tuple[int, str]], number: int) -> str:
    """The time of a row; empty where lessons of one number begin at several times."""
    times = [time for slot, time in slots if slot == number]
    return times[0] if len(times) == 1 else ""


def _href(request, context, view: str, day: date | None) -> str:
    query = {} if day is None else {"query": {"day": day.isoformat()}}
    return request.resource_path(context, *([view] if view else []), **query)


def _elsewhere(request, context, view: str, schedule: Schedule | None) -> str | None:
    """The way to the nearest semester from a week that is in none."""
    if schedule is not None:
        return None
    semester = nearest_semester(request.site, request.act.today)
    return None if semester is None else _href(request, context, view, semester.starts)


def _by_occurrence(request, schedule: Schedule, found: list[Occurrence]) -> dict[str, list[Clash]]:
    """The clashes of each occurrence shown, by its id."""
    clashes = clashes_near(request.site, schedule)
    return {
        one.id: [
            clash
            for clash in clashes
            if one.day in clash.days
            and not one.cancelled
            and any(lesson_id_of(party) == one.lesson for party in clash.parties)
        ]
        for one in found
    }


def _days(
    request,
    lines: Lines,
    monday: date,
    sunday: date,
    schedule: Schedule | None,
    found: list[Occurrence],
    clashes: dict[str, list[Clash]],
    own: bool,
) -> list[dict[str, Any]]:
    """The days of the week, Sunday only where something takes place on it; lessons of the
    reader's ``own`` lead to the journal."""
    days = []
    for number in range(7):
        day = monday + timedelta(number)
        lessons = [one for one in found if one.day == day]
        if number == SUNDAY and not lessons:
            continue
        shown: dict[int, list[dict[str, Any]]] = {}
        for one in lessons:
            line = lines.occurrence(one)
            line["clashes"] = [lines.clash(clash) for clash in clashes.get(one.id, ())]
            line["href"] = f"{lines.lesson_path(one.lesson)}/day?on={one.original.isoformat()}"
            mine = own and one.teacher == request.actor.id
            line["way"] = way_to(request, one) if mine else None
            shown.setdefault(one.slot, []).append(line)
        days.append(
            {
                "date": day,
                "title": weekday(day, request.locale_name),
                "day": format_date(day),
                "today": day == request.act.today,
                "holiday": schedule is not None and day in schedule.weeks.holidays,
                "slots": shown,
                "column": number + 1,
            }
        )
    return days
