"""Files exchanged with other programs, in the formats that plugins bring (3.7, 4.1)."""

from functools import partial

from oshj_core.roles import Permission
from oshj_portal.exchange import views, work
from oshj_portal.i18n import _
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.resources import Control


def includeme(config):
    for kind, run in (
        (work.CHECK, work.check_files),
        (work.APPLY, work.apply_files),
        (work.WRITE, work.write_file),
    ):
        config.add_job(kind, partial(run, config.registry))
    config.add_upload(Control, "exchange", "file", MAX_MEGABYTES)
    config.add_tab(Control, "exchange", _("Exchange"), Permission.IMPORT_LISTS, 35)
    config.scan(views)
