"""A student's progress in the subjects of the group, as values for the templates."""

from __future__ import annotations

from collections import Counter

from oshj_core.cell_text import write_cell
from oshj_core.journal import lesson_works
from oshj_core.kyrgyz import format_date, sort_key
from oshj_core.register import Attendance, Field
from oshj_core.work_kinds import WORK_KINDS
from oshj_portal.i18n import translatable
from oshj_portal.resources import journal_resource
from oshj_portal.structure.titles import LESSON_KINDS


def progress(request, student: str):
    """The student's subjects of the running semester, by the Kyrgyz alphabet."""
    group = request.site.university.students.get(student).group
    subjects = []
    for register in request.site.registers.of_group(group):
        slot = slot_of(register, student)
        place = journal_resource(request, register)
        semester = place.journal.semester
        if slot is not None and semester.starts <= request.act.today <= semester.ends:
            subjects.append(subject_progress(request, place, slot))
    return sorted(subjects, key=lambda one: sort_key(one["subject"]))


def slot_of(register, student: str) -> int | None:
    """The student's slot in a register."""
    for slot, member in enumerate(register.roster()):
        if member.student == student:
            return slot
    return None


def subject_progress(request, place, slot: int):
    """Attendance, marks, points and total of one slot."""
    journal = place.journal
    lessons, attendance = [], Counter[Attendance | None]()
    for lesson in journal.register.lessons():
        state = journal.state(lesson)
        # 1.4: what was entered before a move was known of stays to be seen.
        entered = any(place == slot for place, _field in state.cells)
        if slot not in dict(journal.members_on(lesson)) and not entered:
            continue
        here = state.attendance(slot)
        attendance[here] += 1
        lessons.append(
            {
                "day": format_date(lesson.date),
                "kind": LESSON_KINDS[lesson.kind],
                "topic": state.facts.get("topic", ""),
                "task": state.facts.get("task", ""),
                "attendance": here,
                "marks": [
                    (translatable(WORK_KINDS[work].title), write_cell(field, value))
                    for field, work in enumerate(lesson_works(state), Field.FIRST_WORK)
                    if (value := state.value(slot, field)) is not None
                ],
            }
        )
    total = journal.totals([slot])[slot]
    came = attendance[Attendance.PRESENT] + attendance[Attendance.LATE]
    known = sum(attendance.values()) - attendance[None]
    return {
        "subject": place.subject.name,
        "credits": place.subject.credits,
        "name": place.__name__,
        "lessons": lessons,
        "attendance": attendance,
        "came": came,
        "held": known,
        "percent": round(100 * came / known) if known else None,
        "controls": [
            {
                "title": component.title[request.locale_name],
                "short": component.short[request.locale_name],
                "maximum": component.maximum,
                "value": write_cell(
                    Field.POINTS, journal.control_state(component).value(slot, Field.POINTS)
                ),
                "published": journal.control_state(component).published is not None,
            }
            for component in journal.controls
        ],
        "points": None if total.points is None else write_cell(1, int(total.points * 100)),
        "maximum": journal.scheme.maximum,
        "row": total.row,
        "missing": total.missing,
    }
