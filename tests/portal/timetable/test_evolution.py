"""A site that was made before there was a timetable gets one, and keeps what it has."""

from oshj_core.timetable import Room
from oshj_portal.evolution.timetable import add_timetable
from oshj_portal.evolution.timetable_index import index_timetable
from oshj_portal.store.pairs import Pairs
from tests.portal.timetable.conftest import LESSONS, MONDAY_LECTURE


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


def test_a_timetable_of_the_old_indexes_is_entered_anew_once(timetable):
    with timetable.site() as site:
        site.timetable._teachers, site.timetable._rooms = Pairs(), Pairs()
        indexes = site.timetable.lessons._indexes
        site.timetable.lessons._indexes = {**indexes, "group": Pairs()}
        del site.timetable._taken
    with timetable.site() as site:
        assert index_timetable(site).params == {"count": len(LESSONS)}
    with timetable.site() as site:
        assert MONDAY_LECTURE in site.timetable.of_group("2026-1", "АУБ-1-24")
        assert MONDAY_LECTURE in site.timetable.in_room("2026-1", "Башкы корпус", "214")
        assert not hasattr(site.timetable, "_rooms")
        assert set(site.timetable.lessons._indexes) == set(site.timetable.lessons.indexes)
        assert index_timetable(site).params == {"count": 0}
