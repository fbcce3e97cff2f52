"""Exceptions as pages in the reader's language, or as JSON for a program.

=====  ==============================================================
401    no session: the sign-in form, leading back here
403    a rule or the policy said no: the clause and what would help
404    nothing is there
409    somebody else changed the value: both values
413    too much was sent
422    a value cannot be taken
500    a fault of ours, found in the log by the number of the request
503    the store is too busy; nothing was stored, try again
=====  ==============================================================
"""

from __future__ import annotations

import logging

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken, URLDecodeError
from pyramid.httpexceptions import HTTPException, HTTPForbidden
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import (
    exception_view_config,
    forbidden_view_config,
    notfound_view_config,
)
from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from oshj_core.decisions import decide
from oshj_core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from oshj_core.regulation import clause
from oshj_core.roles import Facts, Permission
from oshj_core.text import Text, text
from oshj_portal.i18n import translatable
from oshj_portal.signin.kept import kept_post
from oshj_portal.signin.views import sign_in_form

log = logging.getLogger(__name__)

PLAIN = (str, int)
"""The types of the values of a conflict that are told."""
STATUS = ((Conflict, 409), (NotFound, 404), (NotAllowed, 403), (Invalid, 422), (Refusal, 422))


@exception_view_config(context=Refusal)
def refused(refusal, request):
    """A rule said no."""
    status = next(code for kind, code in STATUS if isinstance(refusal, kind))
    extra = {}
    if isinstance(refusal, Conflict):
        values = {"stored": refusal.stored, "offered": refusal.offered}
        # Only what a person can read and a program can parse; a plan, say, is neither.
        if all(isinstance(value, PLAIN) for value in values.values()):
            extra = values
    return answer(
        request,
        status,
        refusal.text,
        number=refusal.clause,
        advice=refusal.advice,
        place=getattr(refusal, "place", ""),
        **extra,
    )


@forbidden_view_config()
def forbidden(exception, request):
    """The policy said no — or nobody has signed in yet."""
    if isinstance(exception, HTTPForbidden) and request.session_record is None:
        return unauthorized(request)
    request.context = request.root  # the frame says nothing of a place that is closed
    permission = getattr(exception.result, "permission", None)
    context = getattr(exception.result, "context", None)
    try:
        asked = Permission(permission)
    except ValueError:
        return answer(request, 403, text("This page is closed to you."))
    decision = decide(request.actor, asked, getattr(context, "facts", Facts()))
    return answer(
        request,
        403,
        decision.reason or text("This page is closed to you."),
        number=decision.clause,
        advice=decision.advice,
    )


def unauthorized(request):
    """Ask to sign in; what was being sent can be sent again afterwards."""
    message = text("Sign in to go on.")
    if wants_json(request):
        return answer(request, 401, message)
    following = request.path_qs if request.method == "GET" else request.path
    form = sign_in_form(request, following, kept_post(request))
    response = render_to_response(
        "oshj_portal:signin/templates/sign_in.pt",
        {"form": form.render()},
        request=request,
    )
    response.status_int = 401
    return response


@notfound_view_config()
def not_found(exception, request):
    """Nothing there, or not for this method; a guest is not told which of the two."""
    if request.session_record is None and request.context is not request.root:
        return unauthorized(request)
    request.context = request.root
    return answer(
        request,
        404,
        text("There is no such page."),
        advice=text("Go to the start page, or search for it."),
    )


@exception_view_config(context=URLDecodeError)
def not_a_path(exception, request):
    """An address that is no UTF-8."""
    return Response(status=400, text="400", content_type="text/plain")


@exception_view_config(context=BadCSRFToken)
@exception_view_config(context=BadCSRFOrigin)
def stale_page(exception, request):
    """The page was open for too long, or the request was forged elsewhere."""
    return answer(
        request,
        400,
        text("The page was open for too long; nothing was stored."),
        advice=text("Go back, reload the page and send it again."),
    )


@exception_view_config(context=TransientError)
@exception_view_config(context=POSError)
def busy(exception, request):
    """Too many wrote at once, or the store cannot be reached; all attempts are used up."""
    response = answer(
        request,
        503,
        text("The journal is busy; nothing was stored."),
        advice=text("Send it again in a few seconds."),
    )
    response.headers["Retry-After"] = "3"
    return response


@exception_view_config(context=Exception)
def failed(exception, request):
    """A fault of ours, which tells a person what to say to the administrator."""
    log.error("request %s: %s %s", request.number, request.method, request.path, exc_info=exception)
    request.context = request.root
    return answer(
        request,
        500,
        text("Something broke here; nothing was stored."),
        advice=text(
            "Send it again later. If it breaks again, tell the administrator this number: "
            "${number}",
            number=request.number,
        ),
    )


@exception_view_config(context=HTTPException)
def http_error(exception, request):
    """Pyramid's own errors and redirects."""
    if exception.status_int < 400:
        return exception
    request.context = request.root
    return answer(request, exception.status_int, text("The request cannot be answered."))


def wants_json(request) -> bool:
    """Whether a program asks."""
    best = request.accept.acceptable_offers(["text/html", "application/json"])
    return bool(best) and best[0][0] == "application/json"


def answer(
    request,
    status: int,
    message: Text,
    *,
    number: str | None = None,
    advice: Text | None = None,
    place: str = "",
    **extra: object,
) -> Response:
    """The error as a page or as JSON, in the reader's language."""
    translate = request.localizer.translate
    values = {
        "status": status,
        "message": translate(translatable(message)),
        "clause": number or "",
        "advice": translate(translatable(advice)) if advice is not None else "",
        "place": place,
        **extra,
    }
    if wants_json(request):
        response = render_to_response("json", values, request=request)
    else:
        values["quote"] = clause(number) if number else None
        response = render_to_response("templates/error.pt", values, request=request)
    response.status_int = status
    return response
