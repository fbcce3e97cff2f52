"""Our codes as OneRoster's ``sourcedId``, and back.

The specification allows 1–255 of the letters A–Z and a–z, digits and ``. - _ / @``, and most of
our codes have Kyrgyz letters.  The signs ``/`` and ``@`` are in no code: the one joins codes,
the other begins a code that had to be written otherwise.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b32decode, b32encode

from oshj_core.errors import Invalid
from oshj_core.lists.cells import identifier

MAX_GUID = 255
_PLAIN = re.compile(r"[0-9A-Za-z._-]+")
_OTHERWISE, _JOINT = "@", "/"
_OCTET = 8
_DIGITS = 24


def guid(code: str) -> str:
    """The id of a code; empty for none.

    >>> guid("s240017"), guid("АУБ-1-24")
    ('s240017', '@2cinbi6qsewtcljsgq')
    """
    if not code or _PLAIN.fullmatch(code):
        return code
    return _OTHERWISE + b32encode(code.encode()).decode("ascii").rstrip("=").lower()


def joined(*codes: str) -> str:
    """The id of what several codes name together; a digest where it would be too long.

    >>> joined("АУБ-1-24", "algebra", "2026-1")
    '@2cinbi6qsewtcljsgq/algebra/2026-1'
    """
    written = _JOINT.join(map(guid, codes))
    if len(written) <= MAX_GUID:
        return written
    return f"{_OTHERWISE}{_JOINT}{hashlib.sha256(written.encode()).hexdigest()}"


def code(sourced_id: str) -> str:
    """The code of an id: ours again, the id itself if it may be a code, else a digest of it.

    >>> code("@2cinbi6qsewtcljsgq"), code("s240017")
    ('АУБ-1-24', 's240017')
    >>> code("a/b")
    'or-c14cddc033f64b9dea80ea67'
    """
    if not sourced_id:
        return ""
    try:
        return identifier(_ours(sourced_id))
    except Invalid:
        return f"or-{hashlib.sha256(sourced_id.encode()).hexdigest()[:_DIGITS]}"


def _ours(sourced_id: str) -> str:
    """The code that :func:`guid` wrote so; the id as it is if it wrote none."""
    coded = sourced_id.removeprefix(_OTHERWISE).upper()
    try:
        found = b32decode(coded + "=" * (-len(coded) % _OCTET)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return sourced_id
    return found if found and guid(found) == sourced_id else sourced_id
