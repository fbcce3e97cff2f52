"""Who taught for whom: said in the journal, on the lesson's page, in print and in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.covering import substitute_of
from oshj_core.kyrgyz import format_date
from oshj_portal.i18n import _
from oshj_portal.places import person_name

if TYPE_CHECKING:
    from pyramid.request import Request

    from oshj_core.ports import Lesson
    from oshj_portal.resources import JournalResource


def taught_for(request: Request, lesson: Lesson) -> str:
    """«Bekov for Asanova» of a lesson that somebody else was named for, else nothing."""
    site = request.site
    one = substitute_of(site.substitutions.for_teacher(lesson.teacher), lesson)
    if one is None:
        return ""
    names = {
        "substitute": person_name(site, one.substitute),
        "teacher": person_name(site, one.teacher),
    }
    return request.localizer.translate(_("${substitute} for ${teacher}", mapping=names))


def taken_lessons(context: JournalResource, request: Request) -> dict[str, str]:
    """Who taught for whom, by the id of each lesson of a journal that was given to somebody
    else, in the order of the lessons."""
    lessons = context.register.lessons()
    away = {
        teacher
        for teacher in {lesson.teacher for lesson in lessons}
        if request.site.substitutions.for_teacher(teacher)
    }
    said = {one.id: taught_for(request, one) for one in lessons if one.teacher in away}
    return {lesson: words for lesson, words in said.items() if words}


def substitutes(context: JournalResource, request: Request) -> list[tuple[str, str]]:
    """The same as lines: the day of the lesson, and who taught for whom."""
    return [
        (format_date(context.register.lesson(lesson).date), words)
        for lesson, words in taken_lessons(context, request).items()
    ]
