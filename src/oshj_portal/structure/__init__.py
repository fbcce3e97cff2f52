"""Walking the university: units, groups, their journals; and the search over them."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.resources import GroupResource
from oshj_portal.structure import views


def includeme(config):
    config.add_menu("units", _("University"), Permission.VIEW_STRUCTURE, 20)
    config.add_tab(GroupResource, "", _("Group"), Permission.VIEW_STRUCTURE, 0)
    config.scan(views)
