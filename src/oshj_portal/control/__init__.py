"""The control panel: users, roles, settings, and the table of rights everybody may read (4.1)."""

from oshj_core.roles import Permission
from oshj_portal.control import panel, rights, roles, settings, users
from oshj_portal.i18n import _
from oshj_portal.resources import Control


def includeme(config):
    config.add_menu("control", _("Control panel"), Permission.VIEW_CONTROL, 40)
    config.add_tab(Control, "", _("Overview"), Permission.VIEW_CONTROL, 0)
    config.add_tab(Control, "users", _("Users"), Permission.MANAGE_ROLES, 10)
    config.add_tab(Control, "roles", _("Roles"), Permission.MANAGE_ROLES, 20)
    config.add_tab(Control, "settings", _("Settings"), Permission.MANAGE_SETTINGS, 60)
    for module in (panel, users, roles, settings, rights):
        config.scan(module)
