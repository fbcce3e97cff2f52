"""The heads of the grid's columns, in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import attrs

from oshj_core.journal.status import LessonStatus
from oshj_core.kyrgyz import format_date, format_number
from oshj_portal.i18n import _, translatable
from oshj_portal.journal.grid import COMPUTED, LETTER, POINTS, TOTAL, WORK, Column
from oshj_portal.journal.substitutes import taken_lessons
from oshj_portal.structure.titles import LESSON_KINDS, LESSON_KINDS_SHORT

if TYPE_CHECKING:
    from pyramid.request import Request

    from oshj_portal.resources import JournalResource

TAKEN_SIGN = "⇄"
"""Beside the kind of a lesson that a substitute held."""

WITHDRAWN_SIGN = "✕"
"""Beside the kind of a lesson that was withdrawn."""

STATUS_SIGNS = {
    LessonStatus.NOT_STARTED: "○",
    LessonStatus.OPEN: "●",
    LessonStatus.FILLED: "✓",
    LessonStatus.OVERDUE: "!",
}
STATUS_TITLES = {
    LessonStatus.NOT_STARTED: _("not started"),
    LessonStatus.OPEN: _("open"),
    LessonStatus.FILLED: _("filled in"),
    LessonStatus.OVERDUE: _("overdue"),
}
STATUS_KINDS = {
    LessonStatus.NOT_STARTED: "",
    LessonStatus.OPEN: "info",
    LessonStatus.FILLED: "good",
    LessonStatus.OVERDUE: "bad",
}


def status_marks(request: Request) -> dict[LessonStatus, str]:
    """The mark of each status as HTML, made once for all heads of a page."""
    translate = request.localizer.translate
    return {
        status: f'<i class="{" ".join(filter(None, ("st", STATUS_KINDS[status])))}"'
        f' data-status="{status.value}" title="{escape(translate(title))}">'
        f"{STATUS_SIGNS[status]}</i>"
        for status, title in STATUS_TITLES.items()
    }


@attrs.frozen
class Head:
    """The head of a column: two short lines, the long name, a link, the column's style and the
    attributes the grid's module reads."""

    top: str
    note: str
    label: str
    href: str | None
    style: str
    status: LessonStatus | None
    data: dict[str, str]


class Headings:
    """Makes heads in the language of a request."""

    def __init__(self, request: Request, context: JournalResource) -> None:
        self.translate = translate = request.localizer.translate
        self.kinds = {kind: translate(title) for kind, title in LESSON_KINDS.items()}
        self.short = {kind: translate(title) for kind, title in LESSON_KINDS_SHORT.items()}
        self.language = request.locale_name
        self.base = request.resource_path(context)
        self.taken = taken_lessons(context, request)

    def head(self, column: Column) -> Head:
        """The head of a column."""
        if column.lesson is not None:
            top, note, label = self._lesson(column)
        elif column.component is not None:
            top, note, label = self._component(column)
        elif column.kind == TOTAL:
            top, note = self.translate(_("Total")), ""
            label = top
        else:
            top, note = self.translate(_("Mark")), ""
            label = self.translate(_("Letter of the total"))
        href = f"{self.base}{column.sheet}/" if column.sheet else None
        return Head(top, note, label, href, style(column), column.status, self._data(column))

    def _lesson(self, column: Column) -> tuple[str, str, str]:
        lesson = column.lesson
        assert lesson is not None
        parts = [
            format_date(lesson.date),
            self.kinds[lesson.kind],
        ]
        note = self.short[lesson.kind]
        if lesson.subgroup:
            subgroup = _("Subgroup ${number}", mapping={"number": lesson.subgroup})
            parts.append(self.translate(subgroup))
            note = f"{note} {lesson.subgroup}"
        if lesson.id in self.taken:
            parts.append(self.taken[lesson.id])
            note = f"{note} {TAKEN_SIGN}"
        if lesson.withdrawn is not None:
            parts.append(self.translate(_("withdrawn")))
            note = f"{note} {WITHDRAWN_SIGN}"
        if column.work is not None:
            work = self.translate(translatable(column.work))
            parts.append(work)
            if column.kind == WORK:
                note = work
        return f"{lesson.date:%d.%m}", note, ", ".join(parts)

    def _component(self, column: Column) -> tuple[str, str, str]:
        component = column.component
        assert component is not None
        maximum = format_number(component.maximum.normalize())
        return component.short[self.language], maximum, component.title[self.language]

    def _data(self, column: Column) -> dict[str, str]:
        data = {"k": column.kind}
        if column.sheet:
            data["s"] = column.sheet
            data["f"] = str(int(column.field))
        if column.editable:
            data["e"] = "1"
        if column.has_work:
            data["w"] = "1"
        if column.lock is not None:
            data["l"] = str(column.lock)
        if column.component is not None and column.kind == POINTS:
            data["max"] = str(column.component.maximum)
        return {f"data-{name}": value for name, value in data.items()}


def style(column: Column) -> str:
    """The style of a column: given once, on its ``col``, never on its cells."""
    names = []
    if column.lesson is not None and column.lesson.withdrawn is not None:
        names.append("withdrawn")
    if column.lock is not None:
        names.append("locked")
    if column.today:
        names.append("today")
    if column.kind in (POINTS, COMPUTED):
        names.append("m")
    if column.kind in (TOTAL, LETTER):
        names.append("sum")
    return " ".join(names)
