"""Step ``timetable-index``: timetables made before days and times stood in their index.

The shape it tests: a timetable without that index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text

if TYPE_CHECKING:
    from oshj_portal.store import Site

_OLD = ("_teachers", "_rooms")


def index_timetable(site: Site) -> Text:
    """Enter every lesson anew, and let the old indexes go."""
    timetable, count = site.timetable, 0
    if not hasattr(timetable, "_taken"):
        count = timetable.index_anew()
        for name in _OLD:
            delattr(timetable, name)
        lessons = timetable.lessons
        kept = {name: pairs for name, pairs in lessons._indexes.items() if name in lessons.indexes}
        lessons._indexes = kept
    return text("Lessons of the timetable indexed anew: ${count}", count=count)


def includeme(config):
    config.add_evolution_step("timetable-index", index_timetable, after=("timetable",))
