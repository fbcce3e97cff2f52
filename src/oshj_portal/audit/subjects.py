"""What events are about, and the values of the calendar, in words instead of codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from oshj_core.academic_calendar import PeriodKind, Reach
from oshj_core.kyrgyz import format_date
from oshj_core.structure import StudyForm
from oshj_portal.calendar.titles import KIND_TITLES, reach_title
from oshj_portal.i18n import _
from oshj_portal.places import person_name
from oshj_portal.resources import group_resource, journal_resource, person_path, unit_resource
from oshj_portal.timetable.places import WeeklyLessonResource, timetable_place

if TYPE_CHECKING:
    from oshj_core.timetable import WeeklyLesson

Described = tuple[str, str | None]

WORDS = {
    "bells": _("bells"),
    "calendar": _("period"),
    "calendar-link": _("calendar link"),
    "certificate": _("certificate"),
    "correction": _("correction"),
    "delegation": _("delegation"),
    "disposal": _("disposal list"),
    "dispute": _("dispute"),
    "exchange": _("exchange"),
    "excuse": _("excuse"),
    "findings": _("inspection"),
    "group": _("group"),
    "hold": _("hold"),
    "inspection": _("inspection"),
    "journal": _("journal"),
    "lesson": _("lesson"),
    "list-error": _("list error"),
    "load": _("load"),
    "plan": _("plan"),
    "plugin": _("plugin"),
    "rollover": _("rollover"),
    "room": _("room"),
    "semester": _("semester"),
    "substitution": _("substitution"),
    "unit": _("unit"),
}
"""What a thing is called that is known by a code alone, or is there no more."""


def described(request, subject: str) -> Described:
    """The title of what an event is about, with the way to it where it has a page."""
    kind, _separator, identifier = subject.partition(":")
    describe = _DESCRIBED.get(kind)
    found = None if describe is None else describe(request, identifier)
    if found is not None:
        return found
    if kind in WORDS:
        return request.localizer.translate(WORDS[kind]), None
    return subject, None


def _person(request, person: str) -> Described:
    university = request.site.university
    if person in university.staff or person in university.students:
        return person_name(request.site, person), person_path(request, person)
    return person, None


def _account(request, login: str) -> Described:
    account = request.site.accounts.find(login)
    return _person(request, account.person if account is not None else login)


def _unit(request, identifier: str) -> Described | None:
    if identifier not in request.site.university.units:
        return None
    place = unit_resource(request, identifier)
    return place.title, request.resource_path(place)


def _group(request, identifier: str) -> Described | None:
    if identifier not in request.site.university.groups:
        return None
    return identifier, request.resource_path(group_resource(request, identifier))


def _journal(request, identifier: str) -> Described | None:
    register = request.site.registers.find(identifier)
    if register is None:
        return None
    place = journal_resource(request, register)
    title = f"{place.subject.name} · {register.group} · {register.semester}"
    return title, request.resource_path(place)


def _lesson(request, identifier: str) -> Described | None:
    name, _separator, day = identifier.partition(":")
    lesson: WeeklyLesson | None = request.site.timetable.find(name)
    if lesson is None:
        return None
    place = WeeklyLessonResource(request, timetable_place(request), lesson)
    date = f" · {'.'.join(reversed(day.split('-')))}" if day else ""
    return place.title + date, request.resource_path(place)


def _room(request, identifier: str) -> Described | None:
    if identifier not in request.site.rooms:
        return None
    return request.site.rooms.get(identifier).title, None


def _substitution(request, identifier: str) -> Described | None:
    one = request.site.substitutions.find(identifier)
    if one is None:
        return None
    names = (person_name(request.site, person) for person in (one.teacher, one.substitute))
    return f"{' → '.join(names)} · {format_date(one.starts)}", None


def _findings(request, identifier: str) -> Described | None:
    report = request.site.inspections.find_report(identifier)
    return None if report is None else _journal(request, report.journal)


def _list_error(request, identifier: str) -> Described | None:
    report = request.site.list_errors.find(identifier)
    return None if report is None else _group(request, report.group)


def _bells(request, identifier: str) -> Described | None:
    return _reach_title(request, identifier), None


_DESCRIBED: dict[str, Callable[[Any, str], Described | None]] = {
    "account": _account,
    "bells": _bells,
    "findings": _findings,
    "group": _group,
    "journal": _journal,
    "lesson": _lesson,
    "list-error": _list_error,
    "person": _person,
    "room": _room,
    "staff": _person,
    "student": _person,
    "substitution": _substitution,
    "unit": _unit,
}


def calendar_value(request, written: str) -> str:
    """A period as the record keeps it, with titles for its kind and for whom it is given."""
    return "; ".join(_calendar_word(request, word) for word in written.split("; "))


def _calendar_word(request, word: str) -> str:
    translate = request.localizer.translate
    if word in _PERIOD_KINDS:
        return translate(KIND_TITLES[PeriodKind(word)])
    if word.startswith(("unit:", "form:", "course:")):
        return _reach_title(request, word)
    if word.startswith("entry "):
        days = word.removeprefix("entry ")
        return translate(_("entry ${days}", mapping={"days": days}))
    return translate(_("not announced yet")) if word == "not announced" else word


_PERIOD_KINDS = frozenset(kind.value for kind in PeriodKind)


def _reach_title(request, written: str) -> str:
    """For whom: ``unit:med form:part-time course:2`` or ``university``; any other as it is."""
    parts = dict(part.split(":", 1) for part in written.split() if ":" in part)
    form = parts.get("form")
    try:
        reach = Reach(
            parts.get("unit", ""),
            None if form is None else StudyForm(form),
            int(parts.get("course", "0")),
        )
    except ValueError:
        return written
    return reach_title(request, reach)
