"""The load from a workbook in the control panel: upload, what would change, apply (3.2)."""

from __future__ import annotations

from typing import Any

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
from oshj_portal.lists import summary
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.lists.template import CONTENT_TYPE
from oshj_portal.lists.views import LATEST, STATE_TITLES
from oshj_portal.load.work import APPLY, CHECK
from oshj_portal.load.workbook import make_workbook
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.resources import Control
from oshj_portal.store.jobs import DONE, FAILED, QUEUED, RUNNING, StoredJob
from oshj_portal.timetable.lookup import nearest_semester

KIND_TITLES = {CHECK: _("Check of a file"), APPLY: _("Application of a file")}
_UPLOAD_AGAIN: Text = text("The checked file is no longer kept. Upload it again.")


class UploadLoad(BaseSchema):
    """The workbook to be checked."""

    file = colander.SchemaNode(
        Upload(max_megabytes=MAX_MEGABYTES),
        title=_("File"),
        description=_("The XLSX workbook of the load, or a ZIP with load.csv."),
        widget=UploadWidget(accept=".xlsx,.zip"),
    )


@view_defaults(context=Control, permission=Permission.EDIT_LOAD.value)
class LoadImportPages:
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
            UploadLoad(),
            action=self.path("load"),
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

    @view_config(name="load", request_method="GET", renderer="templates/upload.pt")
    def show_upload(self):
        return self.upload_page(self.form())

    def upload_page(self, form) -> dict[str, Any]:
        """The values of the page with that form."""
        jobs = [job for job in self.request.site.jobs.values() if job.kind in KIND_TITLES]
        jobs.sort(key=lambda job: job.at, reverse=True)
        return {
            "form": form.render(),
            "workbook_href": self.path("load-workbook"),
            "jobs": [
                {
                    "href": self.path("load-job", job),
                    "at": self.when(job),
                    "kind": KIND_TITLES[job.kind],
                    "file": job.parameters["file"],
                    "by": person_name(self.request.site, job.started_by),
                    "state": STATE_TITLES[job.state],
                }
                for job in jobs[:LATEST]
            ],
        }

    def when(self, job: StoredJob) -> str:
        """When the job was started."""
        return moment(job.at, self.request.clock.now().tzinfo)

    @view_config(name="load", request_method="POST", renderer="templates/upload.pt")
    def upload(self):
        form = self.form()
        try:
            uploaded = form.validate_post(self.request)["file"]
        except ValidationFailure:
            self.request.response.status_int = 422
            return self.upload_page(form)
        job = start_job(self.request, CHECK, {"file": uploaded.filename}, uploaded.content)
        return HTTPSeeOther(self.path("load-job", job))

    @view_config(name="load-workbook", request_method="GET")
    def workbook(self):
        """The load of the present semester, to be filled in or changed."""
        site = self.request.site
        semester = nearest_semester(site, self.request.act.today)
        content = make_workbook(site, semester.id if semester else "")
        response = Response(content, content_type=CONTENT_TYPE)
        response.content_disposition = 'attachment; filename="oshj-load.xlsx"'
        return response

    @view_config(name="load-job", request_method="GET", renderer="templates/job.pt")
    def show_job(self):
        job = self.job()
        found = summary.read(job.result) if job.state == DONE else None
        return {
            "kind": KIND_TITLES[job.kind],
            "file": job.parameters["file"],
            "at": self.when(job),
            "by": person_name(self.request.site, job.started_by),
            "running": job.state in (QUEUED, RUNNING),
            "state": STATE_TITLES[job.state],
            "failure": self.words(job.message) if job.message else None,
            "summary": found,
            "applied": job.kind == APPLY and job.state == DONE,
            "may_apply": bool(
                found and job.kind == CHECK and job.has_file and found.get("change_count")
            ),
            "id": job.id,
            "apply_href": self.path("load-apply"),
            "job_href": self.path("load-job", job),
            "progress_href": self.path("load-progress", job),
            "upload_href": self.path("load"),
            "shown": summary.SHOWN,
            "words": self.words,
            "done": job.progress.done,
            "total": job.progress.total,
        }

    def words(self, dumped) -> str:
        """A stored text in the reader's language."""
        return self.request.localizer.translate(translatable(summary.load_text(dumped)))

    @view_config(name="load-progress", request_method="GET", renderer="json")
    def progress(self):
        job = self.job()
        return {
            "finished": job.state in (DONE, FAILED),
            "state": self.request.localizer.translate(STATE_TITLES[job.state]),
            "done": job.progress.done,
            "total": job.progress.total,
        }

    @view_config(name="load-apply", request_method="POST")
    def apply(self):
        check = self.job()
        started = self.request.site.jobs.get(check.parameters.get("applied_by", ""))
        if started is not None and started.state != FAILED:
            # Sent twice: the second click leads to what the first one started.
            return HTTPSeeOther(self.path("load-job", started))
        digest = self.request.POST.get("digest", "")
        found = summary.read(check.result) if check.state == DONE else {}
        if check.kind != CHECK or not check.has_file or digest != found.get("digest", ""):
            raise Invalid(_UPLOAD_AGAIN, place="file")
        job = start_job(
            self.request,
            APPLY,
            {"file": check.parameters["file"], "check": check.id, "digest": digest},
        )
        check.parameters = {**check.parameters, "applied_by": job.id}
        return HTTPSeeOther(self.path("load-job", job))
