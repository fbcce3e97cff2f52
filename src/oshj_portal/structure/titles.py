"""The words for kinds of units, lessons and controls."""

from oshj_core.structure import ControlForm, LessonKind, UnitKind
from oshj_portal.i18n import _

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
