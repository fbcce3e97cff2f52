"""The August rollover: a new academic year prepared step by step, begun, undone (4.1)."""

from functools import partial

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.rollover import job_views, places, step_views, views, work


def includeme(config):
    config.include("oshj_portal.jobs")
    config.include(places)
    for kind, run in work.JOBS.items():
        config.add_job(kind, partial(run, config.registry), again=True)
    config.add_upload(places.NewYear, "step", "file", MAX_MEGABYTES)
    config.add_menu("new-year", _("New academic year"), Permission.PREPARE_YEAR, 45)
    for module in (views, step_views, job_views):
        config.scan(module)
