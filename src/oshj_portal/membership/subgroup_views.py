"""Dividing a group into subgroups: by hand, by the alphabet, from a workbook (3.2)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import attrs
from openpyxl import Workbook
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date, normalise, parse_date, sort_key
from oshj_core.lists import Problems
from oshj_core.membership import SUBGROUP_COLUMNS, by_alphabet, read_subgroups
from oshj_core.membership.moving import MOST_SUBGROUPS
from oshj_core.membership.splitting import HEADING
from oshj_core.roles import Permission
from oshj_core.text import Text, text
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.lists.reading import open_stream
from oshj_portal.lists.template import CONTENT_TYPE
from oshj_portal.lists.workbook import text_cell
from oshj_portal.membership.words import moving, tell_published
from oshj_portal.resources import GroupResource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyramid.request import Request

    from oshj_core.people import Student
    from oshj_core.timetable import WeeklyLesson

RENDERER = "templates/subgroups.pt"
COUNTS = (0, *range(2, MOST_SUBGROUPS + 1))


@attrs.define
class Split:
    """What the page shows: a proposal, and what is wrong with it."""

    count: int
    parts: Mapping[str, int]
    day: str
    reason: str = ""
    problem: Text | None = None
    problems: Problems | None = None
    proposed: bool = False
    published: int = 0


def _students(context: GroupResource, request: Request) -> list[Student]:
    found = request.site.university.students_of(context.group.id)
    return sorted((one for one in found if one.active), key=lambda one: sort_key(one.name.full))


def _page(context: GroupResource, request: Request, split: Split) -> dict[str, Any]:
    return {
        "group": context.group,
        "split": split,
        "counts": COUNTS,
        "numbers": range(1, split.count + 1),
        "students": [
            {
                "id": one.id,
                "name": one.name.full,
                "now": one.subgroup,
                "part": split.parts.get(one.id, 0),
            }
            for one in _students(context, request)
        ],
        "path": request.resource_path(context),
    }


@view_config(
    context=GroupResource,
    name="subgroups",
    request_method="GET",
    permission=Permission.EDIT_LOAD.value,
    renderer=RENDERER,
)
def show_subgroups(context: GroupResource, request: Request) -> dict[str, Any]:
    """The subgroups as they are; ``?count=`` proposes parts of the alphabet."""
    students = _students(context, request)
    today = format_date(request.act.today)
    asked = request.params.get("count", "")
    if asked in map(str, COUNTS):
        count = int(asked)
        parts = by_alphabet(students, count) if count else {}
        return _page(context, request, Split(count, parts, today, proposed=True))
    parts = {one.id: one.subgroup for one in students}
    return _page(context, request, Split(context.group.subgroups, parts, today))


@view_config(
    context=GroupResource,
    name="subgroups",
    request_method="POST",
    permission=Permission.EDIT_LOAD.value,
    renderer=RENDERER,
)
def store_subgroups(context: GroupResource, request: Request) -> dict[str, Any] | Response:
    """Divide the group as the form says."""
    posted = request.POST
    students = _students(context, request)
    parts = {one.id: _number(posted.get(f"part-{one.id}", "")) for one in students}
    split = Split(
        _number(posted.get("count", "")),
        parts,
        posted.get("day", "")[:20],
        normalise(posted.get("reason", "")[:300]),
        proposed=True,
    )
    try:
        day = parse_date(split.day, place="day")
        work = moving(request)
        published = len(work.published_by_split(context.group.id, parts, day))
        if published and not posted.get("confirmed"):
            split.published = published
            request.response.status_int = 422
            return _page(context, request, split)
        moved = work.split(
            context.group.id,
            parts,
            split.count,
            day,
            split.reason,
            lessons=_lessons(context, request),
        )
    except Invalid as refusal:
        names = {one.id: one.name.full for one in students}
        split.problem = refusal.text
        if refusal.place in names:
            split.problem = text(
                "${name}: ${reason}", name=names[refusal.place], reason=refusal.text
            )
        request.response.status_int = 422
        return _page(context, request, split)
    flash(request, _("Students with another subgroup: ${count}", mapping={"count": moved}))
    tell_published(request, published)
    return HTTPSeeOther(request.resource_path(context, "members"))


def _lessons(context: GroupResource, request: Request) -> Iterator[WeeklyLesson]:
    for semester in request.site.university.semesters:
        yield from request.site.timetable.of_group(semester.id, context.group.id)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0


@view_config(
    context=GroupResource,
    name="subgroups-file",
    request_method="POST",
    permission=Permission.EDIT_LOAD.value,
    renderer=RENDERER,
)
def read_file(context: GroupResource, request: Request) -> dict[str, Any]:
    """What a workbook proposes; it is shown, and stored by the form below it."""
    students = _students(context, request)
    now = {one.id: one.subgroup for one in students}
    split = Split(context.group.subgroups, now, format_date(request.act.today))
    uploaded = request.POST.get("file")
    try:
        if not hasattr(uploaded, "file"):
            raise Invalid(text("Choose a file first."), place="file")
        with open_stream(uploaded.file) as sheets:
            found = read_subgroups(sheets, students)
    except Invalid as refusal:
        split.problem = refusal.text
        request.response.status_int = 422
        return _page(context, request, split)
    if isinstance(found, Problems):
        split.problems = found
        request.response.status_int = 422
    else:
        split.parts, split.count = found, max(found.values(), default=0)
        split.proposed = True
    return _page(context, request, split)


@view_config(
    context=GroupResource,
    name="subgroups.xlsx",
    request_method="GET",
    permission=Permission.EDIT_LOAD.value,
)
def template(context: GroupResource, request: Request) -> Response:
    """The list of the group as a workbook to fill in."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(HEADING)
    sheet.append([column.heading for column in SUBGROUP_COLUMNS])
    for student in _students(context, request):
        sheet.append([text_cell(sheet, column.write(student)) for column in SUBGROUP_COLUMNS])
    target = BytesIO()
    book.save(target)
    response = Response(target.getvalue(), content_type=CONTENT_TYPE)
    response.content_disposition = 'attachment; filename="subgroups.xlsx"'
    return response
