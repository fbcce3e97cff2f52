"""A journal as its inspector looks through it: how each lesson was filled in, without the names
and marks of students (3.5, 7.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from oshj_core.journal import lesson_works
from oshj_core.journal.status import lesson_status
from oshj_core.kyrgyz import format_date
from oshj_core.reports.source import held_lessons
from oshj_core.reports.weekly import lesson_marks
from oshj_core.roles import Permission
from oshj_core.work_kinds import WORK_KINDS
from oshj_portal.i18n import translatable
from oshj_portal.inspections.lookup import journals_in
from oshj_portal.inspections.words import journal_title
from oshj_portal.journal.headers import STATUS_KINDS, STATUS_SIGNS, STATUS_TITLES
from oshj_portal.places import person_name
from oshj_portal.resources import UnitResource
from oshj_portal.structure.titles import LESSON_KINDS, subgroup_title

if TYPE_CHECKING:
    from oshj_core.journal import JournalReader
    from oshj_core.ports import Lesson


@view_config(
    context=UnitResource,
    name="inspected-journal",
    request_method="GET",
    permission=Permission.INSPECT_JOURNAL.value,
    renderer="templates/journal.pt",
)
def show_inspected_journal(context, request):
    """The lessons held so far, the newest first; of journals the unit inspects."""
    journal = _journal(context, request)
    lessons = sorted(held_lessons(journal), key=lambda one: (one.date, one.slot), reverse=True)
    return {
        "title": journal_title(request, journal.register.id),
        "lines": [_line(request, journal, lesson) for lesson in lessons],
        "back": request.resource_path(context, "inspections"),
    }


def _journal(context, request) -> JournalReader:
    register = request.site.registers.find(request.GET.get("journal", ""))
    if register is not None:
        for journal in journals_in(request.site, request.act, context.unit.id, register.semester):
            if journal.register.id == register.id:
                return journal
    raise HTTPNotFound


def _line(request, journal: JournalReader, lesson: Lesson) -> dict[str, Any]:
    state, status = journal.state(lesson), lesson_status(journal, lesson)
    slots = [slot for slot, _member in journal.members_on(lesson)]
    return {
        "day": format_date(lesson.date),
        "slot": lesson.slot,
        "kind": LESSON_KINDS[lesson.kind],
        "subgroup": subgroup_title(lesson.subgroup),
        "teacher": person_name(request.site, lesson.teacher),
        "topic": state.facts.get("topic", ""),
        "works": [translatable(WORK_KINDS[one].title) for one in lesson_works(state)],
        "attendance": sum(state.attendance(slot) is not None for slot in slots),
        "students": len(slots),
        "marks": sum(1 for _mark in lesson_marks(journal, lesson)),
        "status": STATUS_TITLES[status],
        "status_kind": STATUS_KINDS[status],
        "status_sign": STATUS_SIGNS[status],
    }
