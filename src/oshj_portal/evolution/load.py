"""Step ``load``: sites made before the teaching load was kept.

The shape it tests: a site without the attribute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text
from oshj_portal.store.load import StoredLoads

if TYPE_CHECKING:
    from oshj_portal.store import Site


def add_load(site: Site) -> Text:
    """Give the site what it lacks."""
    if not hasattr(site, "loads"):
        site.loads = StoredLoads()
    return text("The teaching load was added.")


def includeme(config):
    config.add_evolution_step("load", add_load)
