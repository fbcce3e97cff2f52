"""What the tests of FET share: a university with a timetable, the solver, files of strangers."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import attrs

from oshj_core.exchange import Exchange
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.load import LoadLine
from oshj_core.roles import UNIVERSITY, Actor, Role
from oshj_core.testing import MemoryHoldings, MemorySource, files_of, written
from oshj_core.timetable import (
    Bells,
    Room,
    RoomKind,
    Schedule,
    Weeks,
    bookings_of,
    find_clashes,
    weekly_lesson,
)
from oshj_plugins.fet.format import Fet
from oshj_plugins.fet.host import host_of
from tests.support.university import (
    ANATOMY,
    AUTUMN,
    LABORATORY,
    LECTURE,
    PRACTICE,
    build_university,
)

SEMESTER = "2026-1"
NOW = datetime(2026, 9, 28, 10, 0, tzinfo=timezone(timedelta(hours=6)))
ACT = Act(Actor("admin", frozenset({(Role.ADMINISTRATOR, UNIVERSITY)})), NOW, "r1")
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
    more.setdefault("ends", AUTUMN.modules[-1].ends)
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


def exchange_of(source, semester=SEMESTER, hours=Decimal(2)) -> Exchange:
    return Exchange(source, NOW, semester, shipped_schemes(), {"hours": hours})


def load_of(assignment, hours):
    """The line of the load of an assignment."""
    return LoadLine(
        assignment.teacher,
        assignment.subject,
        assignment.kind,
        assignment.groups,
        assignment.semester,
        Decimal(hours),
        assignment.subgroup,
    )


def out(exchange) -> bytes:
    """The file the format writes."""
    ((name, data),) = written(Fet(), exchange).items()
    assert name == f"oshj-{exchange.semester}.fet"
    return data


def tree(exchange):
    """The file the format writes, parsed by another parser than ours."""
    return ElementTree.fromstring(out(exchange))


def found_in(exchange, data):
    """What the file would change, or all that is wrong with it."""
    return Fet().read(files_of({"ours.fet": data}), exchange)


def taken_in(exchange, data):
    """Read and apply; what was found."""
    found = found_in(exchange, data)
    assert not isinstance(found, Problems), [
        (error.row, error.column, str(error.text)) for error in found.errors
    ]
    found.apply(ACT, lambda done, total: None)
    return found


def errors_in(exchange, data):
    """The errors: line, column and words."""
    found = found_in(exchange, data)
    assert isinstance(found, Problems), found.parts
    assert {error.sheet for error in found.errors} <= {"ours.fet"}
    return [(error.row, error.column, str(error.text)) for error in found.errors]


def stored(exchange):
    """The lessons that are stored, without their ids."""
    lessons = exchange.source.timetable.in_semester(SEMESTER)
    return {attrs.evolve(one, id="x") for one in lessons}


def clashes_in(exchange):
    """The clashes of the whole stored timetable."""
    host = host_of(exchange)
    lessons = exchange.source.timetable.in_semester(SEMESTER)
    schedule = Schedule(host.weeks_of(SEMESTER), lessons, (), host.key)
    return find_clashes(bookings_of(schedule), schedule.weeks)


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
