"""Step ``timetable``: sites made before there were rooms, a timetable and links to it.

The shape it tests: a site without the attribute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text
from oshj_portal.store.timetable import Feeds, Rooms, StoredTimetable

if TYPE_CHECKING:
    from oshj_portal.store import Site


def add_timetable(site: Site) -> Text:
    """Give the site what it lacks."""
    for name, make in (("rooms", Rooms), ("timetable", StoredTimetable), ("feeds", Feeds)):
        if not hasattr(site, name):
            setattr(site, name, make())
    return text("The timetable was added.")


def includeme(config):
    config.add_evolution_step("timetable", add_timetable)
