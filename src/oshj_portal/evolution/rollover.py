"""Step ``rollover``: sites made before a new year could be prepared.

The shape it tests: a site without the attribute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text
from oshj_portal.store.rollover import StoredRollovers

if TYPE_CHECKING:
    from oshj_portal.store import Site


def add_rollover(site: Site) -> Text:
    """Give the site what it lacks."""
    if not hasattr(site, "rollovers"):
        site.rollovers = StoredRollovers()
    return text("The preparation of a new year was added.")


def includeme(config):
    config.add_evolution_step("rollover", add_rollover)
