"""The jobs of a new year: how far, what came of them, and the file they wrote."""

from __future__ import annotations

import json
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.errors import Invalid
from oshj_core.roles import Permission
from oshj_core.rollover import STEP_TITLES, Step
from oshj_core.text import text
from oshj_portal.i18n import translatable
from oshj_portal.lists.template import CONTENT_TYPE
from oshj_portal.rollover.jobs import NewYearPages
from oshj_portal.rollover.places import NewYear
from oshj_portal.rollover.work import BEGIN, BOOK, LOOK, LOOK_AGAIN, UNDO
from oshj_portal.store.jobs import DONE


@view_config(name="step-progress", request_method="GET", renderer="json", attr="progress")
@view_defaults(context=NewYear, permission=Permission.PREPARE_YEAR.value)
class YearJobPages(NewYearPages):
    """The pages of a job, found by ``?id=``."""

    @view_config(name="step-job", request_method="GET", renderer="templates/job.pt")
    def show(self) -> dict[str, Any]:
        job = self.job()
        done = job.state == DONE
        found = json.loads(job.result) if done else {}
        year_href = self.request.resource_path(self.context)
        step = job.parameters.get("step") or found.get("step")
        looked = done and job.kind in (LOOK, LOOK_AGAIN)
        written = done and job.kind == BOOK and job.has_file
        return {
            **self.described(job),
            "summary": found if looked and "error_count" in found else None,
            "wrong_step": translatable(STEP_TITLES[Step(found["step"])])
            if "step" in found
            else None,
            "staged": looked and not found.get("error_count"),
            "begun": done and job.kind == BEGIN,
            "undone": done and job.kind == UNDO,
            "count": found.get("count", 0),
            "file_href": self.path("step-file", job) if written else None,
            "upload_href": self.step_path(Step(step)) if step else year_href,
            "year_href": year_href,
            "applied": False,
            "may_apply": False,
            "apply_href": "",
            "digest": "",
        }

    @view_config(name="step-file", request_method="GET")
    def file(self):
        job = self.job(BOOK)
        if job.state != DONE or not job.has_file:
            raise Invalid(text("The file is no longer kept. Write it again."), place="file")
        response = Response(b"".join(job.file_chunks()), content_type=CONTENT_TYPE)
        response.content_disposition = f'attachment; filename="{job.parameters["file"]}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response
