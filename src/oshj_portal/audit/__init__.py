"""The record of changes, to be read and never changed (1.4, 7.7)."""

from oshj_core.roles import Permission
from oshj_portal.audit import views
from oshj_portal.i18n import _
from oshj_portal.resources import Control


def includeme(config):
    config.add_tab(Control, "audit", _("Record of changes"), Permission.VIEW_AUDIT, 50)
    config.scan(views)
