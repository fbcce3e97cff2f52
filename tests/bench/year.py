"""A week of a teacher, a group and a room among few lessons and among a university's 25,000.

``python -m tests.bench.year [LESSONS]`` measures it alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote

from oshj_core.people import PersonName, Staff
from oshj_core.structure import Assignment, ControlForm, Group, LessonKind, Subject
from oshj_core.timetable import Bells, Room, WeeklyLesson, Weeks, weekly_lesson
from tests.bench.house import FILESTORAGE, Visitor, portal_on
from tests.bench.measure import Figure, compare
from tests.support.portal import Portal
from tests.support.university import AUTUMN

LESSONS, FEW = 25_000, 24
# The issue's own limit: a large university is as fast as a small one.
_MOST_RATIO = 1.5
_OF_BLOCK, _BATCH = 12, 2_000
_SUBJECTS = 40
_DAYS, _SLOTS = 6, 2
_LESSON = b'<li class="lesson'


def figures(store: str, turns: int, lessons: int = LESSONS) -> Iterator[Figure]:
    """The ratios of the three pages."""
    with portal_on(store) as small, portal_on(store) as large:
        fill(small, FEW)
        fill(large, lessons)
        few, many = Visitor(small, "dean"), Visitor(large, "dean")
        middle = lessons // _OF_BLOCK // 2
        for words, path in (
            ("teacher", "/people/y-{}/timetable"),
            ("group", "/units/math/{}/timetable"),
            ("room", "/rooms/r-{}/"),
        ):
            here = path.format(quote("ЖЫЛ-0") if words == "group" else 0)
            there = path.format(quote(f"ЖЫЛ-{middle}") if words == "group" else middle)
            if few.get(here).count(_LESSON) != many.get(there).count(_LESSON):
                raise RuntimeError(f"{here} and {there} show different weeks")
            pair = compare(
                lambda here=here: few.get(here), lambda there=there: many.get(there), turns
            )
            yield Figure(
                f"week of a {words} among {lessons:,} lessons / {FEW}",
                store,
                pair.work / pair.limit,
                _MOST_RATIO,
                pair.detail,
                most=True,
            )


def fill(portal: Portal, lessons: int) -> None:
    """So many weekly lessons; each teacher, group and room has twelve of them."""
    blocks = range(lessons // _OF_BLOCK)
    with portal.site() as site:
        for number in range(_SUBJECTS):
            site.university.subjects.put(Subject(f"year-{number}", "Алгебра", "algebra", 4))
    waiting = iter(blocks)
    while batch := list(islice(waiting, _BATCH // _OF_BLOCK)):
        with portal.site() as site:
            for block in batch:
                _fill_block(site, block)


def _fill_block(site, block: int) -> None:
    name = PersonName("Асанова", "Гүлнара", "Төлөновна")
    site.university.staff.put(Staff(f"y-{block}", name, "algebra"))
    site.university.groups.put(Group(f"ЖЫЛ-{block}", "math", "АУБ", 2024))
    site.rooms.put(Room(f"r-{block}", "Башкы корпус", str(block)))
    for lesson in _lessons(site, block):
        site.timetable.put(lesson)


def _lessons(site, block: int) -> Iterator[WeeklyLesson]:
    bells = Bells.parse()
    for slot in range(1, _SLOTS + 1):
        assignment = Assignment(
            f"y-{block}-{slot}",
            f"y-{block}",
            f"year-{(block + slot) % _SUBJECTS}",
            (f"ЖЫЛ-{block}",),
            AUTUMN.id,
            LessonKind.PRACTICAL,
            ControlForm.EXAM,
            "example-100",
        )
        site.university.assignments.put(assignment)
        for weekday in range(1, _DAYS + 1):
            yield weekly_lesson(
                f"y-{block}-{slot}-{weekday}",
                assignment,
                AUTUMN,
                bells,
                weekday,
                slot,
                weeks=(Weeks.EVERY, Weeks.ODD, Weeks.EVEN)[weekday % 3],
                building="Башкы корпус",
                room=str(block),
            )


def main(argv: list[str]) -> int:
    """Print the figures; exit code 1 if one misses its target."""
    lessons = int(argv[0]) if argv else LESSONS
    missed = 0
    for figure in figures(FILESTORAGE, 20, lessons):
        missed += not figure.met
        print(f"{figure.value:8.3f} ≤ {figure.target}  {figure.work}  {figure.detail}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
