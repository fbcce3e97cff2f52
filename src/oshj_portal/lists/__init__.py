"""The university's lists from a spreadsheet: files, the template, the pages of the import."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.lists import views, work
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.resources import Control


def includeme(config):
    config.include("oshj_portal.jobs")
    config.add_job(work.CHECK, work.check_file)
    config.add_job(work.APPLY, work.apply_file)
    config.add_upload(Control, "lists", "file", MAX_MEGABYTES)
    config.add_tab(Control, "lists", _("Lists"), Permission.IMPORT_LISTS, 30)
    config.scan(views)
