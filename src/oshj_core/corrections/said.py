"""The words of a request and its id, checked as they come in."""

from __future__ import annotations

from oshj_core.errors import Invalid
from oshj_core.issuing import needed_reason
from oshj_core.kyrgyz import normalise
from oshj_core.text import text

MAX_SAID = 500
"""So many characters a reason, an answer or a reference may have."""


def said(words: str, place: str, *, needed: bool = True) -> str:
    """The words in one line, without characters nobody sees.

    :raises Invalid: there are too many; or none where they are needed.
    """
    line = normalise(words)
    if len(line) > MAX_SAID:
        raise Invalid(text("At most ${limit} characters fit here.", limit=MAX_SAID), place=place)
    if line or not needed:
        return line
    if place == "reason":
        return needed_reason(line)
    raise Invalid(
        text("This must not stay empty: it is kept with the change."), place=place, clause="1.4"
    )


def needed_id(identifier: str) -> str:
    """The id, if it is one.

    :raises Invalid: it is empty or too long.
    """
    if not identifier.strip() or len(identifier) > MAX_SAID:
        raise Invalid(text("This is no id."), place="id")
    return identifier
