"""The ids of lessons: 48 bits as ten base32 characters, made of neither date nor slot."""

from __future__ import annotations

import re
import secrets
from base64 import b32encode

LESSON_BYTES = 6
_LESSON_ID = re.compile("[a-z2-7]{10}")


def lesson_id(bits: bytes | None = None) -> str:
    """The id made of 48 ``bits``, random ones by default.

    :raises ValueError: not six bytes.

    >>> lesson_id(b"abcdef")
    'mfrggzdfmy'
    """
    bits = secrets.token_bytes(LESSON_BYTES) if bits is None else bits
    if len(bits) != LESSON_BYTES:
        raise ValueError(f"a lesson's id is made of {LESSON_BYTES} bytes, not {len(bits)}")
    return b32encode(bits).decode("ascii").rstrip("=").lower()


def is_lesson_id(written: str) -> bool:
    """Whether this is written like the id of a lesson."""
    return _LESSON_ID.fullmatch(written) is not None
