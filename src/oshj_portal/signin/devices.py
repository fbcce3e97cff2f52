"""Device cookies (OWASP): who has signed in here before is not locked out by strangers.

A device that signed in successfully carries a signed cookie for that login; its failed
attempts are counted apart from those of unknown devices.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from oshj_portal.security.cookies import SESSION_YEAR, cookie_name


def attempts_key(request, login: str) -> str:
    """The name under which this device's attempts on that login are counted."""
    known, _, rest = request.cookies.get(_name(request), "").partition(".")
    nonce, _, mac = rest.partition(".")
    expected = _sign(request, login, nonce)
    if known == _digest(login) and hmac.compare_digest(mac.encode(), expected.encode()):
        return f"{login} {nonce}"
    return login


def trust_device(request, login: str) -> None:
    """Give this device a cookie for that login, if it has none."""
    if attempts_key(request, login) != login:
        return
    nonce = secrets.token_hex(8)
    request.response.set_cookie(
        _name(request),
        f"{_digest(login)}.{nonce}.{_sign(request, login, nonce)}",
        max_age=SESSION_YEAR,
        secure=request.registry.https,
        httponly=True,
        samesite="Lax",
    )


def _name(request) -> str:
    return cookie_name("device", https=request.registry.https)


def _digest(login: str) -> str:
    return hashlib.sha256(login.encode()).hexdigest()[:16]


def _sign(request, login: str, nonce: str) -> str:
    secret = request.registry.settings["oshj.secret"].encode()
    return hmac.new(secret, f"device {login} {nonce}".encode(), hashlib.sha256).hexdigest()
