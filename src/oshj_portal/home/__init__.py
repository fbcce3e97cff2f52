"""The start page: «Бүгүн» for a teacher, the own marks for a student, the way in for others."""

from oshj_core.roles import Permission
from oshj_portal.home import views
from oshj_portal.i18n import _


def includeme(config):
    config.add_menu("", _("Today"), Permission.USE_PORTAL, 10)
    config.scan(views)
