"""Lessons taken for a colleague (4.3), and roles lent for a time (4.1)."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.resources import UnitResource
from oshj_portal.substitution import delegation_views, places, taking_views, views


def includeme(config):
    config.include(places)
    config.add_tab(UnitResource, "", _("Overview"), Permission.VIEW_STRUCTURE, 0)
    config.add_tab(
        UnitResource, "substitutions", _("Substitutions"), Permission.NAME_SUBSTITUTE, 30
    )
    config.add_notice_link("substitution", taking_views.notice_link)
    config.add_notice_link("delegation", lambda request, _identifier: "/delegations")
    for module in (views, taking_views, delegation_views):
        config.scan(module)
