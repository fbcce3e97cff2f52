"""What the tests of FET share: a university with a timetable, the solver, files of strangers."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from oshj_core.exchange import Exchange
from oshj_core.grading import shipped_schemes
from oshj_core.testing import MemoryHoldings, MemorySource
from oshj_core.timetable import Bells, Room, RoomKind, Weeks, weekly_lesson
from oshj_core.timetable.sheet import last_teaching_day
from tests.support.university import (
    ANATOMY,
    AUTUMN,
    LABORATORY,
    LECTURE,
    PRACTICE,
    build_university,
)

NOW = datetime(2026, 9, 28, 10, 0, tzinfo=timezone(timedelta(hours=6)))
EXAMPLES = Path("/usr/share/doc/fet-data/examples")
ROOMS = (
    Room("r-1", "Башкы корпус", "101", 40, RoomKind.LECTURE_HALL),
    Room("r-2", "Башкы корпус", "102", 25),
    Room("r-3", "№2 корпус", "102", 0, RoomKind.LABORATORY),
)
_SOLVER_SECONDS = 60


def small_source() -> MemorySource:
    """The small university of the tests, with rooms and without a timetable."""
    source = MemorySource()
    build_university(
        SimpleNamespace(
            university=source.university, registers=source.registers, holdings=MemoryHoldings()
        )
    )
    for room in ROOMS:
        source.rooms.put(room)
    return source


def lesson(assignment, weekday, slot, weeks=Weeks.EVERY, room=None, **more):
    """A weekly lesson that lasts as long as lessons are held."""
    place = {} if room is None else {"building": room.building, "room": room.name}
    identifier = f"{assignment.id}-{weekday}-{slot}-{weeks.value}"
    more.setdefault("ends", last_teaching_day(AUTUMN))
    return weekly_lesson(
        identifier, assignment, AUTUMN, Bells.parse(), weekday, slot, weeks=weeks, **place, **more
    )


LESSONS = (
    lesson(LECTURE, 1, 1, room=ROOMS[0]),
    lesson(PRACTICE, 2, 2, Weeks.ODD, ROOMS[1]),
    lesson(PRACTICE, 2, 3, Weeks.EVEN),
    lesson(LABORATORY, 3, 2, room=ROOMS[2]),
    lesson(ANATOMY, 1, 1, room=ROOMS[1]),
)


def placed_source() -> MemorySource:
    """The same with a timetable in which every assignment has a lesson."""
    source = small_source()
    for one in LESSONS:
        source.timetable.put(one)
    return source


def exchange_of(source, semester="2026-1", hours=Decimal(2)) -> Exchange:
    return Exchange(source, NOW, semester, shipped_schemes(), {"hours": hours})


def solve(data: bytes, folder: Path, name: str = "ours") -> dict[str, bytes]:
    """What the solver of FET writes: the solved file and the list of its activities."""
    source = folder / f"{name}.fet"
    source.write_bytes(data)
    # The same seeds give the same timetable.
    seeds = [f"--randomseeds{number}=1{number}" for number in (10, 11, 12, 20, 21, 22)]
    done = subprocess.run(
        [
            "/usr/bin/fet-cl",
            f"--inputfile={source}",
            f"--outputdir={folder / 'out'}",
            "--htmllevel=0",
            *seeds,
        ],
        capture_output=True,
        text=True,
        timeout=_SOLVER_SECONDS,
        check=False,
    )
    made = folder / "out" / "timetables" / name
    solved = made / f"{name}_data_and_timetable.fet"
    log = folder / "out" / "logs" / "result.txt"
    assert solved.exists(), (done.stdout, done.stderr, log.exists() and log.read_text())
    return {one.name: one.read_bytes() for one in (solved, made / f"{name}_activities.xml")}
