"""The teaching load: from a workbook, and beside the timetable and what was taught (3.2)."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.load import comparing_views, import_views, work
from oshj_portal.plans.resources import Plans
from oshj_portal.resources import Control, UnitResource


def includeme(config):
    config.include("oshj_portal.jobs")
    config.add_job(work.CHECK, work.check_file)
    config.add_job(work.APPLY, work.apply_file)
    config.add_upload(Control, "load", "file", MAX_MEGABYTES)
    config.add_tab(UnitResource, "load", _("Load"), Permission.VIEW_REPORTS, 35)
    config.add_tab(Control, "load", _("Load"), Permission.EDIT_LOAD, 32)
    config.add_tab(Plans, "", _("Plans"), Permission.VIEW_STRUCTURE, 0)
    config.add_tab(Plans, "load", _("My load"), Permission.VIEW_STRUCTURE, 20)
    for module in (comparing_views, import_views):
        config.scan(module)
