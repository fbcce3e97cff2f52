"""The pages of an import: a file is uploaded and checked, what it would change is shown, and then
it is applied.  Checking and applying are jobs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from deform import Button, ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther

from oshj_core.errors import Invalid
from oshj_core.text import Text, text
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.i18n import _
from oshj_portal.jobs.pages import JobPages
from oshj_portal.jobs.starting import start_job
from oshj_portal.store.jobs import DONE, FAILED, StoredJob

UPLOAD_AGAIN: Text = text("The checked file is no longer kept. Upload it again.")


def import_titles(check: str, application: str) -> dict[str, str]:
    """The titles of the two jobs of an import, by their kinds."""
    return {check: _("Check of a file"), application: _("Application of a file")}


class ImportPages(JobPages):
    """Pages of an import; the view that applies is ``<start>-apply``.

    ``schema`` is the form of the upload with a node ``file``; ``check`` and ``application`` are
    the kinds of the two jobs.
    """

    what = "import"
    schema: ClassVar[type[BaseSchema]]
    check: ClassVar[str]
    application: ClassVar[str]

    def form(self, **kw: Any):
        """The upload form."""
        return make_form(
            self.request,
            self.schema(),
            action=self.path(self.start),
            buttons=(Button("check", _("Check the file")),),
            formid="upload",
            **kw,
        )

    def parameters(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the form says besides the file, as the parameters of the check."""
        return dict(values)

    def show_upload(self) -> dict[str, Any]:
        """The page the work begins on."""
        return self.upload_page(self.form())

    def upload_page(self, form) -> dict[str, Any]:
        """The values of the page with that form."""
        return {"form": form.render(), "jobs": self.latest()}

    def upload(self):
        """Start the check of the uploaded file."""
        form = self.form()
        try:
            values = form.validate_post(self.request)
        except ValidationFailure:
            self.request.response.status_int = 422
            return self.upload_page(form)
        uploaded = values.pop("file")
        parameters = {"file": uploaded.filename, **self.parameters(values)}
        return HTTPSeeOther(
            self.job_path(start_job(self.request, self.check, parameters, uploaded.content))
        )

    def show_job(self) -> dict[str, Any]:
        """What a check found, or that it is applied."""
        return self.job_page(self.job())

    def job_page(self, job: StoredJob) -> dict[str, Any]:
        """The values of a job's page."""
        found = found_by(job)
        checked = job.kind == self.check and job.has_file
        return {
            **self.described(job),
            "summary": found or None,
            "digest": found.get("digest", ""),
            "applied": job.kind == self.application and job.state == DONE,
            "may_apply": bool(checked and found.get("change_count")),
            "apply_href": self.path(f"{self.start}-apply"),
        }

    def apply(self):
        """Start the application of what a check found and the page has shown.

        :raises Invalid: the file is no longer kept, or the page shows something else.
        """
        check = self.job(self.check)
        started = self.request.site.jobs.get(check.parameters.get("applied_by", ""))
        if started is not None and started.state != FAILED:
            # Sent twice: the second click leads to what the first one started.
            return HTTPSeeOther(self.job_path(started))
        found = found_by(check)
        if not check.has_file or self.request.POST.get("digest", "") != found.get("digest"):
            raise Invalid(UPLOAD_AGAIN, place="file")
        parameters = {
            **{name: value for name, value in check.parameters.items() if name != "applied_by"},
            "check": check.id,
            "digest": found["digest"],
            **self.decisions(found),
        }
        job = start_job(self.request, self.application, parameters)
        check.parameters = {**check.parameters, "applied_by": job.id}
        return HTTPSeeOther(self.job_path(job))

    def decisions(self, found: Mapping[str, Any]) -> dict[str, str]:
        """What the reader decided on the page of the check besides, for the application.

        :raises Invalid: a decision is missing.
        """
        return {}


def found_by(job: StoredJob) -> dict[str, Any]:
    """The summary that a job has left; empty before its end."""
    return dict(json.loads(job.result)) if job.state == DONE else {}
