"""Credentials: made by the system, issued by two roles only, never changed by a student.

Staff get them from the administrator, students from their deanery (3.3); nobody chooses a
secret, and a new one is issued, never edited (4.2).
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid, NotAllowed
from oshj_core.roles import Permission
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Callable

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Latin letters and digits that are not mistaken for one another on paper."""

SECRET_GROUPS, SECRET_GROUP_LENGTH = 3, 4
MAX_ATTEMPTS = 10
ATTEMPTS_PAUSE = timedelta(minutes=15)


class Audience(Enum):
    """Whom an account is for; it decides who issues it and how long a session lasts."""

    STAFF = "staff"
    STUDENT = "student"

    @property
    def issuing(self) -> Permission:
        """The permission to issue such an account (3.3)."""
        if self is Audience.STAFF:
            return Permission.ISSUE_STAFF_CREDENTIALS
        return Permission.ISSUE_STUDENT_CREDENTIALS


@attrs.frozen
class Account:
    """A login with the kept form of its secret.  ``generation`` counts the issues: a session
    opened under an older one is over."""

    login: str
    person: str
    audience: Audience
    secret: str = attrs.field(repr=False)
    issued_at: int
    issued_by: str
    generation: int = 1
    active: bool = True


@attrs.frozen
class Attempts:
    """Failed sign-ins in a row and the time of the last, in milliseconds since the epoch."""

    failed: int = 0
    last: int = 0

    def after_failure(self, at: int) -> Attempts:
        """One failure more; after the pause the count begins anew."""
        failed = 0 if self.is_over(at) else self.failed
        return Attempts(failed + 1, at)

    def is_over(self, at: int) -> bool:
        """Whether the pause since the last failure has passed."""
        return at - self.last >= ATTEMPTS_PAUSE // timedelta(milliseconds=1)

    def blocks(self, at: int) -> bool:
        """Whether a further attempt must wait."""
        return self.failed >= MAX_ATTEMPTS and not self.is_over(at)


def make_secret(choice: Callable[[str], str] = secrets.choice) -> str:
    """A new secret in three groups: ``k7pm-3xwd-ha9t``.  59 bits when ``choice`` is uniform."""
    return "-".join(
        "".join(choice(ALPHABET) for _ in range(SECRET_GROUP_LENGTH)) for _ in range(SECRET_GROUPS)
    )


def read_secret(typed: str) -> str:
    """What was typed, without the spaces, hyphens and capitals people add when they copy it.

    It is this form that is hashed and compared, never the one on the slip.

    >>> read_secret(" K7PM 3xwd-HA9T")
    'k7pm3xwdha9t'
    """
    return "".join(char for char in typed.casefold() if char.isalnum())


def read_login(typed: str) -> str:
    """The login as it is kept: trimmed and in small letters."""
    return typed.strip().casefold()


def login_for(person: str) -> str:
    """The login of a person: the person's code in small letters.

    :raises Invalid: the code does not make a login (nothing but ASCII letters, digits, - and .).

    >>> login_for("S240017")
    's240017'
    """
    login = read_login(person)
    if not login.isascii() or not login.replace("-", "").replace(".", "").isalnum():
        raise Invalid(
            text("“${code}” cannot be a login: Latin letters and digits only.", code=person),
            place="login",
        )
    return login


def refuse_self_service(audience: Audience) -> None:
    """Credentials are reissued, never changed by their holder.

    :raises NotAllowed: always; for students it is the very wording of 4.2.
    """
    if audience is Audience.STUDENT:
        raise NotAllowed(
            text("A student must never change the credentials."),
            clause="4.2",
            advice=text("If somebody else knows them, your deanery issues new ones."),
        )
    raise NotAllowed(
        text("Credentials are issued by the administrator of the electronic journal."),
        clause="4.1",
        advice=text("If somebody else knows them, ask the administrator for new ones."),
    )
