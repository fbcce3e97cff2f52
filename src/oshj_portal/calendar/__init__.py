"""The academic calendar: for everybody to read, for the administrator to keep (3.7, 4.1)."""

from oshj_core.roles import Permission
from oshj_portal.calendar import bell_views, holiday_views, period_views, public_views
from oshj_portal.i18n import _
from oshj_portal.resources import Control


def includeme(config):
    config.add_menu("calendar", _("Calendar"), Permission.VIEW_CALENDAR, 17)
    config.add_tab(Control, "calendar", _("Calendar"), Permission.EDIT_CALENDAR, 30)
    config.add_tab(Control, "bells", _("Bells"), Permission.EDIT_CALENDAR, 32)
    for module in (public_views, period_views, holiday_views, bell_views):
        config.scan(module)
