"""«Окуу календары»: the year for everybody, as a drawing and as a list (3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.view import view_config

from oshj_core.academic_calendar import (
    GroupCalendar,
    PeriodKind,
    Place,
    place_of,
    year_of,
)
from oshj_core.academic_calendar.periods import DAY_KINDS, MAX_COURSE
from oshj_core.academic_calendar.resolving import periods_of, units_above
from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.roles import Permission, Role
from oshj_core.structure import StudyForm
from oshj_portal.calendar.strip import CELL, LEFT, SIGNS, WIDTH, Band, Strip
from oshj_portal.calendar.titles import FORM_TITLES, KIND_TITLES, period_title, reach_title
from oshj_portal.i18n import _
from oshj_portal.moments import month_short
from oshj_portal.resources import University

if TYPE_CHECKING:
    from oshj_core.academic_calendar import Stretch
    from oshj_core.calendar import Semester

YEARS = frozenset(str(year) for year in range(2000, 2101))


@view_config(
    context=University,
    name="calendar",
    request_method="GET",
    permission=Permission.VIEW_CALENDAR.value,
    renderer="templates/calendar.pt",
)
def show_calendar(request):
    """The year of a part of the university: ``?unit=&form=&course=&year=``."""
    today = request.act.today
    year = asked_year(request)
    place, unit = _place(request, year)
    calendar = GroupCalendar.of(place, request.site.calendar.of_year(year))
    semesters = [
        calendar.semester(one) for one in request.site.university.semesters if one.year == year
    ]
    stretches = calendar.stretches()
    seasons = [one for one in stretches if one.period.kind not in DAY_KINDS]
    holidays = [one for one in stretches if one.period.kind in DAY_KINDS]
    bands = [*_module_bands(request, semesters), *_bands(request, [*seasons, *holidays])]
    return {
        "year": year,
        "years": known_years(request.site, today),
        "strip": Strip.of(year, bands, today),
        "cell": CELL,
        "left": LEFT,
        "width": WIDTH,
        "month_name": lambda month: month_short(month.first, request.locale_name),
        "legend": _legend(request, bands),
        "semesters": [_semester(request, one, calendar, today) for one in semesters],
        "seasons": [_line(request, one, today) for one in seasons],
        "holidays": [_line(request, one, today) for one in holidays],
        "units": sorted(
            ((one.id, one.name) for one in request.site.university.units),
            key=lambda one: sort_key(one[1]),
        ),
        "forms": [(form.value, FORM_TITLES[form]) for form in StudyForm],
        "courses": range(1, MAX_COURSE + 1),
        "unit": unit,
        "form": place.form.value if place.form else "",
        "course": place.course,
        "may_edit": bool(request.has_permission(Permission.EDIT_CALENDAR.value, request.root)),
    }


def asked_year(request) -> int:
    """The academic year the address names; the present one for anything else."""
    written = request.params.get("year", "")
    return int(written) if written in YEARS else year_of(request.act.today)


def known_years(site, today) -> list[int]:
    """The years that have semesters, the present one and the next, in order."""
    years = {one.year for one in site.university.semesters}
    return sorted(years | {year_of(today), year_of(today) + 1})


def _place(request, year: int) -> tuple[Place, str]:
    """The part of the university that was asked for; a student's own one to begin with."""
    university, params = request.site.university, request.params
    if request.actor.holds(Role.STUDENT) and "unit" not in params:
        student = university.students.find(request.actor.id)
        if student is not None:
            place = place_of(university, student.group, year)
            return place, place.units[0]
    unit = params.get("unit", "")
    unit = unit if unit in university.units else ""
    form = next((one for one in StudyForm if one.value == params.get("form")), None)
    course = params.get("course", "")
    known = course.isascii() and course.isdigit() and len(course) == 1
    return Place(units_above(university, unit), form, int(course) if known else 0), unit


def _module_bands(request, semesters: list[Semester]) -> list[Band]:
    bands = []
    for semester in semesters:
        own = [one for one in periods_of(semester) if one.kind is PeriodKind.MODULE]
        bands += [
            Band(
                one.starts,
                one.ends,
                f"module-{one.number % 2}",
                str(one.number),
                _told(request, one, one.starts, one.ends),
            )
            for one in own
        ]
    return bands


def _bands(request, stretches: list[Stretch]) -> list[Band]:
    return [
        Band(
            one.starts,
            one.ends,
            one.period.kind.value,
            SIGNS[one.period.kind],
            _told(request, one.period, one.starts, one.ends),
        )
        for one in stretches
    ]


def _told(request, period, starts, ends) -> str:
    return f"{period_title(request, period)}: {_days(starts, ends)}"


def _days(starts, ends) -> str:
    first, last = format_date(starts), format_date(ends)
    return first if first == last else f"{first} – {last}"


def _legend(request, bands: list[Band]) -> list[tuple[str, str, str]]:
    """Look, sign and meaning of what is drawn, each once."""
    meanings = {kind.value: title for kind, title in KIND_TITLES.items()}
    found: dict[str, tuple[str, str, str]] = {}
    for band in bands:
        if band.look.startswith("module"):
            found.setdefault("module", ("module-1", "1, 2", _("Modules")))
        else:
            found.setdefault(band.look, (band.look, band.sign, meanings[band.look]))
    return list(found.values())


def _semester(request, semester: Semester, calendar: GroupCalendar, today):
    first, *modules = periods_of(semester)
    given = next(
        (
            one
            for one in calendar.periods
            if one.kind is PeriodKind.SEMESTER and one.semester == semester.id
        ),
        first,
    )
    return {
        "title": period_title(request, first),
        "days": _days(semester.starts, semester.ends),
        "whom": reach_title(request, given.reach),
        "modules": [
            {
                "title": period_title(request, one),
                "days": _days(one.starts, one.ends),
                "entry": _days(one.module.entry.opens, one.module.entry.closes),
                "now": today in one.module.entry,
            }
            for one in modules
        ],
    }


def _line(request, stretch: Stretch, today):
    period = stretch.period
    return {
        "days": _days(stretch.starts, stretch.ends),
        "title": period_title(request, period),
        "kind": KIND_TITLES[period.kind],
        "named": bool(period.name),
        "whom": reach_title(request, period.reach),
        "certain": period.certain,
        "now": stretch.starts <= today <= stretch.ends,
        "over": [
            f"{period_title(request, one)} ({reach_title(request, one.reach)})"
            for one in stretch.over
        ],
    }
