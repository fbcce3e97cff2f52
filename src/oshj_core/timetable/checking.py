"""Whether a lesson of the timetable agrees with the university's lists (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.errors import Invalid
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.ports import University
    from oshj_core.timetable.schedule import Schedule
    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks


def check_lesson(lesson: WeeklyLesson, university: University, weeks: TeachingWeeks) -> None:
    """Check a lesson against its assignment and semester.

    :raises NotFound: there is no such assignment.
    :raises Invalid: it does not agree with them; no such teacher; it is planned for no day.
    """
    assignment = university.assignments.get(lesson.assignment)
    if not lesson.semester == assignment.semester == weeks.semester.id:
        raise Invalid(text("The assignment is of another semester."), place="semester")
    if set(lesson.groups) != set(assignment.groups):
        raise Invalid(text("The assignment is for other groups."), place="groups")
    if lesson.subgroup != assignment.subgroup:
        raise Invalid(text("The assignment is for another subgroup."), place="subgroup")
    if lesson.teacher:
        check_teacher(lesson.teacher, university)
    for place, day in (("starts", lesson.starts), ("ends", lesson.ends)):
        if day not in weeks:
            raise Invalid(text("The day lies outside the semester."), place=place)
    if not weeks.originals(lesson):
        raise Invalid(text("The lesson is planned for no day at all."), place="weekday")


def check_teacher(teacher: str, university: University) -> None:
    """:raises Invalid: there is no such employee."""
    if teacher not in university.staff:
        raise Invalid(
            text("There is no employee with the code “${code}”.", code=teacher), place="teacher"
        )


def check_ids(near: Schedule) -> None:
    """Registers are of groups, so ids have to differ among the lessons of a group.

    :raises Invalid: they do not.
    """
    if near.same_ids():
        raise Invalid(
            text("Two lessons would have one id."),
            place="id",
            advice=text("Give the new lesson another id."),
        )
