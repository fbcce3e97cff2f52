"""Taking back a lesson that was opened by mistake (1.4, 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from oshj_core.audit import AuditEvent
from oshj_core.issuing import needed_reason
from oshj_core.journal import JournalReader
from oshj_core.journal.withdrawing import may_withdraw, registers_with, withdraw_lesson
from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.resources import LessonResource

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response


def withdrawal_values(context: LessonResource, request: Request) -> dict[str, object]:
    """What the page of a lesson says of its withdrawal: who did it, or that the reader may."""
    lesson = context.lesson
    said = None
    if lesson.withdrawn is not None:
        said = {
            "by": person_name(request.site, lesson.withdrawn.by),
            "at": moment(lesson.withdrawn.at, request.act.at.tzinfo),
            "reason": lesson.withdrawn.reason,
        }
    # All its journals are looked for only where the reader may in this one.
    may = may_withdraw([context.journal], lesson) and may_withdraw(
        _journals(context, request), lesson
    )
    return {
        "withdrawn": said,
        "withdraw_href": request.resource_path(context, "withdraw") if may else None,
    }


@view_config(
    context=LessonResource,
    name="withdraw",
    request_method="POST",
    permission=Permission.VIEW_JOURNAL.value,
)
def withdraw(context: LessonResource, request: Request) -> Response:
    """Withdraw the lesson in the journals of all its groups."""
    lesson, reason = context.lesson, needed_reason(request.POST.get("reason", ""))
    journals = _journals(context, request)
    stands = [one for one in journals if one.register.lesson(lesson.id).withdrawn is None]
    withdraw_lesson(journals, lesson, reason)
    for journal in stands:
        request.site.audit.append(
            AuditEvent(
                request.act.millis,
                request.actor.id,
                "lesson.withdraw",
                f"journal:{journal.register.id}",
                before=f"{format_date(lesson.date)}, {lesson.slot}, {lesson.kind.value}",
                reason=reason,
                request=request.act.request,
            )
        )
    flash(request, _("The lesson was withdrawn."))
    return HTTPSeeOther(request.resource_path(context))


def _journals(context: LessonResource, request: Request) -> list[JournalReader]:
    """The journals in which the lesson was opened."""
    site = request.site
    held = registers_with(site.registers, site.university, context.journal.register, context.lesson)
    return [JournalReader(register, site.university, request.act) for register in held]
