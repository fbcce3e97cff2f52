"""A site that was made before there was a timetable gets one, and keeps what it has."""

from oshj_core.timetable import Room
from oshj_portal.evolution.timetable import add_timetable


def test_a_site_without_a_timetable_gets_one_and_a_second_run_keeps_it(portal):
    with portal.site() as site:
        for name in ("rooms", "timetable", "feeds"):
            delattr(site, name)
    with portal.site() as site:
        add_timetable(site)
        site.rooms.put(Room("b-1", "", "1"))
        key = site.timetable.key
    with portal.site() as site:
        add_timetable(site)
        assert site.rooms.get("b-1").name == "1"
        assert site.timetable.key == key
        assert list(site.timetable.in_semester("2026-1")) == []
        assert len(site.feeds) == 0
