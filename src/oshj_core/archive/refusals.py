"""How a bundle, or data for one, is refused: with the place in it."""

from __future__ import annotations

from oshj_core.errors import Invalid
from oshj_core.text import Text, text


def refused(reason: Text, place: str) -> Invalid:
    """The refusal for what is at ``place``: a path, and a row and a column where there is one."""
    shown = place if place.isprintable() else ascii(place)[1:-1]
    return Invalid(text("${place}: ${reason}", place=shown, reason=reason), place=place)


def unreadable(problem: Exception, place: str) -> Invalid:
    """The refusal for what cannot be read at ``place``."""
    return refused(text("cannot be read: ${problem}", problem=problem), place)


def unwritable(problem: Exception, place: str) -> Invalid:
    """The refusal for what cannot be written at ``place``."""
    return refused(text("cannot be written: ${problem}", problem=problem), place)
