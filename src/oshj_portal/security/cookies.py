"""The cookies of the portal: what they are named and how they are signed.

The session cookie carries a random reference and the time it was last renewed, signed; all
else is in the session's record in the store, so that a session can be ended from afar.
"""

from __future__ import annotations

import hashlib
import secrets

from pyramid.authentication import AuthTktCookieHelper

SESSION_YEAR = 400 * 24 * 3600
RENEW_SECONDS = 120


def cookie_name(purpose: str, *, https: bool) -> str:
    """``__Host-`` ties a cookie to this very host, but only where there is https."""
    return f"{'__Host-' if https else ''}oshj-{purpose}"


def ticket(registry) -> AuthTktCookieHelper:
    """The helper that writes and reads the signed session reference."""
    return AuthTktCookieHelper(
        registry.settings["oshj.secret"],
        cookie_name=cookie_name("session", https=registry.https),
        secure=registry.https,
        http_only=True,
        samesite="Lax",
        hashalg="sha512",
        wild_domain=False,
        max_age=SESSION_YEAR,
        timeout=SESSION_YEAR,
        reissue_time=RENEW_SECONDS,
    )


def new_reference() -> str:
    """A random session reference, 256 bits."""
    return secrets.token_urlsafe(32)


def reference_key(reference: str) -> str:
    """The form of a reference the store keeps: whoever reads the store cannot use it."""
    return hashlib.sha256(reference.encode()).hexdigest()
