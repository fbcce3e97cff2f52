"""Secrets are kept as argon2id hashes."""

from __future__ import annotations

import os
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

# OWASP's smaller profile: 18 ms where the library's default took 98 (docs/performance of sign-in);
# the secrets are random, not chosen, so a slower hash would buy nothing.
_argon2 = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# More hashes at once than cores only make everybody wait; each one holds 19 MiB.
_at_once = BoundedSemaphore(2 * (os.cpu_count() or 1))


class Argon2Hasher:
    """The core's ``Hasher`` port on argon2id."""

    def hash(self, secret: str) -> str:
        """The form in which a secret is kept."""
        with _at_once:
            return _argon2.hash(secret)

    def verify(self, hashed: str, secret: str) -> bool:
        """Whether ``hashed`` was made of ``secret``."""
        with _at_once:
            try:
                return _argon2.verify(hashed, secret)
            except VerifyMismatchError:
                return False


# Checked when the login is unknown, so that the answer takes as long as for a known one.
NOBODY = _argon2.hash("nobody")
