"""Whole numbers as forms and addresses send them, whatever else may be sent in their place."""

from __future__ import annotations

LONGEST = 9
"""Digits: more than any number of ours has, and few enough to be read at once."""


def whole_number(written: str) -> int | None:
    """The number that was written in digits, ``None`` for anything else.

    >>> whole_number("12"), whole_number("-1"), whole_number("9" * 5000)
    (12, None, None)
    """
    return int(written) if written.isdecimal() and len(written) <= LONGEST else None
