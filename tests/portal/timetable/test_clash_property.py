"""Random timetables through the portal's own path: the clashes it tells are those there are."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oshj_core.lists import Problems
from oshj_core.timetable import Room, Weeks
from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    ROOM_COLUMNS,
    ROOMS_HEADING,
    WEEKS,
    room_cells,
)
from oshj_portal.timetable.import_work import compare, host_of, summarise
from tests.support.university import ANATOMY, AUTUMN, LABORATORY, LECTURE, PRACTICE

ASSIGNMENTS = {one.id: one for one in (LECTURE, PRACTICE, LABORATORY, ANATOMY)}
ROOMS = (Room("r-1", "А", "1"), Room("r-2", "А", "2"), Room("r-3", "Б", "1"))
HOUR = st.tuples(
    st.sampled_from(sorted(ASSIGNMENTS)),
    st.integers(1, 2),
    st.integers(1, 2),
    st.sampled_from(list(Weeks)),
    st.sampled_from([None, *ROOMS]),
)
# Two rows of one assignment at one hour in the same weeks are one lesson written twice.
TIMETABLES = st.lists(HOUR, min_size=1, max_size=8, unique_by=lambda hour: hour[:4])


def sheets(hours):
    """The hours as the sheets of a workbook."""
    rows = [
        (
            number,
            (
                assignment,
                str(weekday),
                str(slot),
                WEEKS[weeks][0],
                room.building if room else "",
                room.name if room else "",
            ),
        )
        for number, (assignment, weekday, slot, weeks, room) in enumerate(hours, 2)
    ]
    rooms = [(number, room_cells(room)) for number, room in enumerate(ROOMS, 2)]
    heads = [one.heading for one in LESSON_COLUMNS[:6]]
    return {
        ROOMS_HEADING: iter([(1, [one.heading for one in ROOM_COLUMNS]), *rooms]),
        LESSONS_HEADING: iter([(1, heads), *rows]),
    }


def held(weeks: Weeks, weekday: int, off) -> set:
    """The days of such a lesson until the last module ends, day by day."""
    days, day = set(), AUTUMN.starts
    while day <= AUTUMN.modules[-1].ends:
        monday = AUTUMN.starts - timedelta(AUTUMN.starts.weekday())
        odd = (day - monday).days // 7 % 2 == 0
        wanted = weeks is Weeks.EVERY or odd == (weeks is Weeks.ODD)
        if day.isoweekday() == weekday and wanted and day not in off:
            days.add(day)
        day += timedelta(1)
    return days


def shared(one, other):
    """What two lessons both need: teacher, room, groups or their common subgroup."""
    first, second = ASSIGNMENTS[one[0]], ASSIGNMENTS[other[0]]
    found = set()
    if first.teacher == second.teacher:
        found.add(("teacher", first.teacher))
    if one[4] is not None and one[4] == other[4]:
        found.add(("room", one[4].building, one[4].name))
    if 0 in (first.subgroup, second.subgroup) or first.subgroup == second.subgroup:
        found |= {("group", group) for group in set(first.groups) & set(second.groups)}
    return found


def pairs_that_clash(hours, off):
    """By looking at every pair of lessons on every day."""
    found = set()
    for one, other in combinations(hours, 2):
        if one[2] != other[2]:
            continue
        for day in held(one[3], one[1], off) & held(other[3], other[1], off):
            for what in shared(one, other):
                found.add((what, day, frozenset({one[:4], other[:4]})))
    return found


def pairs_that_are_told(changes):
    """The clashes of the import, as pairs."""
    found = set()
    for clash in changes.clashes:
        resource = clash.resource
        kind = resource.kind.value
        what = {
            "teacher": ("teacher", resource.id),
            "room": ("room", resource.building, resource.id),
        }.get(kind, ("group", resource.id))
        for one, other in combinations(clash.parties, 2):
            if kind == "subgroup" and resource.subgroup not in (one.subgroup, other.subgroup):
                continue  # two lessons of the whole group: the group's own clash
            parties = {
                (party.assignment, party.weekday, party.slot, party.weeks) for party in (one, other)
            }
            found |= {(what, day, frozenset(parties)) for day in clash.days}
    return found


def test_the_clashes_of_an_import_are_those_of_looking_at_every_day(portal):
    with portal.site() as site:
        host = host_of(site)
        off = host.weeks_of(AUTUMN.id).holidays

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(TIMETABLES)
        def holds(hours):
            changes = compare(sheets(hours), host, date.min)
            assert not isinstance(changes, Problems), changes
            assert len(changes.added) == len(hours)
            assert pairs_that_are_told(changes) == pairs_that_clash(hours, off)
            assert summarise(changes, site.university)["clash_count"] == len(changes.clashes)

        holds()
