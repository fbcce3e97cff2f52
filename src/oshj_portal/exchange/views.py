"""Exchange with other programs in the control panel: files in with a diff, files out."""

from __future__ import annotations

from typing import Any

import colander
from deform import Button, ValidationFailure
from deform.widget import SelectWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.errors import Invalid
from oshj_core.roles import Permission
from oshj_core.text import Text, text
from oshj_portal.exchange.files import file_name
from oshj_portal.exchange.offered import find, offered
from oshj_portal.exchange.work import APPLY, CHECK, WRITE
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import Upload
from oshj_portal.forms.widgets import UploadWidget
from oshj_portal.i18n import _, translatable
from oshj_portal.jobs.starting import start_job
from oshj_portal.lists.import_pages import ImportPages, import_titles
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.resources import Control
from oshj_portal.store.jobs import DONE

_GONE: Text = text("The file is no longer kept. Write it again.")
PAGE = "templates/exchange.pt"


def _choices(request, node) -> list[tuple[str, object]]:
    """What can be chosen in a field."""
    if node.name == "semester":
        codes = sorted((one.id for one in request.site.university.semesters), reverse=True)
        return [("", _("All semesters")), *((code, code) for code in codes)]
    return [
        (one.format.id, translatable(one.format.title))
        for one in offered(request.site, request.registry)
        if getattr(one.format, node.direction) is not None
    ]


@colander.deferred
def _select(node, kw):
    return SelectWidget(values=_choices(kw["request"], node))


@colander.deferred
def _one_of_them(node, kw):
    return colander.OneOf([value for value, _title in _choices(kw["request"], node)])


def _format_node(direction: str) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        name="format",
        title=_("Format"),
        widget=_select,
        validator=_one_of_them,
        direction=direction,
    )


def _semester_node() -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        name="semester",
        title=_("Semester"),
        widget=_select,
        validator=_one_of_them,
        missing="",
    )


class ReadSchema(BaseSchema):
    """The files to be checked."""

    format = _format_node("reads")
    semester = _semester_node()
    file = colander.SchemaNode(
        Upload(max_megabytes=MAX_MEGABYTES),
        title=_("File"),
        description=_("One file of the format, or a ZIP of its files."),
        widget=UploadWidget(),
    )


class WriteSchema(BaseSchema):
    """What is to be written."""

    format = _format_node("writes")
    semester = _semester_node()


@view_config(name="exchange", request_method="GET", renderer=PAGE, attr="show_upload")
@view_config(name="exchange", request_method="POST", renderer=PAGE, attr="upload")
@view_config(
    name="exchange-job", request_method="GET", renderer="templates/job.pt", attr="show_job"
)
@view_config(name="exchange-progress", request_method="GET", renderer="json", attr="progress")
@view_config(name="exchange-apply", request_method="POST", attr="apply")
@view_defaults(context=Control, permission=Permission.IMPORT_LISTS.value)
class ExchangePages(ImportPages):
    """The pages of the exchange: what is read is an import, writing is one more kind of job."""

    titles = import_titles(CHECK, APPLY) | {WRITE: _("Writing of a file")}
    what = "exchange"
    start = "exchange"
    schema = ReadSchema
    check, application = CHECK, APPLY

    def form(self, **kw: Any):
        """The form of files that come in."""
        return make_form(
            self.request,
            ReadSchema(),
            action=self.path("exchange"),
            buttons=(Button("check", _("Check the file")),),
            formid="exchange-read",
            **kw,
        )

    def write_form(self):
        """The form of files that go out."""
        return make_form(
            self.request,
            WriteSchema(),
            action=self.path("exchange-write"),
            buttons=(Button("write", _("Write the file")),),
            formid="exchange-write",
        )

    def upload_page(self, form):
        return self.page(form, self.write_form())

    def page(self, read_form, write_form):
        """The values of the page with those forms."""
        request = self.request
        formats = [one.format for one in offered(request.site, request.registry)]
        return {
            "formats": [
                {
                    "title": translatable(one.title),
                    "reads": one.reads and translatable(one.reads),
                    "writes": one.writes and translatable(one.writes),
                }
                for one in formats
            ],
            "read_form": read_form.render() if any(one.reads for one in formats) else None,
            "write_form": write_form.render() if any(one.writes for one in formats) else None,
            "plugins_href": self.path("plugins")
            if request.has_permission(Permission.MANAGE_SETTINGS.value)
            else None,
            "jobs": self.latest(),
        }

    @view_config(name="exchange-write", request_method="POST", renderer=PAGE)
    def write(self):
        form = self.write_form()
        try:
            values = form.validate_post(self.request)
        except ValidationFailure:
            self.request.response.status_int = 422
            return self.page(self.form(), form)
        one = find(self.request.site, self.request.registry, values["format"]).format
        name = file_name(one, f"{self.request.clock.now():%Y-%m-%d}")
        job = start_job(self.request, WRITE, {**values, "file": name})
        return HTTPSeeOther(self.job_path(job))

    def job_page(self, job):
        written = job.kind == WRITE and job.state == DONE
        values = super().job_page(job)
        return {
            **values,
            "summary": None if job.kind == WRITE else values["summary"],
            "written": written,
            "file_href": self.path("exchange-file", job) if written and job.has_file else None,
        }

    @view_config(name="exchange-file", request_method="GET")
    def file(self):
        job = self.job(WRITE)
        if job.state != DONE or not job.has_file:
            raise Invalid(_GONE, place="file")
        response = Response(b"".join(job.file_chunks()), content_type="application/octet-stream")
        response.content_disposition = f'attachment; filename="{job.parameters["file"]}"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response
