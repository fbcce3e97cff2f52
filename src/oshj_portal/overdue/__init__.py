"""The same-day rule (4.3): what is not filled in yet, by teacher and unit."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.overdue import views
from oshj_portal.resources import UnitResource


def includeme(config):
    config.add_tab(UnitResource, "overdue", _("Overdue"), Permission.INSPECT_JOURNAL, 20)
    config.add_notice_link("overdue", lambda request, _person: "/overdue")
    config.scan(views)
