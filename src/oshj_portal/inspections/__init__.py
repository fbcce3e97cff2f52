"""The two-weekly inspection of the journals (3.5) and the teacher's word on it (5.3)."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.inspections import answer_views, journal_views, places, views
from oshj_portal.inspections.places import findings_link, inspection_link
from oshj_portal.resources import UnitResource, Units


def includeme(config):
    may_inspect = Permission.INSPECT_JOURNAL
    config.include(places)
    config.add_tab(Units, "", _("Overview"), Permission.VIEW_STRUCTURE, 0)
    config.add_tab(Units, "inspections", _("Inspections"), may_inspect, 25)
    config.add_tab(UnitResource, "inspections", _("Inspections"), may_inspect, 25)
    config.add_notice_link("findings", findings_link)
    config.add_notice_link("inspection", inspection_link)
    for module in (views, answer_views, journal_views):
        config.scan(module)
