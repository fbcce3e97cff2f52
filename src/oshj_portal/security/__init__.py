"""Who somebody is, what the policy lets them do, and the guards around every view."""

import os

from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.exceptions import ConfigurationError
from pyramid.settings import asbool

from oshj_portal.security import headers, incoming, views_check
from oshj_portal.security.cookies import cookie_name
from oshj_portal.security.identity import get_act, get_actor, get_number, get_session_record
from oshj_portal.security.policy import JournalSecurityPolicy


def includeme(config):
    settings = config.get_settings()
    https = asbool(settings.get("oshj.https", "true"))
    config.registry.https = https
    settings.setdefault("oshj.secret", os.environ.get("OSHJ_SECRET", ""))
    if not settings["oshj.secret"]:
        raise ConfigurationError("Set OSHJ_SECRET in the environment or oshj.secret in the ini.")
    config.set_security_policy(JournalSecurityPolicy())
    # Nobody holds this one: a view without a permission of its own is closed to everybody.
    config.set_default_permission("nobody")
    config.set_csrf_storage_policy(
        CookieCSRFStoragePolicy(
            cookie_name=cookie_name("csrf", https=https),
            secure=https,
            httponly=True,
            samesite="Lax",
        )
    )
    config.set_default_csrf_options(require_csrf=True)
    config.add_request_method(get_session_record, "session_record", reify=True)
    config.add_request_method(get_actor, "actor", reify=True)
    config.add_request_method(get_number, "number", reify=True)
    config.add_request_method(get_act, "act", reify=True)
    config.include(headers)
    config.include(incoming)
    config.include(views_check)
