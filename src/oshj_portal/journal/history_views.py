"""The pages that tell how a journal came to say what it says (1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from pyramid.renderers import render_to_response
from pyramid.view import view_config

from oshj_core.errors import Invalid
from oshj_core.register import WITHDRAWN, EntryKind
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_portal.audit.titles import ACTION_TITLES
from oshj_portal.errors.views import wants_json
from oshj_portal.i18n import _
from oshj_portal.journal.changes import HOW, Changes, Line
from oshj_portal.journal.grid_views import slot_of
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.resources import ControlResource, JournalResource, LessonResource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request
    from pyramid.response import Response

    from oshj_portal.journal.cells_api import Sheet

SHOWN = 500


@view_config(
    context=LessonResource,
    name="history",
    request_method="GET",
    permission=Permission.VIEW_HISTORY.value,
    renderer="templates/history.pt",
)
@view_config(
    context=ControlResource,
    name="history",
    request_method="GET",
    permission=Permission.VIEW_HISTORY.value,
    renderer="templates/history.pt",
)
def show_history(context: Sheet, request: Request) -> dict[str, object] | Response:
    """The changes of a sheet, or with ``slot`` and ``field`` of one cell; JSON for the grid."""
    changes = Changes(context, request)
    if "slot" in request.params:
        slot = slot_of(context.__parent__, request.params["slot"])
        lines = changes.of_cell(slot, _field(request.params.get("field", "")))
    else:
        lines = changes.all()
    if wants_json(request):
        return render_to_response("json", {"changes": _values(request, lines)}, request=request)
    return {
        "title": context.title,
        "subject": context.__parent__.title,
        "group": context.journal.register.group,
        "lines": lines[:SHOWN],
        "more": len(lines) > SHOWN,
        "back": request.resource_path(context),
    }


def _field(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3):
        raise Invalid(text("There is no such field."), place="field")
    return int(typed)


def _values(request: Request, lines: list[Line]) -> list[dict[str, object]]:
    translate = request.localizer.translate
    return [
        {**attrs.asdict(line), "how": translate(line.how), "field": translate(line.field)}
        for line in lines[:SHOWN]
    ]


@attrs.frozen
class JournalLine:
    """One act in a journal: when, who, where with a link, and what was done."""

    at: int
    when: str
    who: str
    place: object
    href: str | None
    what: object
    note: str


@view_config(
    context=JournalResource,
    name="history",
    request_method="GET",
    permission=Permission.VIEW_HISTORY.value,
    renderer="templates/journal_history.pt",
)
def show_journal_history(context: JournalResource, request: Request) -> dict[str, object]:
    """The latest acts in all sheets of the journal, and what was done with it as a whole."""
    context.register.load_all()
    acts = [*_acts(context, request), *_events(context, request)]
    acts.sort(key=lambda line: line.at, reverse=True)
    return {
        "subject": context.title,
        "group": context.register.group,
        "lines": acts[:SHOWN],
        "more": len(acts) > SHOWN,
    }


def _acts(context: JournalResource, request: Request) -> Iterator[JournalLine]:
    zone = request.act.at.tzinfo
    language = request.locale_name
    lessons = (*context.register.lessons(), *context.register.withdrawn())
    sheets = [(one.id, f"{one.date:%d.%m.%Y}") for one in lessons]
    sheets += [(one.id, one.title[language]) for one in context.journal.controls]
    for sheet, title in sheets:
        href = request.resource_path(context, sheet, "history")
        for entry in context.register.log(sheet):
            if entry.kind in (EntryKind.CELLS, EntryKind.SCAN):
                what: object = _("cells: ${count}", mapping={"count": sum(1 for _cell in entry)})
            elif entry.kind is EntryKind.PUBLISH:
                what = _("Publication of the total")
            elif (WITHDRAWN, "1") in entry.facts:
                what = _("The lesson was withdrawn.")
            else:
                what = _("Topic, kinds of work, task")
            note = request.localizer.translate(HOW[entry.kind])
            yield JournalLine(
                entry.at,
                moment(entry.at, zone),
                person_name(request.site, entry.actor),
                title,
                href,
                what,
                ", ".join(part for part in (note, entry.reason) if part),
            )


def _events(context: JournalResource, request: Request) -> Iterator[JournalLine]:
    zone = request.act.at.tzinfo
    for event in request.site.audit.about(f"journal:{context.register.id}"):
        yield JournalLine(
            event.at,
            moment(event.at, zone),
            person_name(request.site, event.actor),
            _("Journal"),
            None,
            ACTION_TITLES.get(event.action, event.action),
            event.after,
        )
