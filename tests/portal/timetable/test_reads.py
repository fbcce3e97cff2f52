"""How much of the timetable a page reads: what it shows, however much there is besides."""

from __future__ import annotations

import attrs
import pytest

from oshj_core.timetable import Change, Interval, weekly_lesson
from oshj_portal.store.convert import Converter
from oshj_portal.store.timetable import WeeklyLessons
from tests.portal.timetable.conftest import (
    BELLS,
    LESSONS,
    MONDAY,
    MONDAY_LECTURE,
    PLACE,
    TUESDAY_PRACTICE,
)
from tests.portal.timetable.crowd import fill
from tests.support.university import ANATOMY, AUTUMN, GROUP_PATH

PAGES = ("/people/asanova/timetable", f"{GROUP_PATH}/timetable", "/rooms/b-214/")


@pytest.fixture
def read(monkeypatch):
    """The ids of the weekly lessons that were read since it was last cleared."""
    found = []
    whole = WeeklyLessons.values

    def load(stored):
        found.append(stored[0])
        return whole.load(stored)

    monkeypatch.setattr(WeeklyLessons, "values", Converter(whole.dump, load))
    return found


def reads_of(browser, read, path):
    read.clear()
    browser.get(path)
    return sorted(read)


def test_a_week_reads_the_same_lessons_in_a_large_university(timetable, read):
    admin = timetable.browser("admin")
    before = [reads_of(admin, read, path) for path in PAGES]
    assert all(before)
    fill(timetable, 240)
    assert [reads_of(admin, read, path) for path in PAGES] == before


def test_a_week_reads_no_lesson_of_those_who_are_busy_at_other_times(timetable, read):
    admin = timetable.browser("admin")
    lessons = reads_of(admin, read, "/rooms/b-214/")
    assert set(lessons) == {MONDAY_LECTURE.id, TUESDAY_PRACTICE.id}
    with timetable.site() as site:
        for weekday in (3, 4, 5):
            busy = attrs.evolve(MONDAY_LECTURE, id=f"busy-{weekday}", weekday=weekday, room="")
            site.timetable.put(busy)
    assert reads_of(admin, read, "/rooms/b-214/") == lessons


def test_whatever_may_clash_is_found_by_day_and_time(timetable):
    with timetable.site() as site:
        store = site.timetable
        for lesson in LESSONS:
            assert store.rivals(AUTUMN.id, lesson) == set()
        same_room = weekly_lesson("x", ANATOMY, AUTUMN, BELLS, 1, 2, **PLACE)
        store.put(same_room)
        late = attrs.evolve(same_room, id="late", slot=8, time=BELLS.interval(8))
        store.put(late)
        # The whole day of the room: what overlaps by a chain of lessons is one clash.
        assert store.rivals(AUTUMN.id, MONDAY_LECTURE) == {"x", "late", MONDAY_LECTURE.id}
        store.remove("x")
        assert store.rivals(AUTUMN.id, MONDAY_LECTURE) == set()


def test_the_whole_day_of_a_group_is_looked_at_for_the_numbers_of_its_lessons(timetable):
    with timetable.site() as site:
        late = attrs.evolve(MONDAY_LECTURE, id="late", time=BELLS.interval(8))
        site.timetable.put(late)
        assert site.timetable.rivals(AUTUMN.id, MONDAY_LECTURE) == {"late", MONDAY_LECTURE.id}


def test_a_change_takes_its_own_day_time_and_room(timetable):
    with timetable.site() as site:
        store = site.timetable
        thursday = MONDAY.replace(day=MONDAY.day + 2)
        store.put_change(
            Change("l-anat", MONDAY, day=thursday, slot=8, time=Interval(1200, 1280), room="9")
        )
        asked = attrs.evolve(
            MONDAY_LECTURE,
            id="asked",
            groups=("ДЛ-2-24",),
            weekday=3,
            time=Interval(1270, 1300),
            room="9",
            building="",
        )
        assert store.rivals(AUTUMN.id, asked) == {"l-anat"}
        store.drop_change("l-anat", MONDAY)
        assert store.rivals(AUTUMN.id, asked) == set()
