"""The student's own pages: each shows one person's record and no other."""

from __future__ import annotations

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from oshj_core.cell_text import LETTERS
from oshj_core.register import Attendance
from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.membership.words import student_moves
from oshj_portal.resources import PersonResource, group_resource
from oshj_portal.student.progress import progress, slot_of, subject_progress

ATTENDANCE = {
    Attendance.PRESENT: _("Present"),
    Attendance.LATE: _("Late"),
    Attendance.ABSENT: _("Absent"),
    Attendance.EXCUSED: _("Excused"),
}
KINDS = {
    Attendance.PRESENT: "good",
    Attendance.LATE: "warn",
    Attendance.ABSENT: "bad",
    Attendance.EXCUSED: "info",
}


@view_config(
    context=PersonResource,
    name="progress",
    request_method="GET",
    permission=Permission.VIEW_OWN_PROGRESS.value,
    renderer="templates/progress.pt",
)
def show_progress(context, request):
    """All subjects; one of them, lesson by lesson, with ``?subject=``."""
    name = request.params.get("subject")
    if name is None:
        return {
            "person": context.person,
            "student": progress(request, context.person.id),
            "moves": student_moves(request, context.person.id),
        }
    try:
        place = group_resource(request, context.person.group)[name]
    except KeyError:
        raise HTTPNotFound from None
    slot = slot_of(place.register, context.person.id)
    if slot is None:
        raise HTTPNotFound
    request.override_renderer = "oshj_portal:student/templates/subject.pt"
    return {
        "person": context.person,
        "one": subject_progress(request, place, slot),
        "titles": ATTENDANCE,
        "kinds": KINDS,
        "letters": LETTERS,
    }
