"""What moves, places and errors in lists are called."""

from __future__ import annotations

from oshj_core.kyrgyz import format_date
from oshj_core.membership import (
    NOWHERE,
    ListErrorDesk,
    ListErrorKind,
    ListErrorState,
    Move,
    MoveKind,
    Moving,
    Place,
)
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.places import person_name

MOVE_KINDS = {
    MoveKind.ENROLMENT: _("Enrolment"),
    MoveKind.TRANSFER: _("Transfer to another group"),
    MoveKind.SUBGROUP: _("Another subgroup"),
    MoveKind.ACADEMIC_LEAVE: _("Academic leave"),
    MoveKind.RETURN: _("Return from leave"),
    MoveKind.EXPULSION: _("Expulsion"),
    MoveKind.REINSTATEMENT: _("Reinstatement"),
    MoveKind.GRADUATION: _("Graduation"),
}
ERROR_KINDS = {
    ListErrorKind.MISSING: _("A student is missing"),
    ListErrorKind.WRONG_SUBGROUP: _("Wrong subgroup"),
    ListErrorKind.WRONG_NAME: _("Wrong name"),
    ListErrorKind.LEFT: _("The student left"),
}
ERROR_STATES = {
    ListErrorState.REPORTED: _("waits for the deanery"),
    ListErrorState.CORRECTED: _("corrected"),
    ListErrorState.REFUSED: _("the list is right"),
}
ERROR_CHIPS = {
    ListErrorState.REPORTED: "warn",
    ListErrorState.CORRECTED: "good",
    ListErrorState.REFUSED: "bad",
}


def moving(request) -> Moving:
    """The reader's dealing with the places of students."""
    site = request.site
    return Moving(site.university, site.registers, site.moves, site.audit, request.act)


def desk(request) -> ListErrorDesk:
    """The reader's dealing with reports of errors."""
    site = request.site
    return ListErrorDesk(
        site.list_errors, site.university, site.audit, request.act, site.notices, site.holdings
    )


def tell_published(request, published: int) -> None:
    """Say how many published lessons did not follow a move, if any."""
    if published:
        told = _(
            "Published lessons that stay as they were published: ${count}. In those journals "
            "this begins after the published modules (4.3).",
            mapping={"count": published},
        )
        flash(request, told, "warn")


def place_words(request, place: Place) -> str:
    """A group with its subgroup; a dash for nowhere."""
    if place == NOWHERE:
        return "—"
    if not place.subgroup:
        return place.group
    part = _("Subgroup ${number}", mapping={"number": place.subgroup})
    return f"{place.group} · {request.localizer.translate(part)}"


def move_line(request, move: Move) -> dict[str, object]:
    """A move as the rows of tables show it."""
    student = request.site.university.students.find(move.student)
    return {
        "day": format_date(move.day),
        "student": student.name.full if student else move.student,
        "code": move.student,
        "kind": MOVE_KINDS[move.kind],
        "before": place_words(request, move.before),
        "after": place_words(request, move.after),
        "order": move.order,
        "reason": move.reason,
        "by": person_name(request.site, move.by),
    }


def student_moves(request, student: str) -> list[dict[str, object]]:
    """The history of a student's groups, the newest first."""
    return [move_line(request, move) for move in reversed(request.site.moves.of_student(student))]
