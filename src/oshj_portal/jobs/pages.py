"""The pages of work that runs in the background: what they have in common, whatever it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from oshj_core.errors import NotFound
from oshj_portal.i18n import _, translatable
from oshj_portal.lists import summary
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.store.jobs import DONE, FAILED, QUEUED, RUNNING, StoredJob

LATEST = 10
STATE_TITLES = {
    QUEUED: _("waiting"),
    RUNNING: _("running"),
    DONE: _("done"),
    FAILED: _("failed"),
}


class JobPages:
    """Pages whose work is done by jobs, found by ``?id=``.

    ``titles`` are those of the kinds of jobs that they show, ``what`` is the word for one that is
    not there.  ``start`` is the name of the page the work begins on; the others are
    ``<start>-job`` and ``<start>-progress``.
    """

    titles: ClassVar[Mapping[str, str]]
    what: ClassVar[str]
    start: ClassVar[str]

    def __init__(self, context, request) -> None:
        self.context = context
        self.request = request

    def path(self, view: str, job: StoredJob | None = None) -> str:
        """The address of a page."""
        query = {"query": {"id": job.id}} if job is not None else {}
        return self.request.resource_path(self.context, view, **query)

    def job_path(self, job: StoredJob) -> str:
        """The address of a job's page."""
        return self.path(f"{self.start}-job", job)

    def job(self, *kinds: str) -> StoredJob:
        """The job the request names, if it is of one of those kinds.

        :raises NotFound: it is not, or not there.
        """
        identifier = self.request.params.get("id", "")
        job = self.request.site.jobs.get(identifier)
        if job is None or job.kind not in (kinds or self.titles):
            raise NotFound(self.what, identifier)
        if job.state in (QUEUED, RUNNING):
            # After a crash nobody else would take the job up again.
            self.request.registry.job_worker.wake()
        return job

    def latest(self) -> list[dict[str, Any]]:
        """The newest jobs, as rows of a table."""
        jobs = [job for job in self.request.site.jobs.values() if job.kind in self.titles]
        jobs.sort(key=lambda job: job.at, reverse=True)
        return [{"href": self.job_path(job), **self._about(job)} for job in jobs[:LATEST]]

    def words(self, dumped) -> str:
        """A stored text in the reader's language."""
        return self.request.localizer.translate(translatable(summary.load_text(dumped)))

    def described(self, job: StoredJob) -> dict[str, Any]:
        """What the page of a job says of any job."""
        return {
            **self._about(job),
            "id": job.id,
            "running": job.state in (QUEUED, RUNNING),
            "failure": self.words(job.message) if job.message else None,
            "done": job.progress.done,
            "total": job.progress.total,
            "job_href": self.job_path(job),
            "progress_href": self.path(f"{self.start}-progress", job),
            "upload_href": self.path(self.start),
            "words": self.words,
            "shown": summary.SHOWN,
        }

    def progress(self) -> dict[str, Any]:
        """How far a job is, as JSON."""
        job = self.job()
        return {
            "finished": job.state in (DONE, FAILED),
            "state": self.request.localizer.translate(STATE_TITLES[job.state]),
            "done": job.progress.done,
            "total": job.progress.total,
        }

    def _about(self, job: StoredJob) -> dict[str, Any]:
        return {
            "kind": self.titles[job.kind],
            "file": job.parameters["file"],
            "at": moment(job.at, self.request.clock.now().tzinfo),
            "by": person_name(self.request.site, job.started_by),
            "state": STATE_TITLES[job.state],
        }
