"""What the pages of a new year have in common: its jobs, as they are found and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from oshj_core.errors import NotFound
from oshj_core.rollover import STEP_TITLES, RollingOver, Step
from oshj_portal.i18n import _, translatable
from oshj_portal.jobs.pages import LATEST, JobPages
from oshj_portal.rollover.work import BEGIN, BOOK, LOOK, LOOK_AGAIN, UNDO
from oshj_portal.store.jobs import QUEUED, RUNNING, StoredJob

if TYPE_CHECKING:
    from collections.abc import Mapping


class NewYearPages(JobPages):
    """Pages of one new year; its jobs are those that name it."""

    titles: ClassVar[Mapping[str, str]] = {
        LOOK: _("Look at a step"),
        LOOK_AGAIN: _("Look at the changed steps again"),
        BOOK: _("Writing of a workbook"),
        BEGIN: _("Beginning of the year"),
        UNDO: _("Undoing of the year"),
    }
    what = "import"
    start = "step"

    def __init__(self, context, request) -> None:
        super().__init__(context, request)
        self.year: int = context.year

    @property
    def rolling(self) -> RollingOver:
        """The reader's work on the rollovers."""
        return RollingOver(self.request.site.rollovers, self.request.site.audit, self.request.act)

    def job(self, *kinds: str) -> StoredJob:
        """The job of the year that the request names, if it is of one of those kinds.

        :raises NotFound: it is not, or not there.
        """
        job = super().job(*kinds)
        if not self._is_ours(job):
            raise NotFound(self.what, job.id)
        return job

    def jobs(self) -> list[StoredJob]:
        """The jobs of the year, the newest first."""
        found = (one for one in self.request.site.jobs.values() if one.kind in self.titles)
        return sorted(filter(self._is_ours, found), key=lambda one: one.at, reverse=True)

    def latest(self) -> list[dict[str, Any]]:
        """The newest jobs of the year, as rows of a table."""
        return [{"href": self.job_path(one), **self._about(one)} for one in self.jobs()[:LATEST]]

    def working(self, *kinds: str) -> StoredJob | None:
        """A job of the year that waits or runs."""
        live = (one for one in self.jobs() if one.state in (QUEUED, RUNNING))
        return next((one for one in live if one.kind in kinds), None)

    def step_path(self, step: Step) -> str:
        """The address of the page of a step."""
        query = {"step": step.value}
        return self.request.resource_path(self.context, "step", query=query)

    def _is_ours(self, job: StoredJob) -> bool:
        return job.parameters["year"] == str(self.year)

    def _about(self, job: StoredJob) -> dict[str, Any]:
        step = job.parameters.get("step")
        title = translatable(STEP_TITLES[Step(step)]) if step else ""
        return {**super()._about(job), "step": title}
