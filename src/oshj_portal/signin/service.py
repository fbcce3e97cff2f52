"""Opening and ending sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.csrf import new_csrf_token
from pyramid.security import remember

from oshj_core.accounts import Attempts, Audience, read_login, read_secret
from oshj_core.audit import AuditEvent
from oshj_core.errors import Invalid, NotAllowed
from oshj_core.text import text
from oshj_portal.security.cookies import new_reference, reference_key
from oshj_portal.signin.devices import attempts_key, trust_device
from oshj_portal.signin.passwords import NOBODY, Argon2Hasher
from oshj_portal.store.sessions import SessionRecord

if TYPE_CHECKING:
    from oshj_core.accounts import Account

MAX_STAFF_SESSIONS = 3
MAX_DEVICE = 120


def check_credentials(request, login: str, secret: str) -> Account:
    """The account, if login and secret are right.

    :raises NotAllowed: too many attempts; come back later.
    :raises Invalid: unknown login or wrong secret (which of them is not said).
    """
    login = read_login(login)
    accounts, now = request.site.accounts, request.act.millis
    key = attempts_key(request, login)
    attempts = accounts.attempts(key)
    if attempts.blocks(now):
        raise NotAllowed(
            text("Too many failed attempts. Wait 15 minutes and try again."), clause="4.2"
        )
    account = accounts.find(login)
    good = Argon2Hasher().verify(
        account.secret if account is not None else NOBODY, read_secret(secret)
    )
    if account is None or not good or not account.active:
        accounts.count(key, attempts.after_failure(now))
        raise Invalid(text("The login or the password is not right."))
    if attempts.failed:
        accounts.count(key, Attempts())
    return account


def open_session(request, account: Account) -> list[tuple[str, str]]:
    """Begin a session; returns the headers that set its cookie.

    A teacher's oldest session ends when a fourth begins: a login shared among colleagues
    (4.3) is then noticed.
    """
    sessions = request.site.sessions
    if account.audience is Audience.STAFF:
        opened = sorted(sessions.of(account.person), key=lambda record: record.opened_at)
        for record in opened[: max(0, len(opened) - MAX_STAFF_SESSIONS + 1)]:
            sessions.close(record.key)
    reference = new_reference()
    sessions.open(
        SessionRecord(
            reference_key(reference),
            account.person,
            account.login,
            account.audience,
            account.generation,
            request.act.millis,
            (request.user_agent or "")[:MAX_DEVICE],
        )
    )
    trust_device(request, account.login)
    new_csrf_token(request)
    request.site.audit.append(
        AuditEvent(
            request.act.millis,
            account.person,
            "session.open",
            f"account:{account.login}",
            request=request.act.request,
        )
    )
    return remember(request, reference)
