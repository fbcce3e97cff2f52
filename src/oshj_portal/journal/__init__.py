"""The teacher's journal: the grid, the lessons and controls in it, and their history."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.resources import JournalResource


def includeme(config):
    config.add_tab(JournalResource, "", _("Journal"), Permission.VIEW_JOURNAL, 10)
    config.add_tab(JournalResource, "open-lesson", _("Open a lesson"), Permission.OPEN_LESSON, 20)
    config.add_tab(JournalResource, "history", _("History"), Permission.VIEW_HISTORY, 80)
    config.scan(".", ignore=[])
