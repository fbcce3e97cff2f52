"""The calendar in the control panel: periods added, changed and struck (4.1)."""

from __future__ import annotations

import secrets
from itertools import islice

import deform
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from oshj_core.academic_calendar import (
    CalendarKeeping,
    Period,
    PeriodKind,
    known_periods,
    touched_lessons,
)
from oshj_core.academic_calendar.held_lessons import HeldLessons, held_lessons
from oshj_core.academic_calendar.keeping import written
from oshj_core.academic_calendar.periods import WHOLE
from oshj_core.errors import Conflict, Invalid, NotFound
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission
from oshj_portal.calendar.period_form import DATED, period_form, period_of, values_of
from oshj_portal.calendar.public_views import asked_year, known_years
from oshj_portal.calendar.titles import KIND_TITLES, period_title, reach_title
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.resources import Control

SHOWN = 20
# A hand that adds a period names its kind; those of a semester need one to be there.
ADDED = tuple(PeriodKind)


def keeping_of(request) -> CalendarKeeping:
    """The reader's work on the calendar."""
    return CalendarKeeping(request.site.university, request.site.audit, request.act)


@view_defaults(context=Control, permission=Permission.EDIT_CALENDAR.value)
class PeriodPages:
    """The list of a year's periods, and the page of one."""

    def __init__(self, context, request) -> None:
        self.context = context
        self.request = request
        self.keeping = keeping_of(request)

    def path(self, view: str, **query) -> str:
        """The address of a page of the panel."""
        return self.request.resource_path(self.context, view, query=query)

    @view_config(name="calendar", request_method="GET", renderer="templates/periods.pt")
    def show_year(self):
        """All periods of a year with what they are given for: ``?year=``."""
        request = self.request
        year, today = asked_year(request), request.act.today
        periods = known_periods(request.site.university, year)
        has_semester = any(one.year == year for one in request.site.university.semesters)
        return {
            "year": year,
            "years": known_years(request.site, today),
            "lines": [self._line(one) for one in periods],
            "kinds": [
                (self.path("period", kind=one.value, year=year), KIND_TITLES[one])
                for one in ADDED
                if has_semester or one not in DATED
            ],
            "has_semester": has_semester,
            "public_href": f"/calendar?year={year}",
            "holidays_href": self.path("holidays", year=year),
            "strike_href": self.path("strike-period"),
        }

    def _line(self, period: Period):
        first, last = format_date(period.starts), format_date(period.ends)
        entry = period.entry
        return {
            "id": period.id,
            "days": first if first == last else f"{first} – {last}",
            "title": period_title(self.request, period),
            "note": period.semester or (KIND_TITLES[period.kind] if period.name else ""),
            "entry": f"{format_date(entry.opens)} – {format_date(entry.closes)}" if entry else "",
            "whom": reach_title(self.request, period.reach),
            "narrowed": period.reach != WHOLE,
            "certain": period.certain,
            "href": self.path("period", id=period.id),
            "struck": not (period.kind in DATED and period.reach == WHOLE),
        }

    @view_config(name="period", request_method="GET", renderer="templates/period.pt")
    def show_period(self):
        """The form: of a known one (``?id=``), or of a new one (``?kind=&year=``)."""
        identifier = self.request.params.get("id", "")
        if identifier:
            period = self.keeping.find(identifier)
            if period is None:
                raise NotFound("period", identifier)
            return self._page(period.kind, period.year, period, values_of(period))
        kind, year = self._kind(), asked_year(self.request)
        return self._page(kind, year, None, self._empty(kind, year))

    def _empty(self, kind: PeriodKind, year: int):
        values = {"id": secrets.token_hex(6), "year": year, "kind": kind.value, "seen": ""}
        if kind is PeriodKind.HOLIDAY:
            values["uncertain"] = False
        return values

    @view_config(name="period", request_method="POST", renderer="templates/period.pt")
    def save_period(self):
        """Store it; asked first where open lessons would be touched."""
        request, kind = self.request, self._kind()
        year = asked_year(request)
        confirmed = bool(request.POST.get("confirmed"))
        form = period_form(request, kind, year, {}, confirm=confirmed)
        try:
            values = form.validate_post(request)
            period = self.keeping.check(period_of(kind, values))
            known = self.keeping.find(period.id)
            touched = [] if confirmed else self._touched(known, period)
            if touched:
                request.response.status_int = 422
                asking = period_form(
                    request, kind, year, {**values, "confirmed": False}, confirm=True
                )
                return self._values(kind, year, known, asking, touched)
            seen = known if written(known) == values["seen"] else None
            effect = self._effect(known, period)
            self.keeping.put(period, seen=seen, reason=values["reason"])
        except deform.ValidationFailure:
            request.response.status_int = 422
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            request.response.status_int = 409 if isinstance(refusal, Conflict) else 422
        else:
            flash(request, _("The calendar was stored."))
            self._tell(effect)
            return HTTPSeeOther(self.path("calendar", year=period.year))
        known = self.keeping.find(request.POST.get("id", ""))
        return self._values(kind, year, known, form, [])

    @view_config(name="strike-period", request_method="POST")
    def strike_period(self):
        """Strike a period, with the reason."""
        fields = self.request.POST
        known = self.keeping.find(fields.get("id", ""))
        effect = self._effect(known, None)
        struck = self.keeping.remove(fields.get("id", ""), fields.get("reason", ""))
        flash(self.request, _("The period was struck."))
        self._tell(effect)
        return HTTPSeeOther(self.path("calendar", year=struck.year))

    def _kind(self) -> PeriodKind:
        try:
            return PeriodKind(self.request.params.get("kind", ""))
        except ValueError:
            raise HTTPBadRequest from None

    def _effect(self, known: Period | None, period: Period | None) -> HeldLessons:
        site, year = self.request.site, (known or period)
        lessons = (
            lesson
            for semester in site.university.semesters
            if year is not None and semester.year == year.year
            for lesson in site.timetable.in_semester(semester.id)
        )
        return held_lessons(site.university, lessons, known, period)

    def _tell(self, effect: HeldLessons) -> None:
        """Say what it did to the timetable."""
        if effect.dropped:
            count = {"count": effect.dropped}
            flash(
                self.request,
                _("Lessons of the timetable no longer held: ${count}", mapping=count),
                "warn",
            )
        if effect.restored:
            count = {"count": effect.restored}
            flash(
                self.request,
                _("Lessons of the timetable held again: ${count}", mapping=count),
                "warn",
            )

    def _touched(self, known: Period | None, period: Period):
        site = self.request.site
        today = self.request.act.today
        found = touched_lessons(site.university, site.registers, known, period, today)
        return list(islice(found, SHOWN + 1))

    def _page(self, kind: PeriodKind, year: int, known: Period | None, values):
        form = period_form(self.request, kind, year, values, confirm=False)
        return self._values(kind, year, known, form, [])

    def _values(self, kind: PeriodKind, year: int, known: Period | None, form, touched):
        university = self.request.site.university
        return {
            "form": form.render(),
            "title": KIND_TITLES[kind],
            "known": known is not None,
            "year": year,
            "dated": kind in DATED,
            "back_href": self.path("calendar", year=year),
            "more": len(touched) > SHOWN,
            "touched": [
                {
                    "group": one.group,
                    "subject": university.subjects.get(one.subject).name,
                    "day": format_date(one.lesson.date),
                    "slot": one.lesson.slot,
                    "off": period_title(self.request, one.off) if one.off else "",
                    "module": one.module,
                }
                for one in touched[:SHOWN]
            ],
        }
