"""The timetable from a workbook: upload, what would change and clash, apply (3.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import colander
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.academic_calendar.teaching import widest
from oshj_core.errors import Invalid
from oshj_core.issuing import MAX_REASON
from oshj_core.kyrgyz import format_date, normalise
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_core.timetable import ResourceKind, Weeks
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, Upload
from oshj_portal.forms.widgets import UploadWidget
from oshj_portal.i18n import _
from oshj_portal.lists.import_pages import ImportPages, import_titles
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.lists.template import CONTENT_TYPE
from oshj_portal.timetable.import_work import APPLY, CHECK, SHOWN, since_of
from oshj_portal.timetable.lines import Lines
from oshj_portal.timetable.lookup import nearest_semester
from oshj_portal.timetable.places import TimetablePlace
from oshj_portal.timetable.words import CLASH_TITLES, NUMBER_TITLE, WEEKS
from oshj_portal.timetable.workbook import FILE_NAME, make_workbook


class UploadTimetable(BaseSchema):
    """The workbook to be checked."""

    file = colander.SchemaNode(
        Upload(max_megabytes=MAX_MEGABYTES),
        title=_("File"),
        description=_("The XLSX workbook of the timetable, or a ZIP of CSV files."),
        widget=UploadWidget(accept=".xlsx,.zip"),
    )
    since = colander.SchemaNode(
        KyrgyzDate(),
        title=_("From which day on"),
        description=_("Lessons before this day stay as they are, whatever the file says of them."),
    )


def first_day(request) -> date:
    """The day from which a new timetable is held, unless somebody says another: the next
    Monday, today if it is one; the first of the semester before it begins."""
    today = request.act.today
    monday = today + timedelta(-today.weekday() % 7)
    semester = nearest_semester(request.site, today)
    if semester is None:
        return monday
    starts = widest(request.site.university, semester.id).starts
    return starts if today < starts else monday


@view_config(
    name="import", request_method="GET", renderer="templates/import.pt", attr="show_upload"
)
@view_config(name="import", request_method="POST", renderer="templates/import.pt", attr="upload")
@view_config(
    name="import-job", request_method="GET", renderer="templates/import_job.pt", attr="show_job"
)
@view_config(name="import-progress", request_method="GET", renderer="json", attr="progress")
@view_config(name="import-apply", request_method="POST", attr="apply")
@view_defaults(context=TimetablePlace, permission=Permission.EDIT_TIMETABLE.value)
class TimetableImportPages(ImportPages):
    """The import of the timetable, and its workbook."""

    titles = import_titles(CHECK, APPLY)
    start = "import"
    schema = UploadTimetable
    check, application = CHECK, APPLY

    def form(self, **kw):
        return super().form(values={"since": first_day(self.request)}, **kw)

    def parameters(self, values):
        return {"since": values["since"].isoformat()}

    def upload_page(self, form):
        return {**super().upload_page(form), "workbook_href": self.path("workbook")}

    def job_page(self, job):
        values = super().job_page(job)
        found = values["summary"] or {}
        clashes = [self.clash(one) for one in found.get("clashes", ())]
        since = format_date(since_of(job))
        dropped = [self.dropped(one) for one in found.get("dropped", ())]
        return {**values, "clashes": clashes, "dropped": dropped, "shown": SHOWN, "since": since}

    def decisions(self, found):
        """Why what clashes is to stand (``despite``), and that what hangs on days that are gone
        is dropped (``dropping``)."""
        despite = normalise(self.request.POST.get("despite", ""))[:MAX_REASON]
        if found["clash_count"] and not despite:
            raise Invalid(
                text("There are clashes: ${count}", count=found["clash_count"]),
                place="despite",
                clause="3.2",
                advice=text("Correct the file, or say why both are to stand."),
            )
        if found["drop_count"] and not self.request.POST.get("dropping"):
            raise Invalid(
                text(
                    "Days with a change or a substitute are dropped: ${count}",
                    count=found["drop_count"],
                ),
                place="dropping",
                clause="3.2",
                advice=text("See which they are, and say that they are dropped."),
            )
        return {"despite": despite} | ({"dropping": "1"} if found["drop_count"] else {})

    def dropped(self, one: dict[str, Any]) -> dict[str, Any]:
        """A day that is gone, with names for codes."""
        lines = Lines(self.request)
        university = self.request.site.university
        subject = university.assignments.get(one["assignment"]).subject
        return {
            **one,
            "subject": university.subjects.get(subject).name,
            "substitutes": [lines.name(person) for person in one["substitutes"]],
        }

    def clash(self, one: dict[str, Any]) -> dict[str, Any]:
        """A stored clash with names for codes."""
        lines = Lines(self.request)
        university = self.request.site.university
        kind = ResourceKind(one["kind"])
        name = lines.name(one["id"]) if kind is ResourceKind.TEACHER else one["id"]
        parties = []
        for party in one["parties"]:
            subject = university.assignments.get(party["assignment"]).subject
            stored = self.request.site.timetable.find(party["id"]) is not None
            parties.append(
                {
                    **party,
                    "subject": university.subjects.get(subject).name,
                    "teacher": lines.name(party["teacher"]),
                    "groups": [{"name": group} for group in party["groups"]],
                    "weeks": WEEKS[Weeks(party["weeks"])] if party["weeks"] else "",
                    "href": lines.lesson_path(party["id"]) if stored else None,
                }
            )
        return {
            **one,
            "title": NUMBER_TITLE if one.get("slot") else CLASH_TITLES[kind],
            "name": ", ".join(filter(None, (one["building"], name))),
            "parties": parties,
        }

    @view_config(name="workbook", request_method="GET")
    def workbook(self):
        """The timetable of the present semester, to be filled in or changed."""
        site = self.request.site
        semester = nearest_semester(site, self.request.act.today)
        content = make_workbook(
            site, semester.id if semester else "", self.request.localizer.translate
        )
        response = Response(content, content_type=CONTENT_TYPE)
        response.content_disposition = f'attachment; filename="{FILE_NAME}"'
        return response
