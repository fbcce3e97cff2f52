"""Who acts, by a token in the header ``Authorization: Bearer …``.  For the example only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from werkzeug.datastructures import Authorization


def read_tokens(lines: str) -> Mapping[str, str]:
    """Digest of the token → person, from lines of ``token person``.

    The tokens themselves are not kept; looking one up by its digest tells nothing by its time.
    """
    return {
        digest(token): person
        for token, _, person in (line.partition(" ") for line in lines.splitlines())
        if person
    }


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of(tokens: Mapping[str, str], header: Authorization | None) -> str | None:
    """The person whose token was sent."""
    if header is None or header.type != "bearer" or not header.token:
        return None
    return tokens.get(digest(header.token))
