"""Step ``membership``: sites made before moves and errors in the lists were kept.

The shape it tests: a site without the attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text
from oshj_portal.store.membership import StoredListErrors, StoredMoves

if TYPE_CHECKING:
    from oshj_portal.store import Site


def add_membership(site: Site) -> Text:
    """Give the site what it lacks."""
    for name, make in (("moves", StoredMoves), ("list_errors", StoredListErrors)):
        if not hasattr(site, name):
            setattr(site, name, make())
    return text("Moves of students and reports of errors in the lists were added.")


def includeme(config):
    config.add_evolution_step("membership", add_membership)
