"""The log of a sheet as lines that people read: who, when, before and after, by hand or scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.cell_text import write_cell
from oshj_core.journal import lesson_works
from oshj_core.register import EntryKind, Field, history
from oshj_core.text import text
from oshj_core.work_kinds import WORK_KINDS
from oshj_portal.i18n import _, translatable
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.resources import LessonResource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyramid.request import Request

    from oshj_core.register import Change, Entry
    from oshj_portal.journal.cells_api import Sheet

FACT_TITLES = {
    "topic": _("Topic of the lesson"),
    "works": _("Kinds of work"),
    "task": _("Task for independent work"),
    "opened": _("Lesson opened"),
}
HOW = {
    EntryKind.CELLS: _("by hand"),
    EntryKind.SCAN: _("check-in by QR code"),
    EntryKind.FACTS: _("by hand"),
    EntryKind.PUBLISH: _("publication"),
}


@attrs.frozen
class Line:
    """One change.  ``at`` is in milliseconds since the epoch."""

    at: int
    when: str
    who: str
    student: str
    field: object
    before: str
    after: str
    how: object
    reason: str


class Changes:
    """Reads the log of a lesson or a control for a request."""

    def __init__(self, context: Sheet, request: Request) -> None:
        self.context = context
        self.request = request
        self.journal = context.journal
        self.entries = self.journal.register.log(context.__name__)
        self.zone = request.act.at.tzinfo
        self._names: dict[str, str] = {}

    def of_cell(self, slot: int, field: int) -> list[Line]:
        """The changes of one cell, newest first."""
        return self._newest_first(self._lines((slot, field)))

    def all(self) -> list[Line]:
        """The changes of the whole sheet, newest first."""
        places: dict[tuple[int, int] | str, None] = {}
        for entry in self.entries:
            places.update(dict.fromkeys((cell.slot, cell.field) for cell in entry))
            places.update(dict.fromkeys(name for name, _value in entry.facts))
        lines = [line for place in places for line in self._lines(place)]
        lines.extend(self._publications())
        return self._newest_first(lines)

    def _newest_first(self, lines: Iterable[Line]) -> list[Line]:
        return sorted(lines, key=lambda line: line.at, reverse=True)

    def _lines(self, place: tuple[int, int] | str) -> Iterator[Line]:
        for change in history(self.entries, place):
            if isinstance(place, str):
                yield self._line(
                    change.entry,
                    "",
                    FACT_TITLES.get(place, place),
                    self._fact(place, change.before),
                    self._fact(place, change.after),
                )
            else:
                yield self._cell_line(place, change)

    def _cell_line(self, place: tuple[int, int], change: Change) -> Line:
        slot, field = place
        before, after = (
            write_cell(field, value) if isinstance(value, int) else ""
            for value in (change.before, change.after)
        )
        return self._line(change.entry, self._student(slot), self.field_title(field), before, after)

    def _publications(self) -> Iterator[Line]:
        for entry in self.entries:
            if entry.kind is EntryKind.PUBLISH:
                yield self._line(entry, "", _("Publication of the total"), "", "✓")

    def _line(self, entry: Entry, student: str, field: object, before: str, after: str) -> Line:
        return Line(
            entry.at,
            moment(entry.at, self.zone),
            self._person(entry.actor),
            student,
            field,
            before,
            after,
            HOW[entry.kind],
            entry.reason,
        )

    def _fact(self, name: str, value: object) -> str:
        if value is None:
            return ""
        if name != "works":
            return str(value)
        translate = self.request.localizer.translate
        kinds = (WORK_KINDS.get(work) for work in str(value).split())
        return ", ".join(translate(translatable(kind.title)) for kind in kinds if kind)

    def field_title(self, field: int) -> object:
        """What the field is called now."""
        if not isinstance(self.context, LessonResource):
            return _("Points")
        if field == Field.ATTENDANCE:
            return _("Attendance")
        works = lesson_works(self.journal.state(self.context.lesson))
        number = field - Field.FIRST_WORK
        known = WORK_KINDS.get(works[number]) if number < len(works) else None
        return translatable(known.title if known else text("Mark"))

    def _student(self, slot: int) -> str:
        roster = self.journal.register.roster()
        if slot >= len(roster):
            return str(slot)
        student = self.journal.university.students.find(roster[slot].student)
        return roster[slot].student if student is None else student.name.full

    def _person(self, identifier: str) -> str:
        if identifier not in self._names:
            self._names[identifier] = person_name(self.request.site, identifier)
        return self._names[identifier]
