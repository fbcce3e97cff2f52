"""Step ``academic-calendar``: sites made before there were periods, and with one bell table.

The shape it tests: a university without the attribute; the one bell table among the settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.academic_calendar.bells import BellTable
from oshj_core.text import Text, text
from oshj_portal.store.academic_calendar import StoredCalendar

if TYPE_CHECKING:
    from oshj_portal.store import Site

OLD_SETTING = "bells"


def add_calendar(site: Site) -> Text:
    """Give the university a calendar; the bells of the settings become those of all."""
    if not hasattr(site.university, "calendar"):
        site.university.calendar = StoredCalendar()
    if OLD_SETTING in site.settings:
        site.calendar.bells.put(BellTable.of(site.settings.pop(OLD_SETTING)))
    return text("The academic calendar was added.")


def includeme(config):
    config.add_evolution_step("academic-calendar", add_calendar)
