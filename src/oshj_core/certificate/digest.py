"""One number for a whole certificate: equal if and only if the content is.

The content is written as canonical JSON (RFC 8785's rules for the values used here: sorted
keys, no spaces, texts in NFC, whole numbers only) and hashed with SHA-256; the first 18
bytes, 144 bits, go into the code.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.numbers import plain

if TYPE_CHECKING:
    from oshj_core.certificate.summary import FillInSummary

DIGEST_LENGTH = 18


def snapshot(summary: FillInSummary) -> bytes:
    """The content as canonical JSON: the same content gives the same bytes."""
    return json.dumps(
        _plain(summary), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def summary_digest(summary: FillInSummary) -> bytes:
    """The 18 bytes that stand for the content."""
    return hashlib.sha256(snapshot(summary)).digest()[:DIGEST_LENGTH]


def _plain(value: Any) -> Any:
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return {field.name: _plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        # 12.50 and 12.5 are the same hours.
        return plain(value)
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return value
