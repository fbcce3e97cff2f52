"""Others in the timetable of the small university: teachers, groups and rooms of their own."""

from __future__ import annotations

from collections.abc import Iterator

from oshj_core.people import PersonName, Staff
from oshj_core.structure import Assignment, ControlForm, Group, LessonKind, Subject
from oshj_core.timetable import Bells, Room, WeeklyLesson, Weeks, weekly_lesson
from tests.support.university import AUTUMN

_OF_BLOCK = 12
_DAYS, _SLOTS = 6, 2


def fill(portal, lessons: int) -> None:
    """Add so many weekly lessons; each teacher, group and room has twelve of them."""
    with portal.site() as site:
        site.university.subjects.put(Subject("year", "Алгебра", "algebra", 4))
        for block in range(lessons // _OF_BLOCK):
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
            "year",
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
