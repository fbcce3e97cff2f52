"""The file of FET: written piece by piece, the same for the same data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias
from xml.sax.saxutils import escape

from oshj_core.exchange import Exchange
from oshj_core.timetable import Weeks
from oshj_plugins.fet.names import kind_tag, room_tag, subgroup_name
from oshj_plugins.fet.problem import ANY_NUMBER, Asked, Cells, Problem, problem_of

VERSION = "6.8.5"
# FET's usual weight for what is to be kept apart: nearly always, but not at any price.
_SPREAD = "95"

Node: TypeAlias = tuple[str, "str | int | Sequence[Node]"]
"""An element: its name, and its text or its children."""


def pieces(exchange: Exchange, semester: str) -> Iterator[bytes]:
    """The file of a semester.

    :raises Invalid: nothing is taught in it.
    """
    problem = problem_of(exchange, semester)
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n\n'
    yield f'<fet version="{VERSION}">\n'.encode()
    for name, value in (
        ("Mode", "Official"),
        ("Institution_Name", f"oshj {semester}"),
        ("Comments", ""),
    ):
        yield _written((name, value))
    for name, records in (
        ("Days_List", _counted("Days", "Day", problem.grid.days)),
        ("Hours_List", _counted("Hours", "Hour", problem.grid.hours)),
        ("Subjects_List", _named("Subject", ((one.id, one.name) for one in problem.subjects))),
        ("Activity_Tags_List", _tags(problem)),
        ("Teachers_List", _named("Teacher", ((one.id, one.name.full) for one in problem.teachers))),
        ("Students_List", _years(problem)),
        ("Activities_List", map(_activity, problem.asked)),
        ("Buildings_List", _named("Building", ((name, "") for name in problem.buildings))),
        ("Rooms_List", _rooms(problem)),
        ("Time_Constraints_List", _times(problem)),
        ("Space_Constraints_List", _places(problem)),
    ):
        yield f"\n<{name}>\n".encode()
        for record in records:
            yield _written(record)
        yield f"</{name}>\n".encode()
    yield b"\n</fet>\n"


def _written(node: Node, depth: int = 0) -> bytes:
    return _lines(node, depth).encode()


def _lines(node: Node, depth: int) -> str:
    name, value = node
    indent = "\t" * depth
    if isinstance(value, str | int):
        return f"{indent}<{name}>{escape(str(value))}</{name}>\n"
    inner = "".join(_lines(one, depth + 1) for one in value)
    return f"{indent}<{name}>\n{inner}{indent}</{name}>\n"


def _counted(plural: str, name: str, names: list[str]) -> Iterator[Node]:
    yield f"Number_of_{plural}", len(names)
    for one in names:
        yield name, [("Name", one)]


def _named(kind: str, values: Iterable[tuple[str, str]]) -> Iterator[Node]:
    for name, comments in values:
        yield kind, [("Name", name), ("Comments", comments)]


def _tags(problem: Problem) -> Iterator[Node]:
    for kind in problem.kinds:
        yield "Activity_Tag", [("Name", kind_tag(kind)), ("Printable", "true"), ("Comments", "")]
    for kind in problem.rooms_for:
        yield "Activity_Tag", [("Name", room_tag(kind)), ("Printable", "false"), ("Comments", "")]


def _years(problem: Problem) -> Iterator[Node]:
    for year, groups in problem.years.items():
        size = sum(problem.sizes[group.id, 0] for group in groups)
        record: list[Node] = [("Name", year), ("Number_of_Students", size), ("Comments", "")]
        for group in groups:
            size = problem.sizes[group.id, 0]
            parts: list[Node] = [
                ("Name", group.id), ("Number_of_Students", size), ("Comments", group.speciality),
            ]  # fmt: skip
            for number in range(1, group.subgroups + 1):
                size = problem.sizes[group.id, number]
                name = subgroup_name(group.id, number)
                subgroup: list[Node] = [
                    ("Name", name), ("Number_of_Students", size), ("Comments", ""),
                ]  # fmt: skip
                parts.append(("Subgroup", subgroup))
            record.append(("Group", parts))
        yield "Year", record


def _activity(asked: Asked) -> Node:
    assignment = asked.lesson.assignment
    record: list[Node] = [("Teacher", assignment.teacher), ("Subject", assignment.subject)]
    record += [("Activity_Tag", tag) for tag in asked.tags]
    record += [("Students", name) for name in asked.students]
    return "Activity", [
        *record,
        ("Duration", asked.duration),
        ("Total_Duration", asked.duration),
        ("Id", asked.id),
        ("Activity_Group_Id", 0),
        ("Active", "true"),
        ("Comments", asked.comments),
    ]


def _rooms(problem: Problem) -> Iterator[Node]:
    for room in problem.rooms:
        yield (
            "Room",
            [
                ("Name", room.id),
                ("Building", room.building),
                ("Capacity", room.seats or ANY_NUMBER),
                ("Virtual", "false"),
                ("Comments", room.title),
            ],
        )


def _rule(name: str, *fields: Node, weight: str = "100") -> Node:
    whole: list[Node] = [("Weight_Percentage", weight), *fields]
    return f"Constraint{name}", [*whole, ("Active", "true"), ("Comments", "")]


def _off(name: str, field: str, whose: Mapping[str, Cells]) -> Iterator[Node]:
    for one, cells in whose.items():
        yield _rule(
            name,
            (field, one),
            ("Number_of_Not_Available_Times", len(cells)),
            *(("Not_Available_Time", [("Day", day), ("Hour", hour)]) for day, hour in cells),
        )


def _times(problem: Problem) -> Iterator[Node]:
    grid = problem.grid
    yield _rule("BasicCompulsoryTime")
    if grid.divided:
        # A lesson of every week takes both halves of one hour, not the ends of two.
        starts = [
            (day, grid.hours_of(slot, Weeks.EVERY)[0]) for day in grid.days for slot in grid.slots
        ]
        yield _rule(
            "ActivitiesPreferredStartingTimes",
            ("Teacher_Name", ""),
            ("Students_Name", ""),
            ("Subject_Name", ""),
            ("Activity_Tag_Name", ""),
            ("Duration", grid.duration(Weeks.EVERY)),
            ("Number_of_Preferred_Starting_Times", len(starts)),
            *(
                (
                    "Preferred_Starting_Time",
                    [("Preferred_Starting_Day", day), ("Preferred_Starting_Hour", hour)],
                )
                for day, hour in starts
            ),
        )
    yield from _off("TeacherNotAvailableTimes", "Teacher", problem.teachers_off)
    yield from _off("StudentsSetNotAvailableTimes", "Students", problem.students_off)
    for ids in problem.spread:
        yield _rule(
            "MinDaysBetweenActivities",
            ("Consecutive_If_Same_Day", "true"),
            ("Number_of_Activities", len(ids)),
            *(("Activity_Id", one) for one in ids),
            ("MinDays", 1),
            weight=_SPREAD,
        )
    for asked in problem.asked:
        if asked.lesson.placed is not None:
            day, hour = grid.cells_of(asked.lesson.placed)[0]
            yield _rule(
                "ActivityPreferredStartingTime",
                ("Activity_Id", asked.id),
                ("Preferred_Day", day),
                ("Preferred_Hour", hour),
                ("Permanently_Locked", "true"),
            )


def _places(problem: Problem) -> Iterator[Node]:
    yield _rule("BasicCompulsorySpace")
    yield from _off("RoomNotAvailableTimes", "Room", problem.rooms_off)
    for kind, rooms in problem.rooms_for.items():
        yield _rule(
            "ActivityTagPreferredRooms",
            ("Activity_Tag", room_tag(kind)),
            ("Number_of_Preferred_Rooms", len(rooms)),
            *(("Preferred_Room", room) for room in rooms),
        )
    for asked in problem.asked:
        if asked.room:
            yield _rule(
                "ActivityPreferredRoom",
                ("Activity_Id", asked.id),
                ("Room", asked.room),
                ("Permanently_Locked", "true"),
            )
