"""The ids of lessons: 48 bits as ten base32 characters, made of neither date nor slot.

A host that has ids of its own may keep them, if they are safe in a path and in a file.
"""

from __future__ import annotations

import re
import secrets
from base64 import b32encode

LESSON_BYTES = 6
LONGEST_ID = 64
_SAFE_ID = re.compile(f"[A-Za-z0-9-]{{1,{LONGEST_ID}}}", re.ASCII)
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


def is_safe_id(written: str) -> bool:
    """Whether a lesson may have this id: 1 to 64 Latin letters, digits and hyphens.

    >>> is_safe_id("mfrggzdfmy"), is_safe_id("algebra-2026-10-05"), is_safe_id("../x")
    (True, True, False)
    """
    return _SAFE_ID.fullmatch(written) is not None


def is_lesson_id(written: str) -> bool:
    """Whether this is written like the id of a lesson."""
    return _LESSON_ID.fullmatch(written) is not None
