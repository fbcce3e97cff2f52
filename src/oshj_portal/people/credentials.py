"""What the issuer does with a person's account: issue, reissue, end sessions, close, open."""

from __future__ import annotations

from pyramid.httpexceptions import HTTPSeeOther

from oshj_core.accounts import login_for
from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.people.issuing_views import audience_of, issuing_view
from oshj_portal.people.slips import issuing, slips_response


@issuing_view("issue")
def issue(context, request):
    """The slip with the new secret: it is in this answer and nowhere else."""
    issued = issuing(request).issue(
        context.person.id,
        audience_of(context),
        context.facts,
        request.POST.get("reason", ""),
    )
    return slips_response(request, [issued], context.person.name.full)


@issuing_view("close-account")
def close_account(context, request):
    """Nobody signs in with it any more."""
    _set_active(context, request, active=False)
    request.site.sessions.close_all(context.person.id)
    flash(request, _("The account was closed."))
    return HTTPSeeOther(request.resource_path(context))


@issuing_view("open-account")
def open_account(context, request):
    """A closed account works again, with the secret it had."""
    _set_active(context, request, active=True)
    flash(request, _("The account was opened again."))
    return HTTPSeeOther(request.resource_path(context))


def _set_active(context, request, *, active: bool) -> None:
    account = request.site.accounts.of(context.person.id)
    login = account.login if account is not None else login_for(context.person.id)
    issuing(request).set_active(
        login, context.facts, active=active, reason=request.POST.get("reason", "")
    )


@issuing_view("end-sessions")
def end_sessions(context, request):
    """Sign the person out everywhere."""
    act, person = request.act, context.person.id
    require(act.actor, audience_of(context).issuing, context.facts)
    if request.site.sessions.close_all(person):
        request.site.audit.append(
            AuditEvent(
                act.millis, act.actor.id, "sessions.end", f"person:{person}", request=act.request
            )
        )
    flash(request, _("All sessions were ended."))
    return HTTPSeeOther(request.resource_path(context))
