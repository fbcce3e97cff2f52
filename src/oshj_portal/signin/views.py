"""The pages of signing in and out."""

from __future__ import annotations

import re

import colander
import deform
from deform import Button
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import forget
from pyramid.traversal import find_resource
from pyramid.view import view_config

from oshj_core.errors import Invalid, NotAllowed
from oshj_core.roles import Permission
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.i18n import _
from oshj_portal.language import LANGUAGES, choose
from oshj_portal.layout.frame import flash
from oshj_portal.moments import moment
from oshj_portal.resources import University
from oshj_portal.signin.kept import MAX_KEPT, read_kept
from oshj_portal.signin.service import check_credentials, open_session

# What a browser sends on as it is: printable ASCII, no second slash to name another host.
_PATH = re.compile(r"/(?:[!-.0-\[\]-~][!-\[\]-~]*)?")


class Credentials(BaseSchema):
    """One pair of fields."""

    login = colander.SchemaNode(
        colander.String(),
        title=_("Login"),
        validator=colander.Length(max=64),
        widget=deform.widget.TextInputWidget(attributes={"autocomplete": "username"}),
    )
    secret = colander.SchemaNode(
        colander.String(),
        title=_("Password"),
        validator=colander.Length(max=64),
        widget=deform.widget.PasswordWidget(attributes={"autocomplete": "current-password"}),
        description=_("As on your slip; hyphens and capital letters do not matter."),
    )
    next = colander.SchemaNode(colander.String(), missing="/", widget=deform.widget.HiddenWidget())
    kept = colander.SchemaNode(
        colander.String(),
        missing="",
        validator=colander.Length(max=MAX_KEPT),
        widget=deform.widget.HiddenWidget(),
    )


def sign_in_form(request, next_path: str = "/", kept: str = ""):
    """The form, leading on to ``next_path``, where ``kept`` can be sent again."""
    return make_form(
        request,
        Credentials(),
        action="/sign-in",
        buttons=(Button("sign_in", _("Sign in")),),
        values={"next": next_path, "kept": kept},
        formid="sign-in",
    )


def safe_path(request, path: str) -> str:
    """The path, if it leads to a resource of ours; else the root."""
    if not _PATH.fullmatch(path):
        return "/"
    try:
        find_resource(request.root, path.partition("?")[0].split("/@@")[0])
    except (KeyError, ValueError):
        parent = path.partition("?")[0].rpartition("/")[0] or "/"
        try:
            find_resource(request.root, parent)
        except (KeyError, ValueError):
            return "/"
    return path


@view_config(
    context=University,
    name="sign-in",
    request_method="GET",
    permission=Permission.SIGN_IN.value,
    renderer="templates/sign_in.pt",
)
def show_sign_in(request):
    return {"form": sign_in_form(request, request.params.get("next", "/")).render()}


@view_config(
    context=University,
    name="sign-in",
    request_method="POST",
    permission=Permission.SIGN_IN.value,
    renderer="templates/sign_in.pt",
)
def sign_in(request):
    form = sign_in_form(request)
    try:
        values = form.validate_post(request)
        account = check_credentials(request, values["login"], values["secret"])
    except deform.ValidationFailure:
        request.response.status_int = 422
        return {"form": form.render()}
    except (Invalid, NotAllowed) as refusal:
        form.refuse(refusal)
        request.response.status_int = 422
        # The failed attempt is counted although the answer is an error.
        request.response.headers["X-Tm"] = "commit"
        return {"form": form.render()}
    headers = open_session(request, account)
    following = safe_path(request, values["next"])
    fields = read_kept(values["kept"])
    if fields:
        request.override_renderer = "oshj_portal:signin/templates/send_again.pt"
        request.response.headerlist.extend(headers)
        return {"action": following, "fields": fields}
    response = HTTPSeeOther(following, headers=headers)
    response.headerlist.extend(
        (name, value) for name, value in request.response.headerlist if name == "Set-Cookie"
    )
    return response


@view_config(
    context=University,
    name="sign-out",
    request_method="POST",
    permission=Permission.SIGN_IN.value,
)
def sign_out(request):
    if request.session_record is not None:
        request.site.sessions.close(request.session_record.key)
    return HTTPSeeOther("/sign-in", headers=forget(request))


@view_config(
    context=University,
    name="sessions",
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    renderer="templates/sessions.pt",
)
def show_sessions(request):
    zone = request.clock.now().tzinfo
    records = sorted(
        request.site.sessions.of(request.actor.id), key=lambda record: -record.opened_at
    )
    return {
        "sessions": [
            {
                "key": record.key,
                "opened": moment(record.opened_at, zone),
                "device": record.device,
                "current": record.key == request.session_record.key,
            }
            for record in records
        ]
    }


@view_config(
    context=University,
    name="sessions",
    request_method="POST",
    permission=Permission.USE_PORTAL.value,
)
def end_session(request):
    key = request.POST.get("key", "")
    if any(record.key == key for record in request.site.sessions.of(request.actor.id)):
        request.site.sessions.close(key)
        flash(request, _("The session was ended."))
    return HTTPSeeOther("/sessions")


@view_config(
    context=University,
    name="language",
    request_method="POST",
    permission=Permission.SIGN_IN.value,
)
def choose_language(request):
    response = HTTPSeeOther(safe_path(request, request.POST.get("next", "/")))
    language = request.POST.get("language")
    if language in LANGUAGES:
        choose(response, language, secure=request.registry.https)
    return response
