"""Lists from a spreadsheet in the control panel: upload, what would change, apply."""

from __future__ import annotations

import colander
from deform import Button, ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.errors import Invalid, NotFound
from oshj_core.roles import Permission
from oshj_core.text import Text, text
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import Upload
from oshj_portal.forms.widgets import UploadWidget
from oshj_portal.i18n import _, translatable
from oshj_portal.jobs.starting import start_job
from oshj_portal.lists import csv_template, summary
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.lists.template import CONTENT_TYPE, FILE_NAME, make_template
from oshj_portal.lists.work import APPLY, CHECK
from oshj_portal.moments import moment
from oshj_portal.resources import Control
from oshj_portal.store.jobs import DONE, FAILED, QUEUED, RUNNING, StoredJob

LATEST = 10
STATE_TITLES = {
    QUEUED: _("waiting"),
    RUNNING: _("running"),
    DONE: _("done"),
    FAILED: _("failed"),
}
KIND_TITLES = {CHECK: _("Check of a file"), APPLY: _("Application of a file")}


class UploadSchema(BaseSchema):
    """The file to be checked."""

    file = colander.SchemaNode(
        Upload(max_megabytes=MAX_MEGABYTES),
        title=_("File"),
        description=_("An XLSX workbook made from the template, or a ZIP of CSV files."),
        widget=UploadWidget(accept=".xlsx,.zip"),
    )


@view_defaults(context=Control, permission=Permission.IMPORT_LISTS.value)
class ListsPages:
    """The pages of the import; a check and an application are jobs, found by ``?id=``."""

    def __init__(self, context, request) -> None:
        self.context = context
        self.request = request

    def path(self, view: str, job: StoredJob | None = None) -> str:
        """The address of a page."""
        query = {"query": {"id": job.id}} if job is not None else {}
        return self.request.resource_path(self.context, view, **query)

    def form(self):
        """The upload form."""
        return make_form(
            self.request,
            UploadSchema(),
            action=self.path("lists"),
            buttons=(Button("check", _("Check the file")),),
            formid="upload",
        )

    def job(self) -> StoredJob:
        """The job the request names."""
        identifier = self.request.params.get("id", "")
        job = self.request.site.jobs.get(identifier)
        if job is None or job.kind not in KIND_TITLES:
            raise NotFound("import", identifier)
        if job.state in (QUEUED, RUNNING):
            # After a crash nobody else would take the job up again.
            self.request.registry.job_worker.wake()
        return job

    @view_config(name="lists", request_method="GET", renderer="templates/upload.pt")
    def show_upload(self):
        return self.upload_page(self.form())

    def upload_page(self, form):
        """The values of the page with that form."""
        jobs = [job for job in self.request.site.jobs.values() if job.kind in KIND_TITLES]
        jobs.sort(key=lambda job: job.at, reverse=True)
        return {
            "form": form.render(),
            "template_href": self.path("lists-template"),
            "csv_template_href": self.path("lists-csv-template"),
            "jobs": [
                {
                    "href": self.path("lists-job", job),
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

    @view_config(name="lists", request_method="POST", renderer="templates/upload.pt")
    def upload(self):
        form = self.form()
        try:
            uploaded = form.validate_post(self.request)["file"]
        except ValidationFailure:
            self.request.response.status_int = 422
            return self.upload_page(form)
        job = start_job(self.request, CHECK, {"file": uploaded.filename}, uploaded.content)
        return HTTPSeeOther(self.path("lists-job", job))

    @view_config(name="lists-template", request_method="GET")
    def template(self):
        translate = self.request.localizer.translate
        response = Response(make_template(translate), content_type=CONTENT_TYPE)
        response.content_disposition = f'attachment; filename="{FILE_NAME}"'
        return response

    @view_config(name="lists-csv-template", request_method="GET")
    def csv_template(self):
        response = Response(
            csv_template.make_csv_template(), content_type=csv_template.CONTENT_TYPE
        )
        response.content_disposition = f'attachment; filename="{csv_template.FILE_NAME}"'
        return response

    @view_config(name="lists-job", request_method="GET", renderer="templates/job.pt")
    def show_job(self):
        job = self.job()
        values = {
            "kind": KIND_TITLES[job.kind],
            "file": job.parameters["file"],
            "at": self.when(job),
            "by": job.started_by,
            "running": job.state in (QUEUED, RUNNING),
            "state": STATE_TITLES[job.state],
            "failure": self.words(job.message) if job.message else None,
            "summary": None,
            "applied": job.kind == APPLY and job.state == DONE,
            "may_apply": False,
            "id": job.id,
            "digest": "",
            "apply_href": self.path("lists-apply"),
            "job_href": self.path("lists-job", job),
            "progress_href": self.path("lists-progress", job),
            "upload_href": self.path("lists"),
            "shown": summary.SHOWN,
            "words": self.words,
            "done": job.progress.done,
            "total": job.progress.total,
        }
        if job.state == DONE:
            found = summary.read(job.result)
            values["summary"] = found
            values["digest"] = found.get("digest", "")
            values["may_apply"] = bool(
                job.kind == CHECK and job.has_file and found.get("change_count")
            )
        return values

    def words(self, dumped) -> str:
        """A stored text in the reader's language."""
        return self.request.localizer.translate(translatable(summary.load_text(dumped)))

    @view_config(name="lists-progress", request_method="GET", renderer="json")
    def progress(self):
        job = self.job()
        return {
            "finished": job.state in (DONE, FAILED),
            "state": self.request.localizer.translate(STATE_TITLES[job.state]),
            "done": job.progress.done,
            "total": job.progress.total,
        }

    @view_config(name="lists-apply", request_method="POST")
    def apply(self):
        check = self.job()
        started = self.request.site.jobs.get(check.parameters.get("applied_by", ""))
        if started is not None and started.state != FAILED:
            # Sent twice: the second click leads to what the first one started.
            return HTTPSeeOther(self.path("lists-job", started))
        digest = self.request.POST.get("digest", "")
        if check.kind != CHECK or not check.has_file or digest != _digest(check):
            raise Invalid(_UPLOAD_AGAIN, place="file")
        job = start_job(
            self.request,
            APPLY,
            {"file": check.parameters["file"], "check": check.id, "digest": digest},
        )
        check.parameters = {**check.parameters, "applied_by": job.id}
        return HTTPSeeOther(self.path("lists-job", job))


_UPLOAD_AGAIN: Text = text("The checked file is no longer kept. Upload it again.")


def _digest(check: StoredJob) -> str:
    return summary.read(check.result).get("digest", "") if check.state == DONE else ""
