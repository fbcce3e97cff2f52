"""A timetable of the small university: a stream's lecture, a practical class, a laboratory."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from oshj_core.timetable import Bells, Room, RoomKind, Weeks, weekly_lesson
from tests.support.university import ANATOMY, AUTUMN, LABORATORY, LECTURE, PRACTICE

BELLS = Bells.parse()
MONDAY = date(2026, 9, 28)
ROOMS = (
    Room("b-214", "Башкы корпус", "214", 60, RoomKind.LECTURE_HALL),
    Room("b-101", "Башкы корпус", "101", 24, RoomKind.COMPUTER_ROOM),
)
PLACE = {"building": "Башкы корпус", "room": "214"}
MONDAY_LECTURE = weekly_lesson("l-lec", LECTURE, AUTUMN, BELLS, 1, 2, **PLACE)
TUESDAY_PRACTICE = weekly_lesson("l-prac", PRACTICE, AUTUMN, BELLS, 2, 1, **PLACE)
ODD_LABORATORY = weekly_lesson(
    "l-lab", LABORATORY, AUTUMN, BELLS, 3, 3, weeks=Weeks.ODD, building="Башкы корпус", room="101"
)
ANATOMY_LECTURE = weekly_lesson("l-anat", ANATOMY, AUTUMN, BELLS, 2, 2)
LESSONS = (MONDAY_LECTURE, TUESDAY_PRACTICE, ODD_LABORATORY, ANATOMY_LECTURE)


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The store has its own tests on every storage; these look at the pages."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def timetable(portal):
    """The portal with rooms and a timetable."""
    with portal.site() as site:
        for room in ROOMS:
            site.rooms.put(room)
        for lesson in LESSONS:
            site.timetable.put(attrs.evolve(lesson))
    return portal
