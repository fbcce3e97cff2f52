"""Planned hours beside the timetable and what was taught: of a unit, and of the reader (3.2)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
from pyramid.response import Response
from pyramid.view import view_config

from oshj_core.kyrgyz import format_date, format_number, sort_key
from oshj_core.load import LoadComparison, LoadRow, total_of
from oshj_core.roles import Permission
from oshj_core.structure import LessonKind
from oshj_portal.calendar.lookup import teaching_weeks
from oshj_portal.lists.template import CONTENT_TYPE
from oshj_portal.load.workbook import make_comparison
from oshj_portal.places import person_name
from oshj_portal.plans.chart import bar_plot
from oshj_portal.plans.due import units_below
from oshj_portal.plans.hours import hours_rule
from oshj_portal.plans.resources import Plans
from oshj_portal.resources import UnitResource
from oshj_portal.structure.titles import LESSON_KINDS, LESSON_KINDS_SHORT
from oshj_portal.timetable.lookup import nearest_semester, semesters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyramid.request import Request

MAX_TEACHERS = 300
"""More than that are not counted for one page: a unit below is to be chosen."""
MAX_BARS = 20


@attrs.frozen
class Bars:
    """The hours of a line of the plot."""

    planned: Decimal
    scheduled: Decimal
    held: Decimal


class LoadPage:
    """The rows of some teachers in the semester asked for, filtered, and their names."""

    def __init__(self, request: Request, teachers: Iterable[str]) -> None:
        self.request = request
        self.teachers = sorted(teachers, key=self.teacher)
        site, asked = request.site, request.params.get("semester", "")
        found = site.university.semesters.find(asked) if asked else None
        self.semester = found or nearest_semester(site, request.act.today)
        self.too_many = len(self.teachers) > MAX_TEACHERS
        self.all: list[LoadRow] = []
        if self.semester is not None and not self.too_many:
            self.all = list(self._compare(self.semester.id))
        self.rows = [row for row in self.all if self._wanted(row)]

    def _compare(self, semester: str) -> Iterable[LoadRow]:
        site = self.request.site
        comparison = LoadComparison(
            site.university,
            site.loads,
            site.timetable,
            site.registers,
            site.substitutions,
            teaching_weeks(site, semester),
            hours_rule(site),
            site.timetable.key,
        )
        return comparison.rows(self.teachers, self.request.act.today)

    def _wanted(self, row: LoadRow) -> bool:
        asked = self.request.params
        return (
            asked.get("teacher", "") in ("", row.key.teacher)
            and asked.get("subject", "") in ("", row.key.subject)
            and asked.get("kind", "") in ("", row.key.kind.value)
            and not (asked.get("differs") and not (row.unplaced or row.remaining))
        )

    def teacher(self, code: str) -> str:
        """The name of a teacher."""
        return person_name(self.request.site, code)

    def subject(self, code: str) -> str:
        """The name of a subject."""
        found = self.request.site.university.subjects.find(code)
        return found.name if found is not None else code

    def kind(self, kind: LessonKind) -> str:
        """The name of a kind of lesson."""
        return self.request.localizer.translate(LESSON_KINDS[kind])

    def values(self, path: str, own: bool) -> dict[str, Any]:
        """What the template shows."""
        subject = cache(self.subject)
        subjects = {row.key.subject for row in self.all}
        lines = self._lines(own)
        return {
            "path": path,
            "own": own,
            "semester": self.semester.id if self.semester else "",
            "semesters": [one.id for one in reversed(semesters(self.request.site))],
            "today": format_date(self.request.act.today),
            "too_many": self.too_many,
            "asked": self.request.params,
            "query": self.request.query_string,
            "teachers": [(one, self.teacher(one)) for one in self.teachers],
            "subjects": sorted(
                ((one, subject(one)) for one in subjects), key=lambda one: sort_key(one[1])
            ),
            "kinds": [(one.value, title) for one, title in LESSON_KINDS.items()],
            "rows": [self._row(row) for row in self.rows],
            "total": _figures(LoadRow(self.rows[0].key, (), *total_of(self.rows)))
            if self.rows
            else None,
            "plot": bar_plot(lines[:MAX_BARS]),
            "plotted": min(len(lines), MAX_BARS),
            "lines": len(lines),
        }

    def _lines(self, own: bool) -> list[tuple[str, Bars]]:
        """The plot's lines: subjects and kinds of one teacher, else teachers."""
        if own:
            return [
                (self._short(row), Bars(row.planned, row.timetabled, row.taught))
                for row in self.rows
            ]
        by_teacher: dict[str, list[LoadRow]] = {}
        for row in self.rows:
            by_teacher.setdefault(row.key.teacher, []).append(row)
        return [(self.teacher(one), Bars(*total_of(rows))) for one, rows in by_teacher.items()]

    def _short(self, row: LoadRow) -> str:
        kind = self.request.localizer.translate(LESSON_KINDS_SHORT[row.key.kind])
        return f"{kind} · {self.subject(row.key.subject)}"

    def _row(self, row: LoadRow) -> dict[str, Any]:
        return {
            "teacher": self.teacher(row.key.teacher),
            "subject": self.subject(row.key.subject),
            "kind": self.kind(row.key.kind),
            "groups": ", ".join(row.groups),
            **_figures(row),
        }

    def workbook(self) -> Response:
        """The rows as a file."""
        content = make_comparison(
            self.rows, self.teacher, self.subject, self.kind, self.request.localizer.translate
        )
        response = Response(content, content_type=CONTENT_TYPE)
        response.content_disposition = 'attachment; filename="load.xlsx"'
        return response


def _figures(row: LoadRow) -> dict[str, str]:
    return {
        "planned": format_number(row.planned),
        "timetabled": format_number(row.timetabled),
        "taught": format_number(row.taught),
        "unplaced": format_number(row.unplaced),
        "remaining": format_number(row.remaining),
        "differs": "warn" if row.unplaced else "",
    }


def _of_unit(context: UnitResource, request: Request) -> LoadPage:
    university = request.site.university
    units = units_below(university, context.unit.id)
    return LoadPage(request, {one.id for unit in units for one in university.staff_of(unit)})


@view_config(
    context=UnitResource,
    name="load",
    request_method="GET",
    permission=Permission.VIEW_REPORTS.value,
    renderer="templates/load.pt",
)
def show_unit(context: UnitResource, request: Request) -> dict[str, Any]:
    """The load of the teachers of a unit and of the units below it."""
    page = _of_unit(context, request)
    below = request.site.university.units_under(context.unit.id)
    return page.values(request.resource_path(context, "load"), own=False) | {
        "title": context.unit.name,
        "units": [
            (one.name, request.resource_path(context, one.id, "load"))
            for one in sorted(below, key=lambda one: sort_key(one.name))
        ],
        "workbook": request.resource_path(context, "load.xlsx"),
    }


@view_config(
    context=UnitResource,
    name="load.xlsx",
    request_method="GET",
    permission=Permission.VIEW_REPORTS.value,
)
def export_unit(context: UnitResource, request: Request) -> Response:
    """The same rows as a file."""
    return _of_unit(context, request).workbook()


@view_config(
    context=Plans,
    name="load",
    request_method="GET",
    permission=Permission.VIEW_STRUCTURE.value,
    renderer="templates/load.pt",
)
def show_own(context: Plans, request: Request) -> dict[str, Any]:
    """The reader's own load."""
    page = LoadPage(request, [request.actor.id])
    return page.values(request.resource_path(context, "load"), own=True) | {
        "title": person_name(request.site, request.actor.id),
        "units": [],
        "workbook": request.resource_path(context, "load.xlsx"),
    }


@view_config(
    context=Plans,
    name="load.xlsx",
    request_method="GET",
    permission=Permission.VIEW_STRUCTURE.value,
)
def export_own(request: Request) -> Response:
    """The reader's own load as a file."""
    return LoadPage(request, [request.actor.id]).workbook()
