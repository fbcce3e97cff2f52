"""Who belongs to which group: moves by order, subgroups, errors in the lists (3.2, 4.1, 7.5)."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.membership import (
    journal_list,
    members,
    move_views,
    settling_views,
    subgroup_views,
)
from oshj_portal.resources import GroupResource, JournalResource, UnitResource


def includeme(config):
    config.add_upload(GroupResource, "subgroups-file", "file", MAX_MEGABYTES)
    config.add_tab(GroupResource, "members", _("List and orders"), Permission.VIEW_GROUP, 20)
    config.add_tab(GroupResource, "subgroups", _("Subgroups"), Permission.EDIT_LOAD, 30)
    config.add_tab(
        UnitResource, "list-errors", _("Errors in lists"), Permission.SETTLE_LIST_ERROR, 40
    )
    config.add_tab(JournalResource, "list", _("List of the group"), Permission.VIEW_JOURNAL, 60)
    config.include("oshj_portal.notices")
    config.add_notice_link("list-error", settling_views.notice_link)
    for module in (members, move_views, subgroup_views, journal_list, settling_views):
        config.scan(module)
