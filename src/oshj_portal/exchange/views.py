"""Exchange with other programs in the control panel: files in with a diff, files out."""

from __future__ import annotations

import colander
from deform import Button, ValidationFailure
from deform.widget import SelectWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.errors import Invalid, NotFound
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
from oshj_portal.lists import summary
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.lists.views import LATEST, STATE_TITLES
from oshj_portal.moments import moment
from oshj_portal.resources import Control
from oshj_portal.store.jobs import DONE, FAILED, QUEUED, RUNNING, StoredJob

KIND_TITLES = {
    CHECK: _("Check of a file"),
    APPLY: _("Application of a file"),
    WRITE: _("Writing of a file"),
}
_UPLOAD_AGAIN: Text = text("The checked file is no longer kept. Upload it again.")
_GONE: Text = text("The file is no longer kept. Write it again.")


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


@view_defaults(context=Control, permission=Permission.IMPORT_LISTS.value)
class ExchangePages:
    """The pages of the exchange; each check, application and writing is a job, ``?id=``."""

    def __init__(self, context, request) -> None:
        self.context = context
        self.request = request

    def path(self, view: str, job: StoredJob | None = None) -> str:
        """The address of a page."""
        query = {"query": {"id": job.id}} if job is not None else {}
        return self.request.resource_path(self.context, view, **query)

    def read_form(self):
        """The form of files that come in."""
        return make_form(
            self.request,
            ReadSchema(),
            action=self.path("exchange"),
            buttons=(Button("check", _("Check the file")),),
            formid="exchange-read",
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

    def job(self, *kinds: str) -> StoredJob:
        """The job the request names, if it is of one of those kinds."""
        identifier = self.request.params.get("id", "")
        job = self.request.site.jobs.get(identifier)
        if job is None or job.kind not in (kinds or KIND_TITLES):
            raise NotFound("exchange", identifier)
        if job.state in (QUEUED, RUNNING):
            # After a crash nobody else would take the job up again.
            self.request.registry.job_worker.wake()
        return job

    @view_config(name="exchange", request_method="GET", renderer="templates/exchange.pt")
    def show(self):
        return self.page(self.read_form(), self.write_form())

    def page(self, read_form, write_form):
        """The values of the page with those forms."""
        request = self.request
        formats = [one.format for one in offered(request.site, request.registry)]
        jobs = [job for job in request.site.jobs.values() if job.kind in KIND_TITLES]
        jobs.sort(key=lambda job: job.at, reverse=True)
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
            "jobs": [
                {
                    "href": self.path("exchange-job", job),
                    "at": self.when(job),
                    "kind": KIND_TITLES[job.kind],
                    "file": job.parameters["file"],
                    "by": job.started_by,
                    "state": STATE_TITLES[job.state],
                }
                for job in jobs[:LATEST]
            ],
        }

    def when(self, job: StoredJob) -> str:
        """When the job was started."""
        return moment(job.at, self.request.clock.now().tzinfo)

    @view_config(name="exchange", request_method="POST", renderer="templates/exchange.pt")
    def check(self):
        form = self.read_form()
        try:
            values = form.validate_post(self.request)
        except ValidationFailure:
            self.request.response.status_int = 422
            return self.page(form, self.write_form())
        uploaded = values["file"]
        parameters = {
            "file": uploaded.filename,
            "format": values["format"],
            "semester": values["semester"],
        }
        job = start_job(self.request, CHECK, parameters, uploaded.content)
        return HTTPSeeOther(self.path("exchange-job", job))

    @view_config(name="exchange-write", request_method="POST", renderer="templates/exchange.pt")
    def write(self):
        form = self.write_form()
        try:
            values = form.validate_post(self.request)
        except ValidationFailure:
            self.request.response.status_int = 422
            return self.page(self.read_form(), form)
        one = find(self.request.site, self.request.registry, values["format"]).format
        name = file_name(one, f"{self.request.clock.now():%Y-%m-%d}")
        job = start_job(self.request, WRITE, {**values, "file": name})
        return HTTPSeeOther(self.path("exchange-job", job))

    @view_config(name="exchange-job", request_method="GET", renderer="templates/job.pt")
    def show_job(self):
        job = self.job()
        found = summary.read(job.result) if job.state == DONE else {}
        checked = found if job.kind != WRITE else {}
        return {
            "kind": KIND_TITLES[job.kind],
            "file": job.parameters["file"],
            "at": self.when(job),
            "by": job.started_by,
            "running": job.state in (QUEUED, RUNNING),
            "state": STATE_TITLES[job.state],
            "failure": self.words(job.message) if job.message else None,
            "summary": checked or None,
            "applied": job.kind == APPLY and job.state == DONE,
            "may_apply": bool(job.kind == CHECK and job.has_file and checked.get("change_count")),
            "id": job.id,
            "digest": checked.get("digest", ""),
            "apply_href": self.path("exchange-apply"),
            "job_href": self.path("exchange-job", job),
            "progress_href": self.path("exchange-progress", job),
            "upload_href": self.path("exchange"),
            "file_href": self.path("exchange-file", job)
            if job.kind == WRITE and job.state == DONE and job.has_file
            else None,
            "written": job.kind == WRITE and job.state == DONE,
            "shown": summary.SHOWN,
            "words": self.words,
            "done": job.progress.done,
            "total": job.progress.total,
        }

    def words(self, dumped) -> str:
        """A stored text in the reader's language."""
        return self.request.localizer.translate(translatable(summary.load_text(dumped)))

    @view_config(name="exchange-progress", request_method="GET", renderer="json")
    def progress(self):
        job = self.job()
        return {
            "finished": job.state in (DONE, FAILED),
            "state": self.request.localizer.translate(STATE_TITLES[job.state]),
            "done": job.progress.done,
            "total": job.progress.total,
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

    @view_config(name="exchange-apply", request_method="POST")
    def apply(self):
        check = self.job(CHECK)
        started = self.request.site.jobs.get(check.parameters.get("applied_by", ""))
        if started is not None and started.state != FAILED:
            # Sent twice: the second click leads to what the first one started.
            return HTTPSeeOther(self.path("exchange-job", started))
        digest = self.request.POST.get("digest", "")
        if not check.has_file or check.state != DONE or digest != _digest(check):
            raise Invalid(_UPLOAD_AGAIN, place="file")
        job = start_job(
            self.request,
            APPLY,
            {
                "file": check.parameters["file"],
                "format": check.parameters["format"],
                "check": check.id,
                "digest": digest,
            },
        )
        check.parameters = {**check.parameters, "applied_by": job.id}
        return HTTPSeeOther(self.path("exchange-job", job))


def _digest(check: StoredJob) -> str:
    return summary.read(check.result).get("digest", "")
