"""The words for kinds of units, lessons and controls, and for what somebody teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oshj_core.structure import ControlForm, LessonKind, UnitKind
from oshj_portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from oshj_core.structure import Assignment

UNIT_KINDS = {
    UnitKind.FACULTY: _("Faculty"),
    UnitKind.INSTITUTE: _("Institute"),
    UnitKind.HIGHER_SCHOOL: _("Higher school"),
    UnitKind.COLLEGE: _("College"),
    UnitKind.POSTGRADUATE_CENTRE: _("Postgraduate centre"),
    UnitKind.DEPARTMENT: _("Department"),
    UnitKind.OFFICE: _("Office"),
}

LESSON_KINDS = {
    LessonKind.LECTURE: _("Lecture"),
    LessonKind.PRACTICAL: _("Practical class"),
    LessonKind.SEMINAR: _("Seminar"),
    LessonKind.LABORATORY: _("Laboratory class"),
}

LESSON_KINDS_SHORT = {
    LessonKind.LECTURE: _("Lec"),
    LessonKind.PRACTICAL: _("Prac"),
    LessonKind.SEMINAR: _("Sem"),
    LessonKind.LABORATORY: _("Lab"),
}

CONTROL_FORMS = {
    ControlForm.EXAM: _("Exam"),
    ControlForm.PASS_FAIL: _("Pass/fail test"),
    ControlForm.COURSE_WORK: _("Course work"),
    ControlForm.THESIS: _("Thesis defence"),
}


def subgroup_title(number: int) -> Any:
    """A part of a group, to be translated; empty for the whole group."""
    return _("Subgroup ${number}", mapping={"number": number}) if number else ""


def assignment_title(assignment: Assignment, translate: Callable[[Any], str]) -> str:
    """Kind, groups and subgroup of an assignment."""
    parts = [translate(LESSON_KINDS[assignment.kind]), ", ".join(assignment.groups)]
    if assignment.subgroup:
        parts.append(translate(subgroup_title(assignment.subgroup)))
    return " · ".join(parts)
