"""Step ``plans``: sites made before there were calendar-thematic plans.

The shape it tests: a site without the attribute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text
from oshj_portal.store.plans import StoredPlans

if TYPE_CHECKING:
    from oshj_portal.store import Site


def add_plans(site: Site) -> Text:
    """Give the site its plans."""
    if not hasattr(site, "plans"):
        site.plans = StoredPlans()
    return text("The calendar-thematic plans were added.")


def includeme(config):
    config.add_evolution_step("plans", add_plans)
